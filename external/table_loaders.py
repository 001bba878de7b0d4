"""table_loaders.py COPYDESK: cleans the same small dump in every format of tables and archives, and reads what comes out.

pyarrow, pandas, polars and DuckDB must read each clean file, see the same documents in all of them, and the columns that went in; Python's
own modules read the archives. What `restore` gives back is read as well, and must have the rows that went in. Exit code 1 if something else
is seen.
"""
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.csv
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet

from loaders import stories

ROWS = list(stories(0, 60))


def table():
    """The stories as columns of several types."""
    return pyarrow.table({
        "id": [row["id"] for row in ROWS],
        "text": pyarrow.array([row["text"] for row in ROWS], pyarrow.large_string()),
        "n": pyarrow.array([row["n"] for row in ROWS], pyarrow.int32()),
        "source": pyarrow.array(["a.example" if row["n"] % 3 else None for row in ROWS]).dictionary_encode(),
        "tags": pyarrow.array([["x"] * (row["n"] % 3) for row in ROWS], pyarrow.list_(pyarrow.string())),
    })


def plain():
    """The columns that a table in plain text can hold."""
    return table().select(["id", "text", "n"])


def make_csv(path, delimiter=","):
    options = pyarrow.csv.WriteOptions(delimiter=delimiter)
    with pyarrow.output_stream(path, compression="gzip" if path.suffix == ".gz" else None) as to:
        pyarrow.csv.write_csv(plain(), to, options)


def make_parquet(path, codec):
    pyarrow.parquet.write_table(table(), path, row_group_size=25, compression=codec)


def make_stream(path):
    with pyarrow.ipc.new_stream(str(path), table().schema) as to:
        to.write_table(table(), max_chunksize=25)


def make_tar(path):
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    with tarfile.open(path, "w:gz") as to:
        for name, data in [("a/lines.jsonl", lines), ("a/read.me", b"Not read.")]:
            about = tarfile.TarInfo(name)
            about.size, about.mode, about.mtime = len(data), 0o640, 1_700_000_000
            to.addfile(about, io.BytesIO(data))


def make_zip(path):
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as to:
        to.writestr("a/lines.jsonl", lines)
        to.writestr("a/read.me", "Not read.")


MAKE = {
    "a.csv": make_csv,
    "a.csv.gz": make_csv,
    "a.tsv": lambda path: make_csv(path, "\t"),
    "snappy.parquet": lambda path: make_parquet(path, "snappy"),
    "zstd.parquet": lambda path: make_parquet(path, "zstd"),
    "a.feather": lambda path: pyarrow.feather.write_feather(table(), str(path), chunksize=100),
    "a.arrows": make_stream,
    "a.tar.gz": make_tar,
    "a.zip": make_zip,
}


def ids_of_lines(data):
    return [json.loads(line)["id"] for line in data.splitlines()]


def by_pyarrow(path):
    name = path.name
    if ".csv" in name or name.endswith(".tsv"):
        parse = pyarrow.csv.ParseOptions(delimiter="\t" if name.endswith(".tsv") else ",", newlines_in_values=True)
        return pyarrow.csv.read_csv(path, parse_options=parse)
    if name.endswith(".parquet"):
        return pyarrow.parquet.read_table(path)
    if name.endswith(".feather"):
        return pyarrow.feather.read_table(path)
    return pyarrow.ipc.open_stream(str(path)).read_all()


def with_pyarrow(path):
    if path.suffix == ".zip" or ".tar" in path.name:
        return None
    rows = by_pyarrow(path)
    return rows["id"].to_pylist(), rows.column_names


def with_pandas(path):
    read = {
        ".csv": pandas.read_csv,
        ".gz": pandas.read_csv,
        ".tsv": lambda path: pandas.read_csv(path, sep="\t"),
        ".parquet": pandas.read_parquet,
        ".feather": pandas.read_feather,
    }.get(path.suffix if ".tar" not in path.name else "")
    return read and (lambda rows: (list(rows["id"]), list(rows.columns)))(read(path))


def with_polars(path):
    read = {
        ".csv": polars.read_csv,
        ".gz": polars.read_csv,
        ".tsv": lambda path: polars.read_csv(path, separator="\t"),
        ".parquet": polars.read_parquet,
        ".feather": lambda path: polars.read_ipc(path),
        ".arrows": polars.read_ipc_stream,
    }.get(path.suffix if ".tar" not in path.name else "")
    return read and (lambda rows: (rows["id"].to_list(), rows.columns))(read(path))


def with_duckdb(path):
    if path.suffix not in (".csv", ".gz", ".tsv", ".parquet") or ".tar" in path.name:
        return None
    found = duckdb.sql(f"from '{path}'")
    at = found.columns.index("id")
    return [row[at] for row in found.fetchall()], found.columns


def with_python(path):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == ["a/lines.jsonl", "a/read.me"]
            return ids_of_lines(archive.read("a/lines.jsonl")), None
    if ".tar" in path.name:
        with tarfile.open(path) as archive:
            first, second = archive.getmembers()
            assert (first.name, second.name) == ("a/lines.jsonl", "a/read.me")
            assert (first.mode, first.mtime) == (0o640, 1_700_000_000)
            return ids_of_lines(archive.extractfile(first).read()), None
    return None


LOADERS = {
    "pyarrow": with_pyarrow,
    "pandas": with_pandas,
    "polars": with_polars,
    "duckdb": with_duckdb,
    "python": with_python,
}


def main(copydesk):
    failed, wanted = False, None
    with tempfile.TemporaryDirectory() as scratch:
        for name, make in MAKE.items():
            place = pathlib.Path(scratch, name.replace(".", "-"))
            (place / "in").mkdir(parents=True)
            make(place / "in" / name)
            subprocess.run([copydesk, "clean", place / "in", "-o", place / "out", "-q"], check=True)
            subprocess.run([copydesk, "restore", place / "out", "-o", place / "back", "-q"], check=True)
            clean = place / "out" / name
            for loader, load in LOADERS.items():
                seen = load(clean)
                if not seen:
                    continue
                ids, columns = seen
                wanted = wanted or ids
                all_columns = columns is None or columns == (by_pyarrow(place / "in" / name).column_names)
                is_right = ids == wanted and len(ids) < len(ROWS) and all_columns
                restored = load(place / "back" / name)[0] == [row["id"] for row in ROWS]
                failed |= not (is_right and restored)
                print(f"{name}: {loader} {'reads the clean documents' if is_right else f'WRONG: {len(ids)} rows, {columns}'}"
                      f"{'' if restored else '; WRONG after restore'}")
            if name.endswith((".parquet", ".feather", ".arrows")):
                before, after = by_pyarrow(place / "in" / name), by_pyarrow(place / "back" / name)
                same = before.equals(after) and before.schema.equals(after.schema)
                failed |= not same
                print(f"{name}: restored {'with equal rows and schema' if same else 'WRONG'}")
    return int(failed)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]).absolute()))
