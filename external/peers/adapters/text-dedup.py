"""text-dedup: its own command for MinHash, on as many processes as there are cores. It writes a data set of its own format."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from _words import lines, say

BANDING = (25, 5)


def documents(path, out):
    folder = tempfile.mkdtemp()
    command = [sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files", path, "--split", "train", "--column", "text"]
    command += ["--cache_dir", f"{folder}/cache", "--output", f"{folder}/out", "--ngram", "5", "--min_length", "1", "--hash_func", "xxh3"]
    command += ["--num_perm", str(BANDING[0] * BANDING[1]), "--threshold", "0.8", "--b", str(BANDING[0]), "--r", str(BANDING[1])]
    offline = dict(os.environ, HF_HUB_OFFLINE="1", HF_HOME=f"{folder}/home")
    subprocess.run(command, check=True, capture_output=True, env=offline)
    from datasets import load_from_disk

    before, after = sum(1 for _ in lines(path)), len(load_from_disk(f"{folder}/out"))
    size = sum(file.stat().st_size for file in pathlib.Path(folder, "out").rglob("*"))
    pathlib.Path(out).write_text(f"{size} bytes\n")
    shutil.rmtree(folder)
    say(documents=before, removed=before - after)


if __name__ == "__main__":  # its workers read this file again
    {"documents": documents}[sys.argv[1]](*sys.argv[2:])
