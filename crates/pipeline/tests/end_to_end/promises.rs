//! The promises of the README, checked on synthetic dumps.

use crate::bench_desk::{Desk, contents};
use crate::shapes::compressed;
use copydesk_pipeline::{Config, Decision, Edit, Verdict};
use copydesk_testkit::{Dump, Recipe, oracle};
use copydesk_text::normalise;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

fn dump(seed: u64, stories: usize) -> Dump {
    Dump::synthetic(&Recipe {
        seed,
        stories,
        sites: 4,
        ..Recipe::default()
    })
}

fn desk(dump: &Dump) -> Desk {
    Desk::new().file("dump.jsonl", dump.to_jsonl().as_bytes())
}

fn texts(dump: &Dump) -> HashMap<String, String> {
    dump.records
        .iter()
        .map(|record| (record.id.clone(), record.text.clone()))
        .collect()
}

/// The text that is left by the edits of a decision.
fn kept_text(decision: &Decision, text: &str) -> String {
    let mut out = String::new();
    let mut last_end = 0;
    for edit in &decision.edits {
        out.push_str(&text[last_end..edit.start]);
        last_end = edit.end;
    }
    out + &text[last_end..]
}

/// Checks promise 1: text that is not furniture is removed only if a copy is kept in the output, at
/// the place that the decision names, and as similar as the decision says.
fn check_one_copy_stays(dump: &Dump, decisions: &[Decision]) {
    let texts = texts(dump);
    let by_record: HashMap<u64, &Decision> = decisions.iter().map(|d| (d.record, d)).collect();
    for decision in decisions {
        let text = &texts[decision.id.as_ref().unwrap()];
        for edit in decision
            .edits
            .iter()
            .filter(|edit| !edit.reason.is_furniture())
        {
            let kept = edit.kept.as_ref().unwrap();
            let keeper = by_record[&kept.record];
            assert_ne!(
                keeper.verdict,
                Verdict::Drop,
                "{:?} names a copy in a dropped document",
                decision.id
            );
            let is_cut = keeper
                .edits
                .iter()
                .any(|e| e.start < kept.end && kept.start < e.end);
            assert!(
                !is_cut,
                "{:?}: the kept copy {}..{} was cut itself",
                decision.id, kept.start, kept.end
            );
            let copy = &texts[kept.id.as_ref().unwrap()][kept.start..kept.end];
            if kept.similarity == 1.0 {
                assert_eq!(normalise(&text[edit.start..edit.end]), normalise(copy));
            }
        }
        if let Some(other) = &decision.duplicate_of {
            let keeper = by_record[&other.record];
            assert_ne!(
                keeper.verdict,
                Verdict::Drop,
                "{:?} was dropped for a dropped document",
                decision.id
            );
            assert!(other.similarity >= 0.8 || other.containment >= 0.5);
        }
    }
}

