//! The lines that recur most on the largest sites, for the summary: where they are on the pages,
//! and what becomes of them.
//!
//! At the end of the survey a few sites are chosen, and a few lines of each. So the choice takes
//! little memory, however large the dump is. The examine pass, which computes a key of every line
//! anyway, notes where the chosen lines are ([`LinesOnPages`]). What becomes of them is known only
//! in the last pass.
//!
//! A line is a segment here, and its *key* is a hash of its words. A page is a document.

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

/// At most this many sites are in the summary: those with the most documents.
const MAX_SITES: usize = 20;
/// At most this many lines of each site are in the summary: those in the most stories.
const MAX_LINES: usize = 30;

/// The lines that were chosen for the summary. They are numbered from 0, in one sequence for all
/// sites.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct RecurringLines {
    /// The chosen sites, those with the most documents first.
    sites: Vec<Site>,
}

/// A chosen site.
#[derive(Clone, Serialize, Deserialize)]
struct Site {
    id: SiteId,
    name: String,
    documents: u64,
    stories: u32,
    /// The number of the site's first line.
    first_line: u16,
    /// The key of each chosen line, and in how many stories and documents it is. The lines in the
    /// most stories are first.
    lines: Vec<(Fingerprint, Recurrence)>,
    /// The keys in ascending order, each with its index in `lines`, to look up a line by its key.
    by_key: Vec<(Fingerprint, u16)>,
}

/// A site, and how many documents are from it.
pub(crate) struct SiteSize {
    pub id: SiteId,
    pub name: String,
    pub documents: u64,
}

impl SiteSize {
    fn cmp_largest_first(&self, other: &Self) -> Ordering {
        let this = (Reverse(self.documents), &self.name);
        this.cmp(&(Reverse(other.documents), &other.name))
    }
}

