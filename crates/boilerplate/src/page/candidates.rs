//! Which lines of a page the forest is asked about.
//!
//! The forest was fitted to whole pages, and it errs. So it is asked only about pages that are
//! whole, and only about lines that say nothing by themselves. An extract has lists too, of
//! nominees or results, and these belong to its story. And whatever its neighbours are like, a
//! sentence tells something, a headline names the story, and a heading or a time leads to the
//! paragraph below it.

use super::evidence::LineEvidence;
use super::line_profile::LineProfile;
use crate::belongs_to_story;
use copydesk_text::{Document, Span, effective_words, ends_sentence, sentences};
use std::ops::Range;

/// A story has at least this many words of prose. On a page with fewer no line is scored, and a
/// stretch of prose with fewer is a teaser.
pub(super) const LEAST_PROSE: f32 = 40.0;
/// Lines of page furniture that must be known before the story of a whole page, and as many after
/// it.
const FURNITURE_AROUND: usize = 2;
/// The share of the page's lines without prose that must be known furniture.
const LEAST_SHARE: f32 = 0.1;
/// A sentence of at least this many words is a statement.
const STATEMENT_WORDS: f32 = 5.0;
/// A line of at least this many words is one too, such as a post or a caption.
const LONG_WORDS: f32 = 25.0;
/// The most lines without prose between two lines of one story.
const LONGEST_BREAK: usize = 8;
/// The same where a short break is looked for, so that a notice right above the headline is not
/// taken for the beginning of the story.
const SHORT_BREAK: usize = 2;
/// A line this close above prose, in lines, and of so many words, may be the headline or standfirst
/// of the story.
const OVER_STORY: usize = 14;
const HEADLINE_WORDS: f32 = 5.0;
/// Right above prose a shorter line may be one as well, or the byline and the day.
const RIGHT_ABOVE: usize = 3;
const LEAST_HEADLINE_WORDS: f32 = 2.0;
/// The story uses at least this share of the words of its own headline, wherever that is printed.
const TOLD_IN_STORY: f32 = 0.6;

/// Whether this is a whole page, and no extract of one: there is furniture before the story and
/// after it, and not too little of it.
pub(super) fn is_whole_page(profiles: &[LineProfile], evidence: &[LineEvidence]) -> bool {
    let story = story(profiles);
    let is_around = furniture_lines(&profiles[..story.start], evidence) >= FURNITURE_AROUND
        && furniture_lines(&profiles[story.end..], evidence) >= FURNITURE_AROUND;
    let others = profiles.iter().filter(|line| !line.is_prose).count();
    is_around && furniture_lines(profiles, evidence) as f32 >= LEAST_SHARE * others as f32
}

/// How many lines are known furniture of the page.
fn furniture_lines(profiles: &[LineProfile], evidence: &[LineEvidence]) -> usize {
    let mut count = 0;
    for profile in profiles {
        count += usize::from(evidence[profile.segment].is_of_page);
    }
    count
}

/// A stretch of prose, with no more than a few other lines between one line of it and the next.
struct Stretch {
    /// From its first line of prose to behind its last.
    lines: Range<usize>,
    /// Effective words of its prose.
    words: f32,
}

/// The stretches of prose, if this many other lines may be between two lines of one.
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

/// The lines of the story: the stretch of prose with most words, of equal ones the last.
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

/// How many lines that are not cut are between each line and the stretch of prose below it, as far
/// up as a headline may be; `None` further up, and below all prose.
///
/// Advertisements break a story into stretches, so any stretch but a short teaser may be its
/// beginning.
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
                // What is cut is not there for the reader, and does not count.
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

/// Decides which lines of a page are scored.
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

    /// The numbers, among the profiles, of the lines that are scored.
    pub fn lines(&self) -> Vec<usize> {
        (0..self.profiles.len())
            .filter(|&at| self.is_candidate(at))
            .collect()
    }

    /// Whether the line is scored: it is not cut already, says nothing by itself, and leads to
    /// nothing.
    fn is_candidate(&self, at: usize) -> bool {
        let segment = self.profiles[at].segment;
        let evidence = self.evidence[segment];
        // A rule that suspects a line has seen its words; no place above prose clears it.
        !evidence.is_cut
            && !self.is_statement(at)
            && (evidence.suspicion.is_some() || !self.leads_to_prose(at))
            && !belongs_to_story(self.document.content_of(segment))
    }

    /// Whether the line is prose, a sentence or a headline of the story: it says something,
    /// whatever is around it.
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

    /// Whether the line holds a sentence of some length; a signature may follow it.
    fn holds_sentence(&self, profile: &LineProfile) -> bool {
        let content = self.document.segments()[profile.segment].content();
        // The line in one piece comes first, because finding its sentences takes longer.
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

    /// Whether this part of the text ends as a sentence does, and is no exclamation of a word or
    /// two.
    fn is_sentence(&self, span: Span) -> bool {
        let words = &self.document.words()[self.document.words_in(span)];
        ends_sentence(span.slice(self.document.text()))
            && effective_words(words) as f32 >= STATEMENT_WORDS
    }

    /// Whether the line leads to prose: a long one shortly before the story, which may be its
    /// headline or standfirst, one between two sentences, or one between prose and the prose that
    /// comes next.
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
            && self.tells(next)
            && self.tells(last)
        {
            return true;
        }
        // The time of a live blog's entry leads to it wherever it is, so also to the first one.
        let is_time = self.profiles[at].numbers >= 1.0;
        next.is_prose && (is_time || before.iter().any(|line| line.is_prose))
    }

    /// Whether the line is not cut as furniture already.
    fn stays(&self, profile: &LineProfile) -> bool {
        !self.evidence[profile.segment].is_cut
    }

    /// Whether the line tells something, as no item of a list does.
    fn tells(&self, profile: &LineProfile) -> bool {
        !profile.is_listed && self.holds_sentence(profile)
    }
}
