//! The gold set: articles in many languages in which an editor marked what should be cut.

use crate::dump_folder::testdata;
use copydesk_eval::{Evaluation, EvaluationSettings, Report, evaluate};
use copydesk_pipeline::{Config, Inputs, Policy, RepeatsPolicy, Silent};

/// The least F1 of cut words. It cannot be 1: by the marks, text that documents with different
/// facts share should be cut, but copydesk keeps it.
const MIN_F1_OF_WORDS: f64 = 0.96;
/// The least F1 of dropped documents.
const MIN_F1_OF_DOCUMENTS: f64 = 0.97;
/// The least precision of cut words with the default settings.
const MIN_PRECISION_OF_WORDS: f64 = 0.99;

/// The report on a run over the gold set.
fn report(config: &Config) -> Report {
    let file = |name: &str| testdata("gold").join(name);
    let inputs = Inputs::discover(&[file("articles.jsonl").display().to_string()], None).unwrap();
    let settings = EvaluationSettings {
        truth: vec![file("truth.jsonl")],
        ..EvaluationSettings::default()
    };
    let Evaluation { mut reports, .. } =
        evaluate(Some(&inputs), &settings, config, &Silent).unwrap();
    reports.remove(0)
}

#[test]
fn nearly_all_that_should_be_cut_is_cut_and_no_sentence_is_lost() {
    // By the marks, every copy of a paragraph but one should be cut.
    let policy = Policy {
        repeats: RepeatsPolicy::Cut,
        ..Policy::default()
    };
    let report = report(&Config {
        policy,
        // Cuts are allowed however little text they leave.
        least_left: 0.0,
        ..Config::default()
    });
    let f1 = |name: &str| {
        report
            .scores
            .iter()
            .find(|score| score.name == name)
            .and_then(|score| score.counts.f1())
            .unwrap()
    };
    assert!(
        f1("words") >= MIN_F1_OF_WORDS,
        "F1 of words is {}",
        f1("words")
    );
    assert!(
        f1("documents dropped") >= MIN_F1_OF_DOCUMENTS,
        "F1 of documents is {}",
        f1("documents dropped")
    );
    let lost: Vec<_> = report
        .examples
        .iter()
        .filter(|mistake| mistake.what.contains("lost"))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn nearly_all_that_is_cut_by_default_should_be_cut() {
    let report = report(&Config::default());
    let words = report.scores.iter().find(|score| score.name == "words");
    let precision = words.and_then(|score| score.counts.precision()).unwrap();
    assert!(
        precision >= MIN_PRECISION_OF_WORDS,
        "precision is {precision}"
    );
}
