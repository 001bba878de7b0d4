//! Decides when recurrence is enough to cut a line.
//!
//! Recurrence alone does not make furniture. Section headings (“What happens next”), the marks of a
//! transcript and speakers' names recur too, and a sentence of background is pasted into every
//! report on the same affair. So a line is cut everywhere only if there is a second piece of
//! evidence: a rule, furniture on both sides of the line, or its presence on nearly all pages of a
//! site of which enough stories are known. A whole paragraph that recurs without such evidence is
//! left to the search for repeated paragraphs, which keeps one copy
//! ([`Recurrence::leaves_one_copy`]); a shorter line stays.
//!
//! Each method answers one question about one line. The caller knows the lines around it, and asks
//! the questions that apply.

use crate::finding::Certainty;
use crate::recurrence::Recurrence;
use copydesk_text::ends_sentence;

/// The least length of a paragraph, in effective words (a letter of a script without spaces counts
/// as half a word). A shorter line may be a heading, a label or a date.
pub const PARAGRAPH_WORDS: usize = 8;
/// The least number of distinct stories of a site for which presence on nearly all of its pages
/// means anything.
const STORIES_TO_KNOW_A_SITE: u32 = 10;
/// The share of a site's stories that counts as nearly all.
const NEARLY_ALL: f32 = 0.8;
/// The share of a site's stories that is enough, in place of [`NEARLY_ALL`], for a whole paragraph
/// at the page's edge: no news is in most stories of a site.
const MOST: f32 = 0.6;
/// A line is at the page's edge if at least this share of its documents have it there.
const AT_EDGE: f32 = 0.9;
/// The number of stories from which on one copy is enough of a paragraph that is mostly at the
/// page's edge. One copy stays, so less is required than for a cut.
const STORIES_AT_EDGE: u32 = 5;
/// A paragraph is mostly at the edge if at least this share of its documents have it there.
const MOSTLY_AT_EDGE: f32 = 0.7;
/// The number of stories from which on one copy is enough of a paragraph anywhere on the page.
const STORIES_ANYWHERE: u32 = 8;
/// The least share of the site's stories that must hold such a paragraph as well: on a large site
/// eight stories are few.
const SHARE_ANYWHERE: f32 = 0.08;
/// The number of stories that confirm a finding of a rule with [`Certainty::CutIfAsked`].
const STORIES_OF_SUSPECT: u32 = 2;
/// The number of stories that confirm a finding of a rule with [`Certainty::ShowOnly`], such as a
/// button of the page.
const STORIES_OF_BUTTON: u32 = 3;
/// The number of stories that make a whole segment at the page's edge furniture if a rule is
/// certain of a part of it.
const STORIES_OF_KNOWN_PART_AT_EDGE: u32 = 3;
/// The number of stories that do so anywhere else on the page.
const STORIES_OF_KNOWN_PART: u32 = 5;
/// The least number of stories of a template, a segment that recurs with other numbers each time.
/// It may be a report that differs only in its numbers each time (closing prices), so it must recur
/// more often.
const STORIES_OF_TEMPLATE: u32 = 8;
/// The least share of the site's stories that must hold a template, or a control of the page.
const SHARE_OF_TEMPLATE: f32 = 0.5;
/// The most effective words of a template or a control of the page. A longer one is prose.
const WORDS_OF_TEMPLATE: u16 = 25;
/// A segment that occurs more often than this in one document, on average, belongs to the structure
/// of the text, such as a speaker's name.
const MAX_TIMES: f32 = 1.5;

impl Recurrence {
    /// How sure it is, by its recurrence, that a segment with this content is furniture; `None` if
    /// it recurs too rarely to say.
    ///
    /// Two kinds of lines are certain. One is on nearly all pages of a site; if it could be a
    /// heading it must also be at the edge of the page, because a heading may be anywhere in the
    /// story. The other is at the edge of at least half of the pages and made like a control of the
    /// page (`4 min | Save`). A line that opens or attributes a part of the story is never certain,
    /// however often it recurs: one that ends in a colon or question mark, one in brackets, a name
    /// after a dash.
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
        // A speaker's name or a mark between two parts occurs many times on a page, and belongs to
        // the story.
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

    /// Whether one copy of a segment is enough for the whole dump, by its recurrence alone: it
    /// recurs often, is a whole paragraph and does not open or attribute a part of the story.
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

