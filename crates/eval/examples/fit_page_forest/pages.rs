//! Labelled pages, and what copydesk cuts from them without a page forest.

use crate::boosting::TrainingLine;
use copydesk_boilerplate::{
    Features, Forest, LineScore, ListGuard, PageLines, RecurrenceTable, SegmentOccurrence,
};
use copydesk_clean::{Analyser, SiteRecurrence};
use copydesk_text::{Document, Rank, SiteId, Span, Spans, hash64, mix64, normalise};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::BufRead as _;

/// The number of thinned copies that are made of each page.
const THINNED_COPIES: usize = 2;
/// The number of copies of each page with a list of [`LISTS`] inserted into the story.
const LISTED_COPIES: usize = 3;
/// Lists as they occur in stories, with an empty line between them. The file begins with a comment.
const LISTS: &str = include_str!("lists.txt");
/// The probability with which a thinned copy keeps a run of lines of furniture.
const KEPT_FURNITURE: f64 = 0.3;
/// A line of the story that is longer than this, in bytes, is taken for a paragraph.
const PARAGRAPH_BYTES: usize = 120;
/// The length of a line, in words, above which its weight does not increase.
const HEAVY_WORDS: f64 = 40.0;
/// The step from one state of the random numbers to the next: the golden ratio as a fraction of 32
/// bits, whose bits look random.
const RANDOM_STEP: u64 = 0x9E37_79B9;

/// Which lines a copy of a page has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Variant {
    /// All lines.
    Whole,
    /// The story and a few runs of furniture, as an extractor of articles leaves a page.
    Thinned,
    /// Only the story.
    StoryOnly,
    /// All lines, and a list inserted into the story.
    WithList,
}

/// A line of a page.
#[derive(Clone)]
struct Line {
    text: String,
    /// `None` if the page does not say it.
    is_furniture: Option<bool>,
}

/// A page, or a changed copy of one.
pub struct Page {
    site: String,
    lines: Vec<Line>,
    variant: Variant,
}

/// Numbers of words.
#[derive(Clone, Copy, Default)]
pub struct WordCounts {
    /// Words of furniture.
    furniture: f64,
    /// Words of furniture that are cut.
    cut: f64,
    /// Words of the story.
    story: f64,
    /// Words of the story that are cut.
    lost: f64,
}

impl WordCounts {
    /// The share of the furniture that is cut.
    pub fn cut_share(&self) -> f64 {
        self.cut / self.furniture.max(1.0)
    }

    /// The share of the story that is cut.
    pub fn lost_share(&self) -> f64 {
        self.lost / self.story.max(1.0)
    }
}

impl std::iter::Sum for WordCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |a, b| Self {
            furniture: a.furniture + b.furniture,
            cut: a.cut + b.cut,
            story: a.story + b.story,
            lost: a.lost + b.lost,
        })
    }
}

/// Reads the pages of a file. Of each page that is labelled completely, copies in all other
/// variants are added.
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
        let is_fully_labelled = lines.iter().all(|line| line.is_furniture.is_some());
        if is_fully_labelled {
            let mut random_state = mix64(seed ^ hash64(text("id").as_bytes()));
            for _ in 0..LISTED_COPIES {
                add(Variant::WithList, with_list(&lines, &mut random_state));
            }
            let story = lines.iter().filter(|line| line.is_furniture == Some(false));
            add(Variant::StoryOnly, story.cloned().collect());
            for copy in 0..THINNED_COPIES {
                let mut random_state = mix64(seed ^ hash64(text("id").as_bytes()) ^ copy as u64);
                add(Variant::Thinned, thinned(&lines, &mut random_state));
            }
        }
        add(Variant::Whole, lines);
    }
    out
}

