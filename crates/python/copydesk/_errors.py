"""The exceptions of the package, and how errors of the engine become exceptions."""

from __future__ import annotations

import re

from copydesk._names import keyword_of


class Error(Exception):
    """Why copydesk could not do something.

    `column` and `row` say where, if that is known, and `remedy` what to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        column: str | None = None,
        row: int | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.column = column
        self.row = row
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), str(self), self.column, self.row, self.remedy))


class UsageError(Error, ValueError):
    """An argument makes no sense, or arguments do not fit together or to the data."""


class InputError(Error):
    """Data or a file cannot be read."""


class OutputError(Error, OSError):
    """A file cannot be written."""


class RecordError(Error):
    """Decisions or an output folder do not belong to the data."""


class InternalError(Error, RuntimeError):
    """A fault of copydesk."""


def _rebuilt(
    kind: type[Error], message: str, column: str | None, row: int | None, remedy: str | None
) -> Error:
    """Make an exception again after it was pickled."""
    return kind(message, column=column, row=row, remedy=remedy)


_KINDS: dict[str, type[Error]] = {
    "usage": UsageError,
    "input": InputError,
    "output": OutputError,
    "record": RecordError,
    "internal": InternalError,
}
_SETTING = re.compile(r"--([a-z][a-z-]*[a-z]) (\S+):")
_FLAG = re.compile(r"--([a-z][a-z-]*[a-z])")
_COLUMN = re.compile(r"(?:field|column) `([^`]+)`")
_ROW = re.compile(r"\brecord (\d+)\b")


def of_engine(kind: str, message: str) -> BaseException:
    """Return the exception for an error of the engine.

    The message of the engine names the flags of the command; the exception names keyword arguments.
    """
    if kind == "stopped":
        return KeyboardInterrupt()
    message = message.removeprefix("data.arrow: ")
    message = _SETTING.sub(lambda flag: f"{keyword_of(flag[1])}={flag[2]}:", message)
    message = _FLAG.sub(lambda flag: f"{keyword_of(flag[1])}=", message)
    if kind == "internal":
        message = f"copydesk failed ({message}); this is a fault of copydesk: please report it"
    column, row = _COLUMN.search(message), _ROW.search(message)
    _, _, remedy = message.partition("; ")
    return _KINDS.get(kind, InternalError)(
        message,
        column=column[1] if column else None,
        row=int(row[1]) if row else None,
        remedy=remedy or None,
    )
