"""The commands for files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk import _native
from copydesk._progress import Progress, Shown
from copydesk._result import Explanation
from copydesk._settings import FileSettings, flags, takes
from copydesk._table import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

StrPath = str | os.PathLike[str]
Watch = bool | Callable[[Progress], object] | None


class FilesResult:
    """What a run over files came to. It is all in the output folder."""

    def __init__(self, output: StrPath, summary: dict[str, Any]) -> None:
        self.output = Path(output)
        """The output folder."""
        self.summary = summary
        """The counts of the run, its settings, and the fields that were looked at."""

    @property
    def data(self) -> Path:
        """The output folder, which holds the clean files."""
        return self.output

    @cached_property
    def _decided(self) -> tuple[Table, Table]:
        decisions, clusters = _native.decided_files(self.output)
        return Table(decisions), Table(clusters)

    @property
    def decisions(self) -> Table:
        """One row for each record: what became of it, and why."""
        return self._decided[0]

    @property
    def clusters(self) -> Table:
        """One row for each document that was dropped for another, with that one."""
        return self._decided[1]

    @cached_property
    def cuts(self) -> Table:
        """One row for each cut: where it was in its file, why, and which copy stays.

        `start` and `end` count bytes of the UTF-8 text of the record, `start_char` and `end_char`
        characters. The texts are in the files; `explain` shows them. After `find_files`, the
        inputs are read again.
        """
        return Table(_native.cuts_of_files(self.output))

    def explain(self, id: object) -> list[Explanation]:
        """Say why documents with this id, or a record named as `FILE:RECORD`, were cut."""
        return explain_files(self.output, id)

    def restore(self, folder: StrPath, *, overwrite: bool = False) -> Path:
        """Rebuild the input from the output folder alone, byte for byte."""
        return restore_files(self.output, folder, overwrite=overwrite)

    def __repr__(self) -> str:
        counts = self.summary["documents"]
        return f"<copydesk.FilesResult: {counts['read']} records in {self.output}>"


@takes(FileSettings)
def clean_files(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath,
    *,
    progress: Watch = None,
    **settings: Any,
) -> FilesResult:
    """Clean files, as the command `copydesk clean` does.

    Args:
        inputs: Paths of files and folders, and globs.
        output: The folder for the clean files, the decisions, and all that was removed.
        progress: As for `clean`.
        **settings: See `Settings`; they are the flags of the command.

    Returns:
        What was done.

    Raises:
        UsageError: If settings do not fit together.
        InputError: If a file cannot be read.
        OutputError: If the folder cannot be written.

    """
    return _run("clean", inputs, output, progress, settings)


@takes(FileSettings)
def find_files(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath,
    *,
    progress: Watch = None,
    **settings: Any,
) -> FilesResult:
    """Write the decisions on files and cut nothing, as the command `copydesk find` does."""
    return _run("find", inputs, output, progress, settings)


def apply_files(
    inputs: StrPath | Iterable[StrPath],
    decisions: StrPath,
    output: StrPath,
    *,
    progress: Watch = None,
    **settings: Unpack[FileSettings],
) -> FilesResult:
    """Cut what `find_files` decided; `decisions` is its output folder."""
    typed = flags(dict(settings), of=FileSettings)
    with Shown(progress) as callback:
        done = _native.apply_files(paths(inputs), decisions, output, typed, callback)
    return FilesResult(output, json.loads(done))


def explain_files(
    output: StrPath, id: object, *, input: StrPath | Iterable[StrPath] | None = None
) -> list[Explanation]:
    """Say why documents were cut or dropped, as the command `copydesk explain` does."""
    inputs = None if input is None else paths(input)
    return [Explanation.of_json(one) for one in _native.explain_files(output, str(id), inputs)]


def restore_files(output: StrPath, folder: StrPath, *, overwrite: bool = False) -> Path:
    """Rebuild the input of a run in a folder, as the command `copydesk restore` does."""
    _native.restore_files(output, folder, overwrite)
    return Path(folder)


def paths(inputs: StrPath | Iterable[StrPath]) -> list[str]:
    """Return inputs as a list of paths and globs."""
    if isinstance(inputs, (str, os.PathLike)):
        return [os.fspath(inputs)]
    return [os.fspath(path) for path in inputs]


def _run(
    command: str,
    inputs: StrPath | Iterable[StrPath],
    output: StrPath,
    progress: Watch,
    settings: dict[str, Any],
) -> FilesResult:
    """Run `clean` or `find` on files."""
    typed = flags(settings, of=FileSettings)
    with Shown(progress) as callback:
        done = _native.clean_files(command, paths(inputs), output, typed, callback)
    return FilesResult(output, json.loads(done))
