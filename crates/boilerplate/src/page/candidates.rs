//! Chooses the lines of a page that the forest (decision trees) should judge, or *score*.
//!
//! The forest was fitted to whole pages, and makes mistakes on other documents. An extract of a
//! page has lists too, of nominees or results, and these belong to its story. So only lines of
//! whole pages are judged. Lines that are clearly story are not judged either: sentences, headlines
//! of the story, and headings or times above a paragraph.
//!
//! All numbers of words in this file are effective words. In each function, `profiles` has a
//! [`LineProfile`] for each line that is not empty: its length, and whether it is prose. `evidence`
//! has a [`LineEvidence`] for each segment: what rules and recurrence have found. *Page furniture*
//! is furniture around the story, and not between its paragraphs.

use super::evidence::LineEvidence;
use super::line_profile::LineProfile;
use crate::belongs_to_story;
use copydesk_text::{Document, Span, effective_words, ends_sentence, sentences};
use std::ops::Range;

/// The least number of words of prose in a story. On a page with fewer, no line is scored. A
/// stretch of prose with fewer is a teaser of another story.
pub(super) const LEAST_PROSE: f32 = 40.0;
/// The least number of lines of known page furniture before the story of a whole page, and after
/// it.
pub(super) const FURNITURE_AROUND: usize = 2;
/// Of a whole page's lines that are not prose, the least share that is known page furniture.
const LEAST_FURNITURE_SHARE: f32 = 0.1;
/// The least number of words in a sentence of the story. A shorter one may be a prompt: `Log in.`
const SENTENCE_WORDS: f32 = 5.0;
/// The least number of words in a line of the story that holds no sentence, such as a post or a
/// caption.
const LONG_LINE_WORDS: f32 = 25.0;
/// The most lines without prose between two lines of one story.
const LONGEST_BREAK: usize = 8;
/// The most such lines in a second search for the beginning of a story. The first search may take a
/// notice above the headline for the beginning.
const SHORT_BREAK: usize = 2;
/// A headline or standfirst has fewer lines than this between itself and its story, without lines
/// that are cut.
const LINES_TO_STORY: usize = 14;
/// The least number of words in a headline or standfirst.
const HEADLINE_WORDS: f32 = 5.0;
/// Number of lines directly above a story among which even a shorter line may be its headline,
/// byline or date.
const LINES_RIGHT_ABOVE: usize = 3;
/// The least number of words in such a shorter line.
const SHORT_HEADLINE_WORDS: f32 = 2.0;
/// The least share of the words of a headline that its story uses.
const HEADLINE_SHARE_IN_STORY: f32 = 0.6;

/// Whether this is a whole page, and not an extract of one: there is enough page furniture before
/// the story, after it and altogether.
pub(super) fn is_whole_page(profiles: &[LineProfile], evidence: &[LineEvidence]) -> bool {
    let story = story(profiles);
    let is_around = furniture_lines(&profiles[..story.start], evidence) >= FURNITURE_AROUND
        && furniture_lines(&profiles[story.end..], evidence) >= FURNITURE_AROUND;
    let not_prose = profiles.iter().filter(|line| !line.is_prose).count();
    let least = LEAST_FURNITURE_SHARE * not_prose as f32;
    is_around && furniture_lines(profiles, evidence) as f32 >= least
}

/// How many of the lines are known page furniture.
fn furniture_lines(profiles: &[LineProfile], evidence: &[LineEvidence]) -> usize {
    let mut count = 0;
    for profile in profiles {
        count += usize::from(evidence[profile.segment].is_of_page);
    }
    count
}

/// A stretch of prose: lines of prose with at most a few other lines between them.
struct Stretch {
    /// The indices, among the profiles, of its lines: from the first line of prose to the last.
    lines: Range<usize>,
    /// Number of effective words in its prose.
    words: f32,
}

/// The stretches of prose, with at most `longest_break` other lines between two lines of prose.
fn stretches(profiles: &[LineProfile], longest_break: usize) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (at, profile) in profiles.iter().enumerate() {
        if !profile.is_prose {
            continue;
        }
        match out.last_mut() {
            // `at - stretch.lines.end` is the number of other lines since the last line of prose.
            Some(stretch) if at - stretch.lines.end <= longest_break => {
                stretch.lines.end = at + 1;
                stretch.words += profile.words;
            }
            _ => out.push(Stretch {
                lines: at..at + 1,
                words: profile.words,
            }),
        }
    }
    out
}

/// The lines of the story: the stretch of prose with the most words, or the last of several that
/// have equally many.
fn story(profiles: &[LineProfile]) -> Range<usize> {
    // On a page without prose the story is empty and at the top, so nothing is before it.
    let mut story = Stretch {
        lines: 0..0,
        words: 0.0,
    };
    for stretch in stretches(profiles, LONGEST_BREAK) {
        if stretch.words >= story.words {
            story = stretch;
        }
    }
    story.lines
}

