//! Labelled pages, and what the rest of the product makes of them.

use crate::boosting::Row;
use copydesk_boilerplate::{
    Features, Forest, LineScore, Lists, PageLines, RecurrenceTable, SegmentOccurrence,
};
use copydesk_clean::{Analyser, SiteRecurrence};
use copydesk_text::{Document, Rank, SiteId, Span, Spans, hash64, mix64, normalise};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::BufRead as _;

/// How many thinned copies are made of each page.
const THINNED: usize = 2;
/// How many copies get a list, from [`LISTS`].
const LISTED: usize = 3;
const LISTS: &str = include_str!("lists.txt");
/// The share of a page's furniture that a thinned copy keeps, in runs.
const KEPT_FURNITURE: f64 = 0.3;
/// A line of the story that is longer is a paragraph.
const PARAGRAPH_BYTES: usize = 120;
/// Lines longer than this weigh no more.
const HEAVY_WORDS: f64 = 40.0;

/// What of a page is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Variant {
    /// All of it.
    Whole,
    /// The story and a few runs of its furniture: a page as an extractor leaves it.
    Thinned,
    /// The story alone.
    Story,
    /// All of it, with a list set into the story.
    Listed,
}

/// A page.
pub struct Page {
    site: String,
    lines: Vec<(String, Option<bool>)>,
    variant: Variant,
}

/// Words of furniture and of story, and how many of them go.
#[derive(Clone, Copy, Default)]
pub struct Count {
    furniture: f64,
    cut: f64,
    story: f64,
    lost: f64,
}

impl Count {
    pub fn cut_share(&self) -> f64 {
        self.cut / self.furniture.max(1.0)
    }

    pub fn lost_share(&self) -> f64 {
        self.lost / self.story.max(1.0)
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |a, b| Self {
            furniture: a.furniture + b.furniture,
            cut: a.cut + b.cut,
            story: a.story + b.story,
            lost: a.lost + b.lost,
        })
    }
}

/// Reads the pages of a file; each comes whole, thinned and as its story alone.
pub fn read(path: &str, seed: u64) -> Vec<Page> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut out = Vec::new();
    for line in std::io::BufReader::new(file).lines() {
        let line = line.unwrap_or_else(|error| panic!("{path}: {error}"));
        let page: Value =
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{path}: {error}"));
        let lines = labelled_lines(&page);
        let text = |field: &str| page[field].as_str().unwrap_or_default().to_owned();
        let site = if text("source").is_empty() {
            text("id")
        } else {
            text("source")
        };
        let mut add = |variant, lines| {
            out.push(Page {
                site: site.clone(),
                lines,
                variant,
            });
        };
        let is_fully_labelled = lines.iter().all(|(_, label)| label.is_some());
        if is_fully_labelled {
            let mut dice = mix64(seed ^ hash64(text("id").as_bytes()));
            for _ in 0..LISTED {
                add(Variant::Listed, listed(&lines, &mut dice));
            }
            let story = |(_, label): &&(String, Option<bool>)| *label == Some(false);
            add(
                Variant::Story,
                lines.iter().filter(story).cloned().collect(),
            );
            for copy in 0..THINNED {
                let mut dice = mix64(seed ^ hash64(text("id").as_bytes()) ^ copy as u64);
                add(Variant::Thinned, thinned(&lines, &mut dice));
            }
        }
        add(Variant::Whole, lines);
    }
    out
}

fn thinned(lines: &[(String, Option<bool>)], dice: &mut u64) -> Vec<(String, Option<bool>)> {
    let mut out = Vec::new();
    for run in lines.chunk_by(|a, b| a.1 == b.1) {
        *dice = mix64(dice.wrapping_add(0x9E37_79B9));
        let thrown = (*dice >> 11) as f64 / (1_u64 << 53) as f64;
        if run[0].1 != Some(true) || thrown < KEPT_FURNITURE {
            out.extend_from_slice(run);
        }
    }
    out
}

/// The page with a list of its own after one of the paragraphs of its story.
fn listed(lines: &[(String, Option<bool>)], dice: &mut u64) -> Vec<(String, Option<bool>)> {
    let lists: Vec<&str> = LISTS.split("\n\n").skip(1).collect();
    let mut throw = |sides: usize| {
        *dice = mix64(dice.wrapping_add(0x9E37_79B9));
        (*dice % sides.max(1) as u64) as usize
    };
    let story: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].1 == Some(false) && lines[at].0.len() > PARAGRAPH_BYTES)
        .collect();
    let list = lists[throw(lists.len())];
    // Every other list ends the story: there it is most like a menu.
    let ends_story = throw(2) == 0;
    let place = if ends_story {
        story.len().saturating_sub(1)
    } else {
        throw(story.len())
    };
    let at = story.get(place).map_or(lines.len(), |&at| at + 1);
    let mut out = lines[..at].to_vec();
    let list = list.lines().filter(|line| !line.is_empty());
    out.extend(list.map(|line| (line.to_owned(), Some(false))));
    out.extend_from_slice(&lines[at..]);
    out
}

