//! Which lines recur on the largest sites, and where they are on each page: for the summary.
//!
//! A few sites with a few lines each are chosen when the survey has counted, and so take the same
//! memory whatever the size of the dump. When a document is examined, its lines are split into
//! words anyway. Where the chosen ones are is noted then, in a few bytes a document. What becomes
//! of them is known in the last pass.

use crate::memory::LINES_ON_PAGES;
use crate::output::{LineTally, MostlyBecomes, PagePart, RecurringSite};
use copydesk_boilerplate::{
    Certainty, PARAGRAPH_WORDS, Recurrence, RecurrenceTable, RuleBook, SiteLines,
};
use copydesk_clean::{Analysis, SiteRecurrence, names_of_site, spans_of};
use copydesk_store::{BlobVec, Checkpoint, Error, Fixed, MemoryBudget, Result};
use copydesk_text::{DocId, Document, Fingerprint, SiteId, Span, Spans};
use serde::{Deserialize, Serialize};
use std::cmp::{Ordering, Reverse};
use std::io::{self, Read, Write};

/// Sites in the summary: those with most documents.
const SITES: usize = 20;
/// Lines of each: those in most stories.
const LINES: usize = 30;

/// The lines that are counted.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct RecurringLines {
    /// Sites, those with most documents first.
    sites: Vec<Site>,
}

/// A site with the lines that are counted on its pages.
#[derive(Clone, Serialize, Deserialize)]
struct Site {
    id: SiteId,
    name: String,
    documents: u64,
    stories: u32,
    /// The number of the first line among the lines of all sites.
    first_line: u16,
    /// The lines, those in most stories first.
    lines: Vec<(Fingerprint, Recurrence)>,
    /// Their keys in order, each with its place in the list.
    by_key: Vec<(Fingerprint, u16)>,
}

/// A site with its number of documents.
pub(crate) struct SiteSize {
    pub id: SiteId,
    pub name: String,
    pub documents: u64,
}

impl SiteSize {
    fn cmp_largest_first(&self, other: &Self) -> Ordering {
        // The counts are swapped, so that the largest comes first; the names are not.
        (other.documents, &self.name).cmp(&(self.documents, &other.name))
    }
}

impl RecurringLines {
    /// Chooses the sites and the lines: by counts, and between equal counts by name and key.
    pub(super) fn choose(mut sizes: Vec<SiteSize>, table: &RecurrenceTable) -> Self {
        sizes.sort_by(SiteSize::cmp_largest_first);
        sizes.truncate(SITES);
        let mut lines: Vec<Vec<(Fingerprint, Recurrence)>> = vec![Vec::new(); sizes.len()];
        for (site, key, recurrence) in table.segments() {
            let Some(place) = sizes.iter().position(|size| size.id == site) else {
                continue;
            };
            let lines = &mut lines[place];
            lines.push((key, *recurrence));
            // A site may have a million segments. No more than these are held at a time.
            if lines.len() == 2 * LINES {
                keep_most_frequent(lines);
            }
        }
        let mut first_line = 0;
        let mut sites = Vec::new();
        for (size, mut lines) in sizes.into_iter().zip(lines) {
            keep_most_frequent(&mut lines);
            let mut by_key: Vec<(Fingerprint, u16)> = Vec::with_capacity(lines.len());
            for (place, &(key, _)) in (0..).zip(&lines) {
                by_key.push((key, place));
            }
            by_key.sort_unstable();
            // At most `LINES` of each site, so all numbers of lines fit.
            let count = lines.len() as u16;
            sites.push(Site {
                stories: table.stories_of(size.id),
                id: size.id,
                name: size.name,
                documents: size.documents,
                first_line,
                lines,
                by_key,
            });
            first_line += count;
        }
        Self { sites }
    }

    /// Where the chosen lines are on a page, each once.
    pub(super) fn seen_on(
        &self,
        document: &Document<'_>,
        known: SiteRecurrence<'_>,
        analysis: &Analysis,
    ) -> Vec<SeenLine> {
        // Most documents are not from one of the few sites that are counted.
        let Some(site) = self.sites.iter().find(|site| site.id == known.site) else {
            return Vec::new();
        };
        let mut seen: Vec<(usize, SeenLine)> = Vec::new();
        for (number, &key) in analysis.keys.iter().enumerate() {
            let Some(line) = site.line(key) else { continue };
            let content = document.segments()[number].content();
            if content.is_empty() {
                continue;
            }
            // A line that is twice on a page counts once, where it is first.
            if seen.iter().all(|(_, other)| other.line != line) {
                // Replaced below if the page has a story.
                let part = PagePart::Alone;
                seen.push((
                    number,
                    SeenLine {
                        line,
                        part,
                        content,
                    },
                ));
            }
        }
        if seen.is_empty() {
            return Vec::new();
        }
        if let Some((first, last)) = story(document, known, analysis) {
            for (number, line) in &mut seen {
                line.part = match *number {
                    number if number < first => PagePart::Before,
                    number if number > last => PagePart::After,
                    _ => PagePart::Inside,
                };
            }
        }
        seen.into_iter().map(|(_, line)| line).collect()
    }

