"""rule_hits.py COPYDESK FOLDER: what each furniture rule cuts in text that is labelled story.

FOLDER holds sets of pages, each in a folder of its own as `pages.jsonl.zst`: `blocks` of [tag, text, label], where label 1 is story,
or `must_keep`, pieces of text that belong to the story. Of each page only its story is cleaned, so every cut is a fault of the rule
or of the label. Prints them by rule, the rule with the most words first. Needs the `zstd` command."""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile


def lines_of(path):
    done = subprocess.run(["zstd", "-dcq", str(path)], capture_output=True, check=True, text=True)
    return map(json.loads, filter(None, done.stdout.split("\n")))


def story(page):
    labelled = [b[1] for b in page.get("blocks") or [] if len(b) > 2 and b[2] == 1]
    return "\n\n".join(piece.strip() for piece in labelled or page.get("must_keep") or [] if piece.strip())


def hits(copydesk, pages):
    """Yields the rule, the page's id and the text of each cut."""
    texts = {page["id"]: story(page) for page in pages}
    with tempfile.TemporaryDirectory() as scratch:
        dump = pathlib.Path(scratch) / "story.jsonl"
        with dump.open("w", encoding="utf-8") as out:
            for name, text in texts.items():
                out.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
        found = f"{scratch}/found"
        command = [copydesk, "find", str(dump), "-o", found, "--scope", "document", "--quiet"]
        done = subprocess.run(command)
        if done.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)}: exit code {done.returncode}")
        for decision in lines_of(f"{found}/__copydesk/decisions.jsonl.zst"):
            raw = texts[decision["id"]].encode()
            for edit in decision.get("edits") or []:
                if edit["reason"] == "furniture-rule":
                    cut = raw[edit["start"] : edit["end"]].decode()
                    yield edit["rule"], decision["id"], " ".join(cut.split())


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    copydesk, folder = sys.argv[1:]
    sets = sorted(pathlib.Path(folder).glob("*/pages.jsonl.zst"))
    if not sets:
        sys.exit(f"{folder}: no set of pages in it; give the folder that holds them")
    by_rule = collections.defaultdict(list)
    for pages in sets:
        for rule, page, text in hits(copydesk, lines_of(pages)):
            by_rule[rule].append((text, page))
    words = {rule: sum(len(text.split()) for text, _ in cuts) for rule, cuts in by_rule.items()}
    for rule in sorted(by_rule, key=lambda rule: (-words[rule], rule)):
        print(f"{rule}: {len(by_rule[rule])} cuts, {words[rule]} words")
        for text, page in sorted(by_rule[rule], key=lambda cut: -len(cut[0])):
            print(f"    {page}: {text}")


main()
