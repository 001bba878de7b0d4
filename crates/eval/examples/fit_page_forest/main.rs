//! Makes the *page forest* from labelled pages: the decision trees that decide from the neighbours
//! of a line whether the line is furniture.
//!
//! `cargo run --release -p copydesk-eval --example fit_page_forest -- [--write FILE] PAGES.jsonl…`
//!
//! The pages are JSON lines with `id`, `source` and `blocks`, as `copydesk eval` takes them. The
//! command prints how much of the furniture is cut and how much of the story is lost on sites that
//! the forest has not seen. For that it divides the sites into folds, and judges the pages of each
//! fold by a forest that is made from the other folds. `--write` writes a forest that is made from
//! all pages.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this command prints what it measures"
)]

mod boosting;
mod pages;

use boosting::{Row, fit};
use copydesk_boilerplate::Forest;
use copydesk_clean::Analyser;
use pages::{Count, JudgedPage, Page, Variant};
use std::process::ExitCode;

/// The number of parts into which the sites are divided.
const FOLDS: u64 = 5;
/// The seed of the changed copies of pages.
const SEED: u64 = 20_310_503;
/// The greatest share of the story's words that the forest may lose on unseen sites. More than half
/// of these words turn out to be furniture if one reads them: buttons and headlines of other
/// stories that computed labels take for story.
const MAX_LOST: f64 = 0.0013;
/// That share with `--furniture cut-unsure`, for users who would rather lose a line than keep
/// furniture.
const MAX_LOST_IF_ASKED: f64 = 0.005;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let write = arguments
        .iter()
        .position(|argument| argument == "--write")
        .map(|index| {
            arguments
                .drain(index..index + 2)
                .nth(1)
                .expect("--write has a file")
        });
    if arguments.is_empty() {
        eprintln!("usage: fit_page_forest [--write FILE] PAGES.jsonl…");
        return ExitCode::from(2);
    }
    let analyser = Analyser::default().with_forest(forest_that_cuts_nothing());
    let sets: Vec<Vec<Page>> = arguments
        .iter()
        .map(|path| pages::read(path, SEED))
        .collect();
    println!("seed {SEED}, {FOLDS} folds by site");
    let judged: Vec<Vec<JudgedPage>> = sets
        .iter()
        .map(|set| pages::judge(set, &analyser))
        .collect();
    let all: Vec<&JudgedPage> = judged.iter().flatten().collect();
    let forests: Vec<Forest> = (0..FOLDS)
        .map(|fold| fit(&rows(&all, |page| page.fold(FOLDS) != fold)))
        .collect();
    let forest_of_all = fit(&rows(&all, |_| true));

    // The forest that was made without the pages of this page's site.
    let unseen = |page: &JudgedPage| &forests[page.fold(FOLDS) as usize];
    let cut = threshold(&all, &unseen, MAX_LOST);
    let cut_if_asked = threshold(&all, &unseen, MAX_LOST_IF_ASKED).min(cut);
    for (path, set) in arguments.iter().zip(&judged) {
        let set: Vec<&JudgedPage> = set.iter().collect();
        println!("{path}");
        print_shares("  rules and recurrence", &set, &unseen, f32::INFINITY);
        print_shares("  unseen sites, cut", &set, &unseen, cut);
        print_shares("  unseen sites, cut if asked", &set, &unseen, cut_if_asked);
        print_shares("  all sites seen, cut", &set, &|_| &forest_of_all, cut);
    }
    println!("curve over all pages, unseen sites");
    for step in -2..=16 {
        let min_log_odds = step as f32 * 0.5;
        let label = format!("  log odds {min_log_odds}");
        print_shares(&label, &all, &unseen, min_log_odds);
    }
    let forest = Forest {
        cut,
        cut_if_asked,
        ..forest_of_all
    };
    pages::print_lost_lines(&all, &unseen, cut);
    if let Some(file) = write {
        std::fs::write(&file, boosting::json(&forest)).expect("the file can be written");
        println!("{file}: {} trees", forest.trees.len());
    }
    ExitCode::SUCCESS
}

/// A forest that cuts nothing. With it, the analyser leaves to the forests of this command all
/// lines that rules and recurrence do not cut.
fn forest_that_cuts_nothing() -> Forest {
    Forest {
        base: 0.0,
        cut: f32::INFINITY,
        cut_if_asked: f32::INFINITY,
        trees: Vec::new(),
    }
}

/// The lines of the wanted pages that a forest learns from.
fn rows<'j>(pages: &[&'j JudgedPage], wanted: impl Fn(&JudgedPage) -> bool) -> Vec<&'j Row> {
    let wanted = pages.iter().filter(|page| wanted(page));
    wanted.flat_map(|page| page.rows()).collect()
}

/// The lowest threshold of log odds at which a forest loses at most the share `max_lost` of the
/// story, apart from what is lost without a forest.
fn threshold<'f>(
    pages: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    max_lost: f64,
) -> f32 {
    let steps = (-20..=100).map(|step| step as f32 * 0.1);
    let without_forest = total(pages, forest, f32::INFINITY).lost_share();
    let safe =
        steps.filter(|&step| total(pages, forest, step).lost_share() - without_forest <= max_lost);
    safe.reduce(f32::min).unwrap_or(10.0)
}

/// The words that are cut on whole pages, if each page's forest cuts lines from these log odds on.
fn total<'f>(
    pages: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    min_log_odds: f32,
) -> Count {
    let whole = pages
        .iter()
        .filter(|judged| judged.variant == Variant::Whole);
    whole
        .map(|judged| judged.count(forest(judged), min_log_odds))
        .sum()
}

/// Prints how much is cut and lost if each page's forest cuts lines from these log odds on.
fn print_shares<'f>(
    label: &str,
    pages: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    min_log_odds: f32,
) {
    let whole = total(pages, forest, min_log_odds);
    let story = pages
        .iter()
        .filter(|judged| judged.variant == Variant::StoryOnly);
    let alone: Count = story
        .map(|judged| judged.count(forest(judged), min_log_odds))
        .sum();
    let listed = pages
        .iter()
        .filter(|judged| judged.variant == Variant::WithList);
    let listed: Count = listed
        .map(|judged| judged.count(forest(judged), min_log_odds))
        .sum();
    println!(
        "{label}: furniture cut {:.3}, story lost {:.4}, of stories alone {:.4}, with made lists {:.4}",
        whole.cut_share(),
        whole.lost_share(),
        alone.lost_share(),
        listed.lost_share()
    );
}
