//! Document scope, streams, `find`, `apply`, and the settings that say which copy stays.

use crate::bench_desk::{Desk, contents};
use copydesk_pipeline::{
    Config, CutOrKeep, Error, FurniturePolicy, Inputs, Logs, Policy, Prefer, Reason, RepeatsPolicy,
    Scope, Silent, apply, clean, explain, find, restore, stream,
};
use copydesk_testkit::{Dump, Recipe};
use std::io::Cursor;

fn synthetic() -> Dump {
    Dump::synthetic(&Recipe {
        seed: 77,
        stories: 30,
        sites: 3,
        ..Recipe::default()
    })
}

fn document_scope() -> Config {
    Config {
        scope: Scope::Document,
        ..Config::default()
    }
}

#[test]
fn a_stream_is_cleaned_like_a_file() {
    let jsonl = synthetic().to_jsonl();
    let desk = Desk::new().file("dump.jsonl", jsonl.as_bytes());
    desk.clean("out", &document_scope());
    let mut streamed = Vec::new();
    let summary = stream(
        Cursor::new(jsonl.clone().into_bytes()),
        &mut streamed,
        Logs::default(),
        &document_scope(),
    )
    .unwrap();
    assert!(summary.documents.edited > 0);
    assert!(streamed == std::fs::read(desk.path("out/dump.jsonl")).unwrap());
    let zipped = zstd::encode_all(jsonl.as_bytes(), 1).unwrap();
    let mut again = Vec::new();
    stream(
        Cursor::new(zipped),
        &mut again,
        Logs::default(),
        &document_scope(),
    )
    .unwrap();
    assert!(streamed == again);
}

#[test]
fn a_stream_needs_document_scope() {
    let error: Error = stream(
        Cursor::new(""),
        Vec::new(),
        Logs::default(),
        &Config::default(),
    )
    .unwrap_err();
    assert!(error.to_string().contains("--scope document"));
}

