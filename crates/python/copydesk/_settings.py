"""The settings of a run: the flags of the command `copydesk clean`, as keyword arguments."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, Literal, TypedDict, TypeVar, cast

from copydesk import _native
from copydesk._errors import UsageError
from copydesk._names import flag_of, keyword_of


class Settings(TypedDict, total=False):
    """What can be set; what is not given is as in the command.

    `text`, `id`, `url`, `date`, `source` and `title` name columns; those that are not named are
    found by their usual names.
    """

    text: str | None
    id: str | None
    url: str | None
    date: str | None
    source: str | None
    title: str | None
    scope: Literal["document", "dump"]
    threshold: float
    shingle: int
    containment: float
    paragraph_words: int
    passage: int
    prefer: str
    furniture: Literal["cut", "cut-unsure", "keep"]
    rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None
    repeats: Literal["background", "cut", "keep"]
    captions: Literal["cut", "keep"]
    least_left: float
    duplicates: Literal["drop", "keep"]
    corrections: Literal["supersede", "keep"]
    threads: int
    memory: int | str | None
    temp_dir: str | os.PathLike[str] | None
    on_bad_record: Literal["skip", "pass", "fail"]


class FileSettings(Settings, total=False):
    """What can be set of a run over files besides."""

    no_header: bool
    encoding: str | None
    checkpoint: int | str
    overwrite: bool


def flags(settings: dict[str, Any], *, of: type[Any] = Settings) -> list[str]:
    """Return settings as flags of the command; `of` is the class that lists the allowed settings.

    Raises:
        UsageError: If a setting is not allowed.

    """
    known = of.__optional_keys__
    typed: list[str] = []
    for keyword, value in settings.items():
        if keyword not in known:
            where = " for data in memory" if keyword in FileSettings.__optional_keys__ else ""
            near: list[str] = get_close_matches(keyword, [str(name) for name in known], 1)
            meant = f"; did you mean {near[0]}=?" if near else "."
            there_are = ", ".join(sorted(known))
            raise UsageError(f"there is no setting {keyword}={where}{meant} There are {there_are}")
        if value is None or value is False:
            continue
        flag = f"--{flag_of(keyword)}"
        if value is True:
            typed.append(flag)
            continue
        values = cast("Iterable[object]", value) if isinstance(value, list | tuple) else [value]
        for one_value in values:
            # With `=`, a value that begins with a dash is not taken for a flag.
            typed.append(f"{flag}={one_value}")
    return typed


def keywords_of(settings: type[Any]) -> list[str]:
    """Return the names of the settings in a class, in order."""
    return list(settings.__annotations__)


_Function = TypeVar("_Function", bound=Callable[..., Any])


def takes(settings: type[Any]) -> Callable[[_Function], _Function]:
    """Add settings to the signature and the docstring of a function, with their defaults."""
    known = {keyword_of(flag["name"]): flag for flag in _native.flags("clean")}

    def decorated(function: _Function) -> _Function:
        signature = inspect.signature(function)
        parameters = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        lines = ["", "", "Settings, which are the flags of `copydesk clean`:", ""]
        for keyword in keywords_of(settings):
            flag = known[keyword]
            default = _value(flag)
            kind = inspect.Parameter.KEYWORD_ONLY
            parameters.append(inspect.Parameter(keyword, kind, default=default))
            choices = f" ({', '.join(flag['choices'])})" if flag["choices"] else ""
            lines.append(f"    {keyword}: {flag['help']}{choices}")
        shown = signature.replace(parameters=parameters)
        function.__signature__ = shown  # type: ignore[attr-defined]
        function.__doc__ = inspect.cleandoc(function.__doc__ or "") + "\n".join(lines)
        return function

    return decorated


def _value(flag: _native.Flag) -> Any:
    """Return the default of a flag as a Python value."""
    if flag["is_switch"]:
        return False
    default = flag["default"]
    if default is None:
        return None
    for kind in (int, float):
        try:
            return kind(default)
        except ValueError:
            continue
    return default
