//! What a mark says about the text that it stands around.

use copydesk_text::Span;

/// What an editor would do with a marked text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MarkKind {
    /// It belongs to the site: all of it should go.
    Furniture,
    /// A member of a group, equal to the others after normalisation. One member stays, the others
    /// go.
    Repeat,
    /// A member of a group that differs by a light word, a typing error or a spelling.
    Near,
    /// A member of a group that stands inside a longer paragraph elsewhere.
    Contained,
    /// The sentences of that longer paragraph which the contained member repeats; as a rule the
    /// member that stays.
    Within,
    /// A member of a group that was pasted into, or out of, a paragraph of another text.
    Passage,
    /// Two editors would differ about it. Not counted.
    Either,
    /// It must stay, though it looks like a repeat or like furniture.
    Trap,
    /// It must stay, though it is nearly the same as its namesakes: it tells a new fact.
    Update,
}

/// Every kind with the name it has in marks and in the truth file.
const NAMES: [(MarkKind, &str); 9] = [
    (MarkKind::Furniture, "furniture"),
    (MarkKind::Repeat, "repeat"),
    (MarkKind::Near, "near"),
    (MarkKind::Contained, "contained"),
    (MarkKind::Within, "within"),
    (MarkKind::Passage, "passage"),
    (MarkKind::Either, "either"),
    (MarkKind::Trap, "trap"),
    (MarkKind::Update, "update"),
];

impl MarkKind {
    /// The name in marks and in the truth file.
    ///
    /// ```
    /// assert_eq!(copydesk_testkit::gold::MarkKind::Within.name(), "within");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// Whether all members of its group but one should go.
    #[must_use]
    pub fn is_member(self) -> bool {
        matches!(
            self,
            Self::Repeat | Self::Near | Self::Contained | Self::Within | Self::Passage
        )
    }

    /// Whether the mark names a group: members do, and so does an update, to say what it looks
    /// like.
    #[must_use]
    pub fn has_group(self) -> bool {
        self.is_member() || self == Self::Update
    }
}

/// A labelled piece of an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Bytes of the article's text; not empty, no white space at its edges.
    pub span: Span,
    /// What should become of it.
    pub kind: MarkKind,
    /// The name of its group, if the kind [has one](MarkKind::has_group).
    pub group: Option<String>,
}

/// Kind and group of a label such as `furniture` or `near:quay`, or nothing if it is not one of
/// ours.
pub(super) fn parse_label(label: &str) -> Option<(MarkKind, Option<&str>)> {
    let (name, group) = label
        .split_once(':')
        .map_or((label, None), |(name, group)| (name, Some(group)));
    let kind = NAMES.iter().find(|(_, known)| *known == name)?.0;
    let is_whole = group.is_some_and(|group| !group.is_empty()) == kind.has_group()
        && group.is_some() == kind.has_group();
    is_whole.then_some((kind, group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_the_kinds() {
        for (at, (kind, name)) in NAMES.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
            assert_eq!(kind.name(), name);
        }
    }

    #[test]
    fn labels_name_a_group_exactly_where_there_is_one() {
        assert_eq!(parse_label("furniture"), Some((MarkKind::Furniture, None)));
        assert_eq!(
            parse_label("near:quay"),
            Some((MarkKind::Near, Some("quay")))
        );
        assert_eq!(
            parse_label("update:toll"),
            Some((MarkKind::Update, Some("toll")))
        );
        for broken in [
            "near",
            "near:",
            "furniture:quay",
            "furniture:",
            "furnitur",
            "",
            ":quay",
        ] {
            assert_eq!(parse_label(broken), None, "{broken}");
        }
    }
}
