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

from cores import FILES, PROCESSORS, cores, in_files
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
    fast = [c for c in compare("signatures", RUST, copydesk, file, times) if not c.failed]
    fastest = min(fast, key=lambda c: c.ratio, default=None)
    yield against("signatures, 1 thread, against the fastest peer", fastest, 5)
    rensa = None if installed("rensa") else compare("signatures", ["rensa"], copydesk, file, times)[0]
    yield against("signatures, 1 thread, against rensa", rensa, 25)


def against(what, compared, goal):
    """A line for a peer, which also says how processor times compare: they are the surer ones on a machine that has other work."""
    if compared is None or compared.failed:
        return row(what, None, goal, most=False)
    note = f"{compared.peer} {version(compared.peer)}; {compared.processor_ratio:.1f} × by processor time"
    return row(f"{what} ({note})", compared.ratio, goal, most=False)


def threads(copydesk, file, times, scratch):
    """How much faster more threads make a run: measured with two, and bounded with as many as a large machine has."""
    many = in_files(file, scratch)
    commands = {
        "one": clean(copydesk, file, scratch, "--threads", "1"),
        "two": clean(copydesk, file, scratch, "--threads", "2"),
        "many": clean(copydesk, many, scratch, "--threads", "2"),
    }
    # Not held to one processor, like those that they are compared with.
    runs = alternate(commands, 2, times)
    yield row("`clean`, 2 threads, faster than on 1", seconds(runs["one"]) / seconds(runs["two"]), 1.9, most=False)
    what = f"{FILES} gzip files against the same plain, 2 threads"
    yield row(what, seconds(runs["many"]) / seconds(runs["two"]), 1.4, most=True)
    if not os.path.isdir("/proc/self/task"):
        return
    bound = f"speed-up on {PROCESSORS} processors at most"
    for input, named in ((file, "one plain file"), (many, f"{FILES} gzip files")):
        seen = cores(clean(copydesk, input, scratch), times)
        yield row(f"{bound}, {named}", seen.speed_up, 12, most=False)
        yield row(f"work while one thread works alone, {named}", 100 * seen.alone, 3, most=True, unit="%")


def whole(copydesk, file, times, floor, scratch):
    processors = os.cpu_count()
    gaoya = compare("documents", ["gaoya"], copydesk, file, times)[0]
    yield against(f"near-duplicate documents verified and written, {processors} threads", gaoya, 3)
    commands = {
        "all": clean(copydesk, file, scratch, "--threads", processors),
        "document": clean(copydesk, file, scratch, "--threads", processors, "--scope", "document"),
    }
    runs = alternate(commands, processors, times)
    for name, command, goal in (("all", "`clean`, everything on", 8), ("document", "`clean --scope document`", 4)):
        yield row(f"{command}, {processors} threads, against parsing and writing", seconds(runs[name]) / floor, goal, most=True)
    if not gaoya.failed:
        beside = seconds(runs["all"]) / seconds(gaoya.theirs)
        yield row(f"everything, {processors} threads, against gaoya's near-duplicates, unverified", beside, 1.2, most=True)
    yield row("`clean`, most memory, no limit", max(run.peak_bytes for run in runs["all"]) / 1e6, 250, most=True, unit="MB")


def large(copydesk, size, scratch):
    """Time a byte of a dump that is ten times as long, and the same with little memory; both dumps are made after the same recipe, so
    that only the length differs."""
    what, held = "ten times the dump, time a byte", "the same with `--memory 256M`, against no limit"
    if not size:
        yield row(what, None, 1.1, most=True)
        yield row(held, None, 1.6, most=True)
        return
    each = []
    for part, limits in ((size // 10, [[]]), (size, [[], ["--memory", "256M"]])):
        path = pathlib.Path(scratch, f"made-{part}.jsonl")
        subprocess.run([PEERS / "rust/release/peers", "dump", str(part), path], check=True, capture_output=True)
        for limit in limits:
            run = alternate({"clean": clean(copydesk, path, scratch, *limit)}, os.cpu_count(), 1)["clean"][0]
            each.append(run.seconds / path.stat().st_size)
            named = " ".join(["clean", *limit])
            print(f"| {path.stat().st_size / 1e6:.0f} MB made, `{named}` | | {run.seconds:.1f} s, {run.peak_bytes / 1e6:.0f} MB | |", flush=True)
        path.unlink()
    yield row(what, each[1] / each[0], 1.1, most=True)
    yield row(held, each[2] / each[1], 1.6, most=True)


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
        for line in threads(copydesk, typed.file, typed.runs, scratch):
            print(line, flush=True)
        for line in large(copydesk, typed.large, scratch):
            print(line, flush=True)


if __name__ == "__main__":
    main()
