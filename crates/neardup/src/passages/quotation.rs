//! Quotation marks and brackets around and inside a run of sentences.
//!
//! A cut must not take one mark of a pair and leave the other. Which signs make a pair differs by
//! country (“so”, „so“, »so«, «so»), and the same sign opens in one and closes in another. So
//! [`is_balanced`] counts signs and accepts whatever could be whole in some country's habit, while
//! [`is_quoted`] reads the paragraph from its beginning and remembers which sign opened.

use copydesk_text::Span;

/// Brackets that must come in pairs: all signs that open one kind, and all that close it.
const BRACKETS: &[(&[char], &[char])] = &[
    (&['(', '（', '['], &[')', '）', ']']),
    (&['«'], &['»']),
    (&['「', '『'], &['」', '』']),
];

/// Whether nothing opens or closes in `text` alone.
pub(super) fn is_balanced(text: &str) -> bool {
    for (open, close) in BRACKETS {
        if count(text, open) != count(text, close) {
            return false;
        }
    }
    let (opening, closing) = (count(text, &['“', '„']), count(text, &['”']));
    // German closes with the sign that English opens with: „so“.
    let is_german = opening.is_multiple_of(2) && closing == 0;
    (opening == closing || is_german) && count(text, &['"']).is_multiple_of(2)
}

fn count(text: &str, marks: &[char]) -> usize {
    text.matches(marks).count()
}

/// Whether more than half of the letters of `part` are inside quotation marks, or of a paragraph
/// that opens a quotation and does not close it. `paragraph` holds `part`; both are spans of
/// `text`.
pub(super) fn is_quoted(text: &str, paragraph: Span, part: Span) -> bool {
    let mut open: Option<char> = None;
    let (mut inside, mut outside) = (0usize, 0usize);
    for (at, c) in paragraph.slice(text).char_indices() {
        match open {
            Some(mark) if closes(mark, c) => open = None,
            None if is_opening(c) => open = Some(c),
            _ => {
                let at = paragraph.start() + at;
                let is_in_part = part.start() <= at && at < part.end();
                if !is_in_part || !c.is_alphanumeric() {
                    continue;
                }
                if open.is_some() {
                    inside += 1;
                } else {
                    outside += 1;
                }
            }
        }
    }
    inside > outside
}

/// Whether a sign may open a quotation. The straight single mark is none of them: it is nearly
/// always an apostrophe.
fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '»' | '「' | '『' | '‘' | '”')
}

/// Whether `c` closes what `open` opened; habits differ by country.
fn closes(open: char, c: char) -> bool {
    match open {
        '"' => matches!(c, '"' | '”'),
        '“' | '”' => matches!(c, '”' | '"'),
        '„' => matches!(c, '“' | '”' | '"'),
        '«' => c == '»',
        '»' => c == '«',
        '「' => c == '」',
        '『' => c == '』',
        _ => c == '’',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_not_torn() {
        for whole in [
            "He left (again).",
            "„So ist es“, sagte er.",
            "“Yes,” she said. “No.”",
            "Il a dit « oui ».",
            "「はい」と言った。",
        ] {
            assert!(is_balanced(whole), "{whole}");
        }
        for torn in [
            "“We will not go.",
            "it ends here.” She left",
            "He said \"no",
            "(see page",
            "「はい",
        ] {
            assert!(!is_balanced(torn), "{torn}");
        }
    }

    #[test]
    fn what_somebody_said_is_quoted() {
        let is = |text: &str, part: &str| {
            let start = text.find(part).expect("the part stands in the text");
            is_quoted(
                text,
                Span::new(0, text.len()),
                Span::new(start, start + part.len()),
            )
        };
        assert!(is(
            "The mayor said: “We will rebuild. We have done it before.”",
            "We have done it before."
        ));
        assert!(is(
            "“We will rebuild. We have done it before.",
            "We have done it before."
        ));
        assert!(is(
            "Er sagte: „Wir bauen auf. Das haben wir schon einmal getan.“",
            "Das haben wir schon einmal getan."
        ));
        assert!(!is(
            "“We will rebuild,” the mayor said. The old bridge had stood for ninety years.",
            "The old bridge had stood"
        ));
        assert!(!is(
            "The mayor's critics call him “brave” and a fool. The bridge fell.",
            "The mayor's critics call him “brave” and a fool."
        ));
    }
}
