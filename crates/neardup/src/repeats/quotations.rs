//! Whether the quotation marks and brackets of a text are *balanced*: there are as many opening
//! marks as closing ones.
//!
//! The marks are only counted. Their order does not matter.
//!
//! | text | balanced |
//! |---|---|
//! | `“Yes,” she said.` | yes |
//! | `„Ja“, sagte sie.` | yes: in German, `“` closes |
//! | `“We were afraid,` | no |

/// An opening mark and the one that closes it.
pub(super) type Pair = (char, char);

/// Whether the text has both marks of each pair equally often, and an even number of straight
/// quotation marks (`"`).
pub(super) fn is_balanced(text: &str, pairs: &[Pair]) -> bool {
    let is_german = text.contains('„');
    for &(open, close) in pairs {
        // The mark `“` opens an English quotation, `“…”`, and closes a German one, `„…“`. It is
        // counted only in the pair of the text's language.
        let is_of_other_language = match (open, close) {
            ('“', _) => is_german,
            (_, '“') => !is_german,
            _ => false,
        };
        if !is_of_other_language && count(text, open) != count(text, close) {
            return false;
        }
    }
    count(text, '"').is_multiple_of(2)
}

/// Whether a quotation is open at the end of a text. It is if the number of `"` is odd, if another
/// pair has more opening marks than closing ones, or if the last character is `'`, `‘` or `„`.
/// Elsewhere in the text these three are not counted: `'` and `‘` may be apostrophes, and the mark
/// `“` that closes `„` is counted as an English opening mark. So a text with a complete German
/// quotation seems to have an open one.
pub(super) fn is_open_quotation(text: &str) -> bool {
    !count(text, '"').is_multiple_of(2)
        || count(text, '“') > count(text, '”')
        || count(text, '«') > count(text, '»')
        || count(text, '「') > count(text, '」')
        || text.ends_with(['\'', '‘', '„'])
}

/// How often a mark occurs in a text.
fn count(text: &str, mark: char) -> usize {
    text.matches(mark).count()
}
