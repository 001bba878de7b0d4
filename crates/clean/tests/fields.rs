//! Checks that `docs/output.md` lists every field of a decision.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_clean::{
    AlsoIn, Decision, Differing, DropReason, DuplicateOf, Edit, EditCopy, Reason, SharesWith,
    Verdict,
};
use copydesk_neardup::Relation;
use serde_json::Value;
use std::collections::BTreeSet;

/// A decision with every field. No `..` is used, so a new field must be added here before this
/// compiles. The test below then fails until the table has the field as well.
fn full_decision() -> Decision {
    let kept = EditCopy {
        file: "b.jsonl".to_owned(),
        record: 2,
        id: Some("b".to_owned()),
        start: 0,
        end: 9,
        similarity: 1.0,
    };
    let edit = Edit {
        start: 3,
        end: 12,
        reason: Reason::RepeatedAcrossDocuments,
        rule: "equal".to_owned(),
        detail: Some("word for word".to_owned()),
        evidence: 1.0,
        kept: Some(kept),
    };
    let other = DuplicateOf {
        file: "b.jsonl".to_owned(),
        record: 2,
        id: Some("b".to_owned()),
        similarity: 0.9,
        containment: 1.0,
    };
    Decision {
        file: "a.jsonl".to_owned(),
        record: 0,
        id: Some("a".to_owned()),
        verdict: Verdict::Drop,
        digest: "0".repeat(16),
        reason: Some(DropReason::Duplicate.name().to_owned()),
        duplicate_of: Some(other),
        also_in: vec![AlsoIn {
            file: "c.jsonl".to_owned(),
            record: 4,
            id: Some("c".to_owned()),
            containment: 0.8,
        }],
        relation: Some(Relation::Corrected),
        differing: vec![Differing {
            gone: "4 cents".to_owned(),
            kept: "3 cents".to_owned(),
        }],
        cluster_size: Some(3),
        left_whole: true,
        shares_with: vec![SharesWith {
            file: "b.jsonl".to_owned(),
            record: 2,
            id: Some("b".to_owned()),
            words: 40,
        }],
        edits: vec![edit],
    }
}

/// Adds the names of all fields of a value to `out`. The name of a field inside another begins with
/// `prefix`: `edits.kept.file`.
fn add_names(value: &Value, prefix: &str, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = format!("{prefix}{name}");
                add_names(value, &format!("{name}."), out);
                out.insert(name);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add_names(item, prefix, out)),
        _ => {}
    }
}

#[test]
fn the_table_has_every_field_and_no_other() {
    let page = include_str!("../../../docs/output.md");
    let (_, section) = page.split_once("## A decision, field by field").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let first_cell = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    let listed: BTreeSet<String> = section.lines().filter_map(first_cell).collect();
    let mut written = BTreeSet::new();
    add_names(
        &serde_json::to_value(full_decision()).unwrap(),
        "",
        &mut written,
    );
    assert_eq!(listed, written);
}

#[test]
fn a_decision_is_read_as_it_was_written() {
    let line = serde_json::to_string(&full_decision()).unwrap();
    let read: Decision = serde_json::from_str(&line).unwrap();
    assert_eq!(read, full_decision());
}
