//! The bodies of the fuzz targets: each takes bytes, makes of them what a promise is about, and
//! panics if it is broken.
//!
//! A target is named after its function here. `cargo +nightly fuzz run segments_tile` runs one;
//! [README.md](../README.md) says how it goes without `cargo fuzz`.

use copydesk_clean::{cut, put_back, tidy};
use copydesk_neardup::{
    Comparison, MayDrop, Paragraphs, Relation, Story, VersionOrder, copied_passages, repeats,
};
use copydesk_pipeline::{Config, ErrorKind, Inputs, Scope, Silent, clean, explain, restore};
use copydesk_text::{Document, Span, Spans, Word, normalise, segments, sentences, words};
use std::fs;
use std::io::Read;
use std::panic::UnwindSafe;
use std::path::Path;
use std::sync::Once;

fn text_of(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// Segments are, end to end, the text; contents lie in their tiles; sentences and words lie in
/// order, on character boundaries.
pub fn segments_tile(data: &[u8]) {
    let text = text_of(data);
    let mut at = 0;
    for segment in segments(&text) {
        assert_eq!(segment.tile().start(), at);
        assert!(segment.tile().contains(segment.content()));
        let _ = segment.content().slice(&text);
        let mut inside = segment.content().start();
        for sentence in sentences(&text, segment.content()) {
            assert!(inside <= sentence.start() && segment.content().contains(sentence));
            let _ = sentence.slice(&text);
            inside = sentence.end();
        }
        at = segment.tile().end();
    }
    assert_eq!(at, text.len());
    in_order(&text, &words(&text));
}

fn in_order(text: &str, words: &[Word]) {
    let mut at = 0;
    for word in words {
        assert!(at <= word.span.start() && !word.span.is_empty());
        let _ = word.span.slice(text);
        at = word.span.end();
    }
}

/// The normal form of a text has one piece for each of its words, with one space between, and none
/// is empty.
pub fn normal_form_has_the_words(data: &[u8]) {
    let text = text_of(data);
    let whole = normalise(&text);
    let pieces = whole.split(' ').filter(|_| !whole.is_empty());
    assert!(pieces.clone().all(|piece| !piece.is_empty()), "{whole:?}");
    assert_eq!(pieces.count(), words(&text).len(), "{whole:?}");
}

/// What is cut and put back is what it was, wherever the cuts are.
pub fn cuts_are_undone(data: &[u8]) {
    let (picks, text) = data.split_at(data.len().min(8));
    let text = text_of(text);
    let parts = segments(&text);
    let is_picked = |i: usize| {
        picks
            .get(i / 8 % 8)
            .is_some_and(|byte| byte >> (i % 8) & 1 == 1)
    };
    let contents = parts
        .iter()
        .enumerate()
        .filter(|&(i, part)| is_picked(i) && !part.content().is_empty());
    let spans = Spans::union(contents.map(|(_, part)| part.content()));
    let tidied = tidy(&text, &parts, &spans);
    assert_eq!(tidied.len(), spans.len());
    let removed: Vec<(usize, &str)> = tidied
        .iter()
        .map(|span| (span.start(), span.slice(&text)))
        .collect();
    assert_eq!(
        put_back(&cut(&text, &tidied), &removed).as_deref(),
        Some(&*text)
    );
}

/// Repeats are disjoint, keep what they name, and no more is said to match than the slow way finds
/// in order.
pub fn repeats_keep_a_copy(data: &[u8]) {
    let found = repeats(&Document::new(text_of(data)), &Spans::default());
    for pair in found.windows(2) {
        assert!(pair[0].cut.end() <= pair[1].cut.start());
    }
    for one in &found {
        assert!(
            found.iter().all(|other| !one.kept.overlaps(other.cut)),
            "a kept copy is cut"
        );
        assert!(one.overlap.matched <= one.overlap.cut.min(one.overlap.kept));
    }
}

/// How two stories relate does not depend on which of them is left; a story is its own twin and
/// told by itself; every place that a comparison names lies in its text; and what may go tells
/// nothing but a trifle.
pub fn stories_relate_both_ways(data: &[u8]) {
    let half = data.len() / 2;
    let [left, right] = [&data[..half], &data[half..]].map(|part| Document::new(text_of(part)));
    if left.words().len().max(right.words().len()) > 600 {
        return;
    }
    let stories = [Story::of(&left), Story::of(&right)];
    let [here, there] = &stories;
    let (found, mirrored) = (Comparison::of(here, there), Comparison::of(there, here));
    for (order, back) in [
        (VersionOrder::Unknown, VersionOrder::Unknown),
        (VersionOrder::LeftIsLater, VersionOrder::RightIsLater),
    ] {
        let (one, other) = (found.verdict(order), mirrored.verdict(back));
        assert_eq!(
            (one.relation, one.may_drop),
            (other.relation, other.may_drop.mirrored())
        );
    }
    for (own, document) in [(&found.left, &left), (&found.right, &right)] {
        for span in own.sentences.iter().chain(&own.others).chain(&own.left_out) {
            assert!(document.text().get(span.start()..span.end()).is_some());
        }
    }
    let verdict = found.verdict(VersionOrder::Unknown);
    assert!(!verdict.may_drop.left() || found.left.is_trifle());
    assert!(!verdict.may_drop.right() || found.right.is_trifle());
    let own = Comparison::of(here, here).verdict(VersionOrder::Unknown);
    assert_eq!(
        (own.relation, own.may_drop),
        (Relation::Twin, MayDrop::Either)
    );
    assert!(here.is_told_by(&stories[..1]));
}

/// What is called a copied passage stands in the source as far as it is said to: the slow way is
/// the longest common subsequence.
pub fn passages_agree_with_the_slow_way(data: &[u8]) {
    let half = data.len() / 2;
    let [left, right] =
        [&data[..half], &data[half..]].map(|part| Paragraphs::all(Document::new(text_of(part))));
    if left.document().words().len() > 600 || right.document().words().len() > 600 {
        return;
    }
    for copy in copied_passages(&left, &[&right], 8) {
        assert!(
            left.spans()[copy.paragraph].contains(copy.cut)
                && right.spans()[copy.copy].contains(copy.kept)
        );
        let (gone, kept) = (hashes_in(&left, copy.cut), hashes_in(&right, copy.kept));
        assert_eq!(copy.overlap.cut, gone.len());
        assert!(
            copy.overlap.matched <= longest_common(&gone, &kept),
            "more is said to match than does"
        );
    }
}

fn hashes_in(paragraphs: &Paragraphs<'_>, span: Span) -> Vec<u64> {
    let inside = paragraphs
        .document()
        .words()
        .iter()
        .filter(|word| span.contains(word.span));
    inside.map(|word| word.hash).collect()
}

fn longest_common(left: &[u64], right: &[u64]) -> usize {
    let mut row = vec![0; right.len() + 1];
    for a in left {
        let mut before = 0;
        for (j, b) in right.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b {
                before + 1
            } else {
                above.max(row[j])
            };
            before = above;
        }
    }
    row[right.len()]
}