    /// The sites as the summary shows them, without lines that no page holds any more.
    pub(crate) fn shown(&self, tallies: &[LineTally], rules: &RuleBook) -> Vec<RecurringSite> {
        let mut out = Vec::new();
        for site in &self.sites {
            let listed = site.listed_in(rules);
            let mut lines = Vec::new();
            for (number, (key, recurrence)) in site.lines.iter().enumerate() {
                let Some(tally) = tallies.get(usize::from(site.first_line) + number) else {
                    continue;
                };
                let is_listed = listed.iter().any(|lines| lines.keep().contains(key));
                let why = why(tally, recurrence, is_listed);
                lines.push(tally.shown(recurrence.words, recurrence.stories, why));
            }
            lines.retain(|line| !line.text.is_empty());
            if !lines.is_empty() {
                out.push(RecurringSite {
                    site: site.name.clone(),
                    documents: site.documents,
                    stories: site.stories,
                    lines,
                });
            }
        }
        out
    }
}

impl Site {
    /// The lines that the rules list for the site, under any of its names.
    fn listed_in<'r>(&self, rules: &'r RuleBook) -> Vec<&'r SiteLines> {
        let mut listed = Vec::new();
        for lines in rules.sites() {
            if names_of_site(lines.name()).contains(&self.name) {
                listed.push(lines);
            }
        }
        listed
    }

    /// The number of the line with this key, if it was chosen.
    fn line(&self, key: Fingerprint) -> Option<u16> {
        let place = self.by_key.binary_search_by_key(&key, |line| line.0).ok()?;
        Some(self.first_line + self.by_key[place].1)
    }
}

/// Leaves the lines in most stories, in order.
fn keep_most_frequent(lines: &mut Vec<(Fingerprint, Recurrence)>) {
    lines.sort_unstable_by_key(|(key, r)| (Reverse(r.stories), Reverse(r.documents), *key));
    lines.truncate(LINES);
}

/// The first and the last paragraph that only this page has, and that stays.
fn story(
    document: &Document<'_>,
    known: SiteRecurrence<'_>,
    analysis: &Analysis,
) -> Option<(usize, usize)> {
    let page = Page {
        document,
        known,
        analysis,
        cut: spans_of(&analysis.findings),
    };
    let mut numbers = 0..analysis.keys.len();
    let first = numbers.find(|&number| page.has_alone(number))?;
    // `find` has advanced the range, so this looks only after the first. `None` if it is the only
    // one.
    let last = numbers.rfind(|&number| page.has_alone(number));
    Some((first, last.unwrap_or(first)))
}

/// A page whose story is looked for.
struct Page<'a> {
    document: &'a Document<'a>,
    known: SiteRecurrence<'a>,
    analysis: &'a Analysis,
    /// What is cut out of it.
    cut: Spans,
}

impl Page<'_> {
    /// Whether the segment with this number is a paragraph that stays and that no other page of the
    /// site has.
    fn has_alone(&self, number: usize) -> bool {
        let SiteRecurrence { table, site } = self.known;
        self.document.effective_words_of(number) >= PARAGRAPH_WORDS
            && !self.cut.overlap(self.document.segments()[number].content())
            && table.get(site, self.analysis.keys[number]).is_none()
    }
}

/// Why a line becomes what it becomes on most pages.
fn why(tally: &LineTally, recurrence: &Recurrence, is_listed: bool) -> String {
    match tally.mostly() {
        MostlyBecomes::CutByRule("listed") => "the rules list it as cut on this site".to_owned(),
        MostlyBecomes::CutByRule(name) => format!("the rule {name} knows it"),
        MostlyBecomes::CutByCount if recurrence.certainty(tally.text()) == Some(Certainty::Cut) => {
            "it recurs in so many stories of the site that it belongs to the page".to_owned()
        }
        MostlyBecomes::CutByCount => {
            "it recurs, and a rule or the lines beside it say that it is furniture".to_owned()
        }
        MostlyBecomes::OneCopy => "it is a repeat; the preferred document keeps it".to_owned(),
        MostlyBecomes::Dropped => "its pages are dropped".to_owned(),
        MostlyBecomes::Kept if is_listed => "the rules list it as kept on this site".to_owned(),
        MostlyBecomes::Kept => recurrence.why_it_stays(tally.text()).to_owned(),
    }
}

/// A chosen line on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SeenLine {
    /// Its number among the lines of all sites.
    pub line: u16,
    pub part: PagePart,
    /// Where it is in the text.
    pub content: Span,
}

