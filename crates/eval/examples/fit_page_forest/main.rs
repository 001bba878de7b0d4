//! Makes the *page forest* from labelled pages: the decision trees that decide from the neighbours
//! of a line whether the line is furniture.
//!
//! `cargo run --release -p copydesk-eval --example fit_page_forest -- [--write FILE] PAGES.jsonl…`
//!
//! The pages are JSON lines with `id`, `source` and `blocks`, as `copydesk eval` takes them. The
//! command prints how much of the furniture is cut, and how much of the story is lost, on sites
//! that the forest has not seen. It divides the sites into folds, and judges the pages of each fold
//! by a forest that is made from the other folds. `--write` writes a forest that is made from all
//! pages.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this command prints what it measures"
)]

mod boosting;
mod pages;

use boosting::{TrainingLine, fit};
use copydesk_boilerplate::Forest;
use copydesk_clean::Analyser;
use pages::{JudgedPage, Page, Variant, WordCounts};
use std::process::ExitCode;

/// The number of parts into which the sites are divided.
const FOLDS: u64 = 5;
/// The seed of the random numbers by which copies of pages are changed.
const SEED: u64 = 20_310_503;
/// The greatest share of the story's words that the forest may lose on unseen sites. More than half
/// of these words turn out to be furniture when they are read. They are buttons, and headlines of
/// other stories, whose label was computed and is wrong.
const MAX_LOST: f64 = 0.0013;
/// The same share with `--furniture cut-unsure`, for users who would rather lose a line than keep
/// furniture.
const MAX_LOST_IF_ASKED: f64 = 0.005;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    // Takes `--write FILE` out of the arguments. The others are paths.
    let forest_file = arguments
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
        .map(|fold| fit(&training_lines(&all, |page| page.fold(FOLDS) != fold)))
        .collect();
    let forest_of_all = fit(&training_lines(&all, |_| true));

    // The forest that was made without the pages of this page's site.
    let unseen = |page: &JudgedPage| &forests[page.fold(FOLDS) as usize];
    let cut = lowest_threshold(&all, &unseen, MAX_LOST);
    let cut_if_asked = lowest_threshold(&all, &unseen, MAX_LOST_IF_ASKED).min(cut);
    for (path, set) in arguments.iter().zip(&judged) {
        let set: Vec<&JudgedPage> = set.iter().collect();
        println!("{path}");
        // No line has infinite log odds, so no forest cuts anything here.
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
    if let Some(file) = forest_file {
        std::fs::write(&file, boosting::json(&forest)).expect("the file can be written");
        println!("{file}: {} trees", forest.trees.len());
    }
    ExitCode::SUCCESS
}

/// A forest that cuts nothing. With it, the analyser cuts by rules and recurrence only. All other
/// lines are left to the forests of this command.
fn forest_that_cuts_nothing() -> Forest {
    Forest {
        base: 0.0,
        cut: f32::INFINITY,
        cut_if_asked: f32::INFINITY,
        trees: Vec::new(),
    }
}

/// The lines of the wanted pages that a forest learns from.
fn training_lines<'j>(
    pages: &[&'j JudgedPage],
    is_wanted: impl Fn(&JudgedPage) -> bool,
) -> Vec<&'j TrainingLine> {
    let wanted = pages.iter().filter(|page| is_wanted(page));
    wanted.flat_map(|page| page.training_lines()).collect()
}

/// The lowest threshold of log odds at which forests lose at most the share `max_lost` of the
/// story, apart from what is lost without a forest. `forest` returns the forest for a page.
fn lowest_threshold<'f>(
    pages: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    max_lost: f64,
) -> f32 {
    let steps = (-20..=100).map(|step| step as f32 * 0.1);
    let without_forest = total(Variant::Whole, pages, forest, f32::INFINITY).lost_share();
    let safe = steps.filter(|&step| {
        let lost = total(Variant::Whole, pages, forest, step).lost_share();
        lost - without_forest <= max_lost
    });
    // If no step is safe, the highest.
    safe.reduce(f32::min).unwrap_or(10.0)
}

/// The words that are cut on all pages of this variant, if each page's forest cuts lines from these
/// log odds on.
fn total<'f>(
    variant: Variant,
    pages: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    min_log_odds: f32,
) -> WordCounts {
    let pages = pages.iter().filter(|page| page.variant == variant);
    pages
        .map(|page| page.count(forest(page), min_log_odds))
        .sum()
}

/// Prints how much is cut and lost if each page's forest cuts lines from these log odds on.
fn print_shares<'f>(
    label: &str,
    pages: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    min_log_odds: f32,
) {
    let whole = total(Variant::Whole, pages, forest, min_log_odds);
    let story_only = total(Variant::StoryOnly, pages, forest, min_log_odds);
    let with_list = total(Variant::WithList, pages, forest, min_log_odds);
    println!(
        "{label}: furniture cut {:.3}, story lost {:.4}, of stories alone {:.4}, with made lists {:.4}",
        whole.cut_share(),
        whole.lost_share(),
        story_only.lost_share(),
        with_list.lost_share()
    );
}
