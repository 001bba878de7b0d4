"""How keyword arguments and the flags of the command are called."""

from __future__ import annotations

ROLES = ("text", "id", "url", "date", "source", "title")


def flag_of(keyword: str) -> str:
    """Return the flag that a keyword argument stands for, without dashes in front."""
    return f"{keyword}-field" if keyword in ROLES else keyword.replace("_", "-")


def keyword_of(flag: str) -> str:
    """Return the keyword argument that stands for a flag."""
    role = flag.removesuffix("-field")
    return role if role in ROLES else flag.replace("-", "_")
