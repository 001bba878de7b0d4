"""rensa: signatures by its function for whole batches, duplicates by its index and the estimate of the signatures."""
import sys

sys.path.pop(0)  # the folder of this file, which bears the package's name
from rensa import RMinHash, RMinHashLSH  # noqa: E402

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from _words import lines, say, shingles, text  # noqa: E402

VALUES, THRESHOLD, BANDS, BATCH = 128, 0.8, 32, 500


def signatures(path):
    batch, count = [], 0
    for line in lines(path):
        batch.append(shingles(text(line)))
        if len(batch) == BATCH:
            RMinHash.digest_matrix_from_token_byte_sets(batch, VALUES, 42)
            batch, count = [], count + BATCH
    if batch:
        RMinHash.digest_matrix_from_token_byte_sets(batch, VALUES, 42)
    say(documents=count + len(batch))


def documents(path, out):
    index, kept, removed = RMinHashLSH(THRESHOLD, VALUES, BANDS), {}, 0
    with open(out, "wb") as file:
        for number, line in enumerate(lines(path)):
            signature = RMinHash(VALUES, 42)
            signature.update(shingles(text(line)))
            if any(kept[other].jaccard(signature) >= THRESHOLD for other in index.query(signature)):
                removed += 1
                continue
            index.insert(number, signature)
            kept[number] = signature
            file.write(line)
    say(documents=number + 1, removed=removed)


{"signatures": signatures, "documents": documents}[sys.argv[1]](*sys.argv[2:])
