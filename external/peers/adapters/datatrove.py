"""datatrove: its four steps of MinHash deduplication, on files in a folder, one task for each core where it can have several."""
import os
import shutil
import sys
import tempfile

sys.path.pop(0)  # the folder of this file, which bears the package's name
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.dedup import (  # noqa: E402
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402
from datatrove.utils.word_tokenizers import WordTokenizer  # noqa: E402

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from _words import lines, say  # noqa: E402


class Words(WordTokenizer):
    """Words between white space; its own tokenisers do more and take longer."""

    def word_tokenize(self, text):
        return text.split()

    def sent_tokenize(self, text):
        return [text]

    def span_tokenize(self, text):
        return [(0, len(text))]


def run(steps, folder, tasks=1):
    os.makedirs(folder, exist_ok=True)
    LocalPipelineExecutor(pipeline=steps, tasks=tasks, workers=min(tasks, os.cpu_count()), logging_dir=folder).run()


def reader(path, folder):
    os.makedirs(f"{folder}/in", exist_ok=True)
    link = f"{folder}/in/dump.jsonl"
    if not os.path.exists(link):
        os.symlink(os.path.abspath(path), link)
    return JsonlReader(f"{folder}/in", doc_progress=False)


def signatures(path, folder=None, config=None):
    scratch = folder or tempfile.mkdtemp()
    # Eight buckets of sixteen are 128 values.
    config = config or MinhashConfig(n_grams=5, num_buckets=8, hashes_per_bucket=16)
    sign = MinhashDedupSignature(f"{scratch}/signatures", config=config, language=Words())
    run([reader(path, scratch), sign], f"{scratch}/logs1")
    if not folder:
        shutil.rmtree(scratch)
        say(documents=sum(1 for _ in lines(path)))


def documents(path, out):
    folder, config = tempfile.mkdtemp(), MinhashConfig(n_grams=5, num_buckets=25, hashes_per_bucket=5)
    signatures(path, folder, config)
    buckets = MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config)
    run([buckets], f"{folder}/logs2", tasks=config.num_buckets)
    run([MinhashDedupCluster(f"{folder}/buckets", f"{folder}/remove", config=config)], f"{folder}/logs3")
    write = JsonlWriter(f"{folder}/out", output_filename="kept.jsonl", compression=None)
    run([reader(path, folder), MinhashDedupFilter(f"{folder}/remove"), write], f"{folder}/logs4")
    shutil.move(f"{folder}/out/kept.jsonl", out)
    shutil.rmtree(folder)
    before, after = (sum(1 for _ in lines(file)) for file in (path, out))
    say(documents=before, removed=before - after)


if __name__ == "__main__":  # its workers read this file again
    {"signatures": signatures, "documents": documents}[sys.argv[1]](*sys.argv[2:])
