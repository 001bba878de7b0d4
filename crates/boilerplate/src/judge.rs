//! Decides when recurrence is enough to cut a line. A [`Recurrence`] has the counts of one segment
//! (a paragraph or line) on its site: above all, in how many distinct stories it occurs.
//!
//! Not every line that recurs is furniture. Headings in a story (“What happens next”), the marks of
//! a transcript and speakers' names recur too, and a sentence of background is pasted into every
//! report on the same affair. So every copy of a line is cut only if there is a second piece of
//! evidence: a rule has found the line, furniture is on both sides of it, it is made like a control
//! of the page (a button, a date), or it is on nearly all pages of the site and enough stories of
//! the site are known. A whole paragraph that recurs without such evidence is left to the search
//! for repeated paragraphs, which keeps one copy ([`Recurrence::leaves_one_copy`]). A shorter line
//! stays.
//!
//! Each method answers one question about one line. The caller looks at the lines around that line
//! and asks the questions that apply. A line is at the *edge* of a page if it is near its head or
//! its foot.

use crate::finding::Certainty;
use crate::recurrence::Recurrence;
use copydesk_text::ends_sentence;

/// The least length of a paragraph, in effective words (a letter of a script without spaces counts
/// as half a word). A shorter line may be a heading, a label or a date.
pub const PARAGRAPH_WORDS: usize = 8;
/// A site is known if it has at least this many distinct stories. With fewer stories, a line on
/// nearly all pages may be chance.
const STORIES_OF_KNOWN_SITE: u32 = 10;
/// A segment is on nearly all pages of a site if at least this share of the site's stories hold it.
const NEARLY_ALL_SHARE: f32 = 0.8;
/// The share that is enough, in place of [`NEARLY_ALL_SHARE`], for a whole paragraph at the page's
/// edge: no news is in most stories of a site.
const NEARLY_ALL_SHARE_OF_PARAGRAPH: f32 = 0.6;
/// A segment is at the page's edge if at least this share of its documents have it there.
const AT_EDGE_SHARE: f32 = 0.9;
/// A segment is mostly at the edge if at least this share of its documents have it there.
const MOSTLY_AT_EDGE_SHARE: f32 = 0.7;
/// A segment that is mostly at the edge recurs often if it is in at least this many stories.
const OFTEN_AT_EDGE: u32 = 5;
/// Any segment, wherever it is on the page, recurs often if it is in at least this many stories and
/// in at least [`OFTEN_ANYWHERE_SHARE`] of the site's stories.
const OFTEN_ANYWHERE: u32 = 8;
/// The least share of the site's stories that goes with [`OFTEN_ANYWHERE`]. On a large site that
/// number alone would be few.
const OFTEN_ANYWHERE_SHARE: f32 = 0.08;
/// The least number of stories with which a segment is shown to a person ([`Certainty::ShowOnly`]).
const STORIES_TO_SHOW: u32 = 3;
/// This many stories confirm what a rule has found with [`Certainty::CutIfAsked`].
const STORIES_FOR_CUT_IF_ASKED: u32 = 2;
/// This many stories confirm what a rule has found with [`Certainty::ShowOnly`].
const STORIES_FOR_SHOW_ONLY: u32 = 3;
/// If a rule is certain of a part of a segment at the page's edge, this many stories make the whole
/// segment furniture.
const STORIES_OF_KNOWN_PART_AT_EDGE: u32 = 3;
/// The number of stories, in place of [`STORIES_OF_KNOWN_PART_AT_EDGE`], for a segment that is not
/// at the edge.
const STORIES_OF_KNOWN_PART: u32 = 5;
/// The least number of stories that hold a template, a segment that recurs with other numbers each
/// time. It is high because a form report (closing prices) is a template too.
const STORIES_OF_TEMPLATE: u32 = 8;
/// The least share of the site's stories that must hold a template, or a control of the page.
const SHARE_OF_TEMPLATE: f32 = 0.5;
/// The most effective words of a template or a control of the page. A longer one is prose.
const WORDS_OF_TEMPLATE: u16 = 25;
/// If a segment occurs more often than this in a document, on average over the documents that hold
/// it, it belongs to the structure of the text. An example is a speaker's name.
const MAX_TIMES: f32 = 1.5;

