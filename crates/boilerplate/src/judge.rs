//! When recurrence is enough to cut.
//!
//! Recurrence alone does not make furniture. Section headings (“What happens next”), transcript
//! marks and speakers' names recur too, and a background sentence is pasted into every follow-up.
//! So a line is erased everywhere only if there is a second piece of evidence: a rule, furniture on
//! both sides of it, or its presence on nearly all pages of a site that has told enough stories to
//! know it by. A whole paragraph that recurs without such evidence is left to the search for
//! repeated paragraphs, which keeps one copy ([`Recurrence::leaves_one_copy`]); a shorter line
//! stays.
//!
//! The methods here answer for one line at a time. Which answers apply to a line, and what its
//! neighbours are, is known to the caller.

use crate::finding::Certainty;
use crate::recurrence::Recurrence;
use copydesk_text::ends_sentence;

/// The least length of a paragraph, in effective words. What is shorter may as well be a heading, a
/// label or a date.
pub const PARAGRAPH_WORDS: usize = 8;
/// Distinct stories that a site must have told before presence on nearly all of its pages means
/// anything.
const STORIES_TO_KNOW_A_SITE: u32 = 10;
/// Share of a site's stories that is nearly all of them.
const NEARLY_ALL: f32 = 0.8;
/// The same for a whole paragraph that is always at the page's edge: no news is told by most
/// stories of a site.
const MOST: f32 = 0.6;
/// A line is at the edge if it is there in this share of its documents.
const AT_EDGE: f32 = 0.9;
/// Stories from which on one copy is enough of a paragraph at the page's edge. One copy stays, so
/// less is asked than for a cut.
const STORIES_AT_EDGE: u32 = 5;
/// Share of its documents in which such a paragraph is at the edge, at least.
const EDGE_SHARE: f32 = 0.7;
/// Stories from which on one copy is enough of a paragraph anywhere on the page.
const STORIES_ANYWHERE: u32 = 8;
/// Share of the site's stories that such a paragraph is in, at least: on a large site eight stories
/// are few.
const SHARE_ANYWHERE: f32 = 0.08;
/// Stories that confirm what a rule suspects.
const STORIES_OF_SUSPECT: u32 = 2;
/// The same for what a rule hardly suspects: the buttons of a page.
const STORIES_OF_BUTTON: u32 = 3;
/// Stories that confirm a rule which knows a part of the segment, at the page's edge.
const STORIES_OF_KNOWN_PART_AT_EDGE: u32 = 3;
/// The same anywhere else on the page.
const STORIES_OF_KNOWN_PART: u32 = 5;
/// What recurs with other numbers each time may be a report form, whose numbers are news. So it
/// must recur more often.
const STORIES_OF_TEMPLATE: u32 = 8;
/// Share of the site's stories that such a line is in, at least.
const SHARE_OF_TEMPLATE: f32 = 0.5;
/// A template that is longer than this, in effective words, is prose.
const WORDS_OF_TEMPLATE: u16 = 25;
/// What occurs more often than this in one document, on average, is part of its structure.
const MAX_TIMES: f32 = 1.5;

