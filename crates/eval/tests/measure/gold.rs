//! The gold set: what an editor would cut of articles in many languages, and what not.

use crate::desk::testdata;
use copydesk_eval::{Evaluation, Questions, Report, evaluate};
use copydesk_pipeline::{Config, Inputs, Policy, RepeatsPolicy, Silent};

/// F1 over cut words that a change may not fall below: the marks also cut what two documents share
/// that give different facts, which stays.
const MIN_F1_OF_WORDS: f64 = 0.96;
/// F1 over dropped documents that a change may not fall below.
const MIN_F1: f64 = 0.97;

/// Precision over cut words, by default, that a change may not fall below.
const MIN_PRECISION: f64 = 0.99;

fn report(config: &Config) -> Report {
    let file = |name: &str| testdata("gold").join(name);
    let inputs = Inputs::discover(&[file("articles.jsonl").display().to_string()], None).unwrap();
    let questions = Questions {
        truth: vec![file("truth.jsonl")],
        ..Questions::default()
    };
    let Evaluation { mut reports, .. } =
        evaluate(Some(&inputs), &questions, config, &Silent).unwrap();
    reports.remove(0)
}

#[test]
fn nearly_all_goes_that_should_and_no_sentence_is_lost() {
    // The marks have every paragraph once.
    let policy = Policy {
        repeats: RepeatsPolicy::Cut,
        ..Policy::default()
    };
    let report = report(&Config {
        policy,
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
        f1("documents dropped") >= MIN_F1,
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
fn by_default_nearly_all_that_goes_should() {
    let report = report(&Config::default());
    let words = report.scores.iter().find(|score| score.name == "words");
    let precision = words.and_then(|score| score.counts.precision()).unwrap();
    assert!(precision >= MIN_PRECISION, "precision is {precision}");
}
