//! Finds the bytes of the fields of a JSON record, without making a tree of values.
//!
//! Apart from the cuts, a record must be written back byte for byte. So for every value its
//! position in the record is needed, and not only its content. [`for_each_field`] and
//! [`for_each_member`] yield [`RawValue`]s, which are slices of the record with their offsets.
//! [`PathSearch`] follows a path such as `thread.site` into nested objects. [`raw_offsets`]
//! converts offsets in a decoded string to offsets in its raw bytes.

use crate::article::BYTE_ORDER_MARK;
use crate::scan::{MAX_DEPTH, is_nested_deeply, is_space, skip_space};
use std::borrow::Cow;
use std::ops::Range;

/// A JSON value as it is written in the record: the value of a field, or a member of an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawValue<'l> {
    /// The bytes of the value. A string has its quotes.
    pub raw: &'l str,
    /// Offset of the value, in bytes, in the object or array that was read (see [`Self::inside`]).
    pub start: usize,
}

impl<'l> RawValue<'l> {
    /// The kind of the value. The first byte is enough to tell, because the parser has checked the
    /// rest.
    pub(crate) fn kind(&self) -> Kind {
        match self.raw.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f' | b'0'..=b'9') => Kind::Scalar,
            // A minus may also begin `-Infinity`.
            Some(b'-') if self.raw.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
                Kind::Scalar
            }
            _ => Kind::Null,
        }
    }

    /// The range of the value. It counts as [`Self::start`] does.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }

    /// The range of the content of a string, without its quotes.
    pub(crate) fn range_in_quotes(&self) -> Range<usize> {
        let range = self.range();
        range.start + 1..range.end - 1
    }

    /// The same value, with another offset. So far the offset counts from the beginning of `outer`,
    /// the object or array that holds the value. The new one counts from where the offset of
    /// `outer` counts.
    pub(crate) fn inside(self, outer: Self) -> Self {
        Self {
            start: outer.start + self.start,
            ..self
        }
    }
}

/// The kind of a JSON value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    String,
    /// A number or a truth value.
    Scalar,
    Object,
    Array,
    /// `null`, `NaN` or `Infinity`. The last two are not JSON, but many programs write them if a
    /// number is missing.
    Null,
}

/// Calls `each` with every key and raw value of the object in a record, in order. A key that occurs
/// twice is passed twice.
///
/// `NaN` and `Infinity` are accepted as values. If a record has one, `each` may be called for the
/// fields before it and then again for all fields from the first on.
///
/// # Errors
/// If the record is not an object, or is nested deeper than [`MAX_DEPTH`].
pub(crate) fn for_each_field<'l>(
    record: &'l str,
    mut each: impl FnMut(&str, RawValue<'l>),
) -> Result<(), String> {
    if is_nested_deeply(record) {
        return Err(format!("nested deeper than {MAX_DEPTH} levels"));
    }
    match read_object(record, record, &mut each) {
        Ok(()) => Ok(()),
        // Few records have a `NaN` or `Infinity`, so they are searched for only after the parser
        // has failed.
        Err(reason) => match with_zeros_for_words(record) {
            Some(patched) => read_object(&patched, record, &mut each),
            None => Err(reason),
        },
    }
}

/// Parses the object `parsed` and calls `each` with every key and value. `record` is the object as
/// it was read; `parsed` is the same or what [`with_zeros_for_words`] made of it. The values are
/// slices of `record`.
fn read_object<'l>(
    parsed: &str,
    record: &'l str,
    each: &mut impl FnMut(&str, RawValue<'l>),
) -> Result<(), String> {
    // The end of the last value.
    let mut end = 0;
    for entry in sonic_rs::to_object_iter(parsed) {
        let (key, value) = entry.map_err(first_line)?;
        let Cow::Borrowed(raw) = value.as_raw_cow() else {
            return Err("a value could not be borrowed from the record".into());
        };
        // `raw` is a slice of `parsed`, so its offset is the difference between their addresses.
        let start = raw.as_ptr() as usize - parsed.as_ptr() as usize;
        end = start + raw.len();
        let raw = &record[start..end];
        each(&key, RawValue { raw, start });
    }
    // The iterator stops at the closing brace. Another object on the same line must be an error,
    // because otherwise it would be kept without being read.
    let mut rest = parsed[end..].trim();
    if end == 0 {
        // The object has no field, so `rest` still has the opening brace.
        rest = rest.strip_prefix('{').unwrap_or(rest).trim_start();
    }
    if rest != "}" {
        let extra = rest.strip_prefix('}').unwrap_or(rest).trim_start();
        return Err(format!(
            "extra text after the object: `{}` (a record is one object)",
            extra.chars().take(20).collect::<String>()
        ));
    }
    Ok(())
}