/// `None` if no record holds text, or no file can be read: then there is no output.
fn run(folder: &Path, name: &str, data: &[u8], scope: Scope, threads: usize) -> Option<Config> {
    fs::write(folder.join(name), data).unwrap();
    let inputs = match Inputs::discover(&[folder.join(name).display().to_string()], None) {
        Err(error) if error.kind() == ErrorKind::Usage => return None,
        other => other.unwrap(),
    };
    let config = Config {
        scope,
        threads,
        ..Config::default()
    };
    let summary = match clean(&inputs, &folder.join("out"), &config, &Silent) {
        // A damaged page of a column that only the last pass reads ends the run there.
        Err(error)
            if [ErrorKind::Usage, ErrorKind::Input, ErrorKind::Record].contains(&error.kind()) =>
        {
            assert!(!folder.join("out").exists());
            return None;
        }
        other => other.unwrap(),
    };
    let counts = summary.documents;
    assert_eq!(
        counts.read,
        counts.kept + counts.edited + counts.dropped + counts.rejected
    );
    Some(config)
}

fn comes_back(name: &str, data: &[u8], scope: Scope) {
    let folder = tempfile::tempdir().unwrap();
    if run(folder.path(), name, data, scope, 1).is_none() {
        return;
    }
    restore(&folder.path().join("out"), &folder.path().join("back")).unwrap();
    let back = fs::read(folder.path().join("back").join(name)).unwrap_or_default();
    assert!(back == data, "other bytes come back");
}

/// Whatever bytes are in a file of lines, they come back.
pub fn lines_come_back(data: &[u8]) {
    comes_back("in.jsonl", data, Scope::Dump);
}

/// Whatever bytes are in a table, they come back.
pub fn tables_come_back(data: &[u8]) {
    comes_back("in.csv", data, Scope::Document);
}

/// Whatever bytes a Parquet file holds, the rows that can be read are cleaned and restored, and two
/// threads write what one does.
pub fn any_parquet_is_read(data: &[u8]) {
    beside_fences(|| {
        let [one, two] = [1, 2].map(|threads| written("in.parquet", data, Scope::Dump, threads));
        assert_eq!(one, two);
    });
}

/// Whatever bytes an Arrow file or stream holds, the rows that can be read are cleaned and
/// restored.
pub fn any_arrow_is_read(data: &[u8]) {
    beside_fences(|| drop(written("in.arrow", data, Scope::Document, 1)));
}

