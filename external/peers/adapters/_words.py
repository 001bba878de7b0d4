"""What all adapters share: reading JSON lines, and runs of five words between white space."""
import json
import sys

WIDTH = 5


def lines(path):
    with open(path, "rb") as file:
        yield from file


def text(line):
    return json.loads(line)["text"]


def shingles(text):
    """The runs as bytes; a shorter text is one run."""
    words = text.encode().split()
    return [b" ".join(words[i : i + WIDTH]) for i in range(max(1, len(words) - WIDTH + 1))]


def say(**found):
    json.dump(found, sys.stdout)
