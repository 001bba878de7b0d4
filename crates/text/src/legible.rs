//! Text as a reader should see it: HTML entities resolved, mojibake undone.
//!
//! A scraper that extracts the text of a page twice may leave `Skerrow&#39;s` in one copy and
//! `Skerrow's` in the other. A scraper that decodes UTF-8 as Windows-1252 leaves `FÃ¤hre` for
//! `Fähre`. Words are read from the legible text, and their spans are mapped back to the raw text.
//! The output is not repaired; the two spellings only count as equal.
//!
//! Text that was decoded in the wrong way is called *mojibake*. It is undone only where it can be
//! nothing else. The first byte of a character of two or three bytes, decoded as Windows-1252, is
//! one of a few letters ([`LEADS`]). If the characters after that letter, encoded as Windows-1252,
//! are the later bytes of a UTF-8 character, then that character was meant. In ordinary text such a
//! letter is followed by another letter, which in Windows-1252 is hardly ever a later byte of a
//! UTF-8 character.

use crate::span::Span;
use crate::words::{Word, words};
use encoding_rs::WINDOWS_1252;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Longest entity that is resolved, in bytes. Longer ones, such as
/// `&CounterClockwiseContourIntegral;`, are not met in news.
const MAX_ENTITY: usize = 12;

/// First characters of mojibake: `Ã¤`, `Â°`, `â€™`, `Å“`, `Ä‡`.
const LEADS: [char; 5] = ['Ã', 'Â', 'â', 'Å', 'Ä'];

/// Signs of mojibake. A text with none of them and without `&` is taken to be legible. `Å` and `Ä`
/// are not signs, since they are common letters of Nordic and German text. Mojibake that begins
/// with one of these two is resolved only in a text that has a sign or an `&`.
static SIGNS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["Ã", "Â", "â€"].map(Finder::new));

/// Whether a text may hold entities or mojibake. If not, its words can be read from the raw text.
pub(crate) fn may_be_illegible(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'&', bytes).is_some() || SIGNS.iter().any(|sign| sign.find(bytes).is_some())
}

/// Appends the words of a piece of a text as a reader sees them. Their spans are in the raw text.
pub(crate) fn legible_words_in(text: &str, within: Span, out: &mut Vec<Word>) {
    let legible = Legible::of(within.slice(text), within.start());
    for word in words(&legible.text) {
        out.push(word.moved_to(legible.raw_span(word.span)));
    }
}

/// A legible text that knows where each part of it came from in the raw text.
struct Legible {
    text: String,
    /// The parts of the text from beginning to end. Unchanged and resolved parts alternate. The
    /// first and the last are unchanged, and may be empty.
    parts: Vec<Part>,
}

/// A part of the text that is unchanged, or one entity or mojibake character that was resolved.
struct Part {
    /// Where the part begins in the legible text, in bytes.
    start: usize,
    /// Where the part begins in the raw text, in bytes.
    raw_start: usize,
}

/// The text that replaces an entity or mojibake.
struct Resolved {
    text: String,
    /// Length of the replaced entity or mojibake, in bytes.
    raw_len: usize,
}

