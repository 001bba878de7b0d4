//! Lines that are known by their form: what announces, what signs.

use copydesk_text::ends_sentence;

/// Longest signature, in bytes, and what may follow the account in it: a date.
const MAX_SIGNATURE: usize = 120;
const MAX_DATE: usize = 40;
/// Marks that open or close a quotation.
pub(super) const QUOTES: [char; 11] = ['"', '“', '”', '„', '«', '»', '\'', '‘', '’', '「', '『'];

/// Where in a line the signature of a post begins: `— Mayor (@mayor) July 1, 2019`.
pub(super) fn signature(line: &str) -> Option<usize> {
    let end = line.floor_char_boundary(line.len().saturating_sub(MAX_SIGNATURE));
    // Only the end of a line is looked at: most lines sign nothing, and name no account.
    if !line[end..].contains('@') {
        return None;
    }
    let account = end + line[end..].rfind("(@")?;
    let closes = account + line[account..].find(')')?;
    let date = &line[closes + 1..];
    if date.len() > MAX_DATE || ends_sentence(date) || date.contains(['"', '”', '’', '»']) {
        return None;
    }
    let dash = line[..account].rfind(['—', '–', '―'])?;
    (line.len() - dash <= MAX_SIGNATURE).then_some(dash)
}

/// Whether a line announces what follows it.
pub(super) fn introduces(line: &str) -> bool {
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c));
    line.ends_with([':', '：'])
}
