//! The sites of a synthetic dump, and their furniture.

use super::grammar::Grammar;
use crate::prng::SplitMix64;

/// A site that prints stories, with the lines that are on all its pages.
pub(super) struct Site {
    pub(super) name: String,
    pub(super) host: String,
    /// The index of the script of its texts in the recipe's list of scripts.
    pub(super) script: usize,
    /// The text between two paragraphs.
    pub(super) separator: &'static str,
    /// The first lines of each page. They may contain `{year}` and `{count}`.
    header: Vec<String>,
    /// The last lines of each page.
    footer: Vec<String>,
}

impl Site {
    /// The site with this index, with a random name and random lines.
    pub(super) fn new(
        number: usize,
        script: usize,
        grammar: &Grammar,
        random: &mut SplitMix64,
    ) -> Self {
        let name = grammar.line(grammar.patterns.site_names, random).text();
        let since = (1890 + random.below(120)).to_string();
        let fixed = |line: &str| line.replace("{site}", &name).replace("{since}", &since);
        let mut some_of = |lines: &[&str], count: usize| {
            let mut lines: Vec<String> = lines.iter().map(|l| fixed(l)).collect();
            random.shuffle(&mut lines);
            lines.truncate(count);
            lines
        };
        // Sites have one or two header lines, and two to five footer lines.
        let header = some_of(grammar.patterns.headers, 1 + number % 2);
        let footer = some_of(grammar.patterns.footers, 2 + number % 4);
        let separator = if random.chance(0.2) { "\n" } else { "\n\n" };
        Self {
            host: format!("www.desk-{number}.example"),
            name,
            script,
            separator,
            header,
            footer,
        }
    }

    /// The first lines of a page.
    pub(super) fn header(&self, year: &str, random: &mut SplitMix64) -> Vec<String> {
        self.header
            .iter()
            .map(|line| with_changing_parts(line, year, random))
            .collect()
    }

    /// The last lines of a page.
    pub(super) fn footer(&self, year: &str, random: &mut SplitMix64) -> Vec<String> {
        self.footer
            .iter()
            .map(|line| with_changing_parts(line, year, random))
            .collect()
    }
}

/// A line with the year, and with a random number that differs from page to page.
fn with_changing_parts(line: &str, year: &str, random: &mut SplitMix64) -> String {
    let line = line.replace("{year}", year);
    if line.contains("{count}") {
        line.replace("{count}", &(1 + random.below(5_000)).to_string())
    } else {
        line
    }
}
