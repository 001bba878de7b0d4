//! Sentences inside a segment.

use crate::span::Span;

const STOPS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '．', '｡', '؟', '۔', '।', '॥', '။', '።', '។'];

fn is_stop(c: char) -> bool {
    STOPS.contains(&c)
}

/// Stops that need no space behind them.
fn is_full_width_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '।' | '॥' | '။' | '۔' | '؟' | '។')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | '‘' | ')' | ']' | '』' | '」' | '）' | '›')
}

/// Words whose full stop seldom ends a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "sr", "jr", "gen", "sen", "sens", "rep", "reps", "gov", "lt", "col", "capt", "sgt", "prof",
    "rev", "hon", "no", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "etc", "ca",
    "bzw", "ca", "nr", "str", "sra", "ud", "uds", "dra", "av", "art", "г", "гг", "ул", "им", "тыс", "млн", "млрд", "руб", "т", "д",
    "п", "см", "стр", "др",
];

/// Whether a line ends the way sentences end: with a stop, perhaps inside quotes or brackets.
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
    line.trim_end().trim_end_matches(is_closer).trim_end().ends_with(is_stop)
}

/// Cuts a piece of text into sentences that tile it; white space belongs to the sentence in front.
///
/// A sentence ends behind a stop and its closing quotes, if white space and then no small letter follows; behind the stops of
/// scripts without spaces; and where a capital letter or an opening quote is glued to a stop, as scraping leaves it. Initials
/// and common abbreviations end nothing. In doubt two sentences stay one: whoever cuts, cuts whole sentences.
///
/// ```
/// use copydesk_text::{Span, sentences};
///
/// let text = "Mr. Lee left. “Why?” she asked.Nobody knew.";
/// let parts: Vec<_> = sentences(text, Span::new(0, text.len())).iter().map(|s| s.slice(text)).collect();
/// assert_eq!(parts, ["Mr. Lee left. ", "“Why?” she asked.", "Nobody knew."]);
/// ```
///
/// # Panics
/// If `within` does not fit `text`.
#[must_use]
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let piece = within.slice(text);
    let mut out = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some((at, c)) = next_stop(piece, from) {
        let (end, full_width) = end_of_stops(piece, at);
        from = end;
        let rest = &piece[end..];
        let spaces = rest.len() - rest.trim_start().len();
        if spaces == rest.len() {
            break;
        }
        if begins_sentence(rest, spaces, full_width) && !is_abbreviation(&piece[start..at], c) {
            out.push(Span::new(start, end + spaces).shifted(within.start()));
            start = end + spaces;
        }
    }
    if start < piece.len() {
        out.push(Span::new(start, piece.len()).shifted(within.start()));
    }
    out
}

/// The first bytes of stops. Those that are not ASCII begin other characters as well.
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

/// The first stop from byte `from` on. Only characters that open like one are looked at.
fn next_stop(piece: &str, mut from: usize) -> Option<(usize, char)> {
    loop {
        let at = from + piece.as_bytes()[from..].iter().position(|&byte| STOP_STARTS[usize::from(byte)])?;
        let c = piece[at..].chars().next()?;
        if is_stop(c) {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
}

/// Where the stops and closing quotes that begin at `at` end, and whether one of them needs no space behind it.
fn end_of_stops(piece: &str, at: usize) -> (usize, bool) {
    let run = piece[at..].char_indices().take_while(|&(_, c)| is_stop(c) || is_closer(c));
    run.fold((at, false), |(_, full_width), (i, c)| (at + i + c.len_utf8(), full_width || is_full_width_stop(c)))
}

fn begins_sentence(rest: &str, spaces: usize, full_width: bool) -> bool {
    let Some(next) = rest[spaces..].chars().next() else { return true };
    let opens_quote = matches!(next, '"' | '“' | '‘' | '«' | '„' | '「' | '『' | '\'');
    if spaces == 0 { full_width || next.is_uppercase() || opens_quote } else { !next.is_lowercase() }
}

fn is_abbreviation(before: &str, stop: char) -> bool {
    if stop != '.' {
        return false;
    }
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_letter = word.chars().count() == 1;
    let is_initial = is_letter && word.chars().all(char::is_uppercase);
    // `e.g.`, `p.m.`, `z.B.`: the last letter of several with stops between them.
    let is_last_of_initials = is_letter && before.strip_suffix(word).is_some_and(|rest| rest.ends_with('.'));
    is_initial || is_last_of_initials || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).iter().map(|s| s.slice(text)).collect()
    }

    #[test]
    fn many_scripts() {
        assert_eq!(parts("他来了。她走了！"), ["他来了。", "她走了！"]);
        assert_eq!(parts("Он пришёл. Она ушла."), ["Он пришёл. ", "Она ушла."]);
        assert_eq!(parts("वह आया। वह गई।"), ["वह आया। ", "वह गई।"]);
        assert_eq!(parts("It cost 3.5 million. J. R. Smith paid."), ["It cost 3.5 million. ", "J. R. Smith paid."]);
        assert_eq!(parts("هل جاء؟ نعم."), ["هل جاء؟ ", "نعم."]);
        assert_eq!(
            parts("They met at 2 p.m. EST on Friday. Nobody spoke."),
            ["They met at 2 p.m. EST on Friday. ", "Nobody spoke."]
        );
    }

    #[test]
    fn a_caption_glued_to_a_quote() {
        assert_eq!(parts("See what is happening.'They were seen weeping"), ["See what is happening.'", "They were seen weeping"]);
    }

    #[test]
    fn stops_that_need_no_space_are_stops() {
        assert!(('\0'..=char::MAX).all(|c| is_stop(c) || !is_full_width_stop(c)));
    }

    proptest! {
        #[test]
        fn the_next_stop_agrees_with_the_definition(text in "[a-z.?…。！؟۔।።។“”é한 ]{0,20}|\\PC{0,20}", from in 0usize..4) {
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
