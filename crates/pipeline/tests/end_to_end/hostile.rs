//! Dumps that are made to be slow. Each of them grows with one number.
//!
//! The test checks that they are cleaned and restored. It does not check times, because no test
//! should depend on a clock. To see that the time grows no faster than the number, run it with two
//! numbers and compare the times that it prints:
//!
//! `COPYDESK_HOSTILE=128000 cargo test --release -p copydesk-pipeline --test end_to_end hostile --
//! --nocapture`

use crate::bench_desk::{Desk, contents};
use copydesk_pipeline::{Config, Verdict};
use std::time::Instant;

const WORDS: [&str; 16] = [
    "stone", "river", "council", "vote", "harbour", "price", "winter", "school", "engine",
    "doctor", "garden", "minister", "train", "border", "letter", "market",
];

/// A sentence of this many words, which are chosen by a seed.
fn sentence(seed: u64, words: usize) -> String {
    let word = |i: usize| WORDS[(copydesk_text::mix64(seed << 8 | i as u64) % 16) as usize];
    (0..words).map(word).collect::<Vec<_>>().join(" ") + "."
}

/// Lines by their numbers, with a separator between them.
fn lines(count: usize, separator: &str, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().join(separator)
}

fn caption(i: usize) -> String {
    format!(
        "Picture {i} shows the old harbour of the town at dawn, seen from tower {}",
        7 * i
    )
}

fn paragraph(i: usize, word: &str) -> String {
    format!(
        "Letter {i} speaks of the {word} and of what fish cost in the winter of {i}, as the council has put it to the whole town."
    )
}

/// The dumps: name, texts, and whether something must be cut or dropped.
fn dumps(n: usize) -> Vec<(&'static str, Vec<String>, bool)> {
    let each = |count: usize, text: &dyn Fn(usize) -> String| {
        (0..count).map(text).collect::<Vec<String>>()
    };
    let story = |i: usize| sentence(i as u64, 40);
    let nearly = |i: usize| {
        let changed = |k: usize| {
            if k == i % 60 || k == (i / 60) % 60 {
                format!("new{i}")
            } else {
                format!("word{k}")
            }
        };
        lines(60, " ", changed) + "."
    };
    vec![
        (
            "furniture in one page",
            vec![lines(n, "\n", |i| {
                format!("Subscribe to our newsletter number {i}")
            })],
            true,
        ),
        (
            "one line of furniture, again and again",
            vec![lines(n, "\n", |_| "Subscribe to our newsletter".into())],
            true,
        ),
        (
            "captions beside their copies",
            vec![lines(n / 2, "\n\n", |i| {
                format!("{}\n\n{}", caption(i), caption(i))
            })],
            true,
        ),
        (
            "captions far from their copies",
            vec![lines(n, "\n\n", |i| caption(i % (n / 2)))],
            true,
        ),
        (
            "one paragraph in one page",
            vec![lines(n, "\n\n", |_| paragraph(1, "harbour"))],
            true,
        ),
        (
            "one button, again and again",
            vec![lines(n, "\n", |_| "Share".into())],
            false,
        ),
        (
            "buttons with numbers",
            vec![lines(n, "\n", |i| format!("{i} shares"))],
            false,
        ),
        (
            "captions parted by line separators",
            vec![lines(n / 2, "\u{2028}", |i| {
                format!("{}\u{2028}{}", caption(i), caption(i))
            })],
            true,
        ),
        (
            "one line that differs in many words",
            each(2, &|k| {
                lines(n, " ", |i| {
                    if i % 40 == 7 {
                        format!("Name{k}")
                    } else {
                        WORDS[i * i / 7 % 16].into()
                    }
                })
            }),
            false,
        ),
        (
            "like lines of few words",
            vec![lines(n, "\n", |i| sentence(i as u64, 8))],
            false,
        ),
        (
            "sentences",
            vec![lines(n, " ", |i| {
                format!("Sign up for our newsletter number {i}.")
            })],
            false,
        ),
        (
            "two words in turn",
            vec![lines(8 * n, " ", |i| WORDS[i % 2].into())],
            false,
        ),
        (
            "marks on one letter",
            vec![format!("a{} {}", "\u{301}\u{323}".repeat(n), story(1))],
            false,
        ),
        ("one word", vec!["a".repeat(20 * n)], false),
        (
            "quotes that never close",
            vec!["“".repeat(5 * n) + &story(1)],
            false,
        ),
        ("numbers", vec![lines(n, " ", |i| i.to_string())], false),
        (
            "pages that share all paragraphs",
            each(4, &|k| {
                lines(n / 8, "\n\n", |i| paragraph(i, "harbour")) + "\n\n" + &story(k)
            }),
            true,
        ),
        (
            "pages that nearly share them",
            each(4, &|k| {
                lines(n / 8, "\n\n", |i| paragraph(i, WORDS[k])) + "\n\n" + &sentence(k as u64, n)
            }),
            true,
        ),
        (
            "a menu that recurs",
            each(4, &|k| {
                lines(n / 8, "\n", |i| format!("Line {i} of the town's menu")) + "\n" + &story(k)
            }),
            false,
        ),
        (
            "pages of one site",
            each(n, &|i| {
                format!(
                    "Home of the Vardal Mail\n\n{}\n\nWrite to the Vardal Mail",
                    story(i)
                )
            }),
            true,
        ),
        (
            "copies of one paragraph",
            each(n, &|i| {
                format!("{}\n\n{}", story(i), paragraph(1, "harbour"))
            }),
            true,
        ),
        ("copies of one page", each(n, &|_| story(1)), true),
        ("pages that are nearly one", each(n / 2, &nearly), false),
        (
            "pages of one word",
            each(n, &|i| "river ".repeat(20 + i % 50)),
            true,
        ),
    ]
}

#[test]
fn dumps_made_to_be_slow_are_cleaned_and_restored() {
    let n: usize =
        std::env::var("COPYDESK_HOSTILE").map_or(8_000, |n| n.parse().expect("a number"));
    for (name, texts, must_be_cut) in dumps(n) {
        let records = texts.iter().enumerate().map(|(i, text)| {
            format!("{}\n", serde_json::json!({ "id": i.to_string(), "url": "https://vardal.example/1", "text": text }))
        });
        let desk = Desk::new().file("dump.jsonl", records.collect::<String>().as_bytes());
        let start = Instant::now();
        let summary = desk.clean("out", &Config::default());
        println!("{name}: {:.2} s", start.elapsed().as_secs_f64());
        let decisions = desk.decisions("out");
        assert_eq!(
            (decisions.len(), summary.documents.read),
            (texts.len(), texts.len() as u64),
            "{name}"
        );
        let is_cut = decisions
            .iter()
            .any(|decision| matches!(decision.verdict, Verdict::Drop | Verdict::Edit));
        assert!(is_cut || !must_be_cut, "{name}: nothing was cut or dropped");
        assert!(
            contents(&desk.restore("out")) == contents(&desk.path("in")),
            "{name}"
        );
    }
}
