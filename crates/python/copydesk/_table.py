"""Tables that copydesk returns, for any library that takes Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk import _native

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Table:
    """A table in Arrow's memory layout.

    Whatever takes an object with `__arrow_c_stream__` takes it: `pyarrow.table(t)`,
    `polars.DataFrame(t)`, `duckdb.from_arrow(pyarrow.table(t))`. Nothing is copied.
    """

    def __init__(self, native: _native.Table) -> None:
        self._native = native

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return self._native.column_names

    @property
    def num_rows(self) -> int:
        """The number of rows."""
        return self._native.num_rows

    def __len__(self) -> int:
        return self._native.num_rows

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def to_pyarrow(self) -> pyarrow.Table:
        """Return it as a table of pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Return it as a frame of pandas; this takes pyarrow."""
        frame: pandas.DataFrame = self.to_pyarrow().to_pandas()  # pyright: ignore
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return it as a frame of polars."""
        import polars

        return polars.DataFrame(self)

    def to_pylist(self) -> list[dict[str, Any]]:
        """Return its rows as dicts; this takes pyarrow."""
        rows: list[dict[str, Any]] = self.to_pyarrow().to_pylist()
        return rows

    def __repr__(self) -> str:
        return f"<copydesk.Table: {self.num_rows} rows of {', '.join(self.column_names)}>"