/// Words that programs write in place of a number, though JSON has no such words.
const NUMBER_WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// The record with each word of [`NUMBER_WORDS`] replaced by a zero and spaces. The length of the
/// record, and so all offsets, stay the same. `None` if the record has no such word.
fn with_zeros_for_words(record: &str) -> Option<String> {
    let mut patched = record.as_bytes().to_vec();
    let (mut at, mut in_string, mut found) = (0, false, false);
    while at < patched.len() {
        match patched[at] {
            // The byte after the backslash is passed too.
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'N' | b'I' | b'-' if !in_string => {
                if let Some(word) = number_word_at(&patched[at..]) {
                    patched[at..at + word.len()].fill(b' ');
                    patched[at] = b'0';
                    found = true;
                    // The last byte of the word.
                    at += word.len() - 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if !found {
        return None;
    }
    // ASCII was replaced by ASCII, so it is still UTF-8.
    String::from_utf8(patched).ok()
}

/// The word of [`NUMBER_WORDS`] with which these bytes begin. `None` if they begin with none.
fn number_word_at(bytes: &[u8]) -> Option<&'static str> {
    NUMBER_WORDS
        .into_iter()
        .find(|word| bytes.starts_with(word.as_bytes()))
}

/// Calls `each` with every member of a raw array. The offsets of the members count from the
/// beginning of the array.
pub(crate) fn for_each_member<'l>(
    array: &'l str,
    mut each: impl FnMut(RawValue<'l>),
) -> Result<(), String> {
    for entry in sonic_rs::to_array_iter(array) {
        let value = entry.map_err(first_line)?;
        let Cow::Borrowed(raw) = value.as_raw_cow() else {
            return Err("a value could not be borrowed from the record".into());
        };
        // `raw` is a slice of `array`, so its offset is the difference between their addresses.
        let start = raw.as_ptr() as usize - array.as_ptr() as usize;
        each(RawValue { raw, start });
    }
    Ok(())
}

/// The values to which a path leads: one value or, if the path leads through an array, the values
/// in the array's members.
#[derive(Clone, Debug)]
pub(crate) enum Reached<'l> {
    One(RawValue<'l>),
    Many(Vec<RawValue<'l>>),
}

/// A search for the value at a path in an object. It is given the fields of the object one after
/// the other.
///
/// Two fields may lead to the path `a.b`: one with the key `a.b`, and one with the key `a` and a
/// field `b` in its value. The key that is the whole path is preferred. If a key occurs twice, the
/// later field counts, as is usual in JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathSearch<'l> {
    reached: Option<Reached<'l>>,
    /// Whether the key of the field that was reached is the whole path.
    is_by_key: bool,
}

impl<'l> PathSearch<'l> {
    /// Takes the next field of the object. `path` must be the same at each call.
    pub(crate) fn look_at(&mut self, key: &str, value: RawValue<'l>, path: &str) {
        if key == path {
            self.reached = Some(Reached::One(value));
            self.is_by_key = true;
        } else if !self.is_by_key
            && let Some(rest) = path_after(key, path)
            && let Some(reached) = value_at(value, rest)
        {
            self.reached = Some(reached);
        }
    }

    /// The value at the path. `None` if no field leads there.
    pub(crate) fn reached(self) -> Option<Reached<'l>> {
        self.reached
    }
}

/// The rest of a path after its first key. `None` if its first key is not `key`.
fn path_after<'p>(key: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(key)?.strip_prefix('.')
}

/// The value or values at `path` inside another value.
fn value_at<'l>(value: RawValue<'l>, path: &str) -> Option<Reached<'l>> {
    match value.kind() {
        Kind::Object => {
            let mut search = PathSearch::default();
            for_each_field(value.raw, |key, field| {
                search.look_at(key, field.inside(value), path);
            })
            .ok()?;
            search.reached()
        }
        Kind::Array => {
            let mut all = Vec::new();
            for_each_member(value.raw, |member| {
                match value_at(member.inside(value), path) {
                    Some(Reached::One(one)) => all.push(one),
                    Some(Reached::Many(many)) => all.extend(many),
                    None => {}
                }
            })
            .ok()?;
            match all.is_empty() {
                true => None,
                false => Some(Reached::Many(all)),
            }
        }
        _ => None,
    }
}

