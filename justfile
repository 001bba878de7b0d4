# One list of tasks for people and for CI. `just` alone shows it.

_default:
    @just --list --unsorted

# Everything CI checks, and nothing else: format, lints, docs, tests, the wheel
ready:
    ./.ci/run

# Formats all code
fmt:
    cargo fmt --all

# Clippy over all targets, warnings are errors
lint:
    ./.ci/run lint

# The API docs, warnings are errors
doc:
    ./.ci/run doc

# All tests, or those whose name holds FILTER
test filter="":
    cargo test --workspace -- {{ quote(filter) }}

# All benchmarks, or those whose name holds FILTER
bench filter="":
    cargo bench -p copydesk-benches --bench stages -- {{ quote(filter) }}

# The release command
build:
    cargo build --release --bin copydesk

# The Python package: builds it for a short build, and runs its checks in a virtual environment of its own
python:
    ./.ci/run python

# The wheel as it is published, in target/wheels; needs maturin
wheel:
    maturin build --release --manifest-path crates/python/Cargo.toml

# Clippy over the native half of the Python package, which is no member of the workspace
python-lint:
    cargo clippy --manifest-path crates/python/Cargo.toml -- -D warnings

# Whether the Python package decides as the command does on FILE (JSON lines), in every type of data; in the environment of `just python`
python-same file:
    "$(realpath -m "${CARGO_TARGET_DIR:-target}")/python/bin/python" crates/python/benches/same_decisions.py {{ quote(file) }}

# Speed of the Python package on FILE (JSON lines): beside the command, and beside other sketches. The package is that of the environment of `just python`;
# for numbers that count, install the wheel of `just wheel` into it
python-bench file: build
    "$(realpath -m "${CARGO_TARGET_DIR:-target}")/python/bin/python" crates/python/benches/speed.py {{ quote(file) }} --copydesk "${CARGO_TARGET_DIR:-target}/release/copydesk"

# The recipes below run checks that stand outside this repository, on real news that may not be copied into it. FOLDER holds
# tools/ (Python), data/ and seeds/; see CONTRIBUTING.md.

# Every outside check, one after the other
check-shared folder="../shared": (promises folder) (captions folder) (pairs folder) (blocks folder)

# The promises, on the seed articles and on each corpus that is small enough to be cleaned three times
promises folder="../shared": build
    #!/usr/bin/env bash
    set -euo pipefail
    export COPYDESK_BIN="${CARGO_TARGET_DIR:-target}/release/copydesk"
    scratch=$(mktemp -d) && trap 'rm -r "$scratch"' EXIT
    echo "== seeds" && python3 {{ quote(folder) }}/tools/promises.py {{ quote(folder) }}/seeds/*.txt
    for name in news-small news-india; do
        # Compressed anew, restored files need not be the same bytes; what is inside must be.
        zstd -dq {{ quote(folder) }}/data/corpus/$name.jsonl.zst -o "$scratch/$name.jsonl"
        echo "== $name" && python3 {{ quote(folder) }}/tools/promises.py "$scratch/$name.jsonl"
    done

# Doubled paragraphs: how many come in, how many are left
captions folder="../shared": build
    #!/usr/bin/env bash
    set -euo pipefail
    export COPYDESK_BIN="${CARGO_TARGET_DIR:-target}/release/copydesk"
    for corpus in {{ quote(folder) }}/data/corpus/*.jsonl.zst; do
        echo "== $(basename "$corpus")"
        python3 {{ quote(folder) }}/tools/captions.py "$corpus" || echo "   some are left: look at them"
    done

# Precision and recall against labelled or computed pairs
pairs folder="../shared": build
    #!/usr/bin/env bash
    set -euo pipefail
    export COPYDESK_BIN="${CARGO_TARGET_DIR:-target}/release/copydesk"
    for pairs in {{ quote(folder) }}/data/pairs/*.tsv; do
        name=$(basename "$pairs" .tsv)
        echo "== $name" && python3 {{ quote(folder) }}/tools/pairs.py {{ quote(folder) }}/data/corpus/"$name".jsonl.zst "$pairs"
    done

# Pages of labelled blocks: furniture cut, story lost
blocks folder="../shared": build
    #!/usr/bin/env bash
    set -euo pipefail
    export COPYDESK_BIN="${CARGO_TARGET_DIR:-target}/release/copydesk"
    for pages in {{ quote(folder) }}/data/boilerplate/*/pages.jsonl.zst; do
        echo "== $(basename "$(dirname "$pages")")" && python3 {{ quote(folder) }}/tools/blocks.py "$pages"
    done

