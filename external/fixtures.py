"""fixtures.py COPYDESK FIXTURES: other projects' test inputs, their expected answers, and ours beside them.

FIXTURES holds `dolma/` (paragraphs that a Bloom filter has seen before, in input order) and `datatrove/` (sentences and MinHash), as
those projects publish them with their tests. Every difference is printed with the reason for it; a difference without a reason
counts as unexplained, and then the exit code is 1.
"""
import collections
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

SHORT = 12  # words from which on a paragraph that another document has is cut: copydesk's --paragraph-words


def clean(copydesk, docs, *flags):
    """Cleans documents in the order given; hands back each one's verdict and cut byte spans."""
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch, "docs.jsonl")
        path.write_text("".join(json.dumps(d, ensure_ascii=False) + "\n" for d in docs), encoding="utf-8")
        out = pathlib.Path(scratch, "out")
        subprocess.run([copydesk, "clean", path, "-o", out, "-q", "--prefer", "first", *flags], check=True)
        raw = subprocess.run(["zstd", "-dcq", out / "__copydesk/decisions.jsonl.zst"], check=True, capture_output=True).stdout
        return [json.loads(line) for line in raw.splitlines()]


def share_cut(decision, start, end):
    """How much of a byte span goes, 0..1."""
    if decision["verdict"] == "drop":
        return 1.0
    cut = sum(max(0, min(end, e["end"]) - max(start, e["start"])) for e in decision.get("edits", []))
    return cut / max(1, end - start)


def paragraphs(copydesk, folder):
    """dolma: each paragraph that stood in an earlier document."""
    read = lambda name: [json.loads(line) for line in gzip.open(folder / name, "rt", encoding="utf-8")]
    docs = read("tests/data/provided/deduper/documents/000.json.gz")
    expected = read("tests/data/expected/dedupe-paragraphs.json.gz")
    decisions = clean(copydesk, [{"id": d["id"], "text": d["text"]} for d in docs])
    count = collections.Counter()
    for doc, want, got in zip(docs, expected, decisions):
        for start, end, _ in want["attributes"]["bff_duplicate_paragraph_spans"]:
            line = doc["text"][start:end].strip()
            at, to = len(doc["text"][:start].encode()), len(doc["text"][:end].encode())
            if not line:
                count["theirs only: an empty line, which says nothing twice (our choice)"] += 1
            elif share_cut(got, at, to) > 0.5:
                count["both"] += 1
            elif len(line.split()) < SHORT:
                count[f"theirs only: under {SHORT} words; a heading or label may stand in two documents (our choice)"] += 1
            else:
                count["UNEXPLAINED, theirs only"] += 1
                print("   ", doc["id"], repr(line[:100]))
        theirs = [(len(doc["text"][:a].encode()), len(doc["text"][:b].encode())) for a, b, _ in want["attributes"]["bff_duplicate_paragraph_spans"]]
        for edit in got.get("edits", []):
            if not any(a < edit["end"] and edit["start"] < b for a, b in theirs):
                count[f"ours only: {edit['reason']}, which they do not look for"] += 1
    return count


def sentences(copydesk, folder):
    """datatrove: a document whose first sentences open another."""
    bloom = json.loads((folder / "test_bloom_filter.json").read_text())["constants"]
    expected = json.loads((folder / "test_sentence_deduplication.json").read_text())["constants"]["EXPECTED_TEXT_1"]
    first, second = bloom["TEXT_0"], bloom["TEXT_1"]
    decision = clean(copydesk, [{"id": "0", "text": first}, {"id": "1", "text": second}])[1]
    kept, at, raw = b"", 0, second.encode()
    for edit in decision.get("edits", []):
        kept, at = kept + raw[at : edit["start"]], edit["end"]
    kept = (kept + raw[at:]).decode().strip()
    count = collections.Counter()
    if kept == expected.strip():
        count["both: the sentences that stand in the first document go, the rest stays"] += 1
    else:
        count["UNEXPLAINED"] += 1
        print("    left:    ", kept, "\n    expected:", expected)
    return count


def clusters(copydesk, folder):
    """datatrove: one text and copies of it; what differs between the copies is random there, so only the fixed parts are run."""
    text = json.loads((folder / "test_minhash.json").read_text())["constants"]["lorem_ipsum"]
    words = text.split(" ")
    near = " ".join(words[:40] + ["quondam"] + words[41:])
    docs = [text, text + " Et cetera.", near, text[: len(text) // 2], "Something else altogether stands here, and it is long enough to be told apart."]
    decisions = clean(copydesk, [{"id": str(i), "text": t} for i, t in enumerate(docs)])
    got = [d["verdict"] for d in decisions]
    count = collections.Counter()
    for i, (verdict, want) in enumerate(zip(got, ["keep", "drop", "drop", "drop", "keep"])):
        if verdict == want:
            count["both: " + ("the text stays" if want == "keep" else "the copy goes")] += 1
        elif i == 3:
            count["differs: half of a text is contained in it and goes; they keep it, since its Jaccard similarity is .5 (our choice)"] += 1
        else:
            count[f"UNEXPLAINED: {verdict} instead of {want}"] += 1
    return count


def main():
    copydesk, fixtures = sys.argv[1], pathlib.Path(sys.argv[2])
    unexplained = 0
    for check, folder in ((paragraphs, "dolma"), (sentences, "datatrove"), (clusters, "datatrove")):
        print(f"== {check.__doc__}")
        for what, n in sorted(check(copydesk, fixtures / folder).items()):
            print(f"{n:5} {what}")
            unexplained += n if what.startswith("UNEXPLAINED") else 0
    sys.exit(unexplained > 0)


main()
