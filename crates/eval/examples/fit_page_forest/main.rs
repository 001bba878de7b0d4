//! Makes the forest that judges the page as a whole, from labelled pages.
//!
//! `cargo run --release -p copydesk-eval --example fit_page_forest -- [--write FILE] PAGES.jsonl…`
//!
//! The pages are JSON lines with `id`, `source` and `blocks`, as `copydesk eval` takes them. The
//! command prints how much of the furniture goes and how much of the story is lost on sites that
//! the forest has not seen: the sites are dealt into folds, and the pages of each fold are judged
//! by a forest made from the others. `--write` makes a forest from all pages.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command that prints what it measures"
)]

mod boosting;
mod pages;

use boosting::{Row, fit};
use copydesk_boilerplate::Forest;
use copydesk_clean::Analyser;
use pages::{Count, Page, Variant};
use std::process::ExitCode;

/// Parts that the sites are dealt into.
const FOLDS: u64 = 5;
/// Deals the sites, and thins pages out.
const SEED: u64 = 20_310_503;
/// Story words that the forest may lose on unseen sites, as a share of all. More than half of them
/// are furniture all the same, by reading: buttons and headlines of other stories that computed
/// labels take for story.
const MAY_LOSE: f64 = 0.0013;
/// The same for those who would rather lose a line than keep one.
const MAY_LOSE_IF_ASKED: f64 = 0.005;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let write = arguments
        .iter()
        .position(|argument| argument == "--write")
        .map(|at| {
            arguments
                .drain(at..at + 2)
                .nth(1)
                .expect("--write has a file")
        });
    if arguments.is_empty() {
        eprintln!("usage: fit_page_forest [--write FILE] PAGES.jsonl…");
        return ExitCode::from(2);
    }
    let analyser = Analyser::default().with_forest(nothing());
    let sets: Vec<Vec<Page>> = arguments
        .iter()
        .map(|path| pages::read(path, SEED))
        .collect();
    println!("seed {SEED}, {FOLDS} folds by site");
    let judged: Vec<Vec<pages::Judged>> = sets
        .iter()
        .map(|set| pages::judge(set, &analyser))
        .collect();
    let all: Vec<&pages::Judged> = judged.iter().flatten().collect();
    let forests: Vec<Forest> = (0..FOLDS)
        .map(|fold| fit(&rows(&all, |judged| judged.fold(FOLDS) != fold)))
        .collect();
    let whole = fit(&rows(&all, |_| true));

    let unseen = |judged: &pages::Judged| &forests[judged.fold(FOLDS) as usize];
    let cut = threshold(&all, &unseen, MAY_LOSE);
    let cut_if_asked = threshold(&all, &unseen, MAY_LOSE_IF_ASKED).min(cut);
    for (path, set) in arguments.iter().zip(&judged) {
        let set: Vec<&pages::Judged> = set.iter().collect();
        println!("{path}");
        tell("  rules and recurrence", &set, &unseen, f32::INFINITY);
        tell("  unseen sites, cut", &set, &unseen, cut);
        tell("  unseen sites, cut if asked", &set, &unseen, cut_if_asked);
        tell("  all sites seen, cut", &set, &|_| &whole, cut);
    }
    println!("curve over all pages, unseen sites");
    for at in -2..=16 {
        let at = at as f32 * 0.5;
        tell(&format!("  log odds {at}"), &all, &unseen, at);
    }
    let forest = Forest {
        cut,
        cut_if_asked,
        ..whole
    };
    pages::tell_worst(&all, &unseen, cut);
    if let Some(file) = write {
        std::fs::write(&file, boosting::json(&forest)).expect("the file can be written");
        println!("{file}: {} trees", forest.trees.len());
    }
    ExitCode::SUCCESS
}

/// A forest that cuts nothing: what it would find must not be known already.
fn nothing() -> Forest {
    Forest {
        base: 0.0,
        cut: f32::INFINITY,
        cut_if_asked: f32::INFINITY,
        trees: Vec::new(),
    }
}

/// What the forests learn from.
fn rows<'j>(all: &[&'j pages::Judged], wanted: impl Fn(&pages::Judged) -> bool) -> Vec<&'j Row> {
    let wanted = all.iter().filter(|judged| wanted(judged));
    wanted.flat_map(|judged| judged.rows()).collect()
}

/// The least log odds that lose no more of the story, beside what is lost without a forest, than
/// they may.
fn threshold<'f>(
    all: &[&pages::Judged],
    forest: &dyn Fn(&pages::Judged) -> &'f Forest,
    may_lose: f64,
) -> f32 {
    let steps = (-20..=100).map(|step| step as f32 * 0.1);
    let without = total(all, forest, f32::INFINITY).lost_share();
    let is_safe = |at: &f32| total(all, forest, *at).lost_share() - without <= may_lose;
    steps.filter(is_safe).reduce(f32::min).unwrap_or(10.0)
}

fn total<'f>(
    all: &[&pages::Judged],
    forest: &dyn Fn(&pages::Judged) -> &'f Forest,
    at: f32,
) -> Count {
    let whole = all.iter().filter(|judged| judged.variant == Variant::Whole);
    whole.map(|judged| judged.count(forest(judged), at)).sum()
}

fn tell<'f>(
    what: &str,
    all: &[&pages::Judged],
    forest: &dyn Fn(&pages::Judged) -> &'f Forest,
    at: f32,
) {
    let whole = total(all, forest, at);
    let story = all.iter().filter(|judged| judged.variant == Variant::Story);
    let alone: Count = story.map(|judged| judged.count(forest(judged), at)).sum();
    let listed = all
        .iter()
        .filter(|judged| judged.variant == Variant::Listed);
    let listed: Count = listed.map(|judged| judged.count(forest(judged), at)).sum();
    println!(
        "{what}: furniture cut {:.3}, story lost {:.4}, of stories alone {:.4}, with made lists {:.4}",
        whole.cut_share(),
        whole.lost_share(),
        alone.lost_share(),
        listed.lost_share()
    );
}
