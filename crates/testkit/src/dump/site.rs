//! Sites and their furniture.

use super::grammar::Grammar;
use crate::prng::SplitMix64;

/// Where pages are printed, and what stands on all of them.
pub(super) struct Site {
    pub(super) name: String,
    pub(super) host: String,
    /// Which of the recipe's scripts.
    pub(super) script: usize,
    /// What parts two paragraphs.
    pub(super) gap: &'static str,
    header: Vec<String>,
    footer: Vec<String>,
}

impl Site {
    pub(super) fn open(
        number: usize,
        script: usize,
        grammar: &Grammar,
        random: &mut SplitMix64,
    ) -> Self {
        let name = grammar.line(grammar.tongue.site_names, random).text();
        let since = (1890 + random.below(120)).to_string();
        let fixed = |line: &str| line.replace("{site}", &name).replace("{since}", &since);
        let mut some = |lines: &[&str], count: usize| {
            let mut lines: Vec<String> = lines.iter().map(|l| fixed(l)).collect();
            random.shuffle(&mut lines);
            lines.truncate(count);
            lines
        };
        let header = some(grammar.tongue.headers, 1 + number % 2);
        let footer = some(grammar.tongue.footers, 2 + number % 4);
        let gap = if random.chance(0.2) { "\n" } else { "\n\n" };
        Self {
            host: format!("www.desk-{number}.example"),
            name,
            script,
            gap,
            header,
            footer,
        }
    }

    pub(super) fn header(&self, year: &str, random: &mut SplitMix64) -> Vec<String> {
        self.header
            .iter()
            .map(|line| with_page(line, year, random))
            .collect()
    }

    pub(super) fn footer(&self, year: &str, random: &mut SplitMix64) -> Vec<String> {
        self.footer
            .iter()
            .map(|line| with_page(line, year, random))
            .collect()
    }
}

fn with_page(line: &str, year: &str, random: &mut SplitMix64) -> String {
    let line = line.replace("{year}", year);
    if line.contains("{count}") {
        line.replace("{count}", &(1 + random.below(5_000)).to_string())
    } else {
        line
    }
}
