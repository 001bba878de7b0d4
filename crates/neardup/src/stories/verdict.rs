//! Decides how two documents relate, and whether one of them may be dropped for the other.
//!
//! A document may be dropped only if no news is lost: what only this document has must be a
//! *trifle*, a few words of headlines and the like ([`OwnContent`](super::own::OwnContent)). If the
//! two give different facts, they are two claims, and both are kept. The exception is a later
//! version of a report: it can correct the earlier one. The caller must say which document is a
//! later version ([`VersionOrder`]), because a number that differs never shows which of the two is
//! right.
//!
//! In case of doubt both are kept. A copy too many costs a reader a second, but nobody notices the
//! absence of a report that was dropped.

use super::comparison::Comparison;
use super::facts::FactKind;
use super::relation::{MayDrop, Relation, Verdict, VersionOrder};

/// A later version may change at most this share of the facts of a report, but one fact in any
/// case.
const MAX_CORRECTED_SHARE: f64 = 0.1;
/// A later version may change at most this many facts. With more changes it is another report.
const MAX_CORRECTED: usize = 4;
/// Length, in effective words, of the shortest story in which a changed fact is a correction. A
/// shorter story says little besides that fact.
const MIN_CORRECTED_WORDS: usize = 60;
/// In two form reports (dam levels, closing prices) at least this many numbers differ. A single
/// number that differs may be a correction.
const MIN_FORM_NUMBERS: usize = 2;
/// In two form reports at least this share of the numbers differ.
const MIN_FORM_SHARE: f64 = 0.5;

impl Comparison {
    /// The verdict: how the two documents relate, and which may be dropped. `order` says which of
    /// them is a later version of the other.
    ///
    /// ```
    /// use copydesk_neardup::{Comparison, MayDrop, Relation, Story, VersionOrder};
    /// use copydesk_text::Document;
    ///
    /// let verdict_on = |verdict: &str| {
    ///     Document::new(format!("The jury found the clerk {verdict}. He had sold the old maps."))
    /// };
    /// let (left, right) = (verdict_on("guilty"), verdict_on("innocent"));
    /// let comparison = Comparison::of(&Story::of(&left), &Story::of(&right));
    /// let found = comparison.verdict(VersionOrder::Unknown);
    /// assert_eq!((found.relation, found.may_drop), (Relation::TwoClaims, MayDrop::Neither));
    /// ```
    #[must_use]
    pub fn verdict(&self, order: VersionOrder) -> Verdict {
        // One fact that differs is enough: a document that says “guilty” cannot replace one that
        // says “innocent”, however much they share.
        let (relation, may_drop) = if self.changes.is_empty() {
            self.by_news()
        } else {
            self.by_facts(order)
        };
        Verdict { relation, may_drop }
    }

    /// The verdict if any facts differ. It depends on whether one document corrects the other.
    fn by_facts(&self, order: VersionOrder) -> (Relation, MayDrop) {
        if self.is_form_report() {
            return (Relation::FormReport, MayDrop::Neither);
        }
        // Without an order it is not known which of two numbers is right.
        let (earlier, later, may_drop) = match order {
            VersionOrder::Unknown => return (Relation::TwoClaims, MayDrop::Neither),
            VersionOrder::LeftIsLater => (&self.right, &self.left, MayDrop::Right),
            VersionOrder::RightIsLater => (&self.left, &self.right, MayDrop::Left),
        };
        // With another name the report is about another person, and with another date it is the
        // report of another day.
        let is_another_report = self.count(FactKind::Name) + self.count(FactKind::Date) > 0;
        // The earlier version has no news. Facts that the later one leaves out do not count, since
        // it gives the corrected ones instead.
        let has_no_news = earlier.is_trifle_but_for_facts();
        let is_correction = self.has_few_changes()
            && !is_another_report
            && has_no_news
            && earlier.words >= MIN_CORRECTED_WORDS;
        if !is_correction {
            return (Relation::TwoClaims, MayDrop::Neither);
        }
        // The earlier version may be dropped in both cases. The relation only tells whether the
        // later version also continues the story.
        if later.news == 0 {
            (Relation::Corrected, may_drop)
        } else {
            (Relation::Updated, may_drop)
        }
    }

    /// The verdict if no fact differs. It depends on whether one document tells all that the other
    /// tells.
    fn by_news(&self) -> (Relation, MayDrop) {
        // `self.left` is what only the left document has, and `self.right` what only the right has.
        match (self.left.is_trifle(), self.right.is_trifle()) {
            (true, true) => (Relation::Twin, MayDrop::Either),
            (true, false) => (Relation::Contained, MayDrop::Left),
            (false, true) => (Relation::Contained, MayDrop::Right),
            (false, false) => (Relation::OwnNews, MayDrop::Neither),
        }
    }

    /// Whether so many numbers differ that both are the same form, filled in on two days.
    fn is_form_report(&self) -> bool {
        let changed = self.count(FactKind::Number);
        let all = changed + self.agreed_numbers;
        changed >= MIN_FORM_NUMBERS && changed as f64 >= MIN_FORM_SHARE * all as f64
    }

