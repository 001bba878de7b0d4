"""How well a run would use many processors, told on a machine with any number of them, from Linux's /proc.

The run gets a thread for each of 16 processors and is looked at every few milliseconds. Two things bound its speed-up there: the
time in which one thread works alone, and the work of the busiest thread beyond the share that each of them has. By Amdahl's law a
part `alone` of the work that cannot be divided leaves a speed-up of 1 / (alone + (1 - alone) / 16) at most.
"""
import gzip
import os
import pathlib
import statistics
import subprocess
import time

PROCESSORS = 16
FILES = 40


class Cores:
    """What was seen of one run: the share of its processor time in which one thread worked alone, and the speed-up at most."""

    def __init__(self, alone, busiest):
        self.alone = alone
        self.speed_up = min(map(amdahl, (alone, busiest)))


def amdahl(alone):
    return 1 / (alone + (1 - alone) / PROCESSORS)


def threads_of(process):
    """The processor time of each thread in seconds, and how many are running or could be."""
    times, ready = {}, 0
    folder = f"/proc/{process.pid}/task"
    for thread in os.listdir(folder):
        try:
            times[thread] = int(pathlib.Path(folder, thread, "schedstat").read_text().split()[0]) / 1e9
            ready += pathlib.Path(folder, thread, "stat").read_text().rsplit(")", 1)[1].split()[0] == "R"
        except OSError:
            continue  # It has ended.
    return times, ready


def watched(command):
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    spent, alone = {}, 0.0
    while process.poll() is None:
        try:
            times, ready = threads_of(process)
        except OSError:
            break
        since = {thread: time - spent.get(thread, 0) for thread, time in times.items()}
        at_work = sum(1 for time in since.values() if time > 0)
        alone += sum(since.values()) if max(ready, at_work) <= 1 else 0
        spent.update(times)
        time.sleep(0.002)
    process.wait()
    each = sorted(spent.values(), reverse=True)
    whole = sum(each)
    # With few threads beside it the busiest is not above its share.
    share = statistics.median(each[1 : PROCESSORS + 1]) if len(each) > PROCESSORS else each[0]
    return Cores(alone / whole, max(0, each[0] - share) / whole)


def cores(command, times):
    """The median of several runs of a command, which must not name a number of threads."""
    runs = [watched([*command, "--threads", PROCESSORS]) for _ in range(times)]
    return sorted(runs, key=lambda run: run.speed_up)[len(runs) // 2]


def in_files(file, folder):
    """The lines of a file in gzip files in a new folder, as dumps often come."""
    folder = pathlib.Path(folder, "in-files")
    folder.mkdir()
    lines = pathlib.Path(file).read_bytes().splitlines(keepends=True)
    each = -(-len(lines) // FILES)
    for number in range(FILES):
        some = b"".join(lines[number * each : (number + 1) * each])
        pathlib.Path(folder, f"{number:02}.jsonl.gz").write_bytes(gzip.compress(some, 6))
    return folder