/// The key of a field of an object in raw bytes, and the offset at which its value begins. `at` is
/// the offset after the brace or comma before the field. `None` if no field follows, or if the
/// bytes end before the value begins.
pub(crate) fn key_at(bytes: &[u8], at: usize) -> Option<(Cow<'_, str>, usize)> {
    let start = skip_space(bytes, at);
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let mut end = start + 1;
    loop {
        end += memchr::memchr2(b'"', b'\\', bytes.get(end..)?)?;
        if bytes[end] == b'"' {
            break;
        }
        // A backslash is passed together with the byte that it escapes, which may be a quote.
        end += 2;
    }
    let key = decode_string(std::str::from_utf8(&bytes[start..=end]).ok()?).ok()?;
    let colon = skip_space(bytes, end + 1);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    Some((key, skip_space(bytes, colon + 1)))
}

/// The range without the white space at its start and end.
pub(crate) fn trim_space(bytes: &[u8], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && is_space(bytes[range.end - 1]) {
        range.end -= 1;
    }
    while range.start < range.end && is_space(bytes[range.start]) {
        range.start += 1;
    }
    range
}

/// The range without the white space at its start and end. The first record of a file (`is_first`)
/// may have a byte order mark, which is left out too.
pub(crate) fn trim_record(bytes: &[u8], mut range: Range<usize>, is_first: bool) -> Range<usize> {
    if is_first && bytes[range.clone()].starts_with(BYTE_ORDER_MARK.as_bytes()) {
        range.start += BYTE_ORDER_MARK.len();
    }
    trim_space(bytes, range)
}

/// The first line of an error's message. On the lines after it, sonic-rs quotes from the record.
/// The message is written to the file of rejected records, which holds the record too.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is passed to `map_err` by its name"
)]
fn first_line(error: sonic_rs::Error) -> String {
    let message = error.to_string();
    message.lines().next().unwrap_or_default().trim().to_owned()
}

/// A raw JSON string, decoded. It is borrowed if it has no escapes. Invalid escapes and lone
/// surrogates are errors.
pub(crate) fn decode_string(raw: &str) -> Result<Cow<'_, str>, String> {
    let inner = unquoted(raw).ok_or("not a string")?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    sonic_rs::from_str::<String>(raw)
        .map(Cow::Owned)
        .map_err(first_line)
}

/// The bytes between the quotes of a raw JSON string. `None` if it has no quotes.
fn unquoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// For each offset in a decoded string, the offset of the same position in the raw string.
///
/// `raw` is the raw string without its quotes. It must be valid, so that every escape in it is
/// complete. The `decoded_offsets` are ascending and on character boundaries.
pub(crate) fn raw_offsets(raw: &[u8], decoded_offsets: &[usize]) -> Vec<usize> {
    // Both are the same position: `raw_at` is its offset in the raw string, `decoded_at` in the
    // decoded one.
    let (mut raw_at, mut decoded_at) = (0, 0);
    let mut out = Vec::with_capacity(decoded_offsets.len());
    for &wanted in decoded_offsets {
        while decoded_at < wanted {
            // A raw string is never shorter than the decoded one. So the wanted position is at
            // least `wanted - decoded_at` raw bytes ahead, and the next escape is searched in these
            // bytes. (`min` has no effect as long as `wanted` is an offset in the decoded string.)
            let ahead = &raw[raw_at..(raw_at + wanted - decoded_at).min(raw.len())];
            let plain = memchr::memchr(b'\\', ahead).unwrap_or(ahead.len());
            (raw_at, decoded_at) = (raw_at + plain, decoded_at + plain);
            if decoded_at < wanted {
                let escape = escape_at(raw, raw_at);
                raw_at += escape.raw_length;
                decoded_at += escape.decoded_length;
            }
        }
        out.push(raw_at);
    }
    out
}

/// An escape in a JSON string. The lengths are in bytes.
struct Escape {
    raw_length: usize,
    decoded_length: usize,
}

