"""The types of data that can be cleaned: how each becomes Arrow, and how clean data is made of it.

A type is recognised by the name of the module of its class, so that no library is imported that the
caller has not imported. For each type there is a function that returns `Held`: the data as a table
of the engine, and a function that makes clean data of the same type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, cast

from copydesk import _native
from copydesk._errors import InputError, UsageError

After = Callable[[_native.Found], Any]


class Held:
    """Data in the form that the engine takes, and how clean data of the same type is made.

    `table` is the data for the engine, `before` the data as it came in, and `after` a function that
    makes the clean data of the result of a run.
    """

    def __init__(self, table: _native.Table, before: Any, after: After) -> None:
        self.table = table
        self.before = before
        self.after = after


def hold(data: Any, named: Sequence[str]) -> Held:
    """Return data in the form that the engine takes; `named` are the columns that the caller named.

    Raises:
        UsageError: If copydesk does not know this type of data.
        InputError: If a column cannot be read.

    """
    library = type(data).__module__.partition(".")[0]
    name = type(data).__name__
    held: Held | None = None
    if library == "pandas":
        held = _pandas(data, named)
    elif library == "polars":
        held = _polars(data, named)
    elif library == "pyarrow":
        held = _pyarrow(data)
    elif library in ("duckdb", "_duckdb"):
        held = _duckdb(data)
    elif library == "datasets":
        held = _datasets(data)
    elif isinstance(data, list):
        held = _list(data, named)  # pyright: ignore[reportUnknownArgumentType]
    elif hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        held = _arrow(data)
    if held is None:
        raise UsageError(
            f"a {library}.{name} cannot be cleaned; hand over a table of pyarrow, pandas, polars "
            "or duckdb, a Dataset, a list of strings or dicts, anything with __arrow_c_stream__, "
            "or the path of a file",
            remedy="convert it to one of these",
        )
    return held


def column_of(texts: Any) -> _native.Table:
    """Return a list or a column of texts as a table of one column.

    Raises:
        UsageError: If it is a single text, or not a list of texts.
    """
    if isinstance(texts, (str, bytes)):
        raise UsageError("one text has nothing to be compared with; hand over a list of texts")
    library = type(texts).__module__.partition(".")[0]
    is_column = hasattr(texts, "__arrow_c_stream__") or library in ("pandas", "polars", "pyarrow")
    return hold(texts if is_column else list(texts), ["text"]).table


def _arrow(data: Any) -> Held:
    """Hold any data with an Arrow interface, as a table, because a stream can be read only once."""
    from copydesk._table import Table

    table = _native.Table.of_arrow(data)
    return Held(table, Table(table), lambda found: Table(found.clean()))


def _pyarrow(data: Any) -> Held | None:
    pa: Any = import_module("pyarrow")

    if isinstance(data, pa.Table):
        return Held(_native.Table.of_arrow(data), data, lambda found: pa.table(found.clean()))
    if isinstance(data, pa.RecordBatch):

        def one_batch(found: _native.Found) -> Any:
            batches = pa.table(found.clean()).combine_chunks().to_batches()
            return batches[0] if batches else data.slice(0, 0)

        return Held(_native.Table.of_arrow(data), data, one_batch)
    if isinstance(data, (pa.Array, pa.ChunkedArray)) and not isinstance(data, pa.StructArray):
        column = pa.table({"text": data})
        held = _pyarrow(column)
        assert held is not None
        is_array = isinstance(data, pa.Array)

        def only_column(found: _native.Found) -> Any:
            column = pa.table(found.clean())["text"]
            return column.combine_chunks() if is_array else column

        return Held(held.table, data, only_column)
    return None


def _duckdb(data: Any) -> Held | None:
    if not hasattr(data, "query") or not hasattr(data, "columns"):
        return None
    pa: Any = import_module("pyarrow")

    table = pa.table(data)

    def relation(clean: Any) -> Any:
        # The connection of the relation finds the table by the name of this variable.
        copydesk_clean = pa.table(clean)
        clean_relation = data.query("copydesk_before", "SELECT * FROM copydesk_clean")
        # The relation keeps its own reference to the table.
        del copydesk_clean
        return clean_relation

    return Held(_native.Table.of_arrow(table), data, lambda found: relation(found.clean()))


def _datasets(data: Any) -> Held | None:
    datasets: Any = import_module("datasets")

    if not isinstance(data, datasets.Dataset):
        remedy = "clean one split after the other, as in copydesk.clean(data['train'])"
        if isinstance(data, dict):
            raise UsageError(f"this holds several splits; {remedy}", remedy=remedy)
        return None
    table = _native.Table.of_arrow(data.with_format("arrow")[:])

    def dataset(found: _native.Found) -> Any:
        pa: Any = import_module("pyarrow")

        dropped = found.dropped_rows()
        if not found.edited_rows():
            return data.select(_kept(len(data), dropped))
        clean = datasets.Dataset(pa.table(found.clean()), info=data.info.copy(), split=data.split)
        return clean.with_format(**data.format)

    return Held(table, data, dataset)


def _kept(rows: int, dropped: Iterable[int]) -> list[int]:
    """Return the numbers of the rows that are kept."""
    dropped = set(dropped)
    return [row for row in range(rows) if row not in dropped]


def _indices(kept: Sequence[int], edited: Iterable[int]) -> list[int]:
    """Return the index of each edited row among the rows that are kept."""
    index_of = {row: index for index, row in enumerate(kept)}
    return [index_of[row] for row in edited]


def _column_of(found: _native.Found, columns: Sequence[Any]) -> tuple[int, str]:
    """Return index and name of the column that holds the text, which may be nested in it."""
    path = found.text_column or ""
    names = [str(column) for column in columns]
    if path not in names:
        path = next((name for name in names if path.startswith(f"{name}.")), path)
    return names.index(path), path


def _values(table: _native.Table, column: str) -> list[Any]:
    """Return the values of a column."""
    pa: Any = import_module("pyarrow")

    values: list[Any] = pa.table(table)[column].to_pylist()
    return values


def _polars(data: Any, named: Sequence[str]) -> Held | None:
    pl: Any = import_module("polars")

    if isinstance(data, pl.LazyFrame):
        held = _polars(data.collect(), named)
        assert held is not None
        after = held.after
        return Held(held.table, data, lambda found: after(found).lazy())
    if isinstance(data, pl.Series):
        held = _polars(data.to_frame("text"), named)
        assert held is not None
        after = held.after
        return Held(held.table, data, lambda found: after(found)["text"].rename(data.name))
    if not isinstance(data, pl.DataFrame):
        return None
    readable = [name for name, dtype in data.schema.items() if dtype != pl.Object]
    if data.columns and not readable:
        raise _without_text(data.columns)
    table = _native.Table.of_arrow(data.select(readable))

    def frame(found: _native.Found) -> Any:
        edited = found.edited_rows()
        dropped = pl.Series(found.dropped_rows(), dtype=pl.UInt32)
        rows = pl.int_range(data.height, dtype=pl.UInt32, eager=True)
        clean = data.filter(~rows.is_in(dropped.implode()))
        if not edited:
            return clean
        _, name = _column_of(found, data.columns)
        indices = _indices(_kept(data.height, found.dropped_rows()), edited)
        new = pl.DataFrame(found.edited())[name]
        column = clean[name]
        if column.dtype == pl.String:
            return clean.with_columns(column.scatter(indices, new))
        values = column.to_list()
        for index, value in zip(indices, new.to_list(), strict=True):
            values[index] = value
        try:
            return clean.with_columns(pl.Series(name, values, dtype=column.dtype))
        except pl.exceptions.PolarsError as error:
            raise InputError(
                f"the clean texts do not fit the type {column.dtype} of the column `{name}`; "
                "cast it to String first",
                column=name,
                remedy="cast it to String first",
            ) from error

    return Held(table, data, frame)


def _pandas(data: Any, named: Sequence[str]) -> Held | None:
    pd: Any = import_module("pandas")

    if isinstance(data, pd.Series):
        held = _pandas(data.to_frame("text"), named)
        assert held is not None
        after = held.after
        return Held(held.table, data, lambda found: after(found)["text"].rename(data.name))
    if not isinstance(data, pd.DataFrame):
        return None
    before = data.copy(deep=int(pd.__version__.partition(".")[0]) < 3)
    table = _pandas_table(before, named)

    def frame(found: _native.Found) -> Any:
        kept = _kept(len(before), found.dropped_rows())
        clean = before.iloc[kept]
        edited = found.edited_rows()
        if not edited:
            return clean
        index, name = _column_of(found, before.columns)
        new = _new_values(found, name, before.iloc[edited, index])
        column = clean.iloc[:, index].copy()
        if isinstance(column.dtype, pd.CategoricalDtype):
            added = [text for text in dict.fromkeys(new) if text not in column.cat.categories]
            column = column.cat.add_categories(added)
        values = new
        if column.dtype == object:
            np: Any = import_module("numpy")

            values = np.empty(len(new), dtype=object)
            values[:] = new
        column.iloc[_indices(kept, edited)] = values
        clean = clean.copy()
        clean.isetitem(index, column)
        return clean

    return Held(table, before, frame)


def _pandas_table(data: Any, named: Sequence[str]) -> _native.Table:
    """Return the columns that the engine may read: named ones, and those of strings and scalars."""
    pd: Any = import_module("pandas")

    columns: dict[str, Any] = {}
    for index, label in enumerate(data.columns):
        column = data.iloc[:, index]
        name = str(label)
        is_named = any(path == name or path.startswith(f"{name}.") for path in named)
        if name in columns and is_named:
            raise UsageError(f"two columns are called `{name}`; rename one", column=name)
        if name in columns:
            continue
        if is_named or not _is_of_objects(column):
            columns[name] = column
    if len(data.columns) and not columns:
        raise _without_text([str(label) for label in data.columns])
    try:
        pa: Any = import_module("pyarrow")
    except ImportError:
        return _native.Table.of_strings(
            [(name, _strings(column, pd)) for name, column in columns.items()]
        )
    arrays: dict[str, Any] = {}
    mixed: list[InputError] = []
    for name, column in columns.items():
        try:
            arrays[name] = pa.array(column, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
            mixed.append(_mixed(name, column, error))
            # Other mixed columns are left as they are, but this one is to be cleaned.
            if name in named or name == "text":
                raise mixed[-1] from error
    types = [array.type for array in arrays.values()]
    # If no other column can hold texts, the mixed one was meant.
    if mixed and all(pa.types.is_primitive(kind) or pa.types.is_null(kind) for kind in types):
        raise mixed[0]
    return _native.Table.of_arrow(pa.table(arrays))


def _without_text(names: Sequence[str]) -> UsageError:
    """Return the error for data without a column of strings."""
    remedy = "convert the column that holds the texts to strings"
    named = ", ".join(f"`{name}`" for name in names)
    return UsageError(f"no column holds strings, of {named}; {remedy}", remedy=remedy)


def _is_of_objects(column: Any) -> bool:
    """Return whether a column holds Python objects that are not strings."""
    if column.dtype != object:
        return False
    first = next((value for value in column if value is not None and value == value), "")
    return not isinstance(first, str)


def _mixed(name: str, column: Any, error: Exception) -> InputError:
    """Return the error for a column whose values have several types."""
    kinds = [type(value).__name__ for value in column]
    usual = max(set(kinds), key=kinds.count)
    odd = [row for row, kind in enumerate(kinds) if kind not in (usual, "NoneType")]
    where = f" (row {odd[0]} holds a {kinds[odd[0]]})" if odd else ""
    remedy = f"convert it, as in data[{name!r}] = data[{name!r}].astype('str')"
    return InputError(
        f"the column `{name}` holds values of several kinds{where}: {error}; {remedy}",
        column=name,
        row=odd[0] if odd else None,
        remedy=remedy,
    )


def _strings(column: Any, pd: Any) -> list[str | None]:
    return [None if pd.isna(value) else str(value) for value in column]


def _new_values(found: _native.Found, name: str, before: Any) -> list[Any]:
    """Return the clean values of the edited rows; `before` are their values before."""
    if all(isinstance(value, str) for value in before):
        return list(found.edited_texts())
    return _values(found.edited(), name)


def _list(data: list[Any], named: Sequence[str]) -> Held:
    if all(isinstance(item, str) or item is None for item in data):
        table = _native.Table.of_strings([("text", data)])

        def strings(found: _native.Found) -> list[Any]:
            return _replaced(data, found, lambda _, text: text)

        return Held(table, list(data), strings)
    for row, item in enumerate(data):
        if not isinstance(item, dict):
            raise UsageError(
                f"item {row} of the list is a {type(item).__name__}; "
                "a list holds strings alone, or dicts alone",
                row=row,
            )
    names = list(dict.fromkeys(str(name) for item in data for name in item))
    paths = [path for path in named if path not in names]
    columns = [(name, [_scalar(item.get(name)) for item in data]) for name in names]
    columns += [(path, [_scalar(_inside(item, path)) for item in data]) for path in paths]
    table = _native.Table.of_strings(columns)

    def dicts(found: _native.Found) -> list[Any]:
        column = found.text_column or "text"
        return _replaced(data, found, lambda item, text: _with_text(item, column, text))

    return Held(table, list(data), dicts)


def _scalar(value: Any) -> str | None:
    """Return a value as a string, or `None` if it is not a string, a number or a date."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, dict, set, bytes)):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _inside(item: Any, path: str) -> Any:
    """Return the value to which a path with dots leads, or `None`."""
    for name in path.split("."):
        item = cast(dict[str, Any], item).get(name) if isinstance(item, dict) else None
    return item


def _with_text(item: dict[str, Any], path: str, text: str) -> dict[str, Any]:
    """Return a copy of an item that has another text at a path."""
    if path in item:
        return {**item, path: text}
    first, _, rest = path.partition(".")
    return {**item, first: _with_text(item[first], rest, text)}


def _replaced(
    data: list[Any], found: _native.Found, replace: Callable[[Any, str], Any]
) -> list[Any]:
    """Return the kept items; `replace` makes each edited one from the item and its clean text."""
    edited = found.edited_rows()
    new = dict(zip(edited, found.edited_texts(), strict=True)) if edited else {}
    kept = _kept(len(data), found.dropped_rows())
    return [replace(data[row], new[row]) if row in new else data[row] for row in kept]