#[test]
fn find_and_apply_make_what_clean_makes() {
    let desk = Desk::new().file("dump.jsonl", synthetic().to_jsonl().as_bytes());
    desk.clean("out", &Config::default());
    find(
        &desk.inputs(),
        &desk.path("found"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    assert!(!desk.path("found/dump.jsonl").exists());
    apply(
        &desk.inputs(),
        &desk.path("found"),
        &desk.path("applied"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    assert_eq!(contents(&desk.path("out")), contents(&desk.path("applied")));
    assert_eq!(
        contents(&desk.restore("applied")),
        contents(&desk.path("in"))
    );
}

#[test]
fn decisions_for_another_input_are_refused() {
    let desk = Desk::new().file("dump.jsonl", synthetic().to_jsonl().as_bytes());
    find(
        &desk.inputs(),
        &desk.path("found"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    let desk = desk.file("dump.jsonl", b"{\"text\":\"Something else.\"}\n");
    let error = apply(
        &desk.inputs(),
        &desk.path("found"),
        &desk.path("applied"),
        &Config::default(),
        &Silent,
    )
    .unwrap_err();
    assert!(error.to_string().contains("run find again"), "{error}");
    assert!(!desk.path("applied").exists());
}

#[test]
fn a_record_that_changed_since_find_is_not_cut() {
    let line = |words: &str| format!("{{\"text\":\"{words}\\n\\n{words}\"}}\n");
    let desk = Desk::new().file(
        "dump.jsonl",
        line("The old mill in the valley burned down on Friday night.").as_bytes(),
    );
    find(
        &desk.inputs(),
        &desk.path("found"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    let desk = desk.file(
        "dump.jsonl",
        line("The new mill on the hillside was opened on Sunday at noon.").as_bytes(),
    );
    let error = apply(
        &desk.inputs(),
        &desk.path("found"),
        &desk.path("applied"),
        &Config::default(),
        &Silent,
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("was changed since it was decided"),
        "{error}"
    );
}

#[test]
fn an_output_that_was_changed_is_not_restored() {
    let desk = Desk::new()
        .file("a.txt", b"The lighthouse was sold.")
        .file("b.txt", b"The harbour froze.");
    desk.clean("out", &Config::default());
    std::fs::write(desk.path("out/a.txt"), "The lighthouse was stolen.").unwrap();
    assert!(
        restore(&desk.path("out"), &desk.path("back"))
            .unwrap_err()
            .to_string()
            .contains("do not fit together")
    );
    std::fs::remove_file(desk.path("out/a.txt")).unwrap();
    assert!(
        restore(&desk.path("out"), &desk.path("back"))
            .unwrap_err()
            .to_string()
            .contains("is missing")
    );
    assert!(!desk.path("back").exists());
}

#[test]
fn a_stream_writes_rejected_records_to_a_log() {
    let desk = Desk::new();
    let rejected = desk.path("rejected.jsonl");
    let logs = Logs {
        decisions: None,
        rejected: Some(&rejected),
    };
    let mut out = Vec::new();
    let summary = stream(
        Cursor::new("{\"text\":1}\n{\"text\":\"One.\"}\n"),
        &mut out,
        logs,
        &document_scope(),
    )
    .unwrap();
    assert_eq!((summary.documents.rejected, summary.documents.kept), (1, 1));
    assert!(
        std::fs::read_to_string(rejected)
            .unwrap()
            .contains("{\\\"text\\\":1}")
    );
}

#[test]
fn a_form_report_of_another_day_is_another_story() {
    let report = |level: &str, inflow: &str| {
        format!(
            "The level of the Karst reservoir stood at {level} metres at eight in the morning, the dam authority said in its daily report. \
             The inflow was {inflow} cubic metres a second, while the outflow was kept as it had been through the week. The authority \
             asked people who live along the lower river to stay away from the banks until the gates are closed again."
        )
    };
    let line = |id: &str, text: String| {
        serde_json::json!({ "id": id, "text": text, "url": format!("https://{id}.example/") })
            .to_string()
    };
    let dump = [
        line("a", report("212.4", "80")),
        line("b", report("213.9", "95")),
        line("c", report("213.9", "95")),
    ]
    .join("\n");
    let desk = Desk::new().file("dump.jsonl", dump.as_bytes());
    let summary = desk.clean(
        "out",
        &Config {
            policy: Policy {
                repeats: RepeatsPolicy::Keep,
                ..Policy::default()
            },
            ..Config::default()
        },
    );
    assert_eq!(
        summary.dropped.get("duplicate"),
        Some(&1),
        "the third says what the second says; the first says something else"
    );
}

/// Two stories share two paragraphs. The later story has the first of them twice, slightly edited:
/// one of its copies is cut as a repeat, and names the other, which is then cut too.
#[test]
fn a_cut_names_the_other_document_if_its_own_copy_is_cut_too() {
    let background = "The dam above the town gave way on the night of April 11 after nine days of rain, and the flood that followed \
                      carried off the old bridge, two mills and the northern wall of the cemetery before the water fell at dawn.";
    let edited = background
        .replace(" and the northern wall", " and northern wall")
        .replace(", and the flood", " and the flood");
    let second = "Divers who searched the lake for the missing bell of the chapel gave up on Thursday because the water is too \
                  cold and too dark for anybody to stay below for longer than a quarter of an hour, their leader told the mayor.";
    let early = format!(
        "The bridge of Hollin is to be rebuilt in stone, the council said.\n\n{background}\n\n{second}"
    );
    let late = format!(
        "Schools in Hollin open again on Monday.\n\n{edited}\n\nAll pupils are asked to bring boots.\n\n{edited}\n\n{second}"
    );
    let lines: Vec<String> = [("early", "2024-05-01", early), ("late", "2024-05-09", late)]
        .into_iter()
        .map(|(id, date, text)| {
            serde_json::json!({ "id": id, "date": date, "text": text, "source": id }).to_string()
        })
        .collect();
    let desk = Desk::new().file("dump.jsonl", lines.join("\n").as_bytes());
    let policy = Policy {
        repeats: RepeatsPolicy::Cut,
        ..Policy::default()
    };
    let config = Config {
        policy,
        least_left: 0.0,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!((summary.documents.kept, summary.documents.edited), (1, 1));
    let decisions = desk.decisions("out");
    assert_eq!(decisions[1].edits.len(), 3, "{:?}", decisions[1].edits);
    let names_early = |edit: &copydesk_clean::Edit| {
        edit.kept
            .as_ref()
            .is_some_and(|kept| kept.id.as_deref() == Some("early"))
    };
    assert!(decisions[1].edits.iter().all(names_early));
}

/// Two copies of one story. The later one, from source A, is first in the file and has a headline.
fn two_copies() -> Desk {
    let story = "The night ferry to the islands was turned back on Friday after waves broke two windows on the car deck, the company said.";
    let early =
        serde_json::json!({"id": "early", "text": story, "date": "2024-03-01", "source": "B"});
    let late = serde_json::json!({"id": "late", "text": format!("Night ferry turns back\n\n{story}"), "date": "2024-03-02", "source": "A"});
    Desk::new().file("dump.jsonl", format!("{late}\n{early}\n").as_bytes())
}

#[test]
fn the_preferred_copy_stays() {
    for (prefer, stays) in [
        (Prefer::Earliest, "early"),
        (Prefer::Newest, "late"),
        (Prefer::Longest, "late"),
        (Prefer::First, "late"),
        (Prefer::Source(vec!["A".into(), "B".into()]), "late"),
        (Prefer::Source(vec!["B".into()]), "early"),
    ] {
        let desk = two_copies();
        desk.clean(
            "out",
            &Config {
                prefer: prefer.clone(),
                ..Config::default()
            },
        );
        let kept = std::fs::read_to_string(desk.path("out/dump.jsonl")).unwrap();
        assert!(
            kept.contains(&format!("\"id\":\"{stays}\"")) && kept.lines().count() == 1,
            "{prefer:?}: {kept}"
        );
    }
}

#[test]
fn duplicates_and_repeats_are_kept_if_the_user_wants_it() {
    let desk = two_copies();
    let policy = Policy {
        duplicates: CutOrKeep::Keep,
        repeats: RepeatsPolicy::Keep,
        ..Policy::default()
    };
    let summary = desk.clean(
        "out",
        &Config {
            policy,
            ..Config::default()
        },
    );
    assert_eq!(summary.documents.kept, 2);
}

/// Two stories of one site, each with the same gallery, which is most of the page.
fn two_galleries() -> Desk {
    let picture = |number: usize| {
        format!(
            "Photos: The storm – Pier {number} of Varn after the night Hide Caption {number} of 30 "
        )
    };
    let gallery: String = (1..=30).map(picture).collect();
    let page = |id: &str, lead: &str, end: &str| {
        let text = format!("{lead}\n\n{}\n\n{end}", gallery.trim_end());
        serde_json::json!({"id": id, "text": text, "url": format!("https://harbour.example/{id}")})
    };
    let lamp = page(
        "lamp",
        "The lamp of Varn has been dark for nine days, and the council has met twice about it.",
        "The pilots have lit a fire on the mole and have sent the bill to the mayor.",
    );
    let ferry = page(
        "ferry",
        "A ferry with forty passengers turned back at the mouth of the bay on Sunday evening.",
        "Its captain waited for three hours before he gave the order, the company said.",
    );
    Desk::new().file("dump.jsonl", format!("{lamp}\n{ferry}\n").as_bytes())
}

#[test]
fn a_gallery_stays_on_one_page_and_both_articles_stay_whole() {
    let desk = two_galleries();
    let summary = desk.clean("out", &Config::default());
    let clean = std::fs::read_to_string(desk.path("out/dump.jsonl")).unwrap();
    assert_eq!(clean.matches("Hide Caption 30 of 30").count(), 1);
    assert!(clean.contains("sent the bill") && clean.contains("gave the order"));
    assert_eq!(
        (summary.documents.edited, summary.documents.left_whole),
        (1, 0)
    );
    let decisions = desk.decisions("out");
    let edits: Vec<_> = decisions
        .iter()
        .flat_map(|decision| &decision.edits)
        .collect();
    let [edit] = edits[..] else {
        panic!("{edits:?}")
    };
    assert_eq!(edit.reason, Reason::RecurringFurniture);
    let keeper = decisions.iter().find(|decision| decision.edits.is_empty());
    let record_of_copy = edit.kept.as_ref().map(|kept| kept.record);
    assert_eq!(record_of_copy, keeper.map(|decision| decision.record));
    assert!(contents(&desk.restore("out")) == contents(&desk.path("in")));
}

#[test]
fn a_gallery_stays_if_furniture_or_repeats_are_kept() {
    for policy in [
        Policy {
            furniture: FurniturePolicy::Keep,
            ..Policy::default()
        },
        Policy {
            repeats: RepeatsPolicy::Keep,
            ..Policy::default()
        },
    ] {
        let config = Config {
            policy,
            ..Config::default()
        };
        assert_eq!(two_galleries().clean("out", &config).documents.kept, 2);
    }
}

#[test]
fn explain_shows_both_copies() {
    let desk = two_copies();
    desk.clean("out", &Config::default());
    let found = explain(&desk.path("out"), "late").unwrap();
    assert_eq!(
        found[0]
            .decision
            .duplicate_of
            .as_ref()
            .and_then(|o| o.id.as_deref()),
        Some("early")
    );
    assert!(
        found[0].text.starts_with("Night ferry turns back")
            && found[0].kept_text.as_ref().unwrap().ends_with("said.")
    );
    assert!(
        explain(&desk.path("out"), "nobody")
            .unwrap_err()
            .to_string()
            .contains("no document")
    );
}

#[test]
fn a_dump_in_memory_is_cleaned_and_restored_like_one_on_the_disk() {
    let story = "The last ferry of the season left Port Ambry on Sunday with forty people and a cow on board.";
    let lines = format!(
        "{{\"id\":\"a\",\"text\":\"{story}\\n\\n{story}\"}}\n\n{{\"id\":\"b\",\"text\":\"{story}\"}}\n"
    );
    let files = [
        ("a.jsonl".to_owned(), lines.clone().into_bytes()),
        ("deep/c.txt".to_owned(), format!("{story}\n").into_bytes()),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (out, back) = (folder.path().join("out"), folder.path().join("back"));
    // With checkpoints, for which a run must recognise its inputs again.
    let config = Config {
        checkpoint: 1,
        ..Config::default()
    };
    let inputs = Inputs::in_memory(files).unwrap();
    let summary = clean(&inputs, &out, &config, &Silent).unwrap();
    assert_eq!((summary.documents.read, summary.documents.dropped), (3, 2));
    restore(&out, &back).unwrap();
    assert_eq!(
        std::fs::read_to_string(back.join("a.jsonl")).unwrap(),
        lines
    );
    assert_eq!(
        std::fs::read_to_string(back.join("deep/c.txt")).unwrap(),
        format!("{story}\n")
    );
}
