"""goals.py FILE: measures how far copydesk is from its goals of speed, and prints them as a table. BENCHMARKS.md shows one run.

Every goal is a ratio of things measured in this run: against what this machine takes to touch the same bytes (`copydesk bench`), or
against other projects (peers.py). FILE is a dump of JSON lines, plain, some hundred megabytes. A row that misses its goal says by how much.
"""
import argparse
import datetime
import os
import pathlib
import platform
import subprocess
import tempfile

from peers import RUST, build, compare, installed, version
from runs import PEERS, alternate, bench, binary, clean, seconds

DOCUMENTS = ["--furniture", "keep", "--repeats", "keep"]


def row(what, measured, goal, most, unit="×"):
    """A line of the table; `most` says whether the goal is a ceiling."""
    if measured is None:
        return f"| {what} | {'≤' if most else '≥'} {goal:g} {unit} | not measured | |"
    met = measured <= goal if most else measured >= goal
    off = measured / goal if most else goal / measured
    verdict = "met" if met else f"**missed** by a factor of {off:.2f}"
    return f"| {what} | {'≤' if most else '≥'} {goal:g} {unit} | {measured:.{2 if measured < 10 else 0}f} {unit} | {verdict} |"


def signatures(copydesk, file, times, rows):
    parse = rows["parse", 1]["seconds"]
    signed = next(row for (name, threads), row in rows.items() if name.startswith("signatures of") and threads == 1)
    yield row("signatures, 1 thread, against reading and parsing", signed["seconds"] / parse, 3.5, most=True)
    fast = {peer: ratio for peer, ratio, *_ in compare("signatures", RUST, copydesk, file, times) if ratio}
    fastest = min(fast, key=fast.get, default=None)
    name = f"{fastest} {version(fastest)}" if fastest else "none there"
    yield row(f"signatures, 1 thread, against the fastest peer ({name})", fast.get(fastest), 5, most=False)
    rensa = None
    if not installed("rensa"):
        rensa = next(ratio for _, ratio, *_ in compare("signatures", ["rensa"], copydesk, file, times))
    yield row("signatures, 1 thread, against rensa", rensa, 25, most=False)


def whole(copydesk, file, times, floor, scratch):
    cores = os.cpu_count()
    gaoya = next(ratio for _, ratio, *_ in compare("documents", ["gaoya"], copydesk, file, times))
    yield row(f"near-duplicate documents verified and written, {cores} threads, against gaoya", gaoya, 3, most=False)
    commands = {
        "all": clean(copydesk, file, scratch, "--threads", cores),
        "document": clean(copydesk, file, scratch, "--threads", cores, "--scope", "document"),
    }
    runs = alternate(commands, cores, times)
    for name, command, goal in (("all", "`clean`, everything on", 8), ("document", "`clean --scope document`", 4)):
        yield row(f"{command}, {cores} threads, against parsing and writing", seconds(runs[name]) / floor, goal, most=True)
    # Not held to one processor: its reading thread may use another, so this is the harder comparison.
    alone = alternate({"one": clean(copydesk, file, scratch, "--threads", "1")}, cores, times)["one"]
    yield row(f"`clean`, {cores} threads, faster than on 1", seconds(alone) / seconds(runs["all"]), 1.8, most=False)
    yield row("`clean`, most memory, no limit", max(run.peak_bytes for run in runs["all"]) / 1e6, 250, most=True, unit="MB")


def large(copydesk, size, scratch):
    """Time a byte of a dump that is ten times as long; both are made after the same recipe, so that only the length differs."""
    what = "ten times the dump, time a byte"
    if not size:
        yield row(what, None, 1.1, most=True)
        return
    each = []
    for part in (size // 10, size):
        path = pathlib.Path(scratch, f"made-{part}.jsonl")
        subprocess.run([PEERS / "rust/release/peers", "dump", str(part), path], check=True, capture_output=True)
        run = alternate({"clean": clean(copydesk, path, scratch)}, os.cpu_count(), 1)["clean"][0]
        each.append(run.seconds / path.stat().st_size)
        print(f"| {what}: {path.stat().st_size / 1e6:.0f} MB made | | {run.seconds:.1f} s, {run.peak_bytes / 1e6:.0f} MB of memory | |")
        path.unlink()
    yield row(what, each[1] / each[0], 1.1, most=True)


def limited(copydesk, file, times, scratch):
    said = subprocess.run([copydesk, "clean", "--help"], capture_output=True, text=True).stdout
    what = "`clean --memory 256M`, against no limit"
    if "--memory" not in said:
        yield row(what, None, 1.6, most=True)
        return
    commands = {"free": clean(copydesk, file, scratch), "held": clean(copydesk, file, scratch, "--memory", "256M")}
    runs = alternate(commands, os.cpu_count(), times)
    if isinstance(runs["held"], str):
        print(f"({what}: {runs['held']})")
        yield row(what, None, 1.6, most=True)
        return
    yield row(what, seconds(runs["held"]) / seconds(runs["free"]), 1.6, most=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("file")
    ask.add_argument("--large", type=int, metavar="BYTES", help="also make dumps of so many bytes and of a tenth of them, and compare")
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--copydesk", help="the command (default: target/release/copydesk)")
    typed = ask.parse_args()
    build()
    copydesk = binary(typed.copydesk)
    report, rows = bench(copydesk, typed.file, length=1)
    machine = report["machine"]
    memory = (machine["memory_bytes"] or 0) / 1e9
    print(f"{datetime.date.today()}, {machine['processor']}, {machine['cores']} cores, {memory:.0f} GB, {platform.platform()}")
    print(f"load when it began: {os.getloadavg()[0]:.1f}; copydesk {report['version']}; {pathlib.Path(typed.file).name}")
    names = ("read and hash", "parse", "parse and write")
    floors = {key: row["seconds"] for key, row in rows.items() if key[0] in names}
    print("floors: " + ", ".join(f"{name} {time:.2f} s on {threads}" for (name, threads), time in floors.items()), end="\n\n")
    print("| what | goal | measured | |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for line in signatures(copydesk, typed.file, typed.runs, rows):
            print(line, flush=True)
        for line in whole(copydesk, typed.file, typed.runs, floors["parse and write", os.cpu_count()], scratch):
            print(line, flush=True)
        for line in large(copydesk, typed.large, scratch):
            print(line, flush=True)
        for line in limited(copydesk, typed.file, typed.runs, scratch):
            print(line, flush=True)


if __name__ == "__main__":
    main()