/// The escape at `at`.
fn escape_at(raw: &[u8], at: usize) -> Escape {
    // A backslash and a letter or sign stand for one ASCII character.
    if raw.get(at + 1) != Some(&b'u') {
        return Escape {
            raw_length: 2,
            decoded_length: 1,
        };
    }
    let code = hex(raw, at + 2);
    match char::from_u32(code) {
        Some(character) => Escape {
            raw_length: 6,
            decoded_length: character.len_utf8(),
        },
        // Half of a surrogate pair, and in a valid string the first half. Two halves of six raw
        // bytes each make one character of four bytes.
        None => Escape {
            raw_length: 12,
            decoded_length: 4,
        },
    }
}

/// The number that four hexadecimal digits at `at` stand for. 0 if there are no such digits.
fn hex(bytes: &[u8], at: usize) -> u32 {
    let Some(digits) = bytes.get(at..at + 4) else {
        return 0;
    };
    let Ok(digits) = std::str::from_utf8(digits) else {
        return 0;
    };
    u32::from_str_radix(digits, 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_object_without_fields_is_one_object_too() {
        for one in ["{}", " { } ", "{}\n"] {
            assert_eq!(for_each_field(one, |_, _| unreachable!()), Ok(()), "{one}");
        }
        for two in ["{} {\"text\":\"The ferry sank.\"}", "{}}", "{} x"] {
            let reason = for_each_field(two, |_, _| ()).unwrap_err();
            assert!(reason.contains("extra text"), "{two}: {reason}");
        }
    }

    #[test]
    fn each_field_is_found_with_its_offset() {
        let line = r#"{"a": 1.50e3, "text":"x\u00e9\n", "b":{"text":"no"}, "text" : "later"}"#;
        let mut seen = Vec::new();
        for_each_field(line, |key, field| {
            seen.push((
                key.to_owned(),
                &line[field.start..field.start + field.raw.len()],
            ));
        })
        .unwrap();
        assert_eq!(seen[0], ("a".into(), "1.50e3"));
        assert_eq!(seen[1].1, r#""x\u00e9\n""#);
        assert_eq!(seen[3].1, "\"later\"");
    }

    #[test]
    fn depth_is_limited_and_brackets_in_strings_do_not_count() {
        let nested = |depth: usize| {
            format!(
                "{{\"text\":\"{}\",\"x\":{}{}}}",
                "[{".repeat(500),
                "[".repeat(depth),
                "]".repeat(depth)
            )
        };
        assert!(for_each_field(&nested(MAX_DEPTH - 1), |_, _| {}).is_ok());
        assert!(
            for_each_field(&nested(100_000), |_, _| {})
                .unwrap_err()
                .contains("nested")
        );
    }

    #[test]
    fn broken_lines_are_refused() {
        for line in [
            "{\"a\":1",
            "{\"a\":1} x",
            "[1]",
            "{\"a\" 1}",
            "nonsense",
            "{\"a\":1}{\"b\":2}",
        ] {
            assert!(for_each_field(line, |_, _| {}).is_err(), "{line}");
        }
        for half_a_pair in [r#""\ud800""#, r#""\udc00""#] {
            assert!(decode_string(half_a_pair).is_err(), "{half_a_pair}");
        }
    }

    /// Writes a character in one of the ways JSON allows.
    fn spell(c: char, way: u8) -> String {
        match (c, way % 3) {
            ('"' | '\\', _) => format!("\\{c}"),
            ('\n', 0) => "\\n".into(),
            ('/', 0) => "\\/".into(),
            (c, 1) => c
                .encode_utf16(&mut [0; 2])
                .iter()
                .map(|u| format!("\\u{u:04x}"))
                .collect(),
            (c, _) if c < ' ' => format!("\\u{:04X}", c as u32),
            (c, _) => c.into(),
        }
    }

    proptest! {
        #[test]
        fn the_raw_string_before_an_offset_decodes_to_the_string_before_it(
            text in proptest::collection::vec((any::<char>(), any::<u8>()), 0..20),
        ) {
            let raw: String = text.iter().map(|&(c, way)| spell(c, way)).collect();
            let decoded: String = text.iter().map(|&(c, _)| c).collect();
            let decode = |raw: &str| decode_string(&format!("\"{raw}\"")).unwrap().into_owned();
            prop_assert_eq!(decode(&raw), &*decoded);
            let mut wanted: Vec<usize> = decoded.char_indices().map(|(at, _)| at).collect();
            wanted.push(decoded.len());
            for (&offset, at) in wanted.iter().zip(raw_offsets(raw.as_bytes(), &wanted)) {
                prop_assert_eq!(decode(&raw[..at]), &decoded[..offset]);
            }
        }
    }
}
