//! Compares what is done with the small dump in `testdata/dumps/newsroom` to what a careful person
//! would do with it (`newsroom-truth.toml`).

use crate::bench_desk::{contents, decisions, testdata};
use copydesk_pipeline::{
    Config, Decision, Inputs, Policy, RepeatsPolicy, Silent, Verdict, clean, restore,
};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Truth {
    drop: Vec<Drop>,
    cut: Vec<Cut>,
}

#[derive(Deserialize)]
struct Drop {
    id: String,
    reason: String,
    duplicate_of: String,
}

#[derive(Deserialize)]
struct Cut {
    id: String,
    start: usize,
    end: usize,
    reason: String,
    text: String,
}

fn truth() -> Truth {
    toml::from_str(&std::fs::read_to_string(testdata("dumps/newsroom-truth.toml")).unwrap())
        .unwrap()
}

fn run() -> (tempfile::TempDir, Vec<Decision>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let inputs = Inputs::discover(
        &[testdata("dumps/newsroom").display().to_string()],
        Some(&out),
    )
    .unwrap();
    // The truth leaves every paragraph once. The default settings leave more of them.
    let policy = Policy {
        repeats: RepeatsPolicy::Cut,
        ..Policy::default()
    };
    let config = Config {
        policy,
        least_left: 0.0,
        ..Config::default()
    };
    clean(&inputs, &out, &config, &Silent).unwrap();
    let decided = decisions(&out);
    (folder, decided)
}

/// How many bytes of `cut` are covered by edits of the right kind.
fn covered_bytes(decision: &Decision, cut: &Cut) -> usize {
    let is_kind = |name: &str| {
        name == cut.reason || (cut.reason == "furniture" && name.contains("furniture"))
    };
    let edits = decision
        .edits
        .iter()
        .filter(|edit| is_kind(edit.reason.name()));
    edits
        .map(|edit| {
            edit.end
                .min(cut.end)
                .saturating_sub(edit.start.max(cut.start))
        })
        .sum()
}

#[test]
fn the_right_documents_are_dropped_in_favour_of_the_right_ones() {
    let (_folder, decided) = run();
    let wanted: BTreeSet<_> = truth()
        .drop
        .into_iter()
        .map(|d| (d.id, d.reason, Some(d.duplicate_of)))
        .collect();
    let dropped = decided.into_iter().filter(|d| d.verdict == Verdict::Drop);
    let got: BTreeSet<_> = dropped
        .map(|d| {
            (
                d.id.unwrap(),
                d.reason.unwrap(),
                d.duplicate_of.and_then(|o| o.id),
            )
        })
        .collect();
    assert_eq!(got, wanted);
}

#[test]
fn all_repeats_are_cut_and_nothing_else() {
    let (_folder, decided) = run();
    let cuts = truth().cut;
    for cut in cuts.iter().filter(|cut| cut.reason != "furniture") {
        let decision = decided
            .iter()
            .find(|d| d.id.as_ref() == Some(&cut.id))
            .unwrap();
        assert!(
            covered_bytes(decision, cut) * 100 >= (cut.end - cut.start) * 98,
            "{}: {} is not cut: {}",
            cut.id,
            cut.reason,
            cut.text
        );
    }
    for decision in decided.iter().filter(|d| d.verdict == Verdict::Edit) {
        for edit in decision
            .edits
            .iter()
            .filter(|edit| !edit.reason.is_furniture())
        {
            // An edit that is no furniture may cover a `furniture` cut: a recurring paragraph that
            // no rule knows is cut as a repeat, and one copy stays.
            let is_known = cuts.iter().any(|cut| {
                decision.id.as_ref() == Some(&cut.id)
                    && edit.start < cut.end
                    && cut.start < edit.end
            });
            assert!(
                is_known,
                "{:?}: {}..{} should stay",
                decision.id, edit.start, edit.end
            );
            assert!(
                edit.kept.is_some(),
                "a cut that is no furniture names the copy that stays"
            );
        }
    }
}

#[test]
fn furniture_is_cut_and_stories_are_not() {
    let (_folder, decided) = run();
    let cuts: Vec<Cut> = truth()
        .cut
        .into_iter()
        .filter(|cut| cut.reason == "furniture")
        .collect();
    let find = |cut: &&Cut| {
        decided
            .iter()
            .find(|d| d.id.as_ref() == Some(&cut.id))
            .is_some_and(|d| covered_bytes(d, cut) * 2 > cut.end - cut.start)
    };
    let found = cuts.iter().filter(find).count();
    // Not all, because each of these sites has five stories only. That is too few to cut a line
    // because it recurs, so only lines that a rule knows are cut.
    assert!(
        found * 100 >= cuts.len() * 70,
        "{found} of {} pieces of furniture are cut",
        cuts.len()
    );
    for decision in decided.iter().filter(|d| d.verdict == Verdict::Edit) {
        for edit in decision
            .edits
            .iter()
            .filter(|edit| edit.reason.is_furniture() && edit.rule != "credit")
        {
            let is_known = cuts.iter().any(|cut| {
                decision.id.as_ref() == Some(&cut.id)
                    && edit.start < cut.end
                    && cut.start < edit.end
            });
            assert!(
                is_known,
                "{:?}: {}..{} [{}] is story",
                decision.id, edit.start, edit.end, edit.rule
            );
        }
    }
}

#[test]
fn restore_gives_the_dump_back() {
    let (folder, _) = run();
    let back = folder.path().join("back");
    restore(&folder.path().join("out"), &back).unwrap();
    assert_eq!(contents(&back), contents(&testdata("dumps/newsroom")));
}