/// The blocks of a page, and whether they are furniture, where that is known.
fn labelled_lines(page: &Value) -> Vec<(String, Option<bool>)> {
    let listed = |field: &str| -> Vec<String> {
        let pieces = page[field].as_array().into_iter().flatten();
        let pieces = pieces.filter_map(Value::as_str).map(normalise);
        pieces.filter(|piece| !piece.is_empty()).collect()
    };
    let (keep, drop) = (listed("must_keep"), listed("must_drop"));
    let line = |block: &Value| {
        let text = block[1].as_str().unwrap_or_default().replace('\n', " ");
        let text = text.trim().to_owned();
        let label = block[2].as_u64().map(|label| label == 0);
        let label = label.or_else(|| by_pieces(&normalise(&text), &keep, &drop));
        (text, label)
    };
    page["blocks"]
        .as_array()
        .into_iter()
        .flatten()
        .map(line)
        .collect()
}

fn by_pieces(text: &str, keep: &[String], drop: &[String]) -> Option<bool> {
    let half = text.chars().count() as f64 / 2.0;
    let is_kept = |piece: &String| piece.contains(text) || text.contains(piece.as_str());
    let is_dropped =
        |piece: &String| text.contains(piece.as_str()) && piece.chars().count() as f64 > half;
    if text.is_empty() {
        None
    } else if keep.iter().any(is_kept) {
        Some(false)
    } else if drop.iter().any(is_dropped) {
        Some(true)
    } else {
        None
    }
}

/// A page with the lines that are left for a forest to judge.
pub struct Judged {
    site: String,
    pub variant: Variant,
    known: Count,
    lines: Vec<Candidate>,
    lists: Lists,
}

/// A line that a forest scores.
struct Candidate {
    segment: usize,
    text: String,
    words: f64,
    /// Whether it is furniture, if that is known and it is not cut already.
    is_furniture: Option<bool>,
    row: Row,
}

/// Looks at the pages of one set, as one dump, without a forest.
pub fn judge(pages: &[Page], analyser: &Analyser) -> Vec<Judged> {
    let mut sites: BTreeMap<&str, SiteId> = BTreeMap::new();
    for page in pages {
        let next = SiteId::of_index(sites.len());
        sites.entry(&page.site).or_insert(next);
    }
    let documents: Vec<Document<'_>> = pages
        .iter()
        .map(|page| Document::new(page.text()))
        .collect();
    let mut seen = Vec::new();
    let mut templates = Vec::new();
    let mut of_site = Vec::new();
    let is_whole = |page: &Page| matches!(page.variant, Variant::Whole);
    let whole = pages
        .iter()
        .zip(&documents)
        .filter(|(page, _)| is_whole(page));
    for (number, (page, document)) in whole.enumerate() {
        let site = sites[page.site.as_str()];
        of_site.push(site);
        let rank = Rank::of_index(number);
        seen.extend(sightings(document, site, rank, |segment| {
            Some(document.key(segment))
        }));
        templates.extend(sightings(document, site, rank, |segment| {
            document.template_key(segment)
        }));
    }
    let table = RecurrenceTable::count(seen, templates, &of_site);
    let empty = RecurrenceTable::default();
    let judged = pages.iter().zip(&documents).map(|(page, document)| {
        let is_whole = matches!(page.variant, Variant::Whole | Variant::Listed);
        let site = SiteRecurrence {
            table: if is_whole { &table } else { &empty },
            site: sites[page.site.as_str()],
        };
        page.judged(document, analyser, site)
    });
    judged.collect()
}

fn sightings(
    document: &Document<'_>,
    site: SiteId,
    rank: Rank,
    key: impl Fn(usize) -> Option<copydesk_text::Fingerprint>,
) -> Vec<SegmentOccurrence> {
    let filled = (0..document.segments().len())
        .filter(|&segment| !document.segments()[segment].content().is_empty());
    let mut seen: Vec<SegmentOccurrence> = filled
        .filter_map(|segment| {
            Some(SegmentOccurrence {
                site,
                key: key(segment)?,
                document: rank,
                words: document
                    .effective_words_of(segment)
                    .min(usize::from(u16::MAX)) as u16,
                times: 1,
                at_edge: document.is_at_edge(segment),
            })
        })
        .collect();
    seen.sort_unstable();
    seen.dedup_by(|next, first| {
        let is_same = next.key == first.key;
        if is_same {
            first.times += 1;
            first.at_edge |= next.at_edge;
        }
        is_same
    });
    seen
}

