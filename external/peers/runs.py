"""Running processes by the clock: whole processes, from start to exit, with the most memory they held."""
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PEERS = TARGET / "peers"
LONGEST = 1800  # seconds after which a run is given up


@dataclasses.dataclass
class Run:
    seconds: float
    processor_seconds: float  # of all its threads and processes; other work on the machine does not count
    peak_bytes: int
    found: dict


class Failed(Exception):
    pass


def run(command, threads):
    """Runs a command once. One thread means one processor as well, so that nothing helps from beside. What an earlier run wrote is
    removed before, so that no run has to do it."""
    shutil.rmtree(written_by(command), ignore_errors=True)
    env = dict(os.environ, RAYON_NUM_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen([*map(str, command)], stdout=out, stderr=err, env=env, preexec_fn=one_core if threads == 1 else None)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - start > LONGEST:
                process.kill()
            time.sleep(0.002)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if process.returncode not in (0, 1) or not out.read(1):
            last = err.read().decode(errors="replace").strip().splitlines()[-1:]
            raise Failed(f"exit code {process.returncode}: {' '.join(last)}")
        out.seek(0)
        text = out.read().decode(errors="replace")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, json.loads(text[text.index("{") :]))


def written_by(command):
    """The output folder that a command names; none if it names none."""
    return command[command.index("-o") + 1] if "-o" in command else ""


def one_core():
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def alternate(commands, threads, times):
    """Runs commands in turn, `times` rounds; a list of runs for each name, or why there is none."""
    out = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            if isinstance(out[name], list):
                try:
                    out[name].append(run(command, threads))
                except (Failed, ValueError, OSError) as error:
                    out[name] = str(error) or repr(error)
    return out


def seconds(runs):
    return statistics.median(run.seconds for run in runs)


def processor_seconds(runs):
    return statistics.median(run.processor_seconds for run in runs)


def clean(binary, file, scratch, *flags):
    """A clean that says what it found as JSON."""
    return [binary, "clean", file, "-o", f"{scratch}/ours", "--overwrite", "--quiet", "--json", *flags]


def bench(binary, file, length=0.2):
    """What `copydesk bench` measures on a file: rows by name and threads."""
    got = subprocess.run([binary, "bench", file, "--json", "--quiet", "--seconds", str(length)], check=True, capture_output=True)
    report = json.loads(got.stdout)
    return report, {(row["name"], row["threads"]): row for row in report["measured"]}


def binary(named):
    return shutil.which(named) if named else TARGET / "release/copydesk"