# What each furniture rule cuts inside the story part of all labelled pages: every hit is a fault, or noise in the labels
rule-hits folder="../shared": build
    python3 external/rule_hits.py "${CARGO_TARGET_DIR:-target}/release/copydesk" {{ quote(folder) }}/data/boilerplate

# Makes the forest that judges the page as a whole, from labelled pages, and prints how it does on sites it has not seen
fit-page-forest folder="../shared":
    #!/usr/bin/env bash
    set -euo pipefail
    scratch=$(mktemp -d) && trap 'rm -r "$scratch"' EXIT
    for name in newspaper4k-open article-extraction-benchmark trafilatura-eval; do
        zstd -dq {{ quote(folder) }}/data/boilerplate/$name/pages.jsonl.zst -o "$scratch/$name.jsonl"
    done
    cargo run --release -p copydesk-eval --example fit_page_forest -- \
        --write crates/boilerplate/data/page-forest.json "$scratch"/*.jsonl

# Other projects' test inputs, what they expect, and what copydesk does; every difference with its reason
fixtures folder="../shared": build
    python3 external/fixtures.py "${CARGO_TARGET_DIR:-target}/release/copydesk" {{ quote(folder) }}/data/fixtures

# Loads an output folder with the programs people use: Hugging Face datasets, pandas, polars, DuckDB, Spark (needs Java); tables in
# every format, and archives, with pyarrow as well. Installs them into target/loaders
loaders: build
    #!/usr/bin/env bash
    set -euo pipefail
    place="${CARGO_TARGET_DIR:-target}"
    [ -x "$place/loaders/bin/python" ] || python3 -m venv "$place/loaders"
    "$place/loaders/bin/pip" install --quiet datasets pandas polars duckdb pyspark pyarrow
    "$place/loaders/bin/python" external/loaders.py "$place/release/copydesk"
    "$place/loaders/bin/python" external/table_loaders.py "$place/release/copydesk"

# The same jobs by other projects, in turn with ours, on FILE; the slow ones once, on SMALL. Installs them into target/peers
peers file small=file: build
    python3 external/peers/peers.py {{ quote(file) }} --small {{ quote(small) }} --copydesk "${CARGO_TARGET_DIR:-target}/release/copydesk"

# What a user gains, then the goals of speed and how far each is, on FILE: the tables of BENCHMARKS.md. Flags: `--small FILE` for the slow
# peers, `--shared FOLDER` for the other check of many processors, `--before COMMAND` for an older build, `--only gains|cores`, `--large 0`
goals file *flags: build
    python3 external/peers/goals.py {{ quote(file) }} --copydesk "${CARGO_TARGET_DIR:-target}/release/copydesk" {{ flags }}

# What RELIABILITY.md counts and CI runs only in part, in full, but for fuzzing and Miri: a quarter of an hour, and 5 GB of disk
reliability:
    COPYDESK_EVERY_STEP=1 cargo test -p copydesk-pipeline --lib faults
    COPYDESK_KILLS=400 cargo test -p copydesk-cli --test kill
    COPYDESK_DUMP_BYTES=1000000000 COPYDESK_BUDGETS=256M,512M,1G cargo test --release -p copydesk-cli --test memory -- --nocapture
    COPYDESK_HOSTILE=32000 cargo test --release -p copydesk-pipeline --test end_to_end hostile -- --nocapture
    COPYDESK_HOSTILE=128000 cargo test --release -p copydesk-pipeline --test end_to_end hostile -- --nocapture

# Runs benchmarks and adds them to benches/record/MACHINE.tsv, all or those whose name holds FILTER; NOTE says what changed
record machine note filter="": (bench filter)
    python3 benches/record/rows.py {{ quote(machine) }} --note {{ quote(note) }} --filter {{ quote(filter) }}

# Where the time of a command goes, by instructions: `just profile clean DUMP -o OUT --threads 1`. Needs valgrind
profile *arguments: build
    #!/usr/bin/env bash
    set -euo pipefail
    calls=$(mktemp) && trap 'rm "$calls"' EXIT
    valgrind --tool=callgrind --callgrind-out-file="$calls" "${CARGO_TARGET_DIR:-target}/release/copydesk" {{ arguments }}
    callgrind_annotate "$calls" | head -60