impl Page {
    fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(text, _)| text.as_str()).collect();
        lines.join("\n")
    }

    fn judged(
        &self,
        document: &Document<'_>,
        analyser: &Analyser,
        site: SiteRecurrence<'_>,
    ) -> Judged {
        let findings = analyser.findings(document, Some(site));
        let cut = Spans::union(findings.iter().map(|finding| finding.span));
        let left = cut.gaps(Span::new(0, document.text().len()));
        let left: Vec<&str> = left
            .iter()
            .map(|span| span.slice(document.text()))
            .collect();
        let left = format!(" {} ", normalise(&left.join("\n")));
        let mut known = Count::default();
        let mut starts = Vec::new();
        let mut start = 0;
        let mut cut_lines = Vec::new();
        for (text, label) in &self.lines {
            let span = Span::new(start, start + text.len());
            starts.push(start);
            start = span.end() + 1;
            let overlap = |other: Span| {
                other
                    .end()
                    .min(span.end())
                    .saturating_sub(other.start().max(span.start()))
            };
            let bytes: usize = findings.iter().map(|finding| overlap(finding.span)).sum();
            let is_cut = 2 * bytes > span.len();
            cut_lines.push(is_cut);
            let words = copydesk_text::words(text).len() as f64;
            match label {
                Some(true) => {
                    known.furniture += words;
                    known.cut += if is_cut { words } else { 0.0 };
                }
                Some(false) => {
                    known.story += words;
                    known.lost += if is_cut && !left.contains(&format!(" {} ", normalise(text))) {
                        words
                    } else {
                        0.0
                    };
                }
                None => {}
            }
        }
        let candidate = |(segment, features): (usize, Features)| {
            let content = document.segments()[segment].content();
            let line = starts.partition_point(|&start| start <= content.start()) - 1;
            let (text, label) = &self.lines[line];
            let words = copydesk_text::words(text).len() as f64;
            Candidate {
                segment,
                text: text.clone(),
                words,
                is_furniture: label.filter(|_| !cut_lines[line]),
                row: Row {
                    features,
                    is_furniture: *label == Some(true),
                    weight: words.clamp(1.0, HEAVY_WORDS).sqrt(),
                },
            }
        };
        let PageLines { features, lists } = analyser.line_features(document, Some(site));
        Judged {
            site: self.site.clone(),
            variant: self.variant,
            known,
            lines: features.into_iter().map(candidate).collect(),
            lists,
        }
    }
}

impl Judged {
    /// The fold that the page's site is dealt into.
    pub fn fold(&self, folds: u64) -> u64 {
        mix64(hash64(self.site.as_bytes())) % folds
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let known = self.lines.iter().filter(|line| line.is_furniture.is_some());
        known.map(|line| &line.row)
    }

    /// The lines that a forest cuts from these log odds on, with what it says of them.
    fn cut<'j>(&'j self, forest: &Forest, at: f32) -> Vec<(&'j Candidate, LineScore)> {
        let scores = self.lines.iter().map(|line| {
            let score = forest.judge(line.segment, line.row.features);
            (line, score)
        });
        let mut cut: Vec<(&Candidate, LineScore)> =
            scores.filter(|(_, score)| score.log_odds >= at).collect();
        let segments: Vec<usize> = cut.iter().map(|(line, _)| line.segment).collect();
        let spared = self.lists.spared(&segments);
        cut.retain(|(line, _)| !spared.contains(&line.segment));
        cut
    }

    /// What goes if a forest cuts from these log odds on.
    pub fn count(&self, forest: &Forest, at: f32) -> Count {
        let mut count = self.known;
        for (line, _) in self.cut(forest, at) {
            match line.is_furniture {
                Some(true) => count.cut += line.words,
                Some(false) => count.lost += line.words,
                None => {}
            }
        }
        count
    }
}

/// Prints the longest story lines that a forest would cut on sites it has not seen.
pub fn tell_worst<'f>(all: &[&Judged], forest: &dyn Fn(&Judged) -> &'f Forest, at: f32) {
    let mut lost: Vec<(f64, &str, &str, Vec<String>)> = Vec::new();
    for judged in all.iter().filter(|judged| judged.variant == Variant::Whole) {
        let forest = forest(judged);
        for (line, score) in judged.cut(forest, at) {
            if line.is_furniture == Some(false) {
                let reasons = forest.reasons(&score.features, 3);
                lost.push((line.words, &judged.site, &line.text, reasons));
            }
        }
    }
    lost.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(b.2)));
    println!("story lines cut on unseen sites: {}", lost.len());
    for (words, site, text, reasons) in lost.iter().take(100) {
        let text: String = text.chars().take(120).collect();
        println!("  {words} {site}: {text} [{}]", reasons.join("; "));
    }
}