/// The lines of a page without most runs of its furniture. `random_state` is that of a generator of
/// random numbers, and is changed.
fn thinned(lines: &[Line], random_state: &mut u64) -> Vec<Line> {
    let mut out = Vec::new();
    for run in lines.chunk_by(|a, b| a.is_furniture == b.is_furniture) {
        *random_state = mix64(random_state.wrapping_add(RANDOM_STEP));
        // A number from 0 to 1, made of the upper 53 bits: an `f64` holds no more.
        let random = (*random_state >> 11) as f64 / (1_u64 << 53) as f64;
        if run[0].is_furniture != Some(true) || random < KEPT_FURNITURE {
            out.extend_from_slice(run);
        }
    }
    out
}

/// The lines of a page, with a list inserted after one of the paragraphs of its story. If it has no
/// paragraph, the list is at the end. `random_state` is that of a generator of random numbers, and
/// is changed.
fn with_list(lines: &[Line], random_state: &mut u64) -> Vec<Line> {
    // The first part is the comment.
    let lists: Vec<&str> = LISTS.split("\n\n").skip(1).collect();
    let mut random_below = |end: usize| {
        *random_state = mix64(random_state.wrapping_add(RANDOM_STEP));
        (*random_state % end.max(1) as u64) as usize
    };
    let mut paragraphs: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.is_furniture == Some(false) && line.text.len() > PARAGRAPH_BYTES {
            paragraphs.push(index);
        }
    }
    let list = lists[random_below(lists.len())];
    // About half of the lists are at the end of the story, where they are most like a menu.
    let ends_story = random_below(2) == 0;
    let chosen = if ends_story {
        paragraphs.len().saturating_sub(1)
    } else {
        random_below(paragraphs.len())
    };
    let list_start = paragraphs.get(chosen).map_or(lines.len(), |&line| line + 1);
    let mut out = lines[..list_start].to_vec();
    for text in list.lines().filter(|line| !line.is_empty()) {
        out.push(Line {
            text: text.to_owned(),
            is_furniture: Some(false),
        });
    }
    out.extend_from_slice(&lines[list_start..]);
    out
}

/// The lines of a page: one for each of its blocks. A block is `[tag, text, label]`, where the
/// label is 0 for furniture and 1 for story.
fn labelled_lines(page: &Value) -> Vec<Line> {
    let pieces = |field: &str| -> Vec<String> {
        let texts = page[field].as_array().into_iter().flatten();
        let texts = texts.filter_map(Value::as_str).map(normalise);
        texts.filter(|text| !text.is_empty()).collect()
    };
    let (keep, drop) = (pieces("must_keep"), pieces("must_drop"));
    let line = |block: &Value| {
        let text = block[1].as_str().unwrap_or_default().replace('\n', " ");
        let text = text.trim().to_owned();
        let label = block[2].as_u64().map(|label| label == 0);
        let is_furniture = label.or_else(|| by_pieces(&normalise(&text), &keep, &drop));
        Line { text, is_furniture }
    };
    page["blocks"]
        .as_array()
        .into_iter()
        .flatten()
        .map(line)
        .collect()
}

/// Whether a block is furniture, by the lists of pieces of text that are story (`keep`) and
/// furniture (`drop`). All texts are in normal form. `None` if no piece shows it.
fn by_pieces(text: &str, keep: &[String], drop: &[String]) -> Option<bool> {
    let half_length = text.chars().count() as f64 / 2.0;
    let shows_story = |piece: &String| piece.contains(text) || text.contains(piece.as_str());
    let shows_furniture = |piece: &String| {
        text.contains(piece.as_str()) && piece.chars().count() as f64 > half_length
    };
    if text.is_empty() {
        None
    } else if keep.iter().any(shows_story) {
        Some(false)
    } else if drop.iter().any(shows_furniture) {
        Some(true)
    } else {
        None
    }
}

/// A page with what is cut without a forest, and the lines that a forest may cut.
pub struct JudgedPage {
    site: String,
    pub variant: Variant,
    /// The words of the page, and how many of them are cut without a forest.
    without_forest: WordCounts,
    lines: Vec<UncutLine>,
    /// The lists on the page. It says which of their lines are kept although a forest cuts them.
    lists: ListGuard,
}

