//! The meaning of marks in the articles of the gold set.

use copydesk_text::Span;

/// A kind of mark: what an editor would do with the marked text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MarkKind {
    /// Text that belongs to the site. All of it should be cut.
    Furniture,
    /// A member of a *group*, which is a set of texts that say the same. One member should be kept,
    /// and the others should be cut. This member is equal to the others after normalisation.
    Repeat,
    /// A member of a group. It differs from the others by an unimportant word, a typing error or a
    /// spelling.
    Near,
    /// A member of a group. Its words are also inside a longer paragraph elsewhere.
    Contained,
    /// A member of a group: the part of a longer paragraph that has the words of a
    /// [`Self::Contained`] member. It is usually the member that is kept.
    Within,
    /// A member of a group. It was pasted from one text into a paragraph of another.
    Passage,
    /// Text about which two editors would disagree. It is not judged.
    Either,
    /// Text that must be kept, although it looks like a repeat or like furniture.
    Trap,
    /// Text that must be kept, because it tells a new fact, although it is nearly the same as the
    /// members of its group.
    Update,
}

/// All kinds, in the order of their declaration, with their names in marks and in the truth file.
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

    /// Whether a mark of this kind is a member of a group. All members but one should be cut.
    #[must_use]
    pub fn is_member(self) -> bool {
        matches!(
            self,
            Self::Repeat | Self::Near | Self::Contained | Self::Within | Self::Passage
        )
    }

    /// Whether a mark of this kind names a group. A member names its group, and an update names the
    /// group that it looks like.
    #[must_use]
    pub fn has_group(self) -> bool {
        self.is_member() || self == Self::Update
    }
}

/// A marked piece of an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The span of the article's text. It is not empty and has no white space at its ends.
    pub span: Span,
    /// The kind of the mark, which says what an editor would do with the piece.
    pub kind: MarkKind,
    /// The name of its group, if the kind [has one](MarkKind::has_group).
    pub group: Option<String>,
}

/// The kind and the group in a label such as `furniture` or `near:quay`. `None` if the kind is
/// unknown, lacks a group or must not have one.
pub(super) fn parse_label(label: &str) -> Option<(MarkKind, Option<&str>)> {
    let (name, group) = label
        .split_once(':')
        .map_or((label, None), |(name, group)| (name, Some(group)));
    let kind = NAMES.iter().find(|(_, known)| *known == name)?.0;
    let is_valid = match group {
        Some(group) => kind.has_group() && !group.is_empty(),
        None => !kind.has_group(),
    };
    is_valid.then_some((kind, group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_the_kinds() {
        for (index, (kind, name)) in NAMES.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
            assert_eq!(kind.name(), name);
        }
    }

    #[test]
    fn labels_name_a_group_exactly_if_their_kind_has_one() {
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
