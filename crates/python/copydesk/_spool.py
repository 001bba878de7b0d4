"""Streams: data that can be read only once, and need not fit into memory.

A stream is first written to a temporary file, because finding what documents have in common takes
several passes.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

from copydesk._errors import UsageError
from copydesk._files import FilesResult, apply_files, clean_files, find_files, restore_files
from copydesk._progress import Progress

D = TypeVar("D")
Watch = bool | Callable[[Progress], object] | None

# The file of a stream. Its ending says that it is an Arrow stream, which datasets and pyarrow read
# without a copy.
NAME = "data.arrows"
# The number of rows of a dataset that are read at a time.
ROWS = 1000


class StreamResult(FilesResult, Generic[D]):
    """What a run over a stream came to. Its files are temporary, and go with it and its data."""

    def __init__(self, files: FilesResult, folder: Path, opened: Callable[[Path], D]) -> None:
        super().__init__(files.output, files.summary)
        self._folder = folder
        self._opened = opened

    @property
    def data(self) -> Any:
        """The clean rows, as a stream of the same type, from its beginning."""
        return self._opened(self.output / NAME)

    def restore(self, folder: Any = None, *, overwrite: bool = False) -> Any:
        """Return what came in, rebuilt from the output; with a `folder`, write it there."""
        if folder is not None:
            return super().restore(folder, overwrite=overwrite)
        back = restore_files(self.output, self._folder / "back", overwrite=True)
        return self._opened(back / NAME)


class _Stream(Generic[D]):
    """A stream: its schema, its batches, and a function that opens a file of them as a stream."""

    def __init__(self, schema: Any, batches: Iterable[Any], opened: Callable[[Path], D]) -> None:
        self.schema = schema
        self.batches = batches
        self.opened = opened


def stream_of(data: Any) -> _Stream[Any] | None:
    """Return data as a stream, or `None` if it is not one that can be read only once."""
    library = type(data).__module__.partition(".")[0]
    if library == "pyarrow":
        pa: Any = import_module("pyarrow")
        if isinstance(data, pa.RecordBatchReader):
            return _Stream(data.schema, data, _opened_reader)
    if library == "datasets":
        datasets: Any = import_module("datasets")
        if isinstance(data, datasets.IterableDataset):
            return _of_iterable_dataset(data, datasets)
    return None


def _opened_reader(path: Path) -> Any:
    pa: Any = import_module("pyarrow")
    return pa.ipc.open_stream(pa.memory_map(str(path)))


def _of_iterable_dataset(data: Any, datasets: Any) -> _Stream[Any]:
    pa: Any = import_module("pyarrow")

    def opened(path: Path) -> Any:
        return datasets.Dataset.from_file(str(path)).to_iterable_dataset()

    if data.features is not None:
        # The features are in the metadata of this schema, so the file keeps them.
        schema = data.features.arrow_schema
        tables = data.with_format("arrow").iter(batch_size=ROWS)
        batches = (batch for table in tables for batch in table.cast(schema).to_batches())
        return _Stream(schema, batches, opened)
    columns = iter(data.iter(batch_size=ROWS))
    nothing: dict[str, list[Any]] = {}
    first = pa.table(next(columns, nothing))
    others = (pa.table(batch, schema=first.schema) for batch in columns)
    batches = (batch for table in chain([first], others) for batch in table.to_batches())
    return _Stream(first.schema, batches, opened)


class FoundInStream(FilesResult):
    """What `find` decided about a stream, for `apply` to cut in the same rows when they come again.

    Its files are temporary, and go with it.
    """

    @property
    def data(self) -> Any:
        """Raise `UsageError`: the stream was read, and nothing of it is kept."""
        remedy = "hand the same rows to apply"
        raise UsageError(f"a stream that was looked at is not kept; {remedy}", remedy=remedy)


def clean_stream(stream: _Stream[D], progress: Watch, settings: dict[str, Any]) -> StreamResult[D]:
    """Clean a stream with temporary files, in the folder that `temp_dir` names."""

    def work(spooled: Path, folder: Path) -> StreamResult[D]:
        files = clean_files(spooled, folder / "clean", progress=progress, **settings)
        return StreamResult(files, folder, stream.opened)

    return _by_files(stream, progress, settings.get("temp_dir"), work)


def find_in_stream(
    stream: _Stream[Any], progress: Watch, settings: dict[str, Any]
) -> FoundInStream:
    """Decide about a stream with temporary files, in the folder that `temp_dir` names."""

    def work(spooled: Path, folder: Path) -> FoundInStream:
        files = find_files(spooled, folder / "found", progress=progress, **settings)
        found = FoundInStream(files.output, files.summary)
        # The offsets in characters are computed now, because the file of the stream, which has the
        # texts, is removed.
        _ = found.cuts
        return found

    return _by_files(stream, progress, settings.get("temp_dir"), work)


def apply_to_stream(stream: _Stream[D], found: FoundInStream, progress: Watch) -> StreamResult[D]:
    """Cut in a stream what was decided about the same rows."""

    def work(spooled: Path, folder: Path) -> StreamResult[D]:
        files = apply_files(spooled, found.output, folder / "clean", progress=progress)
        return StreamResult(files, folder, stream.opened)

    return _by_files(stream, progress, None, work)


R = TypeVar("R", bound=FilesResult)


def _by_files(
    stream: _Stream[Any],
    progress: Watch,
    temp_dir: str | os.PathLike[str] | None,
    work: Callable[[Path, Path], R],
) -> R:
    """Write a stream to a file and do some work on it.

    The temporary folder is removed when the result of the work is no longer in use.
    """
    pa: Any = import_module("pyarrow")
    holder = tempfile.TemporaryDirectory(prefix="copydesk-", dir=temp_dir)
    folder = Path(holder.name)
    try:
        spooled = folder / NAME
        if callable(progress):
            progress(Progress((), "spool", 0, 0, (f"the stream is put into {spooled} first",)))
        with pa.OSFile(str(spooled), "wb") as file, pa.ipc.new_stream(file, stream.schema) as out:
            for batch in stream.batches:
                out.write_batch(batch)
        result = work(spooled, folder)
        spooled.unlink()
    except BaseException:
        holder.cleanup()
        raise
    weakref.finalize(result, holder.cleanup)
    return result