/// Does work that catches panics of libraries, as reading columns does. The fuzzer would end at the
/// panic itself; here only one that comes out of the work ends it.
fn beside_fences(work: impl FnOnce() + UnwindSafe) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))));
    if std::panic::catch_unwind(work).is_err() {
        std::process::abort();
    }
}

/// Cleans a file, restores it, and returns the clean file and the decisions; `None` if the file is
/// refused. The clean file is empty if nothing of the input could be read.
fn written(name: &str, data: &[u8], scope: Scope, threads: usize) -> Option<[Vec<u8>; 2]> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(folder.path(), name, data, scope, threads)?;
    restore(&out, &folder.path().join("back")).unwrap();
    let clean = fs::read(out.join(name)).unwrap_or_default();
    let decisions = fs::read(out.join("__copydesk/decisions.jsonl.zst")).unwrap();
    Some([clean, decisions])
}

/// Whatever bytes are in a tar archive, the members that are read come back, in their order.
pub fn members_of_tar_come_back(data: &[u8]) {
    members_come_back("in.tar", data);
}

/// The same of a zip.
pub fn members_of_zip_come_back(data: &[u8]) {
    members_come_back("in.zip", data);
}

fn members_come_back(name: &str, data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    if run(folder.path(), name, data, Scope::Dump, 1).is_none() {
        return;
    }
    let before = members(&folder.path().join(name));
    restore(&folder.path().join("out"), &folder.path().join("back")).unwrap();
    let after = members(&folder.path().join("back").join(name));
    // Members in columns are other bytes, and what is compressed may be, whatever its name says.
    let is_plain = |name: &str, bytes: &[u8]| {
        let endings = [".jsonl", ".json", ".csv", ".tsv", ".txt"];
        let packed: [&[u8]; 4] = [b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ"];
        endings.iter().any(|end| name.ends_with(end))
            && !packed.iter().any(|magic| bytes.starts_with(magic))
    };
    assert_eq!(before.len(), after.len());
    for ((name, before), (now, after)) in before.into_iter().zip(after) {
        assert_eq!(name, now);
        let is_same = before == after || !is_plain(&name, &before);
        assert!(is_same, "other bytes come back in {name}");
    }
}

/// The members of an archive that are read, with their bytes.
fn members(path: &Path) -> Vec<(String, Vec<u8>)> {
    let inputs = Inputs::discover(&[path.display().to_string()], None).unwrap();
    let member = |file: &copydesk_formats::InputFile| {
        let mut bytes = Vec::new();
        file.open_raw(inputs.disk())
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        (file.name().to_owned(), bytes)
    };
    inputs.files().iter().map(member).collect()
}

/// A text in a JSON string, written in every way that JSON allows, is cut in its raw bytes and
/// comes back.
pub fn strings_come_back(data: &[u8]) {
    let mut line = String::from("{\"id\":\"a\", \"text\" : \"");
    for (i, c) in text_of(data).chars().enumerate() {
        match (c, data[i % data.len()] % 3) {
            ('"' | '\\', _) => line.extend(['\\', c]),
            ('\n', _) => line.push_str("\\n"),
            (c, 1) => c
                .encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| line.push_str(&format!("\\u{unit:04x}"))),
            (c, _) if c < ' ' => line.push_str(&format!("\\u{:04X}", c as u32)),
            (c, _) => line.push(c),
        }
    }
    line.push_str("\", \"n\": 1.50e3 }\n");
    // Twice in a row, so that there is something to cut.
    comes_back("in.jsonl", line.repeat(2).as_bytes(), Scope::Document);
}

/// A folder whose record was tampered with is an error or gives something back; nothing panics.
pub fn any_decisions_are_read(data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let line = "{\"id\":\"a\",\"text\":\"The lamp was lit again on Friday night.\\n\\nThe lamp was lit again on Friday night.\"}\n";
    run(folder.path(), "in.jsonl", line.as_bytes(), Scope::Document, 1);
    let name =
        ["decisions", "removed", "rejected"][data.first().map_or(0, |&b| usize::from(b) % 3)];
    let path = folder
        .path()
        .join(format!("out/__copydesk/{name}.jsonl.zst"));
    let was = zstd::decode_all(&fs::read(&path).unwrap()[..]).unwrap();
    // Either other lines, or the right ones with some bytes changed.
    let mut now = data.get(2..).unwrap_or_default().to_vec();
    if data.get(1).is_some_and(|b| b % 2 == 0) {
        let changes = std::mem::replace(&mut now, was);
        for change in changes
            .chunks_exact(2)
            .filter(|_| !now.is_empty())
            .collect::<Vec<_>>()
        {
            let at = usize::from(change[0]) % now.len();
            now[at] = change[1];
        }
    }
    fs::write(&path, zstd::encode_all(&now[..], 1).unwrap()).unwrap();
    let _ = restore(&folder.path().join("out"), &folder.path().join("back"));
    let _ = explain(&folder.path().join("out"), "a");
}
