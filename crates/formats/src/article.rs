//! The fields of a record that copydesk reads.

use std::borrow::Cow;
use std::ops::Range;

/// The byte order mark, which some programs put at the beginning of a file of UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The fields of one record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article<'r> {
    /// The text, decoded. Spans count its bytes.
    pub text: Cow<'r, str>,
    /// The id, if there is one.
    pub id: Option<String>,
    /// The URL of the article's page, if there is one.
    pub url: Option<String>,
    /// The date as it is written, if there is one.
    pub date: Option<String>,
    /// The site or publisher that the article came from, if the record names one.
    pub source: Option<String>,
    /// The headline, if there is one.
    pub title: Option<String>,
    /// The parts of the text, in order.
    pub(crate) parts: Vec<Part>,
}

/// A part of the text: where it is in the text, and where in the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    /// The range of the record's body that holds the part, as the format encodes it.
    pub(crate) raw: Range<usize>,
    /// Where the part begins in the text, in bytes.
    pub(crate) start: usize,
    /// Where the part ends in the text, in bytes.
    pub(crate) end: usize,
    /// Where the part is in a list of the record. `None` if it is in no list.
    pub(crate) list: Option<ListMember>,
}

/// A member of a list of strings in a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ListMember {
    /// The number of the list, because the field of the text may hold several lists.
    pub(crate) list: u32,
    /// The range of the member in the record's body, with its quotes.
    pub(crate) range: Range<usize>,
}

impl Part {
    /// The range of the part as a member of a list ([`ListMember::range`]). Empty if it is in no
    /// list.
    pub(crate) fn member_range(&self) -> Range<usize> {
        match &self.list {
            Some(member) => member.range.clone(),
            None => 0..0,
        }
    }

    /// Whether two parts are members of the same list.
    pub(crate) fn is_in_list_with(&self, other: &Self) -> bool {
        match (&self.list, &other.list) {
            (Some(member), Some(other)) => member.list == other.list,
            _ => false,
        }
    }
}

impl<'r> Article<'r> {
    /// An article with a text and no other field. `raw` is the range of the record's body that
    /// holds the text, as the format encodes it.
    #[must_use]
    pub fn new(text: Cow<'r, str>, raw: Range<usize>) -> Self {
        let part = Part {
            raw,
            start: 0,
            end: text.len(),
            list: None,
        };
        Self {
            text,
            id: None,
            url: None,
            date: None,
            source: None,
            title: None,
            parts: vec![part],
        }
    }
}

/// Longest text that is accepted, in bytes, because the offsets in a span have 32 bits.
const MAX_TEXT_BYTES: usize = u32::MAX as usize;

/// A record's body as text. The error says why the body is refused, and what the user can do.
pub(crate) fn checked_text(body: &[u8]) -> Result<&str, String> {
    if is_utf16(body) {
        let remedy = "use --encoding utf-16le or utf-16be, or convert the file to UTF-8";
        return Err(format!("this is UTF-16; {remedy}"));
    }
    let text = match utf8(body) {
        Ok(text) => text,
        Err(at) => {
            let remedy = "name the right encoding with --encoding, or convert the file to UTF-8";
            return Err(format!(
                "invalid UTF-8 at byte {at} of the record; {remedy}"
            ));
        }
    };
    if text.len() > MAX_TEXT_BYTES {
        return Err("longer than 4 GiB; split it first".into());
    }
    Ok(text)
}

/// Bytes as text. The error is the offset of the first invalid byte.
fn utf8(bytes: &[u8]) -> Result<&str, usize> {
    // The fast check does not say where the first invalid byte is. If it fails, the slow check
    // finds that byte.
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(e) => Err(e.valid_up_to()),
        },
    }
}

/// Whether a record's body is UTF-16. The first line of a file may have a byte order mark. Later
/// lines are recognised by their brace and quote, each with a zero byte before or after it.
fn is_utf16(body: &[u8]) -> bool {
    matches!(
        body,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'{', 0, b'"', 0, ..] | [0, b'{', 0, b'"', ..]
    )
}
