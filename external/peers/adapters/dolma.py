"""dolma: equal paragraphs across documents by Bloom filter, then its mixer cuts them out. Its compiled part is called without the
rest of the package, which asks for many others."""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.pop(0)  # the folder of this file, which bears the package's name
found = pathlib.Path(importlib.util.find_spec("dolma").origin).parent
path = next(found.glob("dolma.*.so"))
loader = importlib.machinery.ExtensionFileLoader("dolma", str(path))
dolma = importlib.util.module_from_spec(importlib.util.spec_from_loader("dolma", loader))

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from _words import lines, say  # noqa: E402

SHORT = 70  # bytes: about the twelve words that copydesk asks for; with a number of words of its own it finds nothing at all


def paragraphs(path, out):
    folder = pathlib.Path(tempfile.mkdtemp())
    for name in ("documents", "mixed", "work"):
        (folder / name).mkdir()
    os.symlink(os.path.abspath(path), folder / "documents/dump.jsonl")
    documents, compression = [f"{folder}/documents/dump.jsonl"], {"input": None, "output": "none"}
    work = {"input": f"{folder}/work", "output": f"{folder}/work"}
    dedupe = {"name": "seen", "paragraphs": {"attribute_name": "seen", "by_ngram": None, "paragraph_separator": "\n"}}
    dedupe |= {"skip_empty": True, "min_length": SHORT, "min_words": 0, "document_dir": "documents"}
    dedupe |= {"num_partitions": 1, "partition_index": 0, "file_partition": False}
    bloom = {"file": f"{folder}/bloom", "read_only": False, "size_in_bytes": 0}
    bloom |= {"estimated_doc_count": 2_000_000, "desired_false_positive_rate": 1e-6}
    config = {"documents": documents, "dedupe": dedupe, "bloom_filter": bloom, "work_dir": work, "is_s3_volume": False}
    dolma.deduper_entrypoint(json.dumps(config | {"processes": 2, "compression": compression}))
    cut = {"span": "$.attributes.seen", "min_score": 1.0, "replacement": "", "syntax": "jsonpath"}
    stream = {"name": "kept", "documents": documents, "attributes": ["seen"], "span_replacement": [cut]}
    stream |= {"output": {"path": f"{folder}/mixed", "max_size_in_bytes": 1 << 40}, "compression": compression}
    dolma.mixer_entrypoint(json.dumps({"streams": [stream], "processes": 2, "work_dir": work}))
    seen = (json.loads(line) for file in (folder / "attributes").rglob("*.jsonl*") for line in lines(file))
    counts = [len(line["attributes"]["seen"]) for line in seen]
    mixed = [file for file in (folder / "mixed").iterdir() if file.is_file()]
    with open(out, "wb") as file:
        for part in sorted(mixed):
            file.write(part.read_bytes())
    shutil.rmtree(folder)
    say(documents=len(counts), paragraphs=sum(counts))


{"paragraphs": paragraphs}[sys.argv[1]](*sys.argv[2:])
