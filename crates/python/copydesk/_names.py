"""The names of keyword arguments, and of the flags of the command that they stand for."""

from __future__ import annotations

ROLES = ("text", "id", "url", "date", "source", "title")


def flag_of(keyword: str) -> str:
    """Return the flag that a keyword argument stands for, without its leading dashes."""
    return f"{keyword}-field" if keyword in ROLES else keyword.replace("_", "-")


def keyword_of(flag: str) -> str:
    """Return the keyword argument that stands for a flag."""
    role = flag.removesuffix("-field")
    return role if role in ROLES else flag.replace("-", "_")