impl Recurrence {
    /// How certain it is, by its recurrence alone, that a segment with this content is furniture;
    /// `None` if it recurs too rarely to say.
    ///
    /// The certainty is [`Certainty::Cut`] for two kinds of lines:
    ///
    /// * A line on nearly all pages of a site. A heading may be on nearly all pages as well, so a
    ///   short line that could be a heading must also be at the edge of the page.
    /// * A line in at least half of the stories that is made like a control of the page and is at
    ///   its edge (`4 min | Save`).
    ///
    /// A line that introduces a part of the story or names its speaker never gets that certainty:
    /// see [`belongs_to_story`].
    ///
    /// ```
    /// use copydesk_boilerplate::{Certainty, Recurrence};
    ///
    /// let everywhere = Recurrence {
    ///     stories: 190, of_stories: 200, documents: 195,
    ///     words: 9, times: 1.0, edge_share: 0.95,
    /// };
    /// let tips = "Story tips can be sent to the desk";
    /// assert_eq!(everywhere.certainty(tips), Some(Certainty::Cut));
    /// assert_eq!(everywhere.certainty("What happens next?"), Some(Certainty::CutIfAsked));
    /// let in_one_of_five = Recurrence { stories: 40, ..everywhere };
    /// assert_eq!(in_one_of_five.certainty(tips), Some(Certainty::CutIfAsked));
    /// let speaker = Recurrence { times: 30.0, words: 2, edge_share: 0.1, ..everywhere };
    /// assert_eq!(speaker.certainty("michael barbaro"), Some(Certainty::ShowOnly));
    /// ```
    #[must_use]
    pub fn certainty(&self, content: &str) -> Option<Certainty> {
        // A speaker's name or a mark between two parts occurs many times on a page, and belongs to
        // the story.
        if self.times > MAX_TIMES {
            return (self.stories >= STORIES_TO_SHOW).then_some(Certainty::ShowOnly);
        }
        let has_more_evidence =
            self.is_on_nearly_all_pages(content) || self.looks_like_a_control(content);
        if has_more_evidence && !belongs_to_story(content) {
            return Some(Certainty::Cut);
        }
        if self.recurs_often() || self.is_on_nearly_all_pages(content) {
            return Some(Certainty::CutIfAsked);
        }
        (self.stories >= STORIES_TO_SHOW).then_some(Certainty::ShowOnly)
    }

    /// Whether all copies of a segment but one may be cut because of its recurrence alone. It must
    /// recur often and be a whole paragraph that does not [belong to the story](belongs_to_story).
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let biography = Recurrence {
    ///     stories: 9, of_stories: 200, documents: 9,
    ///     words: 10, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(biography.leaves_one_copy("Ada Holm has covered the courts of Varn since 2011."));
    /// let heading = Recurrence { words: 2, ..biography };
    /// assert!(!heading.leaves_one_copy("Our ruling"));
    /// ```
    #[must_use]
    pub fn leaves_one_copy(&self, content: &str) -> bool {
        usize::from(self.words) >= PARAGRAPH_WORDS
            && self.times <= MAX_TIMES
            && self.recurs_often()
            && !belongs_to_story(content)
    }

    /// Whether a segment that recurs with other numbers each time (`© 2019`) is furniture.
    ///
    /// It must be made like a control of the page: a line with a sign that divides or measures
    /// (`|`, `©`, `°`) or with a web address, or a date or time of day with hardly a word beside
    /// it. A sentence or a label with a number is never furniture, because it may report news: `The
    /// fund now stands at 60,294 crowns.`, `Day 12 of the trial`.
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
            && self.is_at_edge()
            && self.words <= WORDS_OF_TEMPLATE
            && !belongs_to_story(content)
            && is_control(content)
    }

    /// Whether the segment is on nearly all pages of a known site, and is no heading.
    fn is_on_nearly_all_pages(&self, content: &str) -> bool {
        let is_paragraph = usize::from(self.words) >= PARAGRAPH_WORDS;
        let is_no_heading = is_paragraph || self.is_at_edge() || !may_be_heading(content);
        let enough = if is_paragraph && self.is_at_edge() {
            NEARLY_ALL_SHARE_OF_PARAGRAPH
        } else {
            NEARLY_ALL_SHARE
        };
        self.of_stories >= STORIES_OF_KNOWN_SITE && self.share() >= enough && is_no_heading
    }

    /// Whether a short line is in at least half of the stories, is at the edge of the page, and is
    /// made like a control of a page.
    fn looks_like_a_control(&self, content: &str) -> bool {
        self.stories >= STORIES_TO_SHOW
            && self.share() >= SHARE_OF_TEMPLATE
            && self.is_at_edge()
            && self.words <= WORDS_OF_TEMPLATE
            && is_control(content)
    }

    /// Whether the segment is in many stories. One copy of a paragraph that recurs often is enough;
    /// to cut every copy, more is required.
    fn recurs_often(&self) -> bool {
        let recurs_at_edge =
            self.edge_share >= MOSTLY_AT_EDGE_SHARE && self.stories >= OFTEN_AT_EDGE;
        let recurs_anywhere =
            self.stories >= OFTEN_ANYWHERE && self.share() >= OFTEN_ANYWHERE_SHARE;
        recurs_at_edge || recurs_anywhere
    }

    /// Whether the segment is at the edge of nearly all documents that hold it.
    fn is_at_edge(&self) -> bool {
        self.edge_share >= AT_EDGE_SHARE
    }

