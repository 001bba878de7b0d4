//! Sentences inside a segment.
//!
//! A full stop may end a sentence or be part of an abbreviation or a number. Only a dictionary of
//! each language could always tell which. One of the two possible mistakes is worse than the other.
//! A sentence that is split at an abbreviation can be cut in half, which a reader notices. Two
//! sentences that are not split are only cut together or kept together. So in every doubtful case
//! nothing is split.
//!
//! *Stops*, the signs that may end a sentence, are searched for sixteen bytes at a time. Most of
//! these *strides* hold no byte that begins a stop. [`may_start_stop`] tests a byte with
//! comparisons and without branches, so the compiler makes SIMD instructions of it. It is `true`
//! for some other bytes as well, so from the first stride where it is `true`, the table
//! [`STOP_STARTS`] searches byte by byte.

use crate::span::Span;

/// The stops of all scripts.
const STOPS: &[char] = &[
    '.', '!', '?', '…', '。', '！', '？', '．', '｡', '؟', '۔', '।', '॥', '။', '።', '។',
];

/// Whether a character is one of [`STOPS`]. Most characters are ASCII and need no search in the
/// list.
fn is_stop(c: char) -> bool {
    if c.is_ascii() {
        matches!(c, '.' | '!' | '?')
    } else {
        STOPS.contains(&c)
    }
}

/// Whether a character is a stop that ends a sentence even if no space follows it.
fn needs_no_space(c: char) -> bool {
    matches!(
        c,
        '。' | '！' | '？' | '．' | '｡' | '।' | '॥' | '။' | '۔' | '؟' | '។'
    )
}

/// Whether a character may follow a stop as part of the same sentence, such as a closing quote. In
/// German `“` and `‘` close quotes.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '“' | '‘' | ')' | ']' | '』' | '」' | '）' | '›'
    )
}

/// Abbreviations: words whose full stop seldom ends a sentence, in lower case.
///
/// Some are ordinary words as well (`no`, `art`). A sentence that ends in one of them stays joined
/// to the next, which is the harmless mistake.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "sr", "jr", "gen", "sen", "sens", "rep", "reps", "gov", "lt",
    "col", "capt", "sgt", "prof", "rev", "hon", "no", "vs", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sept", "sep", "oct", "nov", "dec", "etc", "ca", "bzw", "nr", "str", "sra", "ud",
    "uds", "dra", "av", "art", "г", "гг", "ул", "им", "тыс", "млн", "млрд", "руб", "т", "д", "п",
    "см", "стр", "др",
];

/// Whether a line ends as a sentence does: with a stop, possibly inside quotes or brackets.
///
/// ```
/// use copydesk_text::ends_sentence;
///
/// assert!(ends_sentence("“We will not go.”"));
/// assert!(ends_sentence("会议结束了。"));
/// assert!(!ends_sentence("Demonstrators outside the court"));
/// ```
#[must_use]
pub fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .trim_end_matches(is_closer)
        .trim_end()
        .ends_with(is_stop)
}

/// Whether a line ends in a full stop, possibly inside quotes or brackets. Sentences end in one and
/// headlines do not. A question mark or an ellipsis does not count, because headlines end
/// in them too.
///
/// ```
/// use copydesk_text::ends_in_full_stop;
///
/// assert!(ends_in_full_stop("“We will not go.”"));
/// assert!(!ends_in_full_stop("Who will go?") && !ends_in_full_stop("Who went, and why..."));
/// ```
#[must_use]
pub fn ends_in_full_stop(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '”', '»', '’', ')', ']', ' ']);
    line.ends_with(['.', '。', '।', '۔', '．']) && !line.ends_with("..")
}

