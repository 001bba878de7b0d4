//! Lines that are recognised by their form: a line that introduces the next one, the *signature* of
//! an embedded post from a social network (its author, account and date), and a line that begins
//! with the name of its speaker.
//!
//! Several steps ask these questions and must get the same answers: if one step cuts a post as a
//! whole, the step that takes back a cut of half a post must recognise the same post.

use copydesk_text::ends_sentence;

/// Longest signature of a post, in bytes.
pub(super) const MAX_SIGNATURE: usize = 120;
/// Longest date after the account in a signature, in bytes.
const MAX_DATE: usize = 40;
/// Longest name before a colon, in words.
const MAX_NAME_WORDS: usize = 3;

/// Marks that open or close a quotation, apostrophes among them.
pub(super) const QUOTES: [char; 11] = ['"', '“', '”', '„', '«', '»', '\'', '‘', '’', '「', '『'];
/// Marks that close a quotation, the apostrophe among them.
pub(super) const CLOSING_QUOTES: [char; 5] = ['\'', '"', '’', '”', '»'];
/// Question marks: Latin, Chinese, Arabic.
pub(super) const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];
/// Colons: Latin, Chinese.
const COLONS: [char; 2] = [':', '：'];

/// The byte of a line at which the signature of a post begins. `None` if there is no signature at
/// the end of the line.
///
/// ```text
/// The bridge is open again. — Mayor (@mayor) July 1, 2019
///                           ^ this byte
/// ```
pub(super) fn signature_start(line: &str) -> Option<usize> {
    // A signature is short, so only the end of the line is read. Most lines have no account there.
    let tail = line.floor_char_boundary(line.len().saturating_sub(MAX_SIGNATURE));
    if !line[tail..].contains('@') {
        return None;
    }
    let account = tail + line[tail..].rfind("(@")?;
    let bracket = account + line[account..].find(')')?;
    let date = &line[bracket + 1..];
    // If an account is named in a sentence, what follows is no date but the rest of the sentence or
    // a quotation mark.
    if date.len() > MAX_DATE || ends_sentence(date) || date.contains(['"', '”', '’', '»']) {
        return None;
    }
    let dash = line[..account].rfind(['—', '–', '―'])?;
    (line.len() - dash <= MAX_SIGNATURE).then_some(dash)
}

/// Whether a line introduces the text after it: `She wrote:`, `He said: “`. If the line stays, that
/// text must not be cut.
pub(super) fn introduces(line: &str) -> bool {
    line.trim_end_matches(is_space_or_quote).ends_with(COLONS)
}

/// A line without the white space and the closing quotation marks at its end.
pub(super) fn without_closing_quotes(line: &str) -> &str {
    line.trim_end_matches(is_space_or_closing_quote)
}

/// Whether a character is white space or closes a quotation.
fn is_space_or_closing_quote(c: char) -> bool {
    c.is_whitespace() || CLOSING_QUOTES.contains(&c)
}

/// Whether a character is white space or opens or closes a quotation.
fn is_space_or_quote(c: char) -> bool {
    c.is_whitespace() || QUOTES.contains(&c)
}

/// The name of the speaker before the first colon of a line, as in an interview or in court:
/// `Ada Holm: We saw nothing.` `None` if there is no colon, or too many words before it for a name.
pub(super) fn speaker(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(COLONS)?;
    (name.split_whitespace().count() <= MAX_NAME_WORDS).then_some(name)
}
