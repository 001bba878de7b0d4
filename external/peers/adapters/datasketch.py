"""datasketch: signatures by its function for whole batches, duplicates by its index and the estimate of the signatures."""
import sys

sys.path.pop(0)  # the folder of this file, which bears the package's name
from datasketch import MinHash, MinHashLSH  # noqa: E402

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from _words import lines, say, shingles, text  # noqa: E402

VALUES, THRESHOLD, BANDING = 128, 0.8, (25, 5)


def signatures(path):
    every = MinHash.generator((shingles(text(line)) for line in lines(path)), num_perm=VALUES)
    say(documents=sum(1 for _ in every))


def documents(path, out):
    index, kept, removed = MinHashLSH(num_perm=VALUES, params=BANDING), {}, 0
    with open(out, "wb") as file:
        for number, line in enumerate(lines(path)):
            signature = MinHash(num_perm=VALUES)
            signature.update_batch(shingles(text(line)))
            if any(kept[other].jaccard(signature) >= THRESHOLD for other in index.query(signature)):
                removed += 1
                continue
            index.insert(number, signature)
            kept[number] = signature
            file.write(line)
    say(documents=number + 1, removed=removed)


{"signatures": signatures, "documents": documents}[sys.argv[1]](*sys.argv[2:])
