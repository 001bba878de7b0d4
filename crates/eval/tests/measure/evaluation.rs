//! Runs compared with truth: the scores of real decisions, and the messages if the truth cannot be
//! used with the dump.

use crate::dump_folder::{DumpFolder, testdata};
use copydesk_eval::{Counts, Evaluation, Questions, Value, evaluate};
use copydesk_pipeline::{Config, Error, Inputs, Silent, clean, find};
use serde_json::json;
use std::path::PathBuf;

const MILL: &str = "Fire destroyed the old mill at Sarrow on Friday night while the whole village \
                    was away at the harvest dance.";
const FURNITURE: &str = "Sign up for our newsletter!";

/// Writes a truth file with this name and content. Returns the settings to score it.
fn questions_about(folder: &DumpFolder, name: &str, content: &str) -> Questions {
    std::fs::write(folder.path(name), content).unwrap();
    Questions {
        truth: vec![folder.path(name)],
        ..Questions::default()
    }
}

fn score(folder: &DumpFolder, questions: &Questions) -> Result<Evaluation, Error> {
    evaluate(
        Some(&folder.inputs()),
        questions,
        &Config::default(),
        &Silent,
    )
}

fn figure(evaluation: &Evaluation, name: &str) -> Value {
    let figures = &evaluation.reports[0].figures;
    figures
        .iter()
        .find(|figure| figure.name.starts_with(name))
        .unwrap_or_else(|| panic!("no {name}"))
        .value
}

/// A dump with a page each from three sites. Two have the same story about a ferry. The third has a
/// story about a mill twice, and furniture between the copies.
fn three_sites() -> DumpFolder {
    let ferry = "The ferry Island Maid ran into the breakwater of Port Ambry in thick fog early on Tuesday, and twelve of the people \
                 on board were hurt by falling crates, the harbour master said.";
    let line = |id: &str, text: &str| {
        json!({"id": id, "url": format!("https://{id}.example/1"), "text": text}).to_string() + "\n"
    };
    let mill = format!("{MILL}\n\n{FURNITURE}\n\n{MILL}");
    let dump = line("one", ferry) + &line("two", ferry) + &line("three", &mill);
    DumpFolder::new().with_file("dump.jsonl", dump.as_bytes())
}

#[test]
fn listed_pairs_are_scored_and_unknown_ids_are_counted() {
    let folder = three_sites();
    let questions = questions_about(
        &folder,
        "pairs.csv",
        "id1,id2,label\none,two,yes\none,three,yes\ntwo,three,no\none,nobody,yes\n",
    );
    let evaluation = score(&folder, &questions).unwrap();
    let report = &evaluation.reports[0];
    // Right: one-two. Missed: one-three.
    assert_eq!(
        report.scores[0].counts,
        Counts {
            right: 1.0,
            wrong: 0.0,
            missed: 1.0
        }
    );
    assert_eq!(
        figure(&evaluation, "rows with an id that is not in the dump"),
        Value::Count(1)
    );
    assert_eq!(report.examples[0].what, "not joined, but the same");
    assert!(
        report.examples[0].pieces[0]
            .text
            .starts_with("The ferry Island Maid"),
        "examples have the texts of their documents"
    );
    assert_eq!(evaluation.documents.dropped, 1, "one of the ferry pages");
}

#[test]
fn a_truth_file_that_judges_nothing_is_refused() {
    let folder = three_sites();
    for (name, content) in [
        ("other.tsv", "id\tcluster\nx\t1\ny\t1\n"),
        ("pairs.csv", "id1,id2,label\nx,y,1\n"),
        // Only one of the two documents is in the dump.
        ("half.csv", "id1,id2,label\none,x,1\n"),
        ("bare.csv", "id1,id2,label\n"),
        ("edges.json", "[[\"x\", \"y\"]]"),
        (
            "spans.jsonl",
            "{\"id\":\"x\",\"lang\":\"en\",\"spans\":[]}\n",
        ),
    ] {
        let error = score(&folder, &questions_about(&folder, name, content))
            .unwrap_err()
            .to_string();
        assert!(error.contains("nothing can be judged"), "{name}: {error}");
        // The message shows the first id of the dump.
        assert!(error.contains(name) && error.contains("`one`"), "{error}");
    }
}