impl RecurringLines {
    /// Chooses the sites with the most documents, and of each the lines in the most stories.
    /// Between equal counts the name of the site or the key of the line decides, so the choice is
    /// always the same.
    pub(super) fn choose(mut sizes: Vec<SiteSize>, table: &RecurrenceTable) -> Self {
        sizes.sort_by(SiteSize::cmp_largest_first);
        sizes.truncate(MAX_SITES);
        let mut lines_of_sites: Vec<Vec<(Fingerprint, Recurrence)>> = vec![Vec::new(); sizes.len()];
        for (site, key, recurrence) in table.segments() {
            let Some(index) = sizes.iter().position(|size| size.id == site) else {
                continue;
            };
            let lines = &mut lines_of_sites[index];
            lines.push((key, *recurrence));
            // A site may have a million segments, so the list is shortened again and again.
            if lines.len() == 2 * MAX_LINES {
                keep_most_frequent(lines);
            }
        }
        let mut first_line = 0;
        let mut sites = Vec::new();
        for (size, mut lines) in sizes.into_iter().zip(lines_of_sites) {
            keep_most_frequent(&mut lines);
            let mut by_key: Vec<(Fingerprint, u16)> = Vec::with_capacity(lines.len());
            for (index, &(key, _)) in (0..).zip(&lines) {
                by_key.push((key, index));
            }
            by_key.sort_unstable();
            // There are at most `MAX_SITES * MAX_LINES` lines, so their numbers fit into 16 bits.
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

    /// The chosen lines that are on a page, each once. `recurrence` is that of the page's site, and
    /// `analysis` that of the page.
    pub(super) fn seen_on(
        &self,
        document: &Document<'_>,
        recurrence: SiteRecurrence<'_>,
        analysis: &Analysis,
    ) -> Vec<SeenLine> {
        // Most documents are not from one of the chosen sites.
        let site = self.sites.iter().find(|site| site.id == recurrence.site);
        let Some(site) = site else {
            return Vec::new();
        };
        // The lines, each with the number of its segment.
        let mut seen: Vec<(usize, SeenLine)> = Vec::new();
        for (segment, &key) in analysis.keys.iter().enumerate() {
            let Some(line) = site.line_number(key) else {
                continue;
            };
            let content = document.segments()[segment].content();
            if content.is_empty() {
                continue;
            }
            // If a line is on the page several times, only the first is taken.
            if seen.iter().all(|(_, other)| other.line != line) {
                // Replaced below if the page has a story.
                let part = PagePart::Alone;
                seen.push((
                    segment,
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
        if let Some((first, last)) = story(document, recurrence, analysis) {
            for (segment, line) in &mut seen {
                line.part = if *segment < first {
                    PagePart::Before
                } else if *segment > last {
                    PagePart::After
                } else {
                    PagePart::Inside
                };
            }
        }
        seen.into_iter().map(|(_, line)| line).collect()
    }

    /// The sites as the summary shows them. `tallies` has the counts of each line, by its number.
    /// It may end early. Lines that the last pass found on no page are left out.
    pub(crate) fn shown(&self, tallies: &[LineTally], rules: &RuleBook) -> Vec<RecurringSite> {
        let mut out = Vec::new();
        for site in &self.sites {
            let listed = site.listed_in(rules);
            let mut lines = Vec::new();
            for (index, (key, recurrence)) in site.lines.iter().enumerate() {
                let Some(tally) = tallies.get(usize::from(site.first_line) + index) else {
                    continue;
                };
                let is_listed_as_kept = listed.iter().any(|lines| lines.keep().contains(key));
                let why = why(tally, recurrence, is_listed_as_kept);
                lines.push(tally.shown(recurrence.words, recurrence.stories, why));
            }
            // A line that was found on no page has no text.
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
    /// The lines that the user's rules files list for the site, under any name of the site.
    fn listed_in<'r>(&self, rules: &'r RuleBook) -> Vec<&'r SiteLines> {
        let mut listed = Vec::new();
        for site_lines in rules.sites() {
            if names_of_site(site_lines.name()).contains(&self.name) {
                listed.push(site_lines);
            }
        }
        listed
    }

    /// The number of the line with this key. `None` if the line was not chosen.
    fn line_number(&self, key: Fingerprint) -> Option<u16> {
        let found = self.by_key.binary_search_by_key(&key, |&(key, _)| key);
        let (_, index) = self.by_key[found.ok()?];
        Some(self.first_line + index)
    }
}

/// Sorts the lines by how many stories and documents they are in, and keeps the first
/// [`MAX_LINES`].
fn keep_most_frequent(lines: &mut Vec<(Fingerprint, Recurrence)>) {
    lines.sort_unstable_by_key(|(key, r)| (Reverse(r.stories), Reverse(r.documents), *key));
    lines.truncate(MAX_LINES);
}

/// The numbers of the first and the last segment of the story on a page. All that is between two
/// [paragraphs of the story](Page::is_of_story) counts as part of the story. `None` if the page has
/// no such paragraph.
fn story(
    document: &Document<'_>,
    recurrence: SiteRecurrence<'_>,
    analysis: &Analysis,
) -> Option<(usize, usize)> {
    let page = Page {
        document,
        recurrence,
        analysis,
        cut: spans_of(&analysis.findings),
    };
    let mut segments = 0..analysis.keys.len();
    let first = segments.find(|&segment| page.is_of_story(segment))?;
    // `find` has advanced the range, so only later segments are searched. `None` if `first` is the
    // only one.
    let last = segments.rfind(|&segment| page.is_of_story(segment));
    Some((first, last.unwrap_or(first)))
}

/// A page whose story is looked for.
struct Page<'a> {
    document: &'a Document<'a>,
    recurrence: SiteRecurrence<'a>,
    analysis: &'a Analysis,
    /// The text that is cut as furniture or as a repeat.
    cut: Spans,
}

impl Page<'_> {
    /// Whether a segment is a paragraph that is not cut and does not recur in another story of the
    /// site.
    fn is_of_story(&self, segment: usize) -> bool {
        let SiteRecurrence { table, site } = self.recurrence;
        let content = self.document.segments()[segment].content();
        self.document.effective_words_of(segment) >= PARAGRAPH_WORDS
            && !self.cut.overlap(content)
            && table.get(site, self.analysis.keys[segment]).is_none()
    }
}

/// Why a line is cut, kept or dropped on most pages, as the summary tells it.
fn why(tally: &LineTally, recurrence: &Recurrence, is_listed_as_kept: bool) -> String {
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
        MostlyBecomes::Kept if is_listed_as_kept => {
            "the rules list it as kept on this site".to_owned()
        }
        MostlyBecomes::Kept => recurrence.why_it_stays(tally.text()).to_owned(),
    }
}

/// A chosen line on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct SeenLine {
    /// The number of the line (see [`RecurringLines`]).
    pub line: u16,
    /// Whether the line is before, inside or after the story.
    pub part: PagePart,
    /// Where the text of the line is, without the white space around it.
    pub content: Span,
}

/// The chosen lines that are on each page, by document.
pub(crate) struct LinesOnPages(BlobVec);

/// A [`SeenLine`] as it is packed: `line`, `part` as a number, and `content`.
type PackedLine = (u16, u8, Span);

impl LinesOnPages {
    /// A table without documents.
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

    /// The lines that are in a document.
    ///
    /// # Errors
    /// If they are in a temporary file that cannot be read or was changed.
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

/// Reads a [`PackedLine`]. `None` if the bytes are not a packed line.
fn unpacked_line(mut row: &[u8]) -> Option<SeenLine> {
    if row.len() < PackedLine::BYTES {
        return None;
    }
    let (line, part, (start, end)): (u16, u8, (u32, u32)) = Fixed::take(&mut row);
    // Checked first, because `Span::new` panics if the end is before the start.
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
    use copydesk_clean::{Analyser, EvidenceKind, Finding, Reason};
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
            // The fourth line repeats the third.
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
        // If the story is cut as well, the page has none, so the lines are not before or after one.
        analysis.findings.push(Finding {
            span: Span::new(HEAD.len(), text.len()),
            reason: Reason::FurnitureRule,
            evidence_kind: EvidenceKind::Listed,
            detail: None,
            evidence: 1.0,
            kept: None,
        });
        let seen = lines.seen_on(&document, known, &analysis);
        assert!(seen.iter().all(|line| line.part == PagePart::Alone));
    }

    #[test]
    fn packed_lines_are_read_back() {
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