/// For each line, its distance to the story below it: the number of lines between them that are not
/// cut. `None` if there are [`LINES_TO_STORY`] or more, if the line is cut, or if no story follows.
///
/// Advertisements break a story into stretches, so any stretch that is not a short teaser may be
/// the beginning of the story. The nearest one below a line counts.
fn distances_to_story(profiles: &[LineProfile], evidence: &[LineEvidence]) -> Vec<Option<usize>> {
    let mut distances: Vec<Option<usize>> = vec![None; profiles.len()];
    for longest_break in [LONGEST_BREAK, SHORT_BREAK] {
        for stretch in stretches(profiles, longest_break) {
            if stretch.words < LEAST_PROSE {
                continue;
            }
            let mut distance = 0;
            for at in (0..stretch.lines.start).rev() {
                if distance == LINES_TO_STORY {
                    break;
                }
                // A line that is cut does not count, because readers will not see it.
                if evidence[profiles[at].segment].is_cut {
                    continue;
                }
                let nearest = distances[at].map_or(distance, |other| other.min(distance));
                distances[at] = Some(nearest);
                distance += 1;
            }
        }
    }
    distances
}

/// Decides which lines of a page are scored by the forest.
pub(super) struct Candidates<'p> {
    document: &'p Document<'p>,
    profiles: &'p [LineProfile],
    evidence: &'p [LineEvidence],
    /// See [`distances_to_story`].
    to_story: Vec<Option<usize>>,
}

impl<'p> Candidates<'p> {
    /// Prepares the choice among the lines of a page. `evidence` has an entry for each segment.
    pub fn new(
        document: &'p Document<'p>,
        profiles: &'p [LineProfile],
        evidence: &'p [LineEvidence],
    ) -> Self {
        Self {
            document,
            profiles,
            evidence,
            to_story: distances_to_story(profiles, evidence),
        }
    }

    /// The indices, among the profiles, of the lines that are scored.
    pub fn lines(&self) -> Vec<usize> {
        (0..self.profiles.len())
            .filter(|&at| self.is_candidate(at))
            .collect()
    }

    /// Whether the line is scored: it is not cut already, its words and signs do not show that it
    /// is story, and it does not lead to the prose below it.
    fn is_candidate(&self, at: usize) -> bool {
        let segment = self.profiles[at].segment;
        let evidence = self.evidence[segment];
        // A line that some rule suspects may be scored even if it is above prose, because the rule
        // has recognised its words.
        !evidence.is_cut
            && !self.is_story_by_words(at)
            && (evidence.suspicion.is_some() || !self.leads_to_prose(at))
            && !belongs_to_story(self.document.content_of(segment))
    }

    /// Whether the words of the line show that it is story: it is prose, holds a sentence, or may
    /// be a headline of the story.
    fn is_story_by_words(&self, at: usize) -> bool {
        let profile = &self.profiles[at];
        let may_be_headline =
            profile.words >= HEADLINE_WORDS && profile.story_words >= HEADLINE_SHARE_IN_STORY;
        if profile.is_prose || may_be_headline {
            return true;
        }
        // A headline in a list of links may be as long, but belongs to another story.
        !profile.is_listed && (profile.words >= LONG_LINE_WORDS || self.holds_sentence(profile))
    }

    /// Whether the line holds a sentence of the story. Something else may follow it in the line,
    /// such as a signature.
    fn holds_sentence(&self, profile: &LineProfile) -> bool {
        let content = self.document.segments()[profile.segment].content();
        // The line as a whole is tried first, because finding its sentences is slower.
        if self.is_sentence(content) {
            return true;
        }
        for sentence in sentences(self.document.text(), content) {
            if self.is_sentence(sentence) {
                return true;
            }
        }
        false
    }

    /// Whether this part of the text ends as a sentence does and is long enough for a sentence of
    /// the story.
    fn is_sentence(&self, span: Span) -> bool {
        let words = &self.document.words()[self.document.words_in(span)];
        ends_sentence(span.slice(self.document.text()))
            && effective_words(words) as f32 >= SENTENCE_WORDS
    }

    /// Whether the line leads to prose. That is so in these cases, in which lines that are cut do
    /// not count:
    ///
    /// * The line is shortly above a story and long enough to be its headline or standfirst. If it
    ///   is one of the last [`LINES_RIGHT_ABOVE`] lines above the story, less is enough.
    /// * It is between two sentences.
    /// * It is directly above prose, and it is a time or has prose anywhere above it.
    fn leads_to_prose(&self, at: usize) -> bool {
        let words = self.profiles[at].words;
        if let Some(distance) = self.to_story[at] {
            let is_right_above = distance < LINES_RIGHT_ABOVE && words >= SHORT_HEADLINE_WORDS;
            if words >= HEADLINE_WORDS || is_right_above {
                return true;
            }
        }
        let (before, after) = (&self.profiles[..at], &self.profiles[at + 1..]);
        let Some(next) = after.iter().find(|line| self.stays(line)) else {
            return false;
        };
        if let Some(last) = before.iter().rev().find(|line| self.stays(line))
            && self.holds_sentence_of_story(next)
            && self.holds_sentence_of_story(last)
        {
            return true;
        }
        // The time above an entry of a live blog consists of numbers.
        let is_time = self.profiles[at].numbers >= 1.0;
        next.is_prose && (is_time || before.iter().any(|line| line.is_prose))
    }

    /// Whether the line is not cut as furniture so far.
    fn stays(&self, profile: &LineProfile) -> bool {
        !self.evidence[profile.segment].is_cut
    }

    /// Whether the line holds a sentence and is no item of a list, where a headline may be one.
    fn holds_sentence_of_story(&self, profile: &LineProfile) -> bool {
        !profile.is_listed && self.holds_sentence(profile)
    }
}