#[test]
fn another_score_counts_contained_documents_as_kept() {
    let short = "The ferry Island Maid ran into the breakwater of Port Ambry in thick fog early on Tuesday, and twelve of the \
                 people on board were hurt by falling crates, the harbour master said. Divers found no leak below the water line. \
                 The crossing stays closed until a surveyor from the mainland has looked at the rudder.";
    let long = format!(
        "{short} In the café on the quay those who had meant to cross drank tea and argued about whose fault the fog was. A \
         schoolteacher counted her class three times over. The owner of the line, who lives on the island himself, walked up \
         and down the pier with a lantern and would not talk to anybody before the mail had been brought ashore."
    );
    let line = |id: &str, text: &str| json!({"id": id, "text": text}).to_string() + "\n";
    let dump = line("long", &long) + &line("short", short);
    let folder = DumpFolder::new().with_file("dump.jsonl", dump.as_bytes());
    let evaluation = score(
        &folder,
        &questions_about(&folder, "p.csv", "id1,id2,same\nlong,short,0\n"),
    )
    .unwrap();
    let counts = |name: &str| {
        let scores = &evaluation.reports[0].scores;
        scores
            .iter()
            .find(|score| score.name == name)
            .unwrap()
            .counts
    };
    // "short" is dropped, although the truth says that the two are not the same.
    assert_eq!(counts("listed pairs").wrong, 1.0);
    // If "short" were kept, the pair would rightly not be found.
    assert_eq!(
        counts("if contained documents were kept"),
        Counts::default()
    );
    assert_eq!(
        figure(
            &evaluation,
            "documents dropped because another contains them"
        ),
        Value::Count(1)
    );
}

#[test]
fn the_clusters_of_the_newsroom_dump_are_found_exactly() {
    let questions = Questions {
        truth: vec![testdata("dumps/newsroom-clusters.tsv")],
        ..Questions::default()
    };
    let inputs =
        Inputs::discover(&[testdata("dumps/newsroom").display().to_string()], None).unwrap();
    let evaluation = evaluate(Some(&inputs), &questions, &Config::default(), &Silent).unwrap();
    // Clusters of 4, 3 and 2 documents: 6 + 3 + 1 pairs.
    assert_eq!(
        evaluation.reports[0].scores[0].counts,
        Counts {
            right: 10.0,
            wrong: 0.0,
            missed: 0.0
        }
    );
    assert_eq!(
        figure(&evaluation, "adjusted Rand index"),
        Value::Index(1.0)
    );
    assert_eq!(
        figure(
            &evaluation,
            "documents of the dump that the truth does not name"
        ),
        Value::Count(32)
    );
    // With stricter settings, some duplicates are missed.
    let strict = Config {
        threshold: 0.99,
        containment: 1.0,
        ..Config::default()
    };
    let evaluation = evaluate(Some(&inputs), &questions, &strict, &Silent).unwrap();
    assert!(evaluation.reports[0].scores[0].counts.missed > 0.0);
    assert!(figure(&evaluation, "adjusted Rand index") != Value::Index(1.0));
}

/// Truth as labelled spans about the dump of [`three_sites`].
fn gold() -> String {
    let (mill, furniture, gap) = (MILL.len(), FURNITURE.len(), "\n\n".len());
    let furniture_start = mill + gap;
    let second_start = furniture_start + furniture + gap;
    let spans = json!([
        {"start": 0, "end": mill, "label": "repeat", "group": "g"},
        {"start": furniture_start, "end": furniture_start + furniture, "label": "furniture"},
        {"start": second_start, "end": second_start + mill, "label": "repeat", "group": "g"}
    ]);
    let article = |id: &str, cluster: &str, spans: serde_json::Value| {
        json!({"id": id, "lang": "en", "cluster": cluster, "spans": spans}).to_string() + "\n"
    };
    article("one", "ferry", json!([]))
        + &article("two", "ferry", json!([]))
        + &article("three", "mill", spans)
}

#[test]
fn words_of_repeats_and_furniture_are_scored() {
    let folder = three_sites();
    let questions = questions_about(&folder, "truth.jsonl", &gold());
    let evaluation = score(&folder, &questions).unwrap();
    let report = &evaluation.reports[0];
    assert_eq!(
        report.scores[0].counts,
        Counts {
            right: 1.0,
            wrong: 0.0,
            missed: 0.0
        },
        "documents"
    );
    assert_eq!(
        report.scores[1].counts,
        Counts {
            right: 25.0,
            wrong: 0.0,
            missed: 0.0
        },
        "twenty words of the copy, five of furniture"
    );
    assert!(report.examples.is_empty());
    let with_furniture_kept = Config {
        policy: copydesk_pipeline::Policy {
            furniture: copydesk_pipeline::FurniturePolicy::Keep,
            ..Config::default().policy
        },
        ..Config::default()
    };
    let evaluation = evaluate(
        Some(&folder.inputs()),
        &questions,
        &with_furniture_kept,
        &Silent,
    )
    .unwrap();
    assert_eq!(
        evaluation.reports[0].scores[1].counts,
        Counts {
            right: 20.0,
            wrong: 0.0,
            missed: 5.0
        }
    );
    assert_eq!(
        evaluation.reports[0].examples[0].what,
        "furniture left: 5 words"
    );
}

