//! When recurrence is enough to cut.
//!
//! Recurrence alone does not make furniture: section headings (“What happens next”), transcript marks and speakers' names recur too,
//! and a background paragraph is pasted into every follow-up. What furniture has besides is a fixed place (the head or foot of the
//! page) or presence on a large share of the site's stories. Whatever recurs and has neither is left to the search for repeated
//! paragraphs, which keeps one copy.

use crate::finding::Certainty;
use crate::recurrence::Recurrence;

/// Stories that hold a short segment at the page's edge, from which on it is furniture.
const STORIES_AT_EDGE: u32 = 5;
/// The same for a paragraph longer than [`LONG`] words: background pasted into follow-ups often ends a story.
const STORIES_AT_EDGE_LONG: u32 = 8;
const LONG: u16 = 40;
/// Share of its documents in which edge furniture stands at the edge.
const EDGE_SHARE: f32 = 0.7;
/// On a site with few stories: what stands at the edge of nearly all of them and is short.
const STORIES_OF_FEW: u32 = 3;
const SHARE_OF_FEW: f32 = 0.75;
const EDGE_SHARE_OF_FEW: f32 = 0.9;
const WORDS_OF_FEW: u16 = 25;
/// Stories that have at their edge what a rule takes for furniture more often than not.
const STORIES_OF_SUSPECT: u32 = 2;
/// Stories and share of the site's stories that make furniture of what stands anywhere.
const STORIES_ANYWHERE: u32 = 8;
const SHARE_ANYWHERE: f32 = 0.08;
/// What recurs with other numbers each time may be a report form, whose numbers are news. Only a short line at the edge of a good
/// share of the site's stories is furniture then.
const STORIES_OF_TEMPLATE: u32 = 8;
const SHARE_OF_TEMPLATE: f32 = 0.5;
const EDGE_SHARE_OF_TEMPLATE: f32 = 0.9;
/// Segments shorter than this that stand amid the story are headings or labels as likely as furniture.
const HEADING_WORDS: u16 = 4;
/// What stands more often than this in one document is part of its structure.
const MAX_TIMES: f32 = 1.5;

impl Recurrence {
    /// How sure it is that a segment with this content is furniture, or none if recurrence does not say so. What opens or attributes
    /// a part of the story is never certain, however often it recurs: a line that ends in a colon or question mark, a section
    /// heading of a wiki, a name behind a dash.
    ///
    /// ```
    /// use copydesk_boilerplate::{Certainty, Recurrence};
    ///
    /// let byline = Recurrence { stories: 40, of_stories: 200, documents: 41, words: 12, times: 1.0, edge_share: 0.95 };
    /// assert_eq!(byline.certainty("Story tips can be sent to the desk"), Some(Certainty::Cut));
    /// assert_eq!(byline.certainty("What happens next?"), Some(Certainty::CutIfAsked));
    /// let speaker = Recurrence { times: 30.0, words: 2, edge_share: 0.1, ..byline };
    /// assert_ne!(speaker.certainty("michael barbaro"), Some(Certainty::Cut));
    /// ```
    #[must_use]
    pub fn certainty(&self, content: &str) -> Option<Certainty> {
        let most = if belongs_to_story(content) {
            Certainty::CutIfAsked
        } else {
            Certainty::Cut
        };
        Some(self.certainty_by_count()?.min(most))
    }

    /// The same for a segment that recurs but for its numbers (`© 2019`, `12 comments`).
    ///
    /// ```
    /// use copydesk_boilerplate::Recurrence;
    ///
    /// let comments = Recurrence { stories: 120, of_stories: 200, documents: 121, words: 2, times: 1.0, edge_share: 1.0 };
    /// assert!(comments.makes_template_furniture("12 comments"));
    /// assert!(!Recurrence { edge_share: 0.4, ..comments }.makes_template_furniture("12 goals"));
    /// ```
    #[must_use]
    pub fn makes_template_furniture(&self, content: &str) -> bool {
        let recurs = self.stories >= STORIES_OF_TEMPLATE
            && self.share() >= SHARE_OF_TEMPLATE
            && self.times <= MAX_TIMES;
        recurs
            && self.edge_share >= EDGE_SHARE_OF_TEMPLATE
            && self.words <= WORDS_OF_FEW
            && !belongs_to_story(content)
    }

    fn certainty_by_count(&self) -> Option<Certainty> {
        if self.stories < STORIES_OF_FEW {
            return None;
        }
        if self.times > MAX_TIMES {
            return Some(Certainty::ShowOnly);
        }
        if self.is_on_nearly_every_page() {
            return Some(Certainty::Cut);
        }
        if self.stories < STORIES_AT_EDGE {
            return None;
        }
        let enough_at_edge = if self.words > LONG {
            STORIES_AT_EDGE_LONG
        } else {
            STORIES_AT_EDGE
        };
        if self.edge_share >= EDGE_SHARE && self.stories >= enough_at_edge {
            return Some(Certainty::Cut);
        }
        if self.stories >= STORIES_ANYWHERE && self.share() >= SHARE_ANYWHERE {
            return Some(if self.words < HEADING_WORDS {
                Certainty::CutIfAsked
            } else {
                Certainty::Cut
            });
        }
        Some(Certainty::ShowOnly)
    }

    fn is_on_nearly_every_page(&self) -> bool {
        self.share() >= SHARE_OF_FEW
            && self.edge_share >= EDGE_SHARE_OF_FEW
            && self.words <= WORDS_OF_FEW
    }

    /// Whether the whole segment is furniture if a rule is certain of a part of it: two witnesses, where one alone would not do.
    #[must_use]
    pub fn confirms_rule(&self) -> bool {
        self.stories >= STORIES_AT_EDGE && self.times <= MAX_TIMES
    }

    /// Whether the segment is furniture if a rule only suspects it: again two witnesses. Two stories are enough for what is
    /// furniture more often than not, if both have it at their edge; the buttons of a page need three.
    ///
    /// ```
    /// use copydesk_boilerplate::{Certainty, Recurrence};
    ///
    /// let offer = Recurrence { stories: 2, of_stories: 9, documents: 2, words: 12, times: 1.0, edge_share: 1.0 };
    /// assert!(offer.confirms_suspicion(Certainty::CutIfAsked));
    /// assert!(!offer.confirms_suspicion(Certainty::ShowOnly));
    /// ```
    #[must_use]
    pub fn confirms_suspicion(&self, suspicion: Certainty) -> bool {
        let enough = if suspicion == Certainty::ShowOnly {
            STORIES_OF_FEW
        } else {
            STORIES_OF_SUSPECT
        };
        self.stories >= enough && self.times <= MAX_TIMES && self.edge_share >= EDGE_SHARE_OF_FEW
    }

    /// Share of the site's distinct stories that hold the segment, 0..=1.
    #[must_use]
    pub fn share(&self) -> f32 {
        self.stories as f32 / self.of_stories.max(1) as f32
    }

    /// Evidence that the segment is furniture, 0..1: grows with the number of stories that hold it.
    #[must_use]
    pub fn evidence(&self) -> f32 {
        1.0 - 1.0 / (1.0 + self.stories as f32)
    }
}

fn belongs_to_story(content: &str) -> bool {
    let opens = content.ends_with([':', '?', '：', '？', '؟'])
        || content.ends_with("[edit]")
        || content.ends_with("[ edit ]");
    opens || content.starts_with(['-', '–', '—'])
}