impl Recurrence {
    /// How sure it is that a segment with this content is furniture; `None` if recurrence does not
    /// say so.
    ///
    /// Two kinds of lines are certain. One is on nearly all pages of a site; if it is shorter than
    /// a paragraph it must also be at the edge of the page, because a heading may be anywhere in
    /// the story. The other is at the edge of most pages and made like a control of the page. What
    /// opens or attributes a part of the story is never certain, however often it recurs: a line
    /// that ends in a colon or question mark, a line in brackets, a name after a dash.
    ///
    /// ```
    /// use copydesk_boilerplate::{Certainty, Recurrence};
    ///
    /// let byline = Recurrence {
    ///     stories: 190, of_stories: 200, documents: 195,
    ///     words: 9, times: 1.0, edge_share: 0.95,
    /// };
    /// assert_eq!(byline.certainty("Story tips can be sent to the desk"), Some(Certainty::Cut));
    /// assert_eq!(byline.certainty("What happens next?"), Some(Certainty::CutIfAsked));
    /// let some = Recurrence { stories: 40, ..byline };
    /// assert_eq!(some.certainty("The trial continues."), Some(Certainty::CutIfAsked));
    /// let speaker = Recurrence { times: 30.0, words: 2, edge_share: 0.1, ..byline };
    /// assert_eq!(speaker.certainty("michael barbaro"), Some(Certainty::ShowOnly));
    /// ```
    #[must_use]
    pub fn certainty(&self, content: &str) -> Option<Certainty> {
        // A speaker's name or a mark between parts occurs many times on a page, and belongs to it.
        if self.times > MAX_TIMES {
            return (self.stories >= STORIES_OF_BUTTON).then_some(Certainty::ShowOnly);
        }
        let has_more_evidence =
            self.is_on_nearly_all_pages(content) || self.looks_like_a_control(content);
        if has_more_evidence && !belongs_to_story(content) {
            return Some(Certainty::Cut);
        }
        if self.recurs_by_count() || self.is_on_nearly_all_pages(content) {
            return Some(Certainty::CutIfAsked);
        }
        (self.stories >= STORIES_OF_BUTTON).then_some(Certainty::ShowOnly)
    }

