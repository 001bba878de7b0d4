//! From raw bytes to the fields that are looked at.

use super::json::{RawField, TextSlot, decode_string, for_each_field};
use crate::config::Fields;
use crate::input::Shape;
use std::borrow::Cow;

/// The fields of one record.
#[derive(Debug)]
pub(crate) struct Article<'r> {
    pub text: Cow<'r, str>,
    pub slot: TextSlot,
    pub id: Option<String>,
    pub url: Option<String>,
    pub date: Option<String>,
    pub source: Option<String>,
}

/// Longest text that is taken, so that spans fit 32 bits.
const MAX_TEXT_BYTES: usize = u32::MAX as usize;

/// Reads a record, or says why it cannot be read and what to do.
pub(crate) fn parse<'r>(body: &'r [u8], shape: Shape, name: &str, fields: &Fields) -> Result<Article<'r>, String> {
    if is_utf16(body) {
        return Err("this is UTF-16; convert the file to UTF-8 first".into());
    }
    let text = utf8(body).map_err(|at| format!("invalid UTF-8 at byte {at} of the record; convert it to UTF-8 first"))?;
    if text.len() > MAX_TEXT_BYTES {
        return Err("longer than 4 GiB; split it first".into());
    }
    match shape {
        Shape::Text => Ok(Article {
            text: Cow::Borrowed(text),
            slot: TextSlot::Plain,
            id: Some(name.to_owned()),
            url: None,
            date: None,
            source: None,
        }),
        Shape::JsonLines => parse_object(text, fields),
    }
}

/// Bytes as text, or the place of the first that is none.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, usize> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes)).map_err(|e| e.valid_up_to())
}

/// By its byte order mark, or, in the lines behind the first, by the zero byte in every other place of a brace and a quote.
fn is_utf16(body: &[u8]) -> bool {
    let marks: [&[u8]; 2] = [&[0xFF, 0xFE], &[0xFE, 0xFF]];
    let beginnings: [&[u8]; 2] = [b"{\0\"\0", b"\0{\0\""];
    marks.iter().chain(&beginnings).any(|start| body.starts_with(start))
}

fn parse_object<'r>(line: &'r str, fields: &Fields) -> Result<Article<'r>, String> {
    if line.starts_with('[') {
        return Err(
            "the line begins an array; copydesk reads one object a line: write the array's objects on lines of their own".into()
        );
    }
    if let Some(other) = line.chars().next().filter(|&first| first != '{') {
        return Err(format!("not a JSON object on one line: it begins with {other:?}; write one object a line"));
    }
    let mut text = None;
    let [mut id, mut url, mut date, mut source] = [const { None }; 4];
    for_each_field(line, |key, value: RawField<'r>| {
        for (name, slot) in [
            (&fields.text, &mut text),
            (&fields.id, &mut id),
            (&fields.url, &mut url),
            (&fields.date, &mut date),
            (&fields.source, &mut source),
        ] {
            if key == name {
                *slot = Some((value.raw, value.start));
            }
        }
    })
    .map_err(|e| format!("not a JSON object on one line: {e}"))?;
    let name = &fields.text;
    let (raw, start) = text.ok_or_else(|| format!("no field `{name}`; if the text has another name, give it with --text-field"))?;
    if !raw.starts_with('"') {
        return Err(format!("the field `{name}` is no string; if the text has another name, give it with --text-field"));
    }
    let decoded = decode_string(raw).map_err(|e| format!("the field `{name}` is no valid JSON string: {e}"))?;
    let plain = |field: Option<(&str, usize)>| field.and_then(|(raw, _)| scalar(raw));
    Ok(Article {
        text: decoded,
        slot: TextSlot::JsonString(start + 1..start + raw.len() - 1),
        id: plain(id),
        url: plain(url),
        date: plain(date),
        source: plain(source),
    })
}

/// A string's content, a number or truth value as it is written; none for null, empty strings, and what has parts.
fn scalar(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => decode_string(raw).ok().map(Cow::into_owned).filter(|s| !s.is_empty()),
        b'{' | b'[' | b'n' => None,
        _ => Some(raw.to_owned()),
    }
}