    /// Whether a line between two lines of furniture, or between furniture and the end of the page,
    /// is furniture as well. A sentence is not: it may be the last of the story.
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
            && self.stories >= OFTEN_AT_EDGE
            && self.is_at_edge()
            && !belongs_to_story(content)
            && !ends_sentence(content)
    }

    /// Whether a whole segment is furniture because it recurs and a rule is certain of a part of
    /// it. Neither the rule nor the recurrence would be enough alone.
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let notice = Recurrence {
    ///     stories: 4, of_stories: 90, documents: 4,
    ///     words: 30, times: 1.0, edge_share: 1.0,
    /// };
    /// assert!(notice.confirms_rule());
    /// // A segment that is not at the edge must be in more stories.
    /// assert!(!Recurrence { edge_share: 0.2, ..notice }.confirms_rule());
    /// ```
    #[must_use]
    pub fn confirms_rule(&self) -> bool {
        let enough = if self.is_at_edge() {
            STORIES_OF_KNOWN_PART_AT_EDGE
        } else {
            STORIES_OF_KNOWN_PART
        };
        self.stories >= enough && self.times <= MAX_TIMES
    }

    /// Whether a whole segment is furniture because it recurs at the edge of pages and a rule has
    /// found it with this certainty. Two stories are enough for [`Certainty::CutIfAsked`], three
    /// for [`Certainty::ShowOnly`].
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
            STORIES_FOR_SHOW_ONLY
        } else {
            STORIES_FOR_CUT_IF_ASKED
        };
        self.stories >= enough && self.times <= MAX_TIMES && self.is_at_edge()
    }

    /// Why a segment with this content stays although it recurs, as a message for the user. The
    /// caller has decided that it stays, perhaps because of the lines around it.
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
        let is_frequent = self.recurs_often() || self.is_on_nearly_all_pages(content);
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

    /// Share of the site's distinct stories that hold the segment, in `0..=1`; 0 if the site has no
    /// stories.
    #[must_use]
    pub fn share(&self) -> f32 {
        self.stories as f32 / self.of_stories.max(1) as f32
    }

    /// Evidence that the segment is furniture, at least 0 and less than 1. It grows with the number
    /// of stories that hold the segment.
    #[must_use]
    pub fn evidence(&self) -> f32 {
        1.0 - 1.0 / (1.0 + self.stories as f32)
    }
}

/// Signs that divide or measure in the controls of a page, and do not occur in sentences.
const SIGNS_OF_CONTROLS: [char; 7] = ['|', '©', '°', '·', '•', '▸', '›'];

/// Signs of program code, which do not occur in headings.
const SIGNS_OF_CODE: [char; 6] = ['{', '}', '=', '<', '>', '|'];

/// The most words, apart from numbers, in a [stamp](is_stamp): `Updated Monday, 3 May 2031` has
/// three.
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

/// Whether a line introduces a part of the story or names its speaker, by the signs at its ends.
/// Recurrence alone never makes such a line certain furniture.
///
/// ```
/// use copydesk_boilerplate::belongs_to_story;
///
/// assert!(belongs_to_story("What happens next?") && belongs_to_story("— Ada Holm"));
/// assert!(belongs_to_story("(LAUGHTER)") && !belongs_to_story("Share"));
/// ```
#[must_use]
pub fn belongs_to_story(content: &str) -> bool {
    // In a wiki every heading ends in a link for editing the part below it.
    let introduces = content.ends_with([':', '?', '：', '？', '؟'])
        || content.ends_with("[edit]")
        || content.ends_with("[ edit ]");
    // Marks of a transcript: `(LAUGHTER)`.
    let is_in_brackets = content.starts_with(['(', '[', '（', '［', '【'])
        && content.ends_with([')', ']', '）', '］', '】']);
    // Who said a quotation: `— Ada Holm`.
    introduces || is_in_brackets || content.starts_with(['-', '–', '—'])
}

/// Whether a line is no sentence and is made like the controls of a page, such as buttons, dates
/// and copyright lines.
fn is_control(content: &str) -> bool {
    !ends_sentence(content)
        && (content.contains(SIGNS_OF_CONTROLS) || holds_web_address(content) || is_stamp(content))
}

/// Whether there is a web address in a text.
pub(crate) fn holds_web_address(content: &str) -> bool {
    content.contains("://") || content.contains("www.")
}

/// Whether a line is a *stamp*: it gives a date with a year, or a time of day, and has hardly a
/// word more.
fn is_stamp(content: &str) -> bool {
    let mut words = 0;
    let mut has_year = false;
    let mut has_day = false;
    let mut has_time = false;
    for piece in content.split(ends_stamp_piece) {
        // A piece with a letter is a word. Any other is a number, a time or empty.
        words += usize::from(piece.contains(char::is_alphabetic));
        if let Ok(number) = piece.parse::<u32>() {
            has_year |= (1900..2100).contains(&number);
            has_day |= (1..=31).contains(&number);
        }
        has_time |= is_time_of_day(piece);
    }
    let has_date = has_year && has_day;
    words <= WORDS_OF_STAMP && (has_date || has_time)
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
