"""The page of the API says what the docstrings say.

`COPYDESK_WRITE_API=1 python -m pytest tests/test_api.py` writes it anew.
"""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Any

import copydesk
from copydesk import kernels

PAGE = Path(__file__).parents[1] / "API.md"


def shown(name: str, of: Any) -> str:
    parts = []
    was_keyword = False
    for parameter in inspect.signature(of).parameters.values():
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


def member(name: str, of: Any) -> list[str]:
    if name.startswith("_"):
        return []
    if isinstance(of, property) or hasattr(of, "func"):
        of = of.fget if isinstance(of, property) else of.func
        return [f"* `{name}`: {first_line(of)}"]
    if isinstance(of, (classmethod, staticmethod)) or not callable(of):
        return []
    return [f"* `{shown(name, of)}`: {first_line(of)}"]


def first_line(of: Any) -> str:
    return " ".join((inspect.getdoc(of) or "").split("\n\n")[0].split())


def entry(name: str, of: Any) -> list[str]:
    doc = inspect.cleandoc(of.__doc__ or "")
    if not inspect.isclass(of):
        return [f"### `{shown(name, of)}`", "", "```text", doc, "```", ""]
    lines = [f"### `{name}`", "", "```text", doc, "```", ""]
    if not issubclass(of, (Exception, dict)):
        for own, value in vars(of).items():
            lines += member(own, value)
    fields = getattr(of, "__dataclass_fields__", None) or getattr(of, "__optional_keys__", {})
    if fields:
        lines += [f"Fields: {', '.join(f'`{field}`' for field in sorted(fields))}."]
    return [*lines, ""]


def page() -> str:
    lines = ["# The API", "", "Written from the docstrings by `tests/test_api.py`.", ""]
    for title, module in (("copydesk", copydesk), ("copydesk.kernels", kernels)):
        lines += [f"## `{title}`", "", "```text", inspect.cleandoc(module.__doc__ or ""), "```", ""]
        for name in sorted(module.__all__):
            of = getattr(module, name)
            if callable(of):
                lines += entry(name, of)
    return "\n".join(lines).rstrip() + "\n"


def test_the_page_says_what_the_docstrings_say() -> None:
    if os.environ.get("COPYDESK_WRITE_API"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "write it anew: COPYDESK_WRITE_API=1"
    assert "threshold=0.8" in page()