/// A line that a forest may cut, because it is not furniture by rules or recurrence.
struct UncutLine {
    /// The index of the segment.
    segment: usize,
    text: String,
    /// The number of words.
    words: f64,
    /// Whether the line is furniture. `None` if that is not known. Also `None` if most of the line
    /// is cut for another reason, so that its words are not counted twice.
    is_furniture: Option<bool>,
    training: TrainingLine,
}

/// Analyses pages as one dump, without a forest. Recurrence is counted on whole pages, not on their
/// copies. It is used only for pages that have all their furniture.
pub fn judge(pages: &[Page], analyser: &Analyser) -> Vec<JudgedPage> {
    let mut sites: BTreeMap<&str, SiteId> = BTreeMap::new();
    for page in pages {
        let next = SiteId::of_index(sites.len());
        sites.entry(&page.site).or_insert(next);
    }
    let documents: Vec<Document<'_>> = pages
        .iter()
        .map(|page| Document::new(page.text()))
        .collect();
    let mut segments = Vec::new();
    let mut templates = Vec::new();
    let mut story_sites = Vec::new();
    let is_whole = |page: &Page| matches!(page.variant, Variant::Whole);
    let whole = pages
        .iter()
        .zip(&documents)
        .filter(|(page, _)| is_whole(page));
    for (number, (page, document)) in whole.enumerate() {
        let site = sites[page.site.as_str()];
        story_sites.push(site);
        let rank = Rank::of_index(number);
        segments.extend(occurrences(document, site, rank, |segment| {
            Some(document.key(segment))
        }));
        templates.extend(occurrences(document, site, rank, |segment| {
            document.template_key(segment)
        }));
    }
    let table = RecurrenceTable::count(segments, templates, &story_sites);
    let empty = RecurrenceTable::default();
    let judged = pages.iter().zip(&documents).map(|(page, document)| {
        let has_all_furniture = matches!(page.variant, Variant::Whole | Variant::WithList);
        let site = SiteRecurrence {
            table: if has_all_furniture { &table } else { &empty },
            site: sites[page.site.as_str()],
        };
        page.judged(document, analyser, site)
    });
    judged.collect()
}

/// The occurrences of segments in a document. `key` returns the key of a segment; segments without
/// one are left out. Segments with the same key are one occurrence.
fn occurrences(
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
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }

    /// The page with what is cut without a forest, and the other lines for a forest to judge.
    fn judged(
        &self,
        document: &Document<'_>,
        analyser: &Analyser,
        site: SiteRecurrence<'_>,
    ) -> JudgedPage {
        let findings = analyser.findings(document, Some(site));
        let cut = Spans::union(findings.iter().map(|finding| finding.span));
        let gaps = cut.gaps(Span::new(0, document.text().len()));
        let kept: Vec<&str> = gaps
            .iter()
            .map(|span| span.slice(document.text()))
            .collect();
        // Spaces at both ends, so that a search in it finds whole words only.
        let kept = format!(" {} ", normalise(&kept.join("\n")));
        let mut without_forest = WordCounts::default();
        let mut starts = Vec::new();
        let mut start = 0;
        let mut cut_lines = Vec::new();
        for Line { text, is_furniture } in &self.lines {
            let span = Span::new(start, start + text.len());
            starts.push(start);
            // The line break between two lines is one byte.
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
            match is_furniture {
                Some(true) => {
                    without_forest.furniture += words;
                    without_forest.cut += if is_cut { words } else { 0.0 };
                }
                Some(false) => {
                    without_forest.story += words;
                    // A line that is also elsewhere in the kept text is not lost.
                    if is_cut && !kept.contains(&format!(" {} ", normalise(text))) {
                        without_forest.lost += words;
                    }
                }
                None => {}
            }
        }
        let uncut_line = |(segment, features): (usize, Features)| {
            let content = document.segments()[segment].content();
            let line = starts.partition_point(|&start| start <= content.start()) - 1;
            let Line { text, is_furniture } = &self.lines[line];
            let words = copydesk_text::words(text).len() as f64;
            UncutLine {
                segment,
                text: text.clone(),
                words,
                is_furniture: is_furniture.filter(|_| !cut_lines[line]),
                training: TrainingLine {
                    features,
                    is_furniture: *is_furniture == Some(true),
                    weight: words.clamp(1.0, HEAVY_WORDS).sqrt(),
                },
            }
        };
        let PageLines { features, lists } = analyser.line_features(document, Some(site));
        JudgedPage {
            site: self.site.clone(),
            variant: self.variant,
            without_forest,
            lines: features.into_iter().map(uncut_line).collect(),
            lists,
        }
    }
}

