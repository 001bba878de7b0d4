"""peers.py FILE: the same jobs by copydesk and by other projects, in turn, on one file of JSON lines with a field `text`.

Peers are installed into target/peers, each into a folder of its own; what does not install is said so. The jobs are (a) signatures of
128 values over runs of five words, on one core; (b) near-duplicate documents, from file to file; (c) equal paragraphs across
documents, from file to file; (d) all that copydesk does, against its own floor. Each number is a ratio of whole processes, the
median of several runs that alternate. Peers take words between white space, which is less work than copydesk's words.
"""
import argparse
import dataclasses
import os
import subprocess
import sys
import tempfile

from runs import PEERS, ROOT, Failed, alternate, bench, binary, clean, processor_seconds, seconds

HERE = ROOT / "external/peers"
# What pip is asked for; a package whose list of needs cannot be met is installed without it, and its adapter asks for less.
PYTHON = {
    "rensa": ["rensa"],
    "datasketch": ["datasketch"],
    "datatrove": ["datatrove", "orjson", "regex", "tokenizers", "xxhash<4"],
    "dolma": ["--no-deps", "dolma"],
    "text-dedup": ["text-dedup"],
}
RUST = ["gaoya", "probminhash", "probminhash-densified"]
SLOW = {"datasketch", "datatrove", "text-dedup"}
JOBS = {
    "signatures": ["gaoya", "probminhash", "probminhash-densified", "rensa", "datasketch", "datatrove"],
    "documents": ["gaoya", "rensa", "datasketch", "datatrove", "text-dedup"],
    "paragraphs": ["dolma"],
}
INSTALL_SECONDS = 1800


def installed(peer):
    """Installs a peer if it is not there; hands back why not, or nothing."""
    folder = PEERS / peer
    if (folder / "installed").exists():
        return None
    if (folder / "failed").exists():
        return (folder / "failed").read_text()
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
        pip = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PYTHON[peer]]
        got = subprocess.run(pip, capture_output=True, text=True, timeout=INSTALL_SECONDS)
        error = None if got.returncode == 0 else (got.stderr.strip().splitlines() or ["pip failed"])[-1]
    except subprocess.TimeoutExpired:
        error = f"not installed after {INSTALL_SECONDS} seconds"
    (folder / ("failed" if error else "installed")).write_text(error or "")
    return error


def build():
    command = ["cargo", "build", "--release", "--quiet", "--target-dir", PEERS / "rust"]
    subprocess.run(command, cwd=HERE, check=True)


def version(peer):
    if peer in RUST:
        lock = (HERE / "Cargo.lock").read_text()
        return lock.split(f'name = "{peer.removesuffix("-densified")}"\nversion = "')[1].split('"')[0]
    shown = subprocess.run([PEERS / peer / "bin/python", "-m", "pip", "show", peer], capture_output=True, text=True).stdout
    return next((line.split()[1] for line in shown.splitlines() if line.startswith("Version")), "?")


def command_of(job, peer, file, scratch):
    out = [] if job == "signatures" else [f"{scratch}/theirs"]
    if peer in RUST:
        return [PEERS / "rust/release/peers", f"{job}-{peer}", file, *out]
    return [PEERS / peer / "bin/python", HERE / "adapters" / f"{peer}.py", job, file, *out]


def ours(job, copydesk, file, scratch):
    if job == "signatures":
        return [PEERS / "rust/release/peers", "signatures-copydesk", file]
    return clean(copydesk, file, scratch, *ours_flags(job))


def ours_flags(job):
    """With what flags copydesk does the same job as others."""
    flags = {"documents": ["--furniture", "keep", "--repeats", "keep"], "paragraphs": ["--furniture", "keep", "--duplicates", "keep"]}
    return flags[job]


def what(job, found):
    """What a run says it found."""
    if job == "signatures":
        return f"{found['documents']} signed"
    if "cuts" in found:
        cut = found["cuts"].get("repeated-across-documents", {"cuts": 0})["cuts"]
        return f"{found['documents']['dropped']} documents dropped" if job == "documents" else f"{cut} pieces cut"
    return f"{found['removed']} documents dropped" if job == "documents" else f"{found['paragraphs']} paragraphs cut"


@dataclasses.dataclass
class Compared:
    """A peer beside us: seconds and what each found, or why there is nothing to compare."""

    peer: str
    mine: list
    theirs: list | str

    @property
    def failed(self):
        return isinstance(self.theirs, str)

    @property
    def ratio(self):
        return None if self.failed else seconds(self.theirs) / seconds(self.mine)

    @property
    def processor_ratio(self):
        return None if self.failed else processor_seconds(self.theirs) / processor_seconds(self.mine)


def compare(job, peers, copydesk, file, times):
    """Runs a job by us and by its peers in turn."""
    threads = 1 if job == "signatures" else os.cpu_count()
    with tempfile.TemporaryDirectory() as scratch:
        commands = {"copydesk": ours(job, copydesk, file, scratch)}
        commands |= {peer: command_of(job, peer, file, scratch) for peer in peers}
        runs = alternate(commands, threads, times)
    mine = runs.pop("copydesk")
    if isinstance(mine, str):
        raise Failed(f"copydesk: {mine}")
    return [Compared(peer, mine, theirs) for peer, theirs in runs.items()]


def table(copydesk, file, small, times, missing):
    print("| job | peer | takes × as long | × the processor time | seconds, theirs / ours | found, theirs / ours | on |")
    print("|---|---|---|---|---|---|---|")
    for job, peers in JOBS.items():
        there = [peer for peer in peers if peer not in missing]
        for part, on, rounds in (([p for p in there if p not in SLOW], file, times), ([p for p in there if p in SLOW], small, 1)):
            for c in compare(job, part, copydesk, on, rounds) if part else []:
                where = f"{os.path.basename(on)}, {rounds} run{'s' if rounds > 1 else ''}"
                print(line(job, c, where), flush=True)


def line(job, c, where):
    if c.failed:
        return f"| {job} | {c.peer} | failed: {c.theirs} | | | | {where} |"
    both = f"{seconds(c.theirs):.2f} / {seconds(c.mine):.2f}"
    found = " / ".join(what(job, runs[-1].found) for runs in (c.theirs, c.mine))
    return f"| {job} | {c.peer} {version(c.peer)} | {c.ratio:.1f} | {c.processor_ratio:.1f} | {both} | {found} | {where} |"


def everything(copydesk, file, times):
    """All that copydesk does, against what it takes to read, parse and write the same file."""
    cores = os.cpu_count()
    floor = bench(copydesk, file)[1]["parse and write", cores]["seconds"]
    with tempfile.TemporaryDirectory() as scratch:
        mine = alternate({"clean": clean(copydesk, file, scratch)}, cores, times)["clean"]
    print(f"\neverything: `clean` takes {seconds(mine):.2f} s, {seconds(mine) / floor:.1f} × the {floor:.2f} s of parse and write")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("file")
    ask.add_argument("--small", help="a smaller file for the slow peers, which run once (default: FILE)")
    ask.add_argument("--runs", type=int, default=3)
    ask.add_argument("--copydesk", help="the command (default: target/release/copydesk)")
    typed = ask.parse_args()
    build()
    missing = {peer: error for peer in PYTHON if (error := installed(peer))}
    for peer, error in missing.items():
        print(f"{peer} does not install here: {error}")
    copydesk = binary(typed.copydesk)
    table(copydesk, typed.file, typed.small or typed.file, typed.runs, missing)
    everything(copydesk, typed.file, typed.runs)


if __name__ == "__main__":
    main()