    /// Whether a segment that recurs with other numbers each time (`© 2019`) is furniture.
    ///
    /// A sentence never is, nor is a label with a number, because both may report news: `The fund
    /// now stands at 60,294 crowns.`, `Day 12 of the trial`. Only lines that are made like the
    /// controls of a page are: lines with signs that divide or measure (`|`, `©`, `°`), web
    /// addresses, and dates or times of day with hardly a word beside them.
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

    /// Whether the segment is on more pages of a site than news ever is, and is no heading.
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

    /// Whether a short line is at the edge of at least half of the pages and is made like a control
    /// of a page.
    fn looks_like_a_control(&self, content: &str) -> bool {
        self.stories >= STORIES_OF_BUTTON
            && self.share() >= SHARE_OF_TEMPLATE
            && self.edge_share >= AT_EDGE
            && self.words <= WORDS_OF_TEMPLATE
            && is_control(content)
    }

    /// Whether the segment recurs often enough that one copy of it would do.
    fn recurs_by_count(&self) -> bool {
        let recurs_at_edge = self.edge_share >= MOSTLY_AT_EDGE && self.stories >= STORIES_AT_EDGE;
        let recurs_anywhere = self.stories >= STORIES_ANYWHERE && self.share() >= SHARE_ANYWHERE;
        recurs_at_edge || recurs_anywhere
    }

    /// Whether a line is furniture if there is furniture on both sides of it, or furniture on one
    /// side and the end of the page on the other. A sentence is not: it may be the last of the
    /// story.
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
    /// // In the middle of pages more stories are needed.
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

    /// Whether the segment is furniture if a rule's finding has only this certainty. Two stories
    /// are enough for [`Certainty::CutIfAsked`] and three for [`Certainty::ShowOnly`], if the
    /// segment is at the edge of their pages.
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

    /// Why a segment with this content stays although it recurs, as a message for the user.
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
            "a short line is not cut because of its count alone: no rule knows it, and it is not \
             on nearly all pages"
        } else {
            "it is in too few stories of the site"
        }
    }

    /// Share of the site's distinct stories that hold the segment, in `0..=1`.
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

/// Signs that divide or measure in the controls of a page, and do not occur in sentences.
const SIGNS_OF_CONTROLS: [char; 7] = ['|', '©', '°', '·', '•', '▸', '›'];

/// Signs of program code, which do not occur in headings.
const SIGNS_OF_CODE: [char; 6] = ['{', '}', '=', '<', '>', '|'];

/// A stamp, a line that gives a date or a time, has at most this many words that are no numbers:
/// the weekday, the month, and what was done then (`Updated Monday, 3 May 2031`).
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

/// Whether a line opens a part of the story, or says who a part of it is by.
///
/// ```
/// use copydesk_boilerplate::belongs_to_story;
///
/// assert!(belongs_to_story("What happens next?") && !belongs_to_story("Share"));
/// ```
#[must_use]
pub fn belongs_to_story(content: &str) -> bool {
    // In a wiki every heading ends in a link for editing the part below it.
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

/// Whether a line gives a date with a year, or a time of day, and has hardly a word more.
fn is_stamp(content: &str) -> bool {
    let (mut words, mut has_year, mut has_day, mut has_time) = (0, false, false, false);
    for piece in content.split(ends_stamp_piece) {
        words += usize::from(piece.contains(char::is_alphabetic));
        if let Ok(number) = piece.parse::<u32>() {
            has_year |= (1900..2100).contains(&number);
            has_day |= (1..=31).contains(&number);
        }
        has_time |= is_time_of_day(piece);
    }
    words <= WORDS_OF_STAMP && (has_year && has_day || has_time)
}

/// Whether a character separates two pieces of a stamp. A colon does not, so that a time of day is
/// one piece.
fn ends_stamp_piece(character: char) -> bool {
    !character.is_alphanumeric() && character != ':'
}

/// Whether a piece of a stamp is a time of day: `7:05`, `19:30:02`.
fn is_time_of_day(piece: &str) -> bool {
    let Some((hour, rest)) = piece.split_once(':') else {
        return false;
    };
    match hour.parse::<u32>() {
        Ok(hour) => hour < 24 && rest.split(':').all(is_minute),
        Err(_) => false,
    }
}

/// Whether a part of a time is minutes or seconds, of two digits: `05`.
fn is_minute(part: &str) -> bool {
    match part.parse::<u32>() {
        Ok(number) => part.len() == 2 && number < 60,
        Err(_) => false,
    }
}
