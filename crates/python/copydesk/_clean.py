"""`clean`, `find` and `apply` for data in memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from copydesk import _native
from copydesk._data import Held, hold
from copydesk._errors import UsageError
from copydesk._files import FilesResult, clean_files, find_files
from copydesk._names import ROLES
from copydesk._progress import Progress, Shown
from copydesk._result import Result
from copydesk._settings import FileSettings, Settings, flags, takes
from copydesk._spool import (
    FoundInStream,
    StreamResult,
    apply_to_stream,
    clean_stream,
    find_in_stream,
    stream_of,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

D = TypeVar("D")
Watch = bool | Callable[[Progress], object] | None


@overload
def clean(
    data: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str],
    progress: Watch = None,
    **settings: Unpack[FileSettings],
) -> FilesResult: ...


@overload
def clean(data: D, *, progress: Watch = None, **settings: Unpack[Settings]) -> Result[D]: ...


@takes(Settings)
def clean(
    data: Any,
    *,
    output: str | os.PathLike[str] | None = None,
    progress: Watch = None,
    **settings: Any,
) -> Any:
    """Find and cut: drop articles that others tell, cut repeats and furniture.

    Args:
        data: A table of pyarrow, pandas, polars or duckdb, a `Dataset` of Hugging Face, a list of
            strings or of dicts, or anything with `__arrow_c_stream__`. A path or a glob is cleaned
            as `clean_files` does, and takes an `output` folder. A `RecordBatchReader` and an
            `IterableDataset` are put into a temporary file first, and need not fit into memory.
        output: The folder for the clean files, if `data` is a path.
        progress: `True` for a bar, `False` for none, or a function that is told a `Progress` now
            and then. By default there is a bar if somebody looks: in a terminal or notebook.
        **settings: See `Settings`; they are the flags of the command.

    Returns:
        What was found; its `data` is what came in, without what was cut.

    Raises:
        UsageError: If settings do not fit together or to the data.
        InputError: If data cannot be read.

    Example:
        >>> import copydesk
        >>> story = "The ferry sank at noon in the strait, and all on board were taken off."
        >>> copydesk.clean([story, "Rain.", story]).data == [story, "Rain."]
        True

    """
    if isinstance(data, (str, os.PathLike)):
        return _of_files(
            clean_files, cast("str | os.PathLike[str]", data), output, progress, settings
        )
    if output is not None:
        raise UsageError("output= is for the paths of files; data in memory comes back as .data")
    stream = stream_of(data)
    if stream is not None:
        return clean_stream(stream, progress, settings)
    held, typed = _held(data, settings)
    with Shown(progress) as callback:
        found = _native.clean(held.table, typed, callback)
    return _result(held, found)


@overload
def find(
    data: str | os.PathLike[str],
    *,
    output: str | os.PathLike[str],
    progress: Watch = None,
    **settings: Unpack[FileSettings],
) -> FilesResult: ...


@overload
def find(data: D, *, progress: Watch = None, **settings: Unpack[Settings]) -> Result[D]: ...


@takes(Settings)
def find(
    data: Any,
    *,
    output: str | os.PathLike[str] | None = None,
    progress: Watch = None,
    **settings: Any,
) -> Any:
    """Decide as `clean` does, but cut nothing: `data` of the result is what came in.

    `apply` cuts what was found.
    """
    if isinstance(data, (str, os.PathLike)):
        return _of_files(
            find_files, cast("str | os.PathLike[str]", data), output, progress, settings
        )
    if output is not None:
        raise UsageError("output= is for the paths of files")
    stream = stream_of(data)
    if stream is not None:
        return find_in_stream(stream, progress, settings)
    held, typed = _held(data, settings)
    with Shown(progress) as callback:
        found = _native.clean(held.table, typed, callback)
    return Result(held.before, lambda: held.before, found)


@overload
def apply(data: D, found: Result[Any], *, progress: Watch = None) -> Result[D]: ...


@overload
def apply(data: D, found: FoundInStream, *, progress: Watch = None) -> StreamResult[D]: ...


def apply(data: Any, found: Any, *, progress: Watch = None) -> Any:
    """Cut in data what `find` found in the same rows; other columns may have changed.

    What was found in a stream is cut in the same rows as a stream, with the columns as they were.

    Raises:
        RecordError: If the rows are not those that were looked at.

    """
    if isinstance(found, FoundInStream):
        stream = stream_of(data)
        if stream is None:
            remedy = "hand over the same rows as a stream again"
            raise UsageError(
                f"this was found in a stream, and the data is none; {remedy}", remedy=remedy
            )
        return apply_to_stream(stream, found, progress)
    named = [found._found.text_column or "text"]  # pyright: ignore[reportPrivateUsage]
    held = hold(data, named)
    with Shown(progress) as callback:
        applied = _native.apply(held.table, found._found, [], callback)  # pyright: ignore
    return _result(held, applied)


def _held(data: Any, settings: dict[str, Any]) -> tuple[Held, list[str]]:
    """Return the data as the engine takes it, and the settings as flags."""
    typed = flags(settings)
    named = [settings[role] for role in ROLES if settings.get(role) is not None]
    return hold(data, named), typed


def _result(held: Held, found: _native.Found) -> Result[Any]:
    """Return the result of a run; the clean data is made only when it is asked for."""
    return Result(held.before, lambda: held.after(found), found)


def _of_files(
    command: Callable[..., FilesResult],
    path: str | os.PathLike[str],
    output: str | os.PathLike[str] | None,
    progress: Watch,
    settings: dict[str, Any],
) -> FilesResult:
    """Run a command on the files that a path or a glob names."""
    if output is None:
        raise UsageError(
            f"{os.fspath(path)} is a path, whose clean files need a folder; give output=, or hand "
            "over the data itself",
            remedy="give output=",
        )
    return command(path, output, progress=progress, **settings)
