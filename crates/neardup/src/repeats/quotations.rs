//! Whether quotation marks and brackets have their other half in a text.
//!
//! Marks are only counted, in whatever order they come.
//!
//! | text | balanced |
//! |---|---|
//! | `“Yes,” she said.` | yes |
//! | `„Ja“, sagte sie.` | yes: in German, `“` closes |
//! | `“We were afraid,` | no |

/// An opening mark and the one that closes it.
pub(super) type Pair = (char, char);

/// Whether every mark of these pairs has its other half in the text, and so has every straight
/// quotation mark.
pub(super) fn is_balanced(text: &str, pairs: &[Pair]) -> bool {
    let is_german = text.contains('„');
    for &(open, close) in pairs {
        // A German quotation closes with the mark that opens an English one, so in a German text
        // only the one pair counts and in any other text only the other.
        let is_other_use = (open == '“' || close == '“') && (open == '„') != is_german;
        if !is_other_use && count(text, open) != count(text, close) {
            return false;
        }
    }
    count(text, '"').is_multiple_of(2)
}

/// Whether a quotation is open at the end of a text: it has more opening marks than closing ones,
/// or ends in a mark that opens there and is an apostrophe elsewhere.
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
