//! Whether the quotation marks and brackets of a text are balanced: each has its other half.
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

/// Whether every mark of these pairs has its other half in the text, and whether the number of
/// straight quotation marks (`"`) is even.
pub(super) fn is_balanced(text: &str, pairs: &[Pair]) -> bool {
    let is_german = text.contains('„');
    for &(open, close) in pairs {
        // The mark `“` opens an English quotation and closes a German one. So its English pair is
        // not counted in a German text, nor its German pair in any other text.
        let is_of_other_language = (open == '“' || close == '“') && (open == '„') != is_german;
        if !is_of_other_language && count(text, open) != count(text, close) {
            return false;
        }
    }
    count(text, '"').is_multiple_of(2)
}

/// Whether a quotation is open at the end of a text: there are more opening marks than closing
/// ones, or the last character is `'`, `‘` or `„`. Elsewhere in the text `'` and `‘` are not
/// counted, because they may be apostrophes.
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
