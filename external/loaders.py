"""loaders.py COPYDESK [LOADER...]: cleans a small dump and loads OUT with the programs that people load dumps with.

Each loader must see the clean documents and nothing else: not the decisions, which are JSON lines as well. pandas, polars and DuckDB are
given the pattern that names the dump's own files; Hugging Face `datasets` and Spark are given the folder alone, and pass over `__copydesk`
by its name. Exit code 1 if a loader sees something else, or is not installed.
"""
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

FIELDS = {"id", "text", "n"}


PLACES = "harbour bridge market library station orchard quarry lighthouse mill theatre".split()
PEOPLE = "mayor baker pilot nurse painter judge farmer singer teacher miller".split()
DEEDS = "opened closed painted sold bought mended praised measured searched guarded".split()


def stories(first, last):
    """Records of which every other story stands twice, each with a line that is furniture."""
    for n in range(first, last):
        pick = lambda words, step: words[n // step % len(words)]
        story = " ".join(
            f"The {pick(PEOPLE, step)} {pick(DEEDS, step * 3)} the {pick(PLACES, step * 7)} before the {pick(PEOPLE, step + 4)} came."
            for step in (1, 2, 3, 5)
        )
        for copy in range(1 + n % 2):
            yield {"id": f"{n}-{copy}", "text": f"{story}\n\nSign up for our newsletter!", "n": n}


def make_dump(folder):
    (folder / "deep").mkdir(parents=True)
    lines = lambda first, last: "".join(json.dumps(record) + "\n" for record in stories(first, last))
    (folder / "a.jsonl").write_text(lines(0, 40), encoding="utf-8")
    (folder / "deep" / "b.jsonl").write_text(lines(40, 60), encoding="utf-8")
    (folder / "deep" / "c.jsonl.gz").write_bytes(gzip.compress(lines(60, 80).encode()))


def clean_ids(out):
    """The ids of the clean documents, file by file as they were put there."""
    files = [out / "a.jsonl", out / "deep" / "b.jsonl", out / "deep" / "c.jsonl.gz"]
    texts = [gzip.open(file).read() if file.suffix == ".gz" else file.read_bytes() for file in files]
    return [json.loads(line)["id"] for text in texts for line in text.splitlines()]


def with_datasets(out):
    import datasets

    rows = datasets.load_dataset(str(out), split="train", cache_dir=str(out.parent / "cache"))
    return [(row["id"], set(row)) for row in rows]


def with_spark(out):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    rows = spark.read.option("recursiveFileLookup", "true").json(str(out))
    found = [(row["id"], set(rows.columns)) for row in rows.collect()]
    spark.stop()
    return found


def with_pandas(out):
    import pandas

    files = [*out.glob("**/*.jsonl"), *out.glob("**/*.jsonl.gz")]
    frames = [pandas.read_json(file, lines=True, dtype=False) for file in files]
    rows = pandas.concat(frames)
    return [(row, set(rows.columns)) for row in rows["id"]]


def with_polars(out):
    import polars

    frames = [polars.read_ndjson(file) for file in [*out.glob("**/*.jsonl"), *out.glob("**/*.jsonl.gz")]]
    rows = polars.concat(frames)
    return [(row, set(rows.columns)) for row in rows["id"]]


def with_duckdb(out):
    import duckdb

    found = duckdb.sql(f"from read_json(['{out}/**/*.jsonl', '{out}/**/*.jsonl.gz'])")
    at = found.columns.index("id")
    return [(row[at], set(found.columns)) for row in found.fetchall()]


LOADERS = {
    "datasets": with_datasets,
    "pandas": with_pandas,
    "polars": with_polars,
    "duckdb": with_duckdb,
    "pyspark": with_spark,
}


def main(copydesk, names):
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        dump, out = pathlib.Path(scratch, "dump"), pathlib.Path(scratch, "out")
        make_dump(dump)
        subprocess.run([copydesk, "clean", dump, "-o", out, "-q"], check=True)
        kept = sorted(clean_ids(out))
        assert 20 < len(kept) < sum(1 for _ in stories(0, 80)), "some are dropped, and some stay"
        for name in names or LOADERS:
            try:
                rows = LOADERS[name](out)
            except ModuleNotFoundError as error:
                print(f"{name}: {error}; install it, or run `just loaders`")
                failed = True
                continue
            fields = set().union(*(columns for _, columns in rows))
            is_right = sorted(row for row, _ in rows) == kept and fields == FIELDS
            print(f"{name}: {'reads the clean documents' if is_right else f'WRONG: {len(rows)} rows with {sorted(fields)}'}")
            failed |= not is_right
    return int(failed)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(LOADERS):
        sys.exit(__doc__ + "\nLOADER: " + ", ".join(LOADERS))
    sys.exit(main(pathlib.Path(sys.argv[1]).absolute(), sys.argv[2:]))
