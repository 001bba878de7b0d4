"""rows.py NAME --note NOTE [--filter FILTER]: adds the results of the last `just bench FILTER` to benches/record/NAME.tsv.

There is one row for each benchmark, with the columns that README.md explains. The checkout must have no changes except to the record
itself, since a row names the commit that was measured.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
COLUMNS = "date commit rustc machine command input benchmark answer seconds low high bytes_per_second peak_bytes note".split()
MAX_AGE = 3600  # seconds; a benchmark that was measured earlier does not belong to the run that is recorded


def output_of(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def machine():
    """A description of this machine: processor, cores, memory and system."""
    info = pathlib.Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {memory:.1f} GiB, {platform.system()} {platform.release().split('-')[0]}"


def measured(filter):
    """For each benchmark that was just measured: its name, its median time with the confidence interval (in seconds), and its bytes per run."""
    for path in sorted((TARGET / "criterion").rglob("new/benchmark.json")):
        benchmark = json.loads(path.read_text())
        if filter not in benchmark["full_id"] or time.time() - path.stat().st_mtime > MAX_AGE:
            continue
        estimates = json.loads(path.with_name("estimates.json").read_text())
        median = estimates["median"]
        interval = median["confidence_interval"]
        bytes_per_run = (benchmark["throughput"] or {}).get("Bytes")
        nanoseconds = (median["point_estimate"], interval["lower_bound"], interval["upper_bound"])
        yield benchmark["full_id"], *(value / 1e9 for value in nanoseconds), bytes_per_run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="of the machine: the file's name without its ending")
    parser.add_argument("--note", required=True)
    parser.add_argument("--filter", default="")
    typed = parser.parse_args()
    changed = [line for line in output_of("git", "status", "--porcelain").splitlines() if "benches/record/" not in line]
    if changed:
        sys.exit("commit first: a row names the commit that was measured, and this checkout differs from it:\n" + "\n".join(changed))
    common = {
        "date": datetime.date.today().isoformat(),
        "commit": output_of("git", "rev-parse", "--short", "HEAD"),
        "rustc": output_of("rustc", "--version").split()[1],
        "machine": machine(),
        "command": f"cargo bench -p copydesk-benches --bench stages -- {typed.filter}".strip(),
        "input": "seeded dump of benches/benches/stages/dump.rs",
        "answer": "as the benchmark asserts",
        "peak_bytes": "",
        "note": typed.note,
    }
    path = HERE / f"{typed.name}.tsv"
    rows = list(measured(typed.filter))
    if not rows:
        sys.exit("nothing was measured in the last hour: run `just bench` first")
    is_new = not path.exists()
    with path.open("a", encoding="utf-8") as file:
        if is_new:
            file.write("\t".join(COLUMNS) + "\n")
        for name, seconds, low, high, size in rows:
            speed = f"{size / seconds:.3g}" if size else ""
            row = common | {"benchmark": name, "seconds": f"{seconds:.3g}", "low": f"{low:.3g}", "high": f"{high:.3g}", "bytes_per_second": speed}
            file.write("\t".join(row[column] for column in COLUMNS) + "\n")
    print(f"{len(rows)} rows added to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