/// Divides a piece of text into sentences that tile it. White space belongs to the sentence before
/// it.
///
/// A sentence ends
///
/// * after a stop and its closing quotes, if white space follows and then anything but a small
///   letter;
/// * after a stop such as `。`, `।` or `؟`, if no white space follows, whatever the next character
///   is;
/// * after a stop and its closing quotes, if a capital letter or one of `«„「『` follows directly, as
///   in scraped text that lost a space. (`"`, `'`, `“` and `‘` directly after a stop are taken for
///   closing quotes.)
///
/// It does not end after an initial or a common abbreviation.
///
/// ```
/// use copydesk_text::{Span, sentences};
///
/// let text = "Mr. Lee left. “Why?” she asked.Nobody knew.";
/// let whole = Span::new(0, text.len());
/// let parts: Vec<_> = sentences(text, whole).iter().map(|s| s.slice(text)).collect();
/// assert_eq!(parts, ["Mr. Lee left. ", "“Why?” she asked.", "Nobody knew."]);
/// ```
///
/// # Panics
/// If `within` does not fit `text`.
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    Sentences::new(text, within).collect()
}

/// The [`sentences`] of a piece of text one by one, for callers that need only the first few, or
/// that divide many pieces.
///
/// ```
/// use copydesk_text::{Sentences, Span};
///
/// let text = "It rained. They left. Nobody knew.";
/// let second = Sentences::new(text, Span::new(0, text.len())).nth(1);
/// assert_eq!(second.map(|s| s.slice(text)), Some("They left. "));
/// ```
#[derive(Clone, Debug)]
pub struct Sentences<'t> {
    piece: &'t str,
    /// Where the piece begins in the text, in bytes.
    offset: usize,
    /// Where in the piece the next sentence begins, in bytes.
    start: usize,
    /// Where in the piece the search for the next stop begins, in bytes. The stops between `start`
    /// and this byte end no sentence.
    search_from: usize,
}

impl<'t> Sentences<'t> {
    /// The sentences of this piece of the text.
    ///
    /// # Panics
    /// If `within` does not fit `text`.
    #[must_use]
    pub fn new(text: &'t str, within: Span) -> Self {
        Self {
            piece: within.slice(text),
            offset: within.start(),
            start: 0,
            search_from: 0,
        }
    }

    /// Ends the sentence at `end`, and returns it. The next one begins there.
    fn close(&mut self, end: usize) -> Span {
        let start = std::mem::replace(&mut self.start, end);
        Span::new(start, end).shifted(self.offset)
    }
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if self.start == self.piece.len() {
            return None;
        }
        while let Some((at, c)) = next_stop(self.piece, self.search_from) {
            let (end, needs_no_space) = end_of_stops(self.piece, at);
            self.search_from = end;
            let rest = &self.piece[end..];
            let spaces = rest.len() - rest.trim_start().len();
            // Only white space is left, and it is part of this sentence.
            if spaces == rest.len() {
                break;
            }
            if begins_sentence(rest, spaces, needs_no_space)
                && !is_abbreviation(&self.piece[self.start..at], c)
            {
                return Some(self.close(end + spaces));
            }
        }
        Some(self.close(self.piece.len()))
    }
}

/// For each byte, whether a stop begins with it. If the byte is not ASCII, other characters may
/// begin with it too.
const STOP_STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let mut i = 0;
    while i < STOPS.len() {
        let mut bytes = [0; 4];
        STOPS[i].encode_utf8(&mut bytes);
        starts[bytes[0] as usize] = true;
        i += 1;
    }
    starts
};

/// Number of bytes that are tested at once: as many as an SSE2 register has.
const STRIDE: usize = 16;

/// Whether a byte may be the first of a stop, by comparisons. It is `true` wherever [`STOP_STARTS`]
/// is and for a few more bytes, which costs only time.
fn may_start_stop(byte: u8) -> bool {
    let is_ascii_stop = (byte == b'.') | (byte == b'!') | (byte == b'?');
    let is_e0_to_e3 = byte & 0xFC == 0xE0;
    is_ascii_stop | (byte == 0xD8) | (byte == 0xDB) | is_e0_to_e3 | (byte == 0xEF)
}

