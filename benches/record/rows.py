"""rows.py NAME --note NOTE [--filter FILTER]: adds what the last `just bench FILTER` measured to benches/record/NAME.tsv.

One row a benchmark, with the columns of README.md. The checkout must be clean, since a row names the commit that was measured; the
record itself may have changed.
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
OLDEST = 3600  # seconds; what is older was not measured by the run that is recorded


def said(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def machine():
    info = pathlib.Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores, {memory:.1f} GiB, {platform.system()} {platform.release().split('-')[0]}"


def measured(filter):
    """Name, seconds, their interval, and bytes a run, of each benchmark that was measured just now."""
    for path in sorted((TARGET / "criterion").rglob("new/benchmark.json")):
        about = json.loads(path.read_text())
        if filter not in about["full_id"] or time.time() - path.stat().st_mtime > OLDEST:
            continue
        estimates = json.loads(path.with_name("estimates.json").read_text())
        median = estimates["median"]
        interval = median["confidence_interval"]
        bytes_a_run = (about["throughput"] or {}).get("Bytes")
        yield about["full_id"], *(x / 1e9 for x in (median["point_estimate"], interval["lower_bound"], interval["upper_bound"])), bytes_a_run


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("name", help="of the machine: the file's name without its ending")
    ask.add_argument("--note", required=True)
    ask.add_argument("--filter", default="")
    typed = ask.parse_args()
    changed = [line for line in said("git", "status", "--porcelain").splitlines() if "benches/record/" not in line]
    if changed:
        sys.exit("commit first: a row names the commit that was measured, and this checkout differs from it:\n" + "\n".join(changed))
    same = {
        "date": datetime.date.today().isoformat(),
        "commit": said("git", "rev-parse", "--short", "HEAD"),
        "rustc": said("rustc", "--version").split()[1],
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
            row = same | {"benchmark": name, "seconds": f"{seconds:.3g}", "low": f"{low:.3g}", "high": f"{high:.3g}", "bytes_per_second": speed}
            file.write("\t".join(row[column] for column in COLUMNS) + "\n")
    print(f"{len(rows)} rows added to {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