    /// Whether so few facts differ that one document may be a correction of the other.
    fn has_few_changes(&self) -> bool {
        let changed = self.changes.len();
        // Of the facts that agree, only numbers and names can be counted.
        let all = changed + self.agreed;
        changed <= MAX_CORRECTED && changed as f64 <= (MAX_CORRECTED_SHARE * all as f64).max(1.0)
    }

    /// The number of facts of a kind that differ.
    fn count(&self, kind: FactKind) -> usize {
        let mut count = 0;
        for change in &self.changes {
            count += usize::from(change.kind == kind);
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::Story;
    use copydesk_text::Document;
    use proptest::prelude::*;

    fn verdict(left: &str, right: &str, order: VersionOrder) -> Verdict {
        let (left, right) = (Document::new(left), Document::new(right));
        Comparison::of(&Story::of(&left), &Story::of(&right)).verdict(order)
    }

    fn relation(left: &str, right: &str) -> Relation {
        verdict(left, right, VersionOrder::Unknown).relation
    }

    #[test]
    fn another_fact_makes_two_claims() {
        for (left, right) in [
            (
                "The storm killed 39 people in the valley on Monday.",
                "The storm killed 41 people in the valley on Monday.",
            ),
            (
                "Police in the town arrested Igor Malin over the fire.",
                "Police in the town arrested Pavel Hruska over the fire.",
            ),
            (
                "The minister said that he would resign in spring.",
                "The minister said that he would not resign in spring.",
            ),
            (
                "Im Hafen von Varn starben 39 Menschen bei dem Brand.",
                "Im Hafen von Varn starben 41 Menschen bei dem Brand.",
            ),
            (
                "वहाँ बाढ़ से 39 लोगों की मौत हो गई है।",
                "वहाँ बाढ़ से 41 लोगों की मौत हो गई है।",
            ),
            (
                "The mill at Varn burned for three days in the spring.",
                "The mill at Varn burned for four days in the spring.",
            ),
            (
                "Shares of the ferry line rose sharply on Monday, traders said.",
                "Shares of the ferry line fell sharply on Monday, traders said.",
            ),
            (
                "港务局长李志明在法庭上说，防波堤的旧石头被船撞得移了位。",
                "港务局长王建国在法庭上说，防波堤的旧石头被船撞得移了位。",
            ),
        ] {
            assert_eq!(
                relation(left, right),
                Relation::TwoClaims,
                "{left} / {right}"
            );
            assert_eq!(
                relation(right, left),
                Relation::TwoClaims,
                "{right} / {left}"
            );
        }
    }

    #[test]
    fn house_style_is_not_a_difference() {
        for (left, right) in [
            (
                "Talks with Mr. Hosseini were held in Tehran on Friday.",
                "Talks with Mr. Hoseini were held in Tehran on Friday.",
            ),
            (
                "Soldiers went to the town, the general said on Friday.",
                "Soldiers have gone to the town, the general said Friday.",
            ),
            (
                "It is Tolland's ship, the harbour master said.",
                "It is Mr Tolland ’s ship, the harbour master said.",
            ),
            (
                "PORT AMBRY, March 5 – The ship sank at dawn near the pier.",
                "PORT AMBRY (Harbour Wire) — The ship sank at dawn near the pier.",
            ),
            (
                "PORT AMBRY (Harbour Wire) The ship sank at dawn near the pier.",
                "The ship sank at dawn near the pier.",
            ),
            (
                "The clerk may not attend the hearing of the council on Monday.",
                "The clerk may skip the hearing of the council on Monday.",
            ),
            (
                "The line was closed because of ice on the wires near Lorne.",
                "The line was closed due to ice on the wires near Lorne.",
            ),
            (
                "The colours of the town of Varn cost 3,828 crowns a year.",
                "The colors of the town of Varn cost 3828 crowns a year.",
            ),
        ] {
            assert_eq!(relation(left, right), Relation::Twin, "{left} / {right}");
        }
    }

    const STORY: &str = "The last ferry of the season left Port Ambry on Sunday with 40 people on \
                         board. It was three hours late. The harbour master, Ines Tolland, said \
                         that the engine had been cold and that nobody had thought to light the \
                         stove. The passengers sang to keep warm, and one of them proposed to \
                         another somewhere off the lighthouse of Skerrow. The line carries 12,000 \
                         people a year.";

    #[test]
    fn a_later_version_replaces_the_earlier_one() {
        let corrected = STORY.replace("40 people", "43 people");
        let updated = format!("{corrected} The owners of the line have apologised.");
        for (later, expected) in [
            (&corrected, Relation::Corrected),
            (&updated, Relation::Updated),
        ] {
            let found = verdict(STORY, later, VersionOrder::RightIsLater);
            assert_eq!((found.relation, found.may_drop), (expected, MayDrop::Left));
            assert_eq!(relation(STORY, later), Relation::TwoClaims);
        }
        let earlier_has_news = verdict(&updated, STORY, VersionOrder::RightIsLater);
        assert_eq!(earlier_has_news.relation, Relation::TwoClaims);
        let another_name = STORY.replace("Ines Tolland", "Hugo Brandt");
        let found = verdict(STORY, &another_name, VersionOrder::RightIsLater);
        assert_eq!(found.relation, Relation::TwoClaims);
    }

    #[test]
    fn a_form_with_other_figures_is_another_report() {
        let report = |a: &str, b: &str, c: &str| {
            format!(
                "Dam levels on Friday. Upper Varn stood at {a} feet. Lower Varn stood at {b} feet. \
                 The lake of Marl held {c} feet."
            )
        };
        let (one, other) = (report("812", "655", "91"), report("813", "652", "90"));
        let found = verdict(&one, &other, VersionOrder::RightIsLater);
        assert_eq!(
            (found.relation, found.may_drop),
            (Relation::FormReport, MayDrop::Neither)
        );
    }

    #[test]
    fn a_document_whose_names_or_quoted_words_are_left_out_is_kept() {
        for (full, short) in [
            (
                "The ferry line of Varn lost the match against Lorne at the Tolland stadium.",
                "The ferry line of Varn lost the match against Lorne at the stadium.",
            ),
            (
                "The mayor of Varn called the plan of the council “cowardly, careless and blind” \
                 on Monday.",
                "The mayor of Varn called the plan of the council “blind” on Monday.",
            ),
        ] {
            let found = verdict(full, short, VersionOrder::Unknown);
            assert_eq!(found.may_drop, MayDrop::Right, "{full}");
        }
    }

    #[test]
    fn a_name_in_another_form_is_not_left_out() {
        for (left, right) in [
            (
                "The council met Harbour Secretary Ines Tolland in Varn on the ferry question.",
                "The council met Tolland in Varn on the ferry question.",
            ),
            (
                "The ferry was held by the Varn Harbour Authority for nine hours near the pier. \
                 The VHA gave no reason.",
                "The ferry was held by the VHA for nine hours near the pier. The VHA gave no \
                 reason.",
            ),
        ] {
            assert_eq!(relation(left, right), Relation::Twin, "{left}");
        }
    }

    #[test]
    fn stamps_are_not_compared() {
        let page = |stamp: &str| format!("Updated: {stamp} IST\n\n{STORY}");
        assert_eq!(
            relation(
                &page("8 January 2020, 10:12"),
                &page("9 January 2020, 07:45")
            ),
            Relation::Twin
        );
    }

    #[test]
    fn a_short_sentence_is_news() {
        for (story, news) in [
            (STORY, "The captain has resigned."),
            (
                "消防队赶到老磨坊时大火已经烧穿了屋顶。没有人受伤。",
                "一名男子在医院去世。",
            ),
        ] {
            let update = format!("{story} {news}");
            let found = verdict(story, &update, VersionOrder::Unknown);
            assert_eq!(
                (found.relation, found.may_drop),
                (Relation::Contained, MayDrop::Left),
                "{news}"
            );
        }
    }

    #[test]
    fn a_sentence_that_shares_only_function_words_is_news() {
        let story = format!(
            "{STORY} The mate reported that she had seen that he was painting a boat at the time."
        );
        let update = format!(
            "{story} The cook reported that she met an admiral in a tavern, explaining that he was \
             painting a boat there at the time."
        );
        let found = verdict(&story, &update, VersionOrder::Unknown);
        assert_eq!(
            (found.relation, found.may_drop),
            (Relation::Contained, MayDrop::Left)
        );
    }

    fn text() -> impl Strategy<Value = String> {
        let word = "[a-e]{4}|[A-C][a-c]{4}|[1-4]0|not|Monday|Friday|rose|fell|三|四|船";
        let sentence = proptest::collection::vec(word, 1..9).prop_map(|words| words.join(" "));
        proptest::collection::vec((sentence, "[.] |[.]\n\n|\n"), 0..9)
            .prop_map(|parts| parts.into_iter().map(|(words, end)| words + &end).collect())
    }

    proptest! {
        #[test]
        fn left_and_right_can_be_exchanged(left in text(), right in text()) {
            let found = verdict(&left, &right, VersionOrder::LeftIsLater);
            let mirrored = verdict(&right, &left, VersionOrder::RightIsLater);
            prop_assert_eq!((found.relation, found.may_drop), (mirrored.relation, mirrored.may_drop.mirrored()));
        }

        #[test]
        fn a_copy_may_be_dropped_for_an_equal_or_a_longer_one(story in text(), more in text()) {
            prop_assert_eq!(verdict(&story, &story, VersionOrder::Unknown).may_drop, MayDrop::Either);
            let longer = format!("{story}\n\n{more}");
            prop_assert!(verdict(&story, &longer, VersionOrder::Unknown).may_drop.left());
        }
    }
}
