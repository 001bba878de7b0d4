"""Checks that `API.md` has the signatures and docstrings of the package.

`COPYDESK_WRITE_API=1 python -m pytest tests/test_api.py` writes the page anew.
"""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any

import copydesk
from copydesk import kernels

PAGE = Path(__file__).parents[1] / "API.md"


def signature_of(name: str, function: Any) -> str:
    parts = []
    was_keyword = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self":
            continue
        text = parameter.name
        if parameter.kind is parameter.VAR_KEYWORD:
            text = f"**{text}"
        elif parameter.kind is parameter.KEYWORD_ONLY and not was_keyword:
            was_keyword = True
            parts.append("*")
        if parameter.default is not parameter.empty:
            text += f"={parameter.default!r}"
        parts.append(text)
    return f"{name}({', '.join(parts)})"


def member(name: str, value: Any) -> list[str]:
    """The line for a member of a class; none for one that is private or not documented."""
    if name.startswith("_"):
        return []
    if isinstance(value, property) or hasattr(value, "func"):
        getter = value.fget if isinstance(value, property) else value.func
        return [f"* `{name}`: {first_paragraph(getter)}"]
    if isinstance(value, (classmethod, staticmethod)) or not callable(value):
        return []
    return [f"* `{signature_of(name, value)}`: {first_paragraph(value)}"]


def first_paragraph(value: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split())


def entry(name: str, value: Any) -> list[str]:
    """The lines for a function or a class."""
    doc = inspect.cleandoc(value.__doc__ or "")
    if not inspect.isclass(value):
        return [f"### `{signature_of(name, value)}`", "", "```text", doc, "```", ""]
    lines = [f"### `{name}`", "", "```text", doc, "```", ""]
    if not issubclass(value, (Exception, dict)):
        for member_name, member_value in vars(value).items():
            lines += member(member_name, member_value)
    fields = getattr(value, "__dataclass_fields__", None) or getattr(value, "__optional_keys__", {})
    if fields:
        lines += [f"Fields: {', '.join(f'`{field}`' for field in sorted(fields))}."]
    return [*lines, ""]


def page() -> str:
    lines = ["# The API", "", "Written from the docstrings by `tests/test_api.py`.", ""]
    for title, module in (("copydesk", copydesk), ("copydesk.kernels", kernels)):
        lines += [f"## `{title}`", "", "```text", inspect.cleandoc(module.__doc__ or ""), "```", ""]
        for name in sorted(module.__all__):
            value = getattr(module, name)
            if callable(value):
                lines += entry(name, value)
    return "\n".join(lines).rstrip() + "\n"


def test_the_page_has_the_docstrings() -> None:
    if os.environ.get("COPYDESK_WRITE_API"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "write it anew: COPYDESK_WRITE_API=1"
    assert "threshold=0.8" in page()
