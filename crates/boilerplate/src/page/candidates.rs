//! Chooses the lines of a page that the forest should judge.
//!
//! The forest was fitted to whole pages, and it makes mistakes. So it judges only lines of whole
//! pages: an extract has lists too, of nominees or results, and these belong to its story. Nor does
//! it judge a line that shows by itself that it belongs to the story: a sentence, a headline of the
//! story, a heading or a time above a paragraph.

use super::evidence::LineEvidence;
use super::line_profile::LineProfile;
use crate::belongs_to_story;
use copydesk_text::{Document, Span, effective_words, ends_sentence, sentences};
use std::ops::Range;

/// The least number of words of prose in a story. On a page with fewer no line is scored, and a
/// stretch of prose with fewer is a teaser. All numbers of words here are effective words.
pub(super) const LEAST_PROSE: f32 = 40.0;
/// The least number of known lines of page furniture before the story of a whole page, and after
/// it.
const FURNITURE_AROUND: usize = 2;
/// The least share of a whole page's lines without prose that are known furniture.
const LEAST_SHARE: f32 = 0.1;
/// The least number of words in a sentence that is a statement.
const STATEMENT_WORDS: f32 = 5.0;
/// The least number of words in a line that is a statement without being a sentence, such as a post
/// or a caption.
const LONG_WORDS: f32 = 25.0;
/// The most lines without prose between two lines of one story.
const LONGEST_BREAK: usize = 8;
/// The most lines without prose between two lines of one story, in a second search for its
/// beginning. The first search may take a notice above the headline for the beginning.
const SHORT_BREAK: usize = 2;
/// The most lines from a headline or standfirst down to its story.
const OVER_STORY: usize = 14;
/// The least number of words in a headline or standfirst.
const HEADLINE_WORDS: f32 = 5.0;
/// Number of lines directly above a story in which a shorter line may be its headline, byline or
/// date.
const RIGHT_ABOVE: usize = 3;
/// The least number of words in such a shorter line.
const LEAST_HEADLINE_WORDS: f32 = 2.0;
/// The least share of the words of a headline that its story uses.
const TOLD_IN_STORY: f32 = 0.6;

/// Whether this is a whole page, and no extract of one: there is page furniture before the story
/// and after it, and not too little of it.
pub(super) fn is_whole_page(profiles: &[LineProfile], evidence: &[LineEvidence]) -> bool {
    let story = story(profiles);
    let is_around = furniture_lines(&profiles[..story.start], evidence) >= FURNITURE_AROUND
        && furniture_lines(&profiles[story.end..], evidence) >= FURNITURE_AROUND;
    let others = profiles.iter().filter(|line| !line.is_prose).count();
    is_around && furniture_lines(profiles, evidence) as f32 >= LEAST_SHARE * others as f32
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
    /// From the first line of prose up to and including the last.
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
            Some(stretch) if at <= stretch.lines.end + longest_break => {
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

/// For each line, how many lines that are not cut are between it and the next stretch of prose
/// below. `None` if there are more than may be between a headline and its story, if the line is
/// cut, or if no prose follows.
///
/// Advertisements break a story into stretches, so any stretch that is not a short teaser may be
/// the beginning of the story.
fn distances_to_prose(profiles: &[LineProfile], evidence: &[LineEvidence]) -> Vec<Option<usize>> {
    let mut distances: Vec<Option<usize>> = vec![None; profiles.len()];
    for longest_break in [LONGEST_BREAK, SHORT_BREAK] {
        for stretch in stretches(profiles, longest_break) {
            if stretch.words < LEAST_PROSE {
                continue;
            }
            let mut distance = 0;
            for at in (0..stretch.lines.start).rev() {
                if distance == OVER_STORY {
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
    /// See [`distances_to_prose`].
    to_prose: Vec<Option<usize>>,
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
            to_prose: distances_to_prose(profiles, evidence),
        }
    }

    /// The indices, among the profiles, of the lines that are scored.
    pub fn lines(&self) -> Vec<usize> {
        (0..self.profiles.len())
            .filter(|&at| self.is_candidate(at))
            .collect()
    }

    /// Whether the line is scored: it is not cut already, is no statement, and does not lead to the
    /// prose below it.
    fn is_candidate(&self, at: usize) -> bool {
        let segment = self.profiles[at].segment;
        let evidence = self.evidence[segment];
        // A line that some rule suspects may be scored even if it is above prose, because the rule
        // has recognised its words.
        !evidence.is_cut
            && !self.is_statement(at)
            && (evidence.suspicion.is_some() || !self.leads_to_prose(at))
            && !belongs_to_story(self.document.content_of(segment))
    }

    /// Whether the line is prose, a sentence, or a headline of the story, whatever is around it.
    fn is_statement(&self, at: usize) -> bool {
        let profile = &self.profiles[at];
        let may_be_headline =
            profile.words >= HEADLINE_WORDS && profile.story_words >= TOLD_IN_STORY;
        if profile.is_prose || may_be_headline {
            return true;
        }
        // A long headline in a list of links may have as many words as a statement.
        !profile.is_listed && (profile.words >= LONG_WORDS || self.holds_sentence(profile))
    }

    /// Whether the line holds a sentence that is a statement. A signature, for example, may follow
    /// it.
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

    /// Whether this part of the text ends as a sentence does and is long enough for a statement.
    fn is_sentence(&self, span: Span) -> bool {
        let words = &self.document.words()[self.document.words_in(span)];
        ends_sentence(span.slice(self.document.text()))
            && effective_words(words) as f32 >= STATEMENT_WORDS
    }

    /// Whether the line leads to prose. It does if it is shortly above a story and long enough to
    /// be its headline or standfirst, if it is between two sentences, or if it has prose anywhere
    /// above it and directly below it. Lines that are cut are skipped.
    fn leads_to_prose(&self, at: usize) -> bool {
        let words = self.profiles[at].words;
        if let Some(distance) = self.to_prose[at] {
            let is_right_above = distance < RIGHT_ABOVE && words >= LEAST_HEADLINE_WORDS;
            if words >= HEADLINE_WORDS || is_right_above {
                return true;
            }
        }
        let (before, after) = (&self.profiles[..at], &self.profiles[at + 1..]);
        let Some(next) = after.iter().find(|line| self.stays(line)) else {
            return false;
        };
        if let Some(last) = before.iter().rev().find(|line| self.stays(line))
            && self.makes_statement(next)
            && self.makes_statement(last)
        {
            return true;
        }
        // A time above an entry of a live blog leads to the entry, even if no prose is above it.
        let is_time = self.profiles[at].numbers >= 1.0;
        next.is_prose && (is_time || before.iter().any(|line| line.is_prose))
    }

    /// Whether the line is not cut as furniture so far.
    fn stays(&self, profile: &LineProfile) -> bool {
        !self.evidence[profile.segment].is_cut
    }

    /// Whether the line holds a statement and is no item of a list.
    fn makes_statement(&self, profile: &LineProfile) -> bool {
        !profile.is_listed && self.holds_sentence(profile)
    }
}