impl JudgedPage {
    /// The fold to which the page's site belongs: a number below `folds`.
    pub fn fold(&self, folds: u64) -> u64 {
        mix64(hash64(self.site.as_bytes())) % folds
    }

    /// The lines that a forest learns from: those with a label that are not cut without a forest.
    pub fn training_lines(&self) -> impl Iterator<Item = &TrainingLine> {
        let known = self.lines.iter().filter(|line| line.is_furniture.is_some());
        known.map(|line| &line.training)
    }

    /// The lines that a forest cuts if it cuts lines of at least these log odds, each with its
    /// score.
    fn cut<'j>(&'j self, forest: &Forest, min_log_odds: f32) -> Vec<(&'j UncutLine, LineScore)> {
        let scores = self.lines.iter().map(|line| {
            let score = forest.judge(line.segment, line.training.features);
            (line, score)
        });
        let mut cut: Vec<(&UncutLine, LineScore)> = scores
            .filter(|(_, score)| score.log_odds >= min_log_odds)
            .collect();
        let segments: Vec<usize> = cut.iter().map(|(line, _)| line.segment).collect();
        // Lines of lists that belong to the story.
        let spared = self.lists.spared(&segments);
        cut.retain(|(line, _)| !spared.contains(&line.segment));
        cut
    }

    /// The words that are cut if a forest cuts lines of at least these log odds.
    pub fn count(&self, forest: &Forest, min_log_odds: f32) -> WordCounts {
        let mut count = self.without_forest;
        for (line, _) in self.cut(forest, min_log_odds) {
            match line.is_furniture {
                Some(true) => count.cut += line.words,
                Some(false) => count.lost += line.words,
                None => {}
            }
        }
        count
    }
}

/// The greatest number of lost lines that are printed.
const MAX_LOST_LINES: usize = 100;
/// The greatest length of a lost line that is printed, in characters.
const MAX_LINE_CHARS: usize = 120;
/// The number of reasons that are printed for a lost line.
const REASONS: usize = 3;

/// Prints the longest lines of stories that the forest of each page would cut.
pub fn print_lost_lines<'f>(
    all: &[&JudgedPage],
    forest: &dyn Fn(&JudgedPage) -> &'f Forest,
    min_log_odds: f32,
) {
    // Each as (words, site, text, reasons).
    let mut lost: Vec<(f64, &str, &str, Vec<String>)> = Vec::new();
    for judged in all.iter().filter(|judged| judged.variant == Variant::Whole) {
        let forest = forest(judged);
        for (line, score) in judged.cut(forest, min_log_odds) {
            if line.is_furniture == Some(false) {
                let reasons = forest.reasons(&score.features, REASONS);
                lost.push((line.words, &judged.site, &line.text, reasons));
            }
        }
    }
    lost.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(b.2)));
    println!("story lines cut on unseen sites: {}", lost.len());
    for (words, site, text, reasons) in lost.iter().take(MAX_LOST_LINES) {
        let text: String = text.chars().take(MAX_LINE_CHARS).collect();
        println!("  {words} {site}: {text} [{}]", reasons.join("; "));
    }
}
