//! Quotation marks and brackets around a run of sentences and inside it.
//!
//! A cut must not remove one mark of a pair and leave the other. Each country has its own pairs
//! (“so”, „so“, »so«, «so»), and a mark that opens in one country closes in another. So
//! [`is_balanced`] only counts marks, and accepts whole pairs of each of these four kinds.
//! [`is_quoted`] reads the paragraph from its beginning, and remembers which mark opened the
//! quotation.

use copydesk_text::Span;

/// Brackets and quotation marks that come in pairs, by kind: first those that open, then those that
/// close. (In »so« they have each other's place, but their numbers are equal, too.) The marks “, „,
/// ” and the straight one are not listed, since one mark can open or close: [`is_balanced`] counts
/// them itself.
const PAIRED_MARKS: &[(&[char], &[char])] = &[
    (&['(', '（', '['], &[')', '）', ']']),
    (&['«'], &['»']),
    (&['「', '『'], &['」', '』']),
];

/// Whether every quotation and bracket that opens in `text` also closes there, and every one that
/// closes there also opens there. Only the numbers of marks are compared.
pub(super) fn is_balanced(text: &str) -> bool {
    for (open, close) in PAIRED_MARKS {
        if count(text, open) != count(text, close) {
            return false;
        }
    }
    let (opening, closing) = (count(text, &['“', '„']), count(text, &['”']));
    let is_english = opening == closing;
    // In German, “ closes: „so“. Then `opening` counts both marks of each pair.
    let is_german = opening.is_multiple_of(2) && closing == 0;
    (is_english || is_german) && count(text, &['"']).is_multiple_of(2)
}

/// The number of characters of `text` that are among `marks`.
fn count(text: &str, marks: &[char]) -> usize {
    text.matches(marks).count()
}

/// Whether more than half of the letters and digits of `part` are quoted. `part` is inside
/// `paragraph`; both are spans of `text`. A quotation that is not closed reaches to the end of the
/// paragraph.
pub(super) fn is_quoted(text: &str, paragraph: Span, part: Span) -> bool {
    // The mark that opened the quotation at this point of the paragraph; `None` outside quotations.
    let mut open_mark: Option<char> = None;
    let (mut quoted, mut unquoted) = (0usize, 0usize);
    for (offset, c) in paragraph.slice(text).char_indices() {
        match open_mark {
            Some(mark) if closes(mark, c) => open_mark = None,
            None if is_opening(c) => open_mark = Some(c),
            _ => {
                let at = paragraph.start() + offset;
                let is_in_part = part.start() <= at && at < part.end();
                if !is_in_part || !c.is_alphanumeric() {
                    continue;
                }
                if open_mark.is_some() {
                    quoted += 1;
                } else {
                    unquoted += 1;
                }
            }
        }
    }
    quoted > unquoted
}

/// Whether a character may open a quotation in any country (in Sweden: ”so”). The straight single
/// quotation mark is not included, because it is nearly always an apostrophe.
fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '»' | '「' | '『' | '‘' | '”')
}

/// Whether `c` closes a quotation that `open` opened, by the rules of any country.
fn closes(open: char, c: char) -> bool {
    match open {
        '"' => matches!(c, '"' | '”'),
        '“' | '”' => matches!(c, '”' | '"'),
        '„' => matches!(c, '“' | '”' | '"'),
        '«' => c == '»',
        '»' => c == '«',
        '「' => c == '」',
        '『' => c == '』',
        // The remaining opening mark is ‘.
        _ => c == '’',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_quotations_and_others() {
        for whole in [
            "He left (again).",
            "„So ist es“, sagte er.",
            "“Yes,” she said. “No.”",
            "Il a dit « oui ».",
            "「はい」と言った。",
        ] {
            assert!(is_balanced(whole), "{whole}");
        }
        for unbalanced in [
            "“We will not go.",
            "it ends here.” She left",
            "He said \"no",
            "(see page",
            "「はい",
        ] {
            assert!(!is_balanced(unbalanced), "{unbalanced}");
        }
    }

    #[test]
    fn words_in_quotation_marks_are_quoted() {
        let is_part_quoted = |text: &str, part: &str| {
            let start = text.find(part).expect("the text holds the part");
            is_quoted(
                text,
                Span::new(0, text.len()),
                Span::new(start, start + part.len()),
            )
        };
        assert!(is_part_quoted(
            "The mayor said: “We will rebuild. We have done it before.”",
            "We have done it before."
        ));
        assert!(is_part_quoted(
            "“We will rebuild. We have done it before.",
            "We have done it before."
        ));
        assert!(is_part_quoted(
            "Er sagte: „Wir bauen auf. Das haben wir schon einmal getan.“",
            "Das haben wir schon einmal getan."
        ));
        assert!(!is_part_quoted(
            "“We will rebuild,” the mayor said. The old bridge had stood for ninety years.",
            "The old bridge had stood"
        ));
        assert!(!is_part_quoted(
            "The mayor's critics call him “brave” and a fool. The bridge fell.",
            "The mayor's critics call him “brave” and a fool."
        ));
    }
}