impl Legible {
    /// The legible form of `raw`, which begins at byte `offset` of the whole text.
    fn of(raw: &str, offset: usize) -> Self {
        let mut out = Self {
            text: String::with_capacity(raw.len()),
            parts: Vec::new(),
        };
        out.begin_part(offset);
        // `at` is the next byte to look at. The bytes before `copied_to` are in `out` already.
        let (mut at, mut copied_to) = (0, 0);
        while let Some(next) = raw[at..].find(may_be_resolved) {
            at += next;
            let rest = &raw[at..];
            let Some(resolved) = entity(rest).or_else(|| mojibake(rest)) else {
                // Only this character, with which `rest` begins, is ordinary. The next one may be a
                // lead.
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            out.text.push_str(&raw[copied_to..at]);
            out.begin_part(offset + at);
            out.text.push_str(&resolved.text);
            at += resolved.raw_len;
            copied_to = at;
            out.begin_part(offset + at);
        }
        out.text.push_str(&raw[copied_to..]);
        out
    }

    /// Begins a part at the end of the legible text so far. In the raw text it begins at
    /// `raw_start`.
    fn begin_part(&mut self, raw_start: usize) {
        self.parts.push(Part {
            start: self.text.len(),
            raw_start,
        });
    }

    /// The span in the raw text for a span in the legible text. If the span reaches into a resolved
    /// part, the result ends after that part.
    fn raw_span(&self, span: Span) -> Span {
        // The first part begins at 0, so there is always one that begins early enough.
        let first_index = self
            .parts
            .partition_point(|part| part.start <= span.start())
            - 1;
        let first = &self.parts[first_index];
        let start = first.raw_start + span.start() - first.start;

        // A part that begins where the span ends has no byte of the span.
        let last_index = self.parts.partition_point(|part| part.start < span.end()) - 1;
        // Unchanged and resolved parts alternate, and the first is unchanged.
        let is_resolved = last_index % 2 == 1;
        let end = if is_resolved {
            self.parts[last_index + 1].raw_start
        } else {
            let last = &self.parts[last_index];
            last.raw_start + span.end() - last.start
        };
        Span::new(start, end)
    }
}

/// Whether an entity or mojibake may begin with this character.
fn may_be_resolved(c: char) -> bool {
    c == '&' || LEADS.contains(&c)
}

/// Whether a byte ends the name or the number of an entity, because it cannot be part of one.
fn ends_name(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && byte != b'#'
}

/// Resolves the entity at the beginning of a text; `None` if there is none that is known.
fn entity(text: &str) -> Option<Resolved> {
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(MAX_ENTITY).position(ends_name)?;
    if name.as_bytes()[end] != b';' {
        return None;
    }
    // The name with the `&` before it and the `;` after it.
    let raw = &text[..end + 2];
    let resolved = html_escape::decode_html_entities(raw);
    // An entity that the library does not know comes back unchanged.
    if resolved == raw {
        return None;
    }
    Some(Resolved {
        text: resolved.into_owned(),
        raw_len: raw.len(),
    })
}

/// Resolves the mojibake at the beginning of a text; `None` if there is none. Only letters of
/// European languages and typographic signs are accepted as the character that was meant.
fn mojibake(text: &str) -> Option<Resolved> {
    let lead = text.chars().next()?;
    if !LEADS.contains(&lead) {
        return None;
    }
    // `â` is the byte 0xE2, which begins a character of three bytes. The other leads are bytes that
    // begin a character of two bytes. Each of these bytes was decoded as one character.
    let char_count = if lead == 'â' { 3 } else { 2 };
    let len = match text.char_indices().nth(char_count) {
        Some((at, _)) => at,
        None => text.len(),
    };
    let (bytes, _, failed) = WINDOWS_1252.encode(&text[..len]);
    if failed {
        return None;
    }
    let meant = std::str::from_utf8(&bytes).ok()?;
    let mut chars = meant.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return None;
    };
    let is_likely = matches!(c, '\u{A0}'..='\u{17F}' | '\u{2010}'..='\u{2026}' | '€' | '™');
    is_likely.then_some(Resolved {
        text: c.to_string(),
        raw_len: len,
    })
}

#[cfg(test)]
mod tests {
    use crate::{Document, normalise};
    use proptest::prelude::*;

    fn hashes(text: &str) -> Vec<u64> {
        Document::new(text)
            .words()
            .iter()
            .map(|word| word.hash)
            .collect()
    }

    #[test]
    fn words_are_those_that_a_reader_sees() {
        for (raw, read) in [
            ("the&nbsp;old&nbsp;pier", "the old pier"),
            (
                "Skerrow&#39;s and Skerrow&rsquo;s",
                "Skerrow's and Skerrow’s",
            ),
            ("&quot;Salt &amp; Rope&quot;", "\"Salt & Rope\""),
            ("die FÃ¤hre fÃ¼r GrÃ¼nhafen", "die Fähre für Grünhafen"),
            ("donâ€™t go, said Mme LÃ©a", "don’t go, said Mme Léa"),
        ] {
            assert_eq!(hashes(raw), hashes(read), "{raw}");
        }
    }

    #[test]
    fn text_that_only_resembles_entities_and_mojibake_stays() {
        for text in [
            "AT&T; fine",
            "château, pâté",
            "São João",
            "ÂNGELA",
            "CAFÉ»",
            "R&D; Q&A",
        ] {
            let read: Vec<String> = Document::new(text)
                .words()
                .iter()
                .map(|word| normalise(word.span.slice(text)))
                .collect();
            assert_eq!(read.join(" "), normalise(text));
        }
    }

    #[test]
    fn spans_are_in_the_raw_text() {
        let text = "On&nbsp;Skerrow&#39;s FÃ¤hre";
        let page = Document::new(text);
        let raw: Vec<&str> = page
            .words()
            .iter()
            .map(|word| word.span.slice(text))
            .collect();
        assert_eq!(raw, ["On", "Skerrow&#39;s", "FÃ¤hre"]);
    }

    proptest! {
        #[test]
        fn words_stay_in_order_and_inside(text in "([a-d ÃÂâ€¤™&;#0-9]|&amp;|&nbsp;|&#39;|Ã¤|â€™|\n){0,60}") {
            let page = Document::new(text.as_str());
            let mut last = 0;
            for word in page.words() {
                prop_assert!(word.span.start() >= last && word.span.end() > word.span.start());
                prop_assert!(text.get(word.span.start()..word.span.end()).is_some());
                last = word.span.end();
            }
        }
    }
}