#[test]
fn decisions_of_an_earlier_run_get_the_same_scores() {
    let folder = three_sites();
    let questions = questions_about(&folder, "truth.jsonl", &gold());
    clean(
        &folder.inputs(),
        &folder.path("out"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    find(
        &folder.inputs(),
        &folder.path("found"),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    let now = score(&folder, &questions).unwrap();
    for output in ["out", "found"] {
        let earlier = Questions {
            decided: Some(folder.path(output)),
            ..questions.clone()
        };
        assert_eq!(score(&folder, &earlier).unwrap().reports, now.reports);
    }
    // Replaces the dump.
    let folder = folder.with_file(
        "dump.jsonl",
        b"{\"id\":\"one\",\"text\":\"Something else.\"}\n",
    );
    let earlier = Questions {
        decided: Some(folder.path("found")),
        ..questions
    };
    // "found" holds decisions about the records as they were before.
    assert!(
        score(&folder, &earlier)
            .unwrap_err()
            .to_string()
            .contains("has changed since the run")
    );
}

#[test]
fn pages_and_scholarly_papers_are_their_own_input() {
    let folder = DumpFolder::new();
    let story = "The bridge over the Sarrow was opened on Monday by the eldest of the masons who had built it.";
    let page =
        json!({"id": "p", "blocks": [["h1", "Bridge opened", 1], ["p", story, 1], ["li", "Sign up for our newsletter!", 0]]})
            .to_string();
    let questions = questions_about(&folder, "pages.jsonl", &page);
    let evaluation = evaluate(None, &questions, &Config::default(), &Silent).unwrap();
    // The five words of the newsletter line are cut.
    assert_eq!(
        evaluation.reports[0].scores[0].counts,
        Counts {
            right: 5.0,
            wrong: 0.0,
            missed: 0.0
        }
    );
    assert!(
        score(&three_sites(), &questions)
            .unwrap_err()
            .to_string()
            .contains("the pages of --truth are the input")
    );

    let paper = |id: &str, title: &str, duplicates: &[&str]| {
        let body = "We measure how often the doors of eleven town halls are opened in a year, and find no season in it at all.";
        json!({"core_id": id, "labelled_duplicates": duplicates, "cat": "near_exact", "processed_title": title, "processed_abstract": body})
    };
    let papers = [
        paper("1", "On Doors", &["2"]),
        paper("2", "on doors", &["1"]),
    ]
    .map(|paper| paper.to_string())
    .join("\n");
    let evaluation = evaluate(
        None,
        &questions_about(&folder, "core.jsonl", &papers),
        &Config::default(),
        &Silent,
    )
    .unwrap();
    assert_eq!(
        figure(&evaluation, "accuracy"),
        Value::Share { part: 2.0, of: 2.0 }
    );
}

#[test]
fn a_truth_file_that_cannot_be_used_is_refused_with_a_remedy() {
    let folder = three_sites();
    let refusal = |name: &str, content: &str| {
        score(&folder, &questions_about(&folder, name, content))
            .unwrap_err()
            .to_string()
    };
    assert!(
        refusal("a.jsonl", "{\"x\":1}")
            .contains("a.jsonl: line 1: cannot tell what kind of truth this is from ")
    );
    let beyond_the_text =
        json!({"id": "one", "spans": [{"start": 4, "end": 4000, "label": "trap"}]}).to_string();
    assert!(
        refusal("b.jsonl", &beyond_the_text)
            .contains("b.jsonl: line 1: one: 4..4000 lies outside the text")
    );
    let questions = questions_about(&folder, "c.tsv", "one\ttwo\n");
    assert!(
        evaluate(None, &questions, &Config::default(), &Silent)
            .unwrap_err()
            .to_string()
            .contains("name the input that holds them")
    );
    let missing_file = Questions {
        truth: vec![PathBuf::from("nowhere.tsv")],
        ..Questions::default()
    };
    assert!(
        score(&folder, &missing_file)
            .unwrap_err()
            .to_string()
            .contains("nowhere.tsv: cannot be read")
    );
}