/// The chosen lines of all documents, by the documents' ids.
pub(crate) struct LinesOnPages(BlobVec);

/// Number, part of the page, and span.
type PackedLine = (u16, u8, Span);

impl LinesOnPages {
    /// Of no document yet.
    pub(super) fn new(budget: &MemoryBudget) -> Self {
        Self(BlobVec::new(budget, budget.share(LINES_ON_PAGES)))
    }

    /// Adds the lines of the next document.
    pub(super) fn push(&mut self, lines: &[SeenLine]) -> Result<()> {
        let mut bytes = Vec::with_capacity(lines.len() * PackedLine::BYTES);
        for line in lines {
            (line.line, line.part as u8, line.content).put(&mut bytes);
        }
        self.0.push(&bytes)
    }

    /// The lines of a document.
    pub(crate) fn get(&self, document: DocId) -> Result<Vec<SeenLine>> {
        let bytes = self.0.get(document.index())?;
        let mut lines = Vec::with_capacity(bytes.len() / PackedLine::BYTES);
        for row in bytes.chunks(PackedLine::BYTES) {
            match unpacked_line(row) {
                Some(line) => lines.push(line),
                None => return Err(Error::temporary_changed()),
            }
        }
        Ok(lines)
    }
}

/// A line as it was packed; `None` if the bytes are those of no line.
fn unpacked_line(mut row: &[u8]) -> Option<SeenLine> {
    if row.len() < PackedLine::BYTES {
        return None;
    }
    // Checked first, because `Span::new` panics if the end is before the start.
    let (line, part, (start, end)): (u16, u8, (u32, u32)) = Fixed::take(&mut row);
    if start > end {
        return None;
    }
    Some(SeenLine {
        line,
        part: *PagePart::ALL.get(usize::from(part))?,
        content: Span::new(start as usize, end as usize),
    })
}

impl Checkpoint for LinesOnPages {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        let share = budget.share(LINES_ON_PAGES);
        Ok(Self(BlobVec::read_back(from, budget, share)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_boilerplate::SegmentOccurrence;
    use copydesk_clean::{Analyser, Finding, Reason, Seen};
    use copydesk_store::Disk;
    use copydesk_text::Rank;

    const SITE: SiteId = SiteId::new(0);
    const HEAD: &str = "The Harbour Post";
    const FOOT: &str = "Tide and Time since 1931";

    fn page(number: usize) -> String {
        format!(
            "{HEAD}\nFerry number {number} was late on Monday for want of water.\n{FOOT}\n{FOOT}"
        )
    }

    fn table(pages: usize) -> RecurrenceTable {
        let mut seen = Vec::new();
        for number in 0..pages {
            let page = Document::new(page(number));
            for segment in 0..3 {
                seen.push(SegmentOccurrence {
                    site: SITE,
                    key: page.key(segment),
                    document: Rank::of_index(number),
                    words: page.effective_words_of(segment) as u16,
                    times: 1,
                    at_edge: true,
                });
            }
        }
        RecurrenceTable::count(seen, Vec::new(), &vec![SITE; pages])
    }

    fn chosen(table: &RecurrenceTable) -> RecurringLines {
        let size = SiteSize {
            id: SITE,
            name: "harbour.example".to_owned(),
            documents: 5,
        };
        RecurringLines::choose(vec![size], table)
    }

    #[test]
    fn lines_are_seen_before_and_after_the_story_once_each() {
        let table = table(5);
        let lines = chosen(&table);
        let text = page(2);
        let document = Document::new(text.as_str());
        let known = SiteRecurrence {
            table: &table,
            site: SITE,
        };
        let analyser = Analyser::default();
        let mut analysis = analyser.analyse(&document, Some(known));
        let seen = lines.seen_on(&document, known, &analysis);
        let parts: Vec<(&str, PagePart)> = seen
            .iter()
            .map(|line| (line.content.slice(&text), line.part))
            .collect();
        assert_eq!(parts, [(HEAD, PagePart::Before), (FOOT, PagePart::After)]);
        let story = Span::new(HEAD.len(), text.len());
        analysis.findings.push(Finding {
            span: story,
            reason: Reason::FurnitureRule,
            seen: Seen::Listed,
            detail: None,
            evidence: 1.0,
            kept: None,
        });
        let seen = lines.seen_on(&document, known, &analysis);
        assert!(seen.iter().all(|line| line.part == PagePart::Alone));
    }

    #[test]
    fn lines_come_back() {
        let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
        let line = SeenLine {
            line: 599,
            part: PagePart::After,
            content: Span::new(7, 900),
        };
        let mut lines = LinesOnPages::new(&budget);
        lines.push(&[]).unwrap();
        lines.push(&[line, line]).unwrap();
        assert_eq!(lines.get(DocId::of_index(0)).unwrap(), []);
        assert_eq!(lines.get(DocId::of_index(1)).unwrap(), [line, line]);
    }
}