/// Checks promise 2: `restore` gives the input back, and the texts of the output are those of the
/// input without the edits that are in the decisions.
fn check_every_cut_is_recorded(dump: &Dump, desk: &Desk, decisions: &[Decision]) {
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
    let texts = texts(dump);
    let clean = std::fs::read_to_string(desk.path("out").join("dump.jsonl")).unwrap();
    let kept = decisions
        .iter()
        .filter(|d| matches!(d.verdict, Verdict::Keep | Verdict::Edit));
    let expected = kept.map(|d| kept_text(d, &texts[d.id.as_ref().unwrap()]));
    let written = clean.lines().map(|line| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["text"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    assert_eq!(written.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

/// The id and the text of a record.
type IdAndText = (String, String);
/// The verdict on a record, and the start and end of each cut.
type VerdictAndCuts = (String, Vec<(usize, usize)>);

/// The verdicts and cuts by record, so that dumps with the same records in another order can be
/// compared.
fn verdicts(dump: &Dump, decisions: &[Decision]) -> BTreeMap<IdAndText, VerdictAndCuts> {
    let of = |d: &Decision| {
        let record = &dump.records[d.record as usize];
        let cuts = d.edits.iter().map(|e| (e.start, e.end)).collect();
        (
            (record.id.clone(), record.text.clone()),
            (format!("{:?}", d.verdict), cuts),
        )
    };
    decisions.iter().map(of).collect()
}

#[test]
fn one_copy_stays_and_every_cut_can_be_undone() {
    for seed in 0..4 {
        let dump = dump(seed, 40);
        let desk = desk(&dump);
        let summary = desk.clean("out", &Config::default());
        let decisions = desk.decisions("out");
        let documents = summary.documents;
        assert_eq!(
            documents.read,
            documents.kept + documents.edited + documents.dropped + documents.rejected
        );
        assert_eq!(documents.read as usize, dump.records.len());
        assert!(
            documents.dropped > 0 && documents.edited > 0,
            "a dump without repeats proves nothing"
        );
        check_one_copy_stays(&dump, &decisions);
        check_every_cut_is_recorded(&dump, &desk, &decisions);
    }
}

#[test]
fn threads_and_memory_change_no_byte() {
    let dump = dump(11, 60);
    let desk = desk(&dump);
    let mut recurring = Vec::new();
    for (threads, memory) in [(1, None), (2, Some(0)), (8, None), (64, None)] {
        let config = Config {
            threads,
            memory,
            ..Config::default()
        };
        let summary = desk.clean(&format!("out{threads}"), &config);
        recurring.push(summary.recurring);
    }
    assert!(
        recurring[0]
            .iter()
            .any(|site| site.lines.iter().any(|line| line.kept > 0))
    );
    assert!(recurring.iter().all(|other| *other == recurring[0]));
    let one = contents(&desk.path("out1"));
    assert_eq!(one, contents(&desk.path("out2")));
    assert_eq!(one, contents(&desk.path("out8")));
    assert_eq!(one, contents(&desk.path("out64")));
}

#[test]
fn files_that_are_read_and_written_at_the_same_time_change_nothing() {
    let dump = dump(12, 120);
    let records = dump.to_jsonl();
    let lines: Vec<&str> = records.split_inclusive('\n').collect();
    let mut desk = Desk::new();
    for (number, lines) in lines.chunks(lines.len() / 12 + 1).enumerate() {
        let ending = ["", ".gz", ".zst", ".xz", ".bz2"][number % 5];
        let packed = compressed(lines.concat().as_bytes(), ending);
        desk = desk.file(&format!("{number}.jsonl{ending}"), &packed);
    }
    let out = |threads: usize| {
        let name = format!("out{threads}");
        let memory = (threads == 8).then_some(64 << 20);
        let checkpoint = if threads == 2 { 1 } else { 1 << 20 };
        let config = Config {
            threads,
            memory,
            checkpoint,
            ..Config::default()
        };
        desk.clean(&name, &config);
        contents(&desk.path(&name))
    };
    let one = out(1);
    for threads in [2, 8, 64] {
        // Compressed bytes may differ, because checkpoints end the blocks of the audit log. So
        // `contents` decompresses the files.
        assert!(one == out(threads), "{threads} threads");
    }
}

#[test]
fn a_long_file_that_is_read_in_parts_changes_nothing() {
    let padding = format!("{{\"page\":\"{}\",", "<p>".repeat(50_000));
    let records = dump(13, 60).to_jsonl();
    // A blank line after each record, because blank lines are counted as well.
    let long = |line: &str| line.replacen('{', &padding, 1) + "\n";
    let long: String = records.split_inclusive('\n').map(long).collect();
    assert!(long.len() > 8 << 20, "it has several parts");
    let short = Desk::new().file("dump.jsonl", records.as_bytes());
    short.clean("out", &Config::default());
    let desk = Desk::new().file("dump.jsonl", long.as_bytes());
    let decided = |desk: &Desk, out: &str| -> Vec<_> {
        let decisions = desk.decisions(out).into_iter();
        decisions
            .map(|decision| (decision.record, decision.verdict, decision.edits))
            .collect()
    };
    for threads in [1, 3, 16] {
        let name = format!("out{threads}");
        let config = Config {
            threads,
            ..Config::default()
        };
        desk.clean(&name, &config);
        assert!(contents(&desk.path(&name)) == contents(&desk.path("out1")));
        assert!(decided(&desk, &name) == decided(&short, "out"));
    }
    assert!(std::fs::read(desk.restore("out3").join("dump.jsonl")).unwrap() == long.as_bytes());
}

#[test]
fn the_order_of_the_input_changes_no_verdict() {
    let straight = dump(5, 60);
    let shuffled = straight.shuffled(9);
    let (a, b) = (desk(&straight), desk(&shuffled));
    let one = a.clean("out", &Config::default());
    let other = b.clean("out", &Config::default());
    assert_eq!(one.recurring, other.recurring);
    assert_eq!(
        verdicts(&straight, &a.decisions("out")),
        verdicts(&shuffled, &b.decisions("out"))
    );
}

#[test]
fn new_facts_are_not_duplicates() {
    let paragraphs = [
        "Police said they had detained 1,700 people in the capital during the protests on Sunday afternoon.",
        "Police said they had detained 3,500 people in the capital during the protests on Sunday afternoon.",
        "The minister said in Lyon that the plan to close the plant had been dropped after long talks.",
        "The minister said in Lille that the plan to close the plant had been dropped after long talks.",
        "The governor has signed the order that closes the northern bridge until the end of the year.",
        "The governor has not signed the order that closes the northern bridge until the end of the year.",
    ];
    let line = serde_json::json!({ "id": "a", "text": paragraphs.join("\n\n") });
    let desk = Desk::new().file("dump.jsonl", format!("{line}\n").as_bytes());
    let summary = desk.clean("out", &Config::default());
    assert_eq!(summary.documents.kept, 1, "{:?}", desk.decisions("out"));
}

/// Document `r` has only paragraphs that earlier documents have too, but its copy `m` is dropped in
/// its favour.
#[test]
fn a_document_is_not_emptied_if_another_is_dropped_for_it() {
    let first = "The harbour board closed the eastern quay on Monday after divers found that three of its oldest piles had rotted through.";
    let second = "The owners of the fish market said on Tuesday that they would take the board to court if the stalls were not moved in time.";
    let own = |name: &str| {
        let line = |i: usize| {
            format!(
                "{name} wrote sentence number {i} of a long piece about {name} matters that nobody else in the town has told."
            )
        };
        (0..8).map(line).collect::<Vec<_>>().join("\n\n")
    };
    let texts = [
        ("a", "2024-01-01", format!("{first}\n\n{}", own("Anna"))),
        ("b", "2024-01-02", format!("{second}\n\n{}", own("Bertil"))),
        ("r", "2024-01-03", format!("{first}\n\n{second}")),
        ("m", "2024-01-04", format!("{first}\n\n{second}")),
    ];
    let line = |(id, date, text): &(&str, &str, String)| {
        serde_json::json!({ "id": id, "date": date, "text": text, "source": id }).to_string()
    };
    let desk = Desk::new().file(
        "dump.jsonl",
        texts
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
            .as_bytes(),
    );
    desk.clean("out", &Config::default());
    let decisions = desk.decisions("out");
    let dropped: Vec<_> = decisions
        .iter()
        .filter(|d| d.verdict == Verdict::Drop)
        .collect();
    for decision in &dropped {
        let Some(other) = &decision.duplicate_of else {
            continue;
        };
        assert_ne!(
            decisions[other.record as usize].verdict,
            Verdict::Drop,
            "{:?} was dropped for a dropped document",
            decision.id
        );
    }
    assert_eq!(dropped.len(), 1, "{dropped:?}");
}

/// The oracle compares all pairs by brute force, on sets of strings.
#[test]
fn of_each_pair_above_the_threshold_one_is_dropped() {
    let dump = dump(3, 50);
    let desk = desk(&dump);
    desk.clean("out", &Config::default());
    let decisions = desk.decisions("out");
    let dropped: BTreeSet<u64> = decisions
        .iter()
        .filter(|d| d.verdict == Verdict::Drop)
        .map(|d| d.record)
        .collect();
    let texts: Vec<&str> = dump
        .records
        .iter()
        .map(|record| record.text.as_str())
        .collect();
    let pairs = oracle::pairs(&texts, 5, 0.88);
    assert!(pairs.len() > 5, "only {} pairs", pairs.len());
    let both_kept = |pair: &&oracle::AlikePair| {
        !dropped.contains(&(pair.first as u64)) && !dropped.contains(&(pair.second as u64))
    };
    let missed: Vec<_> = pairs.iter().filter(both_kept).collect();
    assert!(missed.is_empty(), "{missed:?}");
    for decision in &decisions {
        let Some(other) = &decision.duplicate_of else {
            continue;
        };
        let (a, b) = (
            texts[decision.record as usize],
            texts[other.record as usize],
        );
        let jaccard = oracle::jaccard(a, b, 5);
        assert!(
            jaccard >= 0.5 || oracle::containment(a, b, 5) >= 0.6,
            "{:?} dropped at {jaccard}",
            decision.id
        );
    }
}

#[test]
fn doubled_paragraphs_are_left_once() {
    let dump = dump(21, 50);
    let desk = desk(&dump);
    desk.clean("out", &Config::default());
    let texts = texts(&dump);
    let mut before = 0;
    for decision in desk
        .decisions("out")
        .iter()
        .filter(|d| matches!(d.verdict, Verdict::Keep | Verdict::Edit))
    {
        let text = &texts[decision.id.as_ref().unwrap()];
        before += oracle::doubled_segments(text).len();
        let kept = kept_text(decision, text);
        let mut still_doubled = oracle::doubled_segments(&kept);
        // Short lines may occur twice.
        still_doubled.retain(|doubled| {
            let words = normalise(doubled.again.slice(&kept)).split(' ').count();
            words >= 8
        });
        assert!(
            still_doubled.is_empty(),
            "{:?}: {still_doubled:?}",
            decision.id
        );
    }
    assert!(
        before > 10,
        "only {before} doubled paragraphs are in the dump"
    );
}

#[test]
fn cleaning_twice_is_cleaning_once() {
    let dump = dump(8, 40);
    let desk = desk(&dump);
    desk.clean("out", &Config::default());
    let once = std::fs::read(desk.path("out").join("dump.jsonl")).unwrap();
    let again = Desk::new().file("dump.jsonl", &once);
    let summary = again.clean("out", &Config::default());
    assert_eq!(summary.documents.dropped, 0);
    // In the first run a copy must stay if a cut names it as the kept copy. In the second run no
    // cut names it any more, so it may be cut in favour of a preferred document. Nothing else is
    // cut.
    let texts = texts(&dump);
    let text_of = |id: &Option<String>| texts[id.as_deref().unwrap()].as_str();
    let edits = |desk: &Desk| -> Vec<(Option<String>, Edit)> {
        desk.decisions("out")
            .into_iter()
            .flat_map(|d| d.edits.into_iter().map(move |edit| (d.id.clone(), edit)))
            .collect()
    };
    let kept_copies: Vec<String> = edits(&desk)
        .iter()
        .filter_map(|(_, edit)| edit.kept.as_ref())
        .map(|copy| text_of(&copy.id)[copy.start..copy.end].to_owned())
        .collect();
    let clean: HashMap<String, String> = String::from_utf8(once)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|record| {
            (
                record["id"].as_str().unwrap().to_owned(),
                record["text"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    for (id, edit) in edits(&again).iter().filter(|(_, edit)| edit.kept.is_some()) {
        let cut = clean[id.as_deref().unwrap()][edit.start..edit.end].trim();
        assert!(
            kept_copies
                .iter()
                .any(|copy| copy.contains(cut.trim_end_matches('.'))),
            "{id:?}: {cut}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_lines_are_restored(lines in proptest::collection::vec(
        prop_oneof![
            "[a-z .]{0,30}",
            "\\PC{0,40}",
            ("[a-z ]{5,30}", 1usize..4).prop_map(|(text, times)| serde_json::json!({"id": 1, "text": vec![text; times].join("\n\n")}).to_string()),
            "(The cat sat on the mat again today\\. ?){1,3}".prop_map(|text| serde_json::json!({"text": text, "url": "http://a.example/x"}).to_string()),
        ], 0..12), end in prop_oneof![Just("\n"), Just(""), Just("\r\n"), Just("\n\n \n")])
    {
        let content = lines.join("\n") + end;
        let desk = Desk::new().file("any.jsonl", content.as_bytes());
        let summary = desk.clean("out", &Config::default());
        let documents = summary.documents;
        prop_assert_eq!(documents.read, documents.kept + documents.edited + documents.dropped + documents.rejected);
        prop_assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
    }
}

/// A page of made-up words, which no page of the dump has. Pages with even numbers are near-copies
/// of each other; a page with an odd number is like no other.
fn stranger(seed: u64, number: u64) -> serde_json::Value {
    let story = if number.is_multiple_of(2) { 0 } else { number };
    let word = |story: u64, index: u64| {
        let key = (seed * 1_009 + story) * 1_009 + index;
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let letter = |k: u64| char::from(b'a' + (mixed >> (4 * k) & 15) as u8);
        (0..8).map(letter).collect::<String>()
    };
    let line = |story: u64, words: std::ops::Range<u64>| {
        let words: Vec<String> = words.map(|index| word(story, index)).collect();
        words.join(" ")
    };
    let mut text: Vec<String> = (0..8)
        .map(|index| line(story, index * 24..index * 24 + 24) + ".")
        .collect();
    // Even near-copies have different headlines.
    text.insert(0, line(number + 500, 0..3));
    serde_json::json!({
        "id": format!("stranger-{number}"),
        "url": format!("https://www.stranger-{}.example/{number}", number % 5),
        "date": format!("2021-03-{:02}", number % 28 + 1),
        "text": text.join("\n\n"),
    })
}

/// The decisions about the records of one file: the id, the verdict, the document that is kept in
/// its place, and the cuts.
fn decided(decisions: &[Decision], file: &str) -> Vec<String> {
    let of_file = decisions.iter().filter(|decision| decision.file == file);
    of_file
        .map(|decision| {
            let duplicate_of = decision.duplicate_of.as_ref().map(|copy| &copy.id);
            let cuts: Vec<_> = decision
                .edits
                .iter()
                .map(|edit| {
                    (
                        edit.start,
                        edit.end,
                        edit.reason,
                        edit.kept.as_ref().map(|k| k.start),
                    )
                })
                .collect();
            format!(
                "{:?} {:?} {duplicate_of:?} {cuts:?}",
                decision.id, decision.verdict
            )
        })
        .collect()
}

#[test]
fn documents_that_share_nothing_change_no_decision() {
    for seed in 0..3 {
        let dump = dump(seed, 40);
        let desk = desk(&dump);
        desk.clean("out", &Config::default());
        let alone = decided(&desk.decisions("out"), "dump.jsonl");
        let mut strangers = String::new();
        for number in 0..140 {
            strangers += &stranger(seed, number).to_string();
            strangers.push('\n');
        }
        let desk = Desk::new()
            .file("dump.jsonl", dump.to_jsonl().as_bytes())
            .file("a-strangers.jsonl", strangers.as_bytes());
        desk.clean("out", &Config::default());
        let decisions = desk.decisions("out");
        let is_dropped = |decision: &&Decision| decision.verdict == Verdict::Drop;
        let of_strangers = decisions.iter().filter(|d| d.file == "a-strangers.jsonl");
        assert!(
            of_strangers.filter(is_dropped).count() > 48,
            "the strangers have too few near-copies"
        );
        assert_eq!(decided(&decisions, "dump.jsonl"), alone, "seed {seed}");
    }
}
