//! Lines that are known by their form: those that introduce what follows, those that sign a post,
//! and those that someone speaks.
//!
//! Several steps ask these questions, and they must get the same answers: a post that one step cuts
//! as a whole is a post to the step that takes back half cuts.

use copydesk_text::ends_sentence;

/// Longest signature of a post, in bytes. Longer lines hold words besides the signature.
const MAX_SIGNATURE: usize = 120;
/// What may follow the account in a signature, in bytes: a date.
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

/// Where in a line the signature of a post begins, in bytes: `— Mayor (@mayor) July 1, 2019`.
///
/// ```text
/// The bridge is open again. — Mayor (@mayor) July 1, 2019
///                           ^ here
/// ```
pub(super) fn signature(line: &str) -> Option<usize> {
    let end = line.floor_char_boundary(line.len().saturating_sub(MAX_SIGNATURE));
    // Only the end of a line is read: most lines sign nothing, and name no account.
    if !line[end..].contains('@') {
        return None;
    }
    let account = end + line[end..].rfind("(@")?;
    let closes = account + line[account..].find(')')?;
    let date = &line[closes + 1..];
    // A sentence that names an account continues after it, or is closed by a quotation mark.
    if date.len() > MAX_DATE || ends_sentence(date) || date.contains(['"', '”', '’', '»']) {
        return None;
    }
    let dash = line[..account].rfind(['—', '–', '―'])?;
    (line.len() - dash <= MAX_SIGNATURE).then_some(dash)
}

/// Whether a line announces what follows it: `She wrote:`, `He said: “`. What it announces must
/// not be cut while the line stays.
pub(super) fn introduces(line: &str) -> bool {
    line.trim_end_matches(is_space_or_quote).ends_with(COLONS)
}

/// A line without the space and the marks that close a quotation at its end.
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

/// The name before the colon of a line that someone speaks, as in an interview or in court:
/// `Ada Holm: We saw nothing.`
pub(super) fn speaker(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(COLONS)?;
    (name.split_whitespace().count() <= MAX_NAME_WORDS).then_some(name)
}
