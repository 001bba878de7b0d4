//! Document scope, streams, find and apply.

use crate::bench_desk::{Desk, contents};
use copydesk_pipeline::{Config, CutOrKeep, Error, Policy, Prefer, Scope, Silent, apply, explain, find, stream};
use copydesk_testkit::{Dump, Recipe};
use std::io::Cursor;

fn synthetic() -> Dump {
    Dump::synthetic(&Recipe { seed: 77, stories: 30, sites: 3, ..Recipe::default() })
}

fn document_scope() -> Config {
    Config { scope: Scope::Document, ..Config::default() }
}

#[test]
fn a_stream_is_cleaned_like_a_file() {
    let jsonl = synthetic().to_jsonl();
    let desk = Desk::new().file("dump.jsonl", jsonl.as_bytes());
    desk.clean("out", &document_scope());
    let mut streamed = Vec::new();
    let summary = stream(Cursor::new(jsonl.clone().into_bytes()), &mut streamed, None, &document_scope()).unwrap();
    assert!(summary.documents.edited > 0);
    assert!(streamed == std::fs::read(desk.path("out/dump.jsonl")).unwrap());
    let zipped = zstd::encode_all(jsonl.as_bytes(), 1).unwrap();
    let mut again = Vec::new();
    stream(Cursor::new(zipped), &mut again, None, &document_scope()).unwrap();
    assert!(streamed == again);
}

#[test]
fn a_stream_cannot_look_back() {
    let error: Error = stream(Cursor::new(""), Vec::new(), None, &Config::default()).unwrap_err();
    assert!(error.to_string().contains("--scope document"));
}

#[test]
fn find_and_apply_make_what_clean_makes() {
    let desk = Desk::new().file("dump.jsonl", synthetic().to_jsonl().as_bytes());
    desk.clean("out", &Config::default());
    find(&desk.inputs(), &desk.path("found"), &Config::default(), &Silent).unwrap();
    assert!(!desk.path("found/dump.jsonl").exists());
    apply(&desk.inputs(), &desk.path("found"), &desk.path("applied"), &Config::default(), &Silent).unwrap();
    assert_eq!(contents(&desk.path("out")), contents(&desk.path("applied")));
    assert_eq!(contents(&desk.restore("applied")), contents(&desk.path("in")));
}

#[test]
fn decisions_for_another_input_are_refused() {
    let desk = Desk::new().file("dump.jsonl", synthetic().to_jsonl().as_bytes());
    find(&desk.inputs(), &desk.path("found"), &Config::default(), &Silent).unwrap();
    let desk = desk.file("dump.jsonl", b"{\"text\":\"Something else.\"}\n");
    let error = apply(&desk.inputs(), &desk.path("found"), &desk.path("applied"), &Config::default(), &Silent).unwrap_err();
    assert!(error.to_string().contains("run find again"), "{error}");
    assert!(!desk.path("applied").exists());
}

fn two_copies() -> Desk {
    let story =
        "The night ferry to the islands was turned back on Friday after waves broke two windows on the car deck, the company said.";
    let early = serde_json::json!({"id": "early", "text": story, "date": "2024-03-01", "source": "B"});
    let late = serde_json::json!({"id": "late", "text": format!("{story} Nobody was hurt."), "date": "2024-03-02", "source": "A"});
    Desk::new().file("dump.jsonl", format!("{late}\n{early}\n").as_bytes())
}

#[test]
fn the_preferred_copy_stays() {
    for (prefer, stays) in [
        (Prefer::Earliest, "early"),
        (Prefer::Longest, "late"),
        (Prefer::First, "late"),
        (Prefer::Source(vec!["A".into(), "B".into()]), "late"),
        (Prefer::Source(vec!["B".into()]), "early"),
    ] {
        let desk = two_copies();
        desk.clean("out", &Config { prefer: prefer.clone(), ..Config::default() });
        let kept = std::fs::read_to_string(desk.path("out/dump.jsonl")).unwrap();
        assert!(kept.contains(&format!("\"id\":\"{stays}\"")) && kept.lines().count() == 1, "{prefer:?}: {kept}");
    }
}

#[test]
fn what_the_user_wants_kept_is_kept() {
    let desk = two_copies();
    let policy = Policy { duplicates: CutOrKeep::Keep, repeats: CutOrKeep::Keep, ..Policy::default() };
    let summary = desk.clean("out", &Config { policy, ..Config::default() });
    assert_eq!(summary.documents.kept, 2);
}

#[test]
fn explain_shows_both_copies() {
    let desk = two_copies();
    desk.clean("out", &Config::default());
    let found = explain(&desk.path("out"), "late").unwrap();
    assert_eq!(found[0].decision.duplicate_of.as_ref().and_then(|o| o.id.as_deref()), Some("early"));
    assert!(found[0].text.ends_with("Nobody was hurt.") && found[0].kept_text.as_ref().unwrap().ends_with("said."));
    assert!(explain(&desk.path("out"), "nobody").unwrap_err().to_string().contains("no document"));
}
