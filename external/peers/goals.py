"""goals.py FILE: measures how far copydesk is from its goals of speed, and prints them as a table. BENCHMARKS.md shows one run.

Every goal is a ratio of things measured in this run: against what this machine takes to touch the same bytes (`copydesk bench`), or
against other projects (peers.py). FILE is a dump of JSON lines, plain, some hundred megabytes. A row that misses its goal says by how much.
First comes what a user gains: documents in a second, of this command and of others that do a part of its work.
"""
import argparse
import datetime
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

from cores import FILES, PROCESSORS, cores, in_files
from peers import JOBS, RUST, SLOW, build, compare, installed, ours_flags, version, what
from runs import PEERS, alternate, bench, binary, clean, processor_seconds, seconds


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


def gains(copydesk, file, small, times):
    """Documents in a second, of copydesk and of what can be installed beside it, in turn; the slow ones on a smaller file."""
    print("| what runs | what it does | documents a second | what it found | on |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        everything = alternate({"clean": clean(copydesk, file, scratch)}, os.cpu_count(), times)["clean"]
    found = f"{everything[0].found['documents']['dropped']} documents dropped, {cuts(everything[0].found)} cuts"
    gain("**`copydesk clean`**", "everything: duplicates, repeats, furniture", everything, found, file)
    for job, does in (("documents", "near-duplicate documents"), ("paragraphs", "equal paragraphs across documents")):
        there = [peer for peer in JOBS[job] if peer in RUST or not installed(peer)]
        for peers, on, rounds in (([p for p in there if p not in SLOW], file, times), ([p for p in there if p in SLOW], small, 1)):
            compared = compare(job, peers, copydesk, on, rounds) if peers else []
            if compared:
                flags = " ".join(ours_flags(job))
                gain(f"`copydesk clean {flags}`", f"{does}, verified", compared[0].mine, what(job, compared[0].mine[0].found), on)
            for c in compared:
                if c.failed:
                    print(f"| {c.peer} | failed: {c.theirs} | | | |", flush=True)
                else:
                    gain(f"{c.peer} {version(c.peer)}", does, c.theirs, what(job, c.theirs[0].found), on, c.mine[0])
    print(flush=True)


def gain(named, does, runs, found, file, mine=None):
    """A line of the table of gains; `mine` knows how many documents there are if the run does not say it."""
    documents = (mine or runs[0]).found["documents"]["read"]
    rate = documents / seconds(runs)
    print(f"| {named} | {does} | {rate:,.0f} | {found} | {pathlib.Path(file).name} |", flush=True)


def cuts(found):
    return sum(of["cuts"] for of in found["cuts"].values())


def threads(copydesk, file, times, scratch, shared):
    """How much faster more threads make a run: measured with two, and bounded with as many as a large machine has."""
    many = in_files(file, scratch)
    commands = {
        "one": clean(copydesk, file, scratch, "--threads", "1"),
        "two": clean(copydesk, file, scratch, "--threads", "2"),
        "many": clean(copydesk, many, scratch, "--threads", "2"),
    }
    # Not held to one processor, like those that they are compared with.
    runs = alternate(commands, 2, times)
    yield row("`clean`, speed on 2 threads against 1", seconds(runs["one"]) / seconds(runs["two"]), 1.9, most=False)
    what = f"{FILES} gzip files against one plain file, time on 2 threads"
    yield row(what, seconds(runs["many"]) / seconds(runs["two"]), 1.4, most=True)
    if not os.path.isdir("/proc/self/task"):
        return
    bound = f"largest possible speed-up on {PROCESSORS} processors"
    for input, named in ((file, "one plain file"), (many, f"{FILES} gzip files")):
        seen = cores(clean(copydesk, input, scratch), times)
        yield row(f"{bound}, {named}", seen.speed_up, 12, most=False)
        yield row(f"share of the work that is done while only one thread works, {named}", 100 * seen.alone, 3, most=True, unit="%")
        if (told := told_by(shared, copydesk, input)) is not None:
            speed_up, alone = told
            yield row(f"{bound}, {named}, by the other check", speed_up, 12, most=False)
            yield row(f"share of the work that is done while only one thread works, {named}, by the other check", alone, 3, most=True, unit="%")


def told_by(shared, copydesk, input):
    """The same two figures as the check in a shared folder tells them, in per cent the second; `None` without such a folder."""
    check = pathlib.Path(shared, "tools/cores.py") if shared else None
    if check is None or not check.is_file():
        return None
    env = dict(os.environ, COPYDESK_BIN=str(copydesk))
    told = subprocess.run([sys.executable, check, input], env=env, check=True, capture_output=True, text=True).stdout
    figure = lambda before, behind: float(re.search(rf"{before} ([\d.]+){behind}", told).group(1))  # noqa: E731
    return figure("at most", " x"), figure("one thread alone", "%")


def beside_older(copydesk, older, file, times, scratch):
    """An older build of the same command, in turn: what must not have become worse."""
    folder = pathlib.Path(scratch, "older")
    folder.mkdir()
    many = in_files(file, folder)
    inputs = {"plain": file, f"{FILES} gzip files": many}
    for input, path in inputs.items():
        for count in (1, 2):
            # Each writes to a folder of its own, so that the sizes can be compared.
            commands = {
                "now": clean(copydesk, path, folder / "now", "--threads", count),
                "before": clean(older, path, folder / "before", "--threads", count),
            }
            runs = alternate(commands, 2, times)
            for unit, of in (("seconds", seconds), ("processor time", processor_seconds)):
                now, before = of(runs["now"]), of(runs["before"])
                named = f"{unit}, {count} thread{'s' if count > 1 else ''}, {input} ({before:.2f} s before, {now:.2f} s now)"
                yield row(named, now / before, 1.0, most=True)
    larger = 100 * (clean_bytes(folder / "now") / clean_bytes(folder / "before") - 1)
    yield row("size of the compressed clean files, growth since before", larger, 3, most=True, unit="%")


def clean_bytes(folder):
    return sum(file.stat().st_size for file in pathlib.Path(folder).rglob("*.jsonl.gz"))


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
    yield row("peak memory of `clean` without a limit, uncompressed input", max(run.peak_bytes for run in runs["all"]) / 1e6, 250, most=True, unit="MB")


def large(copydesk, size, scratch):
    """Time a byte of a dump that is ten times as long, and the same with little memory; both dumps are made after the same recipe, so
    that only the length differs."""
    what, held = "ten times the dump, time per byte", "the same with `--memory 256M`, against no limit"
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
            print(f"| {path.stat().st_size / 1e6:.0f} MB synthetic, `{named}` | | {run.seconds:.1f} s, {run.peak_bytes / 1e6:.0f} MB | |", flush=True)
        path.unlink()
    yield row(what, each[1] / each[0], 1.1, most=True)
    yield row(held, each[2] / each[1], 1.6, most=True)


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("file")
    large = "dumps of so many bytes and of a tenth of them are made and compared (default: 1.3 GB; 0: none)"
    ask.add_argument("--large", type=int, default=1_300_000_000, metavar="BYTES", help=large)
    ask.add_argument("--small", help="a smaller file for the slow peers, which run once (default: FILE)")
    ask.add_argument("--shared", metavar="FOLDER", help="a folder with tools/cores.py, whose figures are printed as well")
    ask.add_argument("--before", metavar="COMMAND", help="an older build, in turn with which the command runs")
    ask.add_argument("--only", choices=["gains", "cores"], help="only what a user gains, or only the goals of many processors")
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
    if typed.only != "cores":
        gains(copydesk, typed.file, typed.small or typed.file, typed.runs)
    if typed.only != "gains":
        print("| what | goal | measured | |\n|---|---|---|---|")
        for line in goals(copydesk, typed, rows, floors):
            print(line, flush=True)


def goals(copydesk, typed, rows, floors):
    """The table of goals, line by line."""
    with tempfile.TemporaryDirectory() as scratch:
        if typed.only != "cores":
            yield from signatures(copydesk, typed.file, typed.runs, rows)
        yield from whole(copydesk, typed.file, typed.runs, floors["parse and write", os.cpu_count()], scratch)
        yield from threads(copydesk, typed.file, typed.runs, scratch, typed.shared)
        if typed.before:
            yield from beside_older(copydesk, typed.before, typed.file, typed.runs, scratch)
        if typed.only != "cores":
            yield from large(copydesk, typed.large, scratch)


if __name__ == "__main__":
    main()