    /// Whether one copy of a segment is enough for the whole dump, by its recurrence alone: it is a
    /// whole paragraph and opens or attributes nothing.
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let life = Recurrence {
    ///     stories: 9, of_stories: 200, documents: 9,
    ///     words: 10, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(life.leaves_one_copy("Ada Holm has covered the courts of Varn since 2011."));
    /// assert!(!Recurrence { words: 2, ..life }.leaves_one_copy("Our ruling"));
    /// ```
    #[must_use]
    pub fn leaves_one_copy(&self, content: &str) -> bool {
        usize::from(self.words) >= PARAGRAPH_WORDS
            && self.times <= MAX_TIMES
            && self.recurs_by_count()
            && !belongs_to_story(content)
    }

    /// Whether a segment that recurs except for its numbers (`© 2019`) is furniture beside a story.
    ///
    /// A sentence never is, nor is a label with a number, because both may report: `Day 12 of the
    /// trial`, `Attendance: 4,310`. What is left are lines made like the controls of a page: lines
    /// with signs that divide or measure (`|`, `©`, `°`), web addresses, and dates or times of day
    /// with hardly a word beside them.
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let stamp = Recurrence {
    ///     stories: 120, of_stories: 200, documents: 121,
    ///     words: 6, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(stamp.makes_template_furniture("Posted 3 May 2031 | 4 min"));
    /// assert!(stamp.makes_template_furniture("Monday, 3 May 2031"));
    /// assert!(!stamp.makes_template_furniture("Day 12 of the trial"));
    /// assert!(!stamp.makes_template_furniture("The fund now stands at 60,294 crowns."));
    /// assert!(!Recurrence { edge_share: 0.4, ..stamp }.makes_template_furniture("3 May 2031"));
    /// ```
    #[must_use]
    pub fn makes_template_furniture(&self, content: &str) -> bool {
        let recurs = self.stories >= STORIES_OF_TEMPLATE
            && self.share() >= SHARE_OF_TEMPLATE
            && self.times <= MAX_TIMES;
        recurs
            && self.edge_share >= AT_EDGE
            && self.words <= WORDS_OF_TEMPLATE
            && !belongs_to_story(content)
            && is_control(content)
    }

    /// Whether the segment is on so many pages of a site that no news can be.
    fn is_on_nearly_all_pages(&self, content: &str) -> bool {
        let is_paragraph = usize::from(self.words) >= PARAGRAPH_WORDS;
        let is_at_edge = self.edge_share >= AT_EDGE;
        let is_no_heading = is_paragraph || is_at_edge || !may_be_heading(content);
        let enough = if is_paragraph && is_at_edge {
            MOST
        } else {
            NEARLY_ALL
        };
        self.of_stories >= STORIES_TO_KNOW_A_SITE && self.share() >= enough && is_no_heading
    }

    /// Whether a short line is at the edge of most pages and is made like their controls.
    fn looks_like_a_control(&self, content: &str) -> bool {
        self.stories >= STORIES_OF_BUTTON
            && self.share() >= SHARE_OF_TEMPLATE
            && self.edge_share >= AT_EDGE
            && self.words <= WORDS_OF_TEMPLATE
            && is_control(content)
    }

    /// Whether the segment recurs often enough that one copy of it would do.
    fn recurs_by_count(&self) -> bool {
        let is_at_edge = self.edge_share >= EDGE_SHARE && self.stories >= STORIES_AT_EDGE;
        is_at_edge || self.stories >= STORIES_ANYWHERE && self.share() >= SHARE_ANYWHERE
    }

    /// Whether a line between furniture and furniture, or between furniture and the end of the
    /// page, is furniture too. A sentence is not: it may be the last of the story.
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let line = Recurrence {
    ///     stories: 9, of_stories: 200, documents: 9,
    ///     words: 3, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(line.confirms_neighbours("More by Ada Holm"));
    /// assert!(!line.confirms_neighbours("The trial continues."));
    /// ```
    #[must_use]
    pub fn confirms_neighbours(&self, content: &str) -> bool {
        self.times <= MAX_TIMES
            && self.stories >= STORIES_AT_EDGE
            && self.edge_share >= AT_EDGE
            && !belongs_to_story(content)
            && !ends_sentence(content)
    }

    /// Whether the whole segment is furniture if a rule is certain of a part of it. Neither the
    /// rule nor the count would be enough alone.
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let notice = Recurrence {
    ///     stories: 4, of_stories: 90, documents: 4,
    ///     words: 30, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(notice.confirms_rule());
    /// // In the midst of pages more stories are needed.
    /// assert!(!Recurrence { edge_share: 0.2, ..notice }.confirms_rule());
    /// ```
    #[must_use]
    pub fn confirms_rule(&self) -> bool {
        let enough = if self.edge_share >= AT_EDGE {
            STORIES_OF_KNOWN_PART_AT_EDGE
        } else {
            STORIES_OF_KNOWN_PART
        };
        self.stories >= enough && self.times <= MAX_TIMES
    }

    /// Whether the segment is furniture if a rule only suspects it. Two stories are enough for what
    /// is furniture more often than not, if both have it at their edge; the buttons of a page need
    /// three.
    ///
    /// ```
    /// use copydesk_boilerplate::{Certainty, Recurrence};
    ///
    /// let offer = Recurrence {
    ///     stories: 2, of_stories: 9, documents: 2,
    ///     words: 12, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(offer.confirms_suspicion(Certainty::CutIfAsked));
    /// assert!(!offer.confirms_suspicion(Certainty::ShowOnly));
    /// ```
    #[must_use]
    pub fn confirms_suspicion(&self, suspicion: Certainty) -> bool {
        let enough = if suspicion == Certainty::ShowOnly {
            STORIES_OF_BUTTON
        } else {
            STORIES_OF_SUSPECT
        };
        self.stories >= enough && self.times <= MAX_TIMES && self.edge_share >= AT_EDGE
    }

    /// Why a segment with this content stays although it recurs, in words for people.
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let heading = Recurrence {
    ///     stories: 190, of_stories: 200, documents: 195,
    ///     words: 3, times: 1.0, edge_share: 0.2,
    /// };
    /// let why = heading.why_it_stays("What happens next?");
    /// assert_eq!(why, "it introduces or attributes a part of the story");
    /// ```
    #[must_use]
    pub fn why_it_stays(&self, content: &str) -> &'static str {
        let is_frequent = self.recurs_by_count() || self.is_on_nearly_all_pages(content);
        if self.times > MAX_TIMES {
            "it is more than once on a page, as marks between its parts are"
        } else if belongs_to_story(content) {
            "it introduces or attributes a part of the story"
        } else if self.certainty(content) == Some(Certainty::Cut) {
            "it is directly above a paragraph of the story, or on pages without a story"
        } else if self.leaves_one_copy(content) {
            "one copy of such a paragraph is enough, and this is the copy that is kept"
        } else if is_frequent {
            "a short line is not cut because of its count alone: no rule knows it, and it is not on \
             nearly all pages"
        } else {
            "it is in too few stories of the site"
        }
    }

    /// Share of the site's distinct stories that hold the segment, 0..=1.
    #[must_use]
    pub fn share(&self) -> f32 {
        self.stories as f32 / self.of_stories.max(1) as f32
    }

    /// Evidence that the segment is furniture, from 0 up to, not including, 1: it grows with the
    /// number of stories that hold the segment.
    #[must_use]
    pub fn evidence(&self) -> f32 {
        1.0 - 1.0 / (1.0 + self.stories as f32)
    }
}

/// Signs with which the controls of pages divide and measure, and sentences do not.
const SIGNS_OF_CONTROLS: [char; 7] = ['|', '©', '°', '·', '•', '▸', '›'];

/// Signs of code, which no heading holds.
const SIGNS_OF_CODE: [char; 6] = ['{', '}', '=', '<', '>', '|'];

/// A line of dates and times has at most this many words that are no numbers: the weekday, the
/// month, and what was done then.
const WORDS_OF_STAMP: usize = 4;

/// Whether a line looks as if it could be a heading: it is no sentence, no code, and no control of
/// a page.
///
/// ```
/// use copydesk_boilerplate::may_be_heading;
///
/// assert!(may_be_heading("Our ruling") && !may_be_heading("The trial continues."));
/// assert!(!may_be_heading("ads.push({});") && !may_be_heading("4 min | Save"));
/// ```
#[must_use]
pub fn may_be_heading(content: &str) -> bool {
    !ends_sentence(content) && !content.contains(SIGNS_OF_CODE) && !is_control(content)
}

/// Whether the content opens or attributes a part of the story.
///
/// ```
/// use copydesk_boilerplate::belongs_to_story;
///
/// assert!(belongs_to_story("What happens next?") && !belongs_to_story("Share"));
/// ```
#[must_use]
pub fn belongs_to_story(content: &str) -> bool {
    // In a wiki every heading ends in a link to edit its part.
    let opens = content.ends_with([':', '?', '：', '？', '؟'])
        || content.ends_with("[edit]")
        || content.ends_with("[ edit ]");
    // Marks of a transcript: `(LAUGHTER)`.
    let is_in_brackets = content.starts_with(['(', '[', '（', '［', '【'])
        && content.ends_with([')', ']', '）', '］', '】']);
    // Who said a quotation: `— Ada Holm`.
    opens || is_in_brackets || content.starts_with(['-', '–', '—'])
}

/// Whether a line is no sentence and is made like the controls of a page.
fn is_control(content: &str) -> bool {
    !ends_sentence(content)
        && (content.contains(SIGNS_OF_CONTROLS) || holds_web_address(content) || is_stamp(content))
}

/// Whether there is a web address in a text.
pub(crate) fn holds_web_address(content: &str) -> bool {
    content.contains("://") || content.contains("www.")
}

/// Whether a line holds a day of a year or a time of day, and hardly a word more.
fn is_stamp(content: &str) -> bool {
    let (mut words, mut has_year, mut has_day, mut has_time) = (0, false, false, false);
    for piece in content.split(is_no_part_of_stamp) {
        words += usize::from(piece.contains(char::is_alphabetic));
        if let Ok(number) = piece.parse::<u32>() {
            has_year |= (1900..2100).contains(&number);
            has_day |= (1..=31).contains(&number);
        }
        has_time |= is_time_of_day(piece);
    }
    words <= WORDS_OF_STAMP && (has_year && has_day || has_time)
}

/// The colon is kept, so that a time of day is one piece.
fn is_no_part_of_stamp(character: char) -> bool {
    !character.is_alphanumeric() && character != ':'
}

/// `7:05`, `19:30:02`.
fn is_time_of_day(piece: &str) -> bool {
    let Some((hour, rest)) = piece.split_once(':') else {
        return false;
    };
    match hour.parse::<u32>() {
        Ok(hour) => hour < 24 && rest.split(':').all(is_minute),
        Err(_) => false,
    }
}

/// `05`: minutes or seconds, of two digits.
fn is_minute(part: &str) -> bool {
    match part.parse::<u32>() {
        Ok(number) => part.len() == 2 && number < 60,
        Err(_) => false,
    }
}