/// The position of the first byte, at `from` or later, for which [`STOP_STARTS`] is `true`.
fn next_stop_start(bytes: &[u8], mut from: usize) -> Option<usize> {
    while let Some(stride) = bytes.get(from..)?.first_chunk::<STRIDE>() {
        if may_hold_stop(stride) {
            // If the stride holds no stop, only time is lost: the table searches on from here.
            break;
        }
        from += STRIDE;
    }
    let rest = bytes.get(from..)?;
    let found = rest
        .iter()
        .position(|&byte| STOP_STARTS[usize::from(byte)])?;
    Some(from + found)
}

/// Whether a stop may start in these bytes. The loop never returns early, since the compiler could
/// not make SIMD instructions of it then.
#[inline(always)]
fn may_hold_stop(stride: &[u8; STRIDE]) -> bool {
    let mut any = false;
    for &byte in stride {
        any |= may_start_stop(byte);
    }
    any
}

/// The first stop from byte `from` on, with its position in bytes.
fn next_stop(piece: &str, mut from: usize) -> Option<(usize, char)> {
    loop {
        let at = next_stop_start(piece.as_bytes(), from)?;
        if let [0xE2, 0x80, 0x90..=0xA5, ..] = piece.as_bytes()[at..] {
            // Dashes and quotes, which are frequent and begin with the same bytes as an ellipsis.
            from = at + 3;
            continue;
        }
        let c = piece[at..].chars().next()?;
        if is_stop(c) {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

/// Where the stops and closing quotes that begin at `at` end, and whether one of them
/// [needs no space](needs_no_space) after it.
fn end_of_stops(piece: &str, at: usize) -> (usize, bool) {
    // The most frequent case, without decoding a character.
    if let [b'.' | b'!' | b'?', b' ', ..] = piece.as_bytes()[at..] {
        return (at + 1, false);
    }
    let (mut end, mut any_needs_no_space) = (at, false);
    for c in piece[at..].chars() {
        if !is_stop(c) && !is_closer(c) {
            break;
        }
        end += c.len_utf8();
        any_needs_no_space |= needs_no_space(c);
    }
    (end, any_needs_no_space)
}

/// Whether a new sentence begins in `rest`, the text after a stop. `rest` starts with `spaces`
/// bytes of white space, and is more than white space. `needs_no_space` says whether the stop ends
/// a sentence even without a space.
fn begins_sentence(rest: &str, spaces: usize, needs_no_space: bool) -> bool {
    let Some(next) = rest[spaces..].chars().next() else {
        return true;
    };
    let opens_quote = matches!(next, '"' | '“' | '‘' | '«' | '„' | '「' | '『' | '\'');
    // Without a space, a small letter or a digit after the stop continues an address or a number.
    if spaces == 0 {
        needs_no_space || next.is_uppercase() || opens_quote
    } else {
        !next.is_lowercase()
    }
}

/// Whether a stop belongs to an abbreviation or an initial at the end of `before`.
fn is_abbreviation(before: &str, stop: char) -> bool {
    if stop != '.' {
        return false;
    }
    let word = last_word(before);
    let is_single = word.chars().count() == 1;
    let is_initial = is_single && word.chars().all(char::is_uppercase);
    // `e.g.`, `p.m.`, `z.B.`: the last letter of several with stops between them.
    let before_word = &before[..before.len() - word.len()];
    let is_last_of_initials = is_single && before_word.ends_with('.');
    is_initial || is_last_of_initials || is_known_abbreviation(word)
}

/// The letters and digits at the end of a text; empty if it ends in another character.
fn last_word(text: &str) -> &str {
    let from_the_end = text.bytes().rev();
    let ascii_len = from_the_end.take_while(u8::is_ascii_alphanumeric).count();
    let (before, ascii) = text.as_bytes().split_at(text.len() - ascii_len);
    // If the byte before these characters is not ASCII, it may belong to a letter of the same word.
    if before.last().is_none_or(u8::is_ascii) {
        &text[text.len() - ascii.len()..]
    } else {
        text.rsplit(separates_words).next().unwrap_or_default()
    }
}

fn separates_words(c: char) -> bool {
    !c.is_alphanumeric()
}

/// Whether a word is one of [`ABBREVIATIONS`], whatever its case.
fn is_known_abbreviation(word: &str) -> bool {
    if !word.is_ascii() {
        return ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    }
    match packed(word.as_bytes()) {
        Some(number) => ASCII_ABBREVIATIONS.contains(&number),
        None => false,
    }
}

/// Packs an ASCII word of up to four bytes, in lower case, into one number; `None` if it is longer.
/// Two such numbers are compared with one instruction.
const fn packed(word: &[u8]) -> Option<u32> {
    let (mut i, mut number) = (0, 0);
    if word.len() > 4 {
        return None;
    }
    while i < word.len() {
        number = (number << 8) | word[i].to_ascii_lowercase() as u32;
        i += 1;
    }
    Some(number)
}

/// The [`ABBREVIATIONS`] of ASCII letters, [`packed`]. In place of the others there is `u32::MAX`,
/// which is not the number of any ASCII word.
const ASCII_ABBREVIATIONS: [u32; ABBREVIATIONS.len()] = {
    let mut numbers = [u32::MAX; ABBREVIATIONS.len()];
    let mut i = 0;
    while i < numbers.len() {
        if ABBREVIATIONS[i].is_ascii() {
            numbers[i] = packed(ABBREVIATIONS[i].as_bytes())
                .expect("a longer abbreviation needs a wider number");
        }
        i += 1;
    }
    numbers
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len()))
            .iter()
            .map(|s| s.slice(text))
            .collect()
    }

    #[test]
    fn sentences_of_many_scripts_are_found() {
        assert_eq!(parts("他来了。她走了！"), ["他来了。", "她走了！"]);
        assert_eq!(parts("Он пришёл. Она ушла."), ["Он пришёл. ", "Она ушла."]);
        assert_eq!(parts("वह आया। वह गई।"), ["वह आया। ", "वह गई।"]);
        assert_eq!(
            parts("It cost 3.5 million. J. R. Smith paid."),
            ["It cost 3.5 million. ", "J. R. Smith paid."]
        );
        assert_eq!(parts("هل جاء؟ نعم."), ["هل جاء؟ ", "نعم."]);
        assert_eq!(
            parts("They met at 2 p.m. EST on Friday. Nobody spoke."),
            ["They met at 2 p.m. EST on Friday. ", "Nobody spoke."]
        );
    }

    #[test]
    fn a_caption_is_split_from_a_quote_glued_to_it() {
        assert_eq!(
            parts("See what is happening.'They were seen weeping"),
            ["See what is happening.'", "They were seen weeping"]
        );
    }

    #[test]
    fn stops_that_need_no_space_are_stops() {
        assert!(('\0'..=char::MAX).all(|c| is_stop(c) || !needs_no_space(c)));
    }

    #[test]
    fn whatever_starts_a_stop_may_start_one() {
        assert!((0..=u8::MAX).all(|byte| may_start_stop(byte) || !STOP_STARTS[usize::from(byte)]));
    }

    proptest! {
        #[test]
        fn the_last_word_and_abbreviations_agree_with_the_definition(text in "[a-zA-ZıİгтСK0-9 .,’é한]{0,5}(\\.|\\PC)?(Sept|MLN|млрд|St|D|г|[a-z]{1,6}|\\PC)?") {
            let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            prop_assert_eq!(last_word(&text), word);
            let is_known = ABBREVIATIONS.contains(&word.to_lowercase().as_str());
            prop_assert_eq!(is_known_abbreviation(word), is_known);
        }

        #[test]
        fn the_next_stop_agrees_with_the_definition(text in "[a-z.?…。！؟۔।።។“”é한 ]{0,20}|[a-z é]{0,60}[.?…।]?[a-z]{0,20}|\\PC{0,20}", from in 0usize..4) {
            let from = text.char_indices().map(|(at, _)| at).nth(from).unwrap_or_default();
            let expected = text[from..].char_indices().find(|&(_, c)| is_stop(c)).map(|(at, c)| (from + at, c));
            prop_assert_eq!(next_stop(&text, from), expected);
        }

        #[test]
        fn sentences_tile(text in "[a-zA-Z.!?… \"'。é]{0,40}") {
            prop_assert_eq!(parts(&text).concat(), text);
        }
    }
}
