//! Finds the bytes of the fields of a JSON record, without making a tree of values.
//!
//! Apart from the cuts, a record must be written back byte for byte. So for every value its
//! position in the record is needed, and not only its content. [`for_each_field`] and
//! [`for_each_member`] yield [`RawField`]s, which are slices of the record with their offsets.
//! [`PathSearch`] follows a path such as `thread.site` into nested objects. [`raw_offsets`]
//! converts offsets in a decoded string to offsets in its raw bytes.

use crate::article::BYTE_ORDER_MARK;
use crate::scan::{MAX_DEPTH, is_nested_deeply, is_space, skip_space};
use std::borrow::Cow;
use std::ops::Range;

/// A JSON value as it is written in the record: the value of a field, or a member of an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawField<'l> {
    /// The bytes of the value. A string has its quotes.
    pub raw: &'l str,
    /// Offset in bytes of the value in the record.
    pub start: usize,
}

impl<'l> RawField<'l> {
    /// The kind of the value. The first byte is enough to tell, because the parser has checked the
    /// rest.
    pub(crate) fn kind(&self) -> Kind {
        match self.raw.as_bytes().first() {
            Some(b'"') => Kind::String,
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b't' | b'f' | b'0'..=b'9') => Kind::Scalar,
            Some(b'-') if self.raw.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
                Kind::Scalar
            }
            _ => Kind::Null,
        }
    }

    /// The bytes of the record that the value takes.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }

    /// The same value, with `offset` added to its start. It converts an offset in a nested value to
    /// one in the record: there `offset` is the start of the nested value.
    fn moved(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
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
    mut each: impl FnMut(&str, RawField<'l>),
) -> Result<(), String> {
    if is_nested_deeply(record) {
        return Err(format!("nested deeper than {MAX_DEPTH} levels"));
    }
    match read_object(record, record, &mut each) {
        Ok(()) => Ok(()),
        // Few records have a `NaN` or `Infinity`, so they are searched for only after the parser
        // has failed.
        Err(reason) => match without_not_numbers(record) {
            Some(patched) => read_object(&patched, record, &mut each),
            None => Err(reason),
        },
    }
}

/// Parses the object `parsed` and calls `each` with every key and value. The values are slices of
/// `record`, which is the same object or, if `parsed` was patched by [`without_not_numbers`], the
/// object before that.
fn read_object<'l>(
    parsed: &str,
    record: &'l str,
    each: &mut impl FnMut(&str, RawField<'l>),
) -> Result<(), String> {
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
        each(&key, RawField { raw, start });
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
const NOT_NUMBERS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// The record with each word of [`NOT_NUMBERS`] replaced by a zero and spaces. The length of the
/// record, and so all offsets, stay the same. `None` if the record has no such word.
fn without_not_numbers(record: &str) -> Option<String> {
    let mut patched = record.as_bytes().to_vec();
    let (mut at, mut in_string, mut found) = (0, false, false);
    while at < patched.len() {
        match patched[at] {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'N' | b'I' | b'-' if !in_string => {
                if let Some(word) = not_number_at(&patched[at..]) {
                    patched[at..at + word.len()].fill(b' ');
                    patched[at] = b'0';
                    (at, found) = (at + word.len() - 1, true);
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

/// The word of [`NOT_NUMBERS`] with which these bytes begin. `None` if they begin with none.
fn not_number_at(bytes: &[u8]) -> Option<&'static str> {
    NOT_NUMBERS
        .into_iter()
        .find(|word| bytes.starts_with(word.as_bytes()))
}

/// Calls `each` with every member of a raw array. The offsets of the members count from the
/// beginning of the array.
pub(crate) fn for_each_member<'l>(
    array: &'l str,
    mut each: impl FnMut(RawField<'l>),
) -> Result<(), String> {
    for entry in sonic_rs::to_array_iter(array) {
        let value = entry.map_err(first_line)?;
        let Cow::Borrowed(raw) = value.as_raw_cow() else {
            return Err("a value could not be borrowed from the record".into());
        };
        // `raw` is a slice of `array`, so its offset is the difference between their addresses.
        let start = raw.as_ptr() as usize - array.as_ptr() as usize;
        each(RawField { raw, start });
    }
    Ok(())
}

/// The values to which a path leads: one value or, if the path leads through an array, the values
/// in the array's members.
#[derive(Clone, Debug)]
pub(crate) enum Reached<'l> {
    One(RawField<'l>),
    Many(Vec<RawField<'l>>),
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
    pub(crate) fn look_at(&mut self, key: &str, value: RawField<'l>, path: &str) {
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
fn value_at<'l>(value: RawField<'l>, path: &str) -> Option<Reached<'l>> {
    match value.kind() {
        Kind::Object => {
            let mut search = PathSearch::default();
            for_each_field(value.raw, |key, field| {
                search.look_at(key, field.moved(value.start), path);
            })
            .ok()?;
            search.reached()
        }
        Kind::Array => {
            let mut all = Vec::new();
            for_each_member(value.raw, |member| {
                match value_at(member.moved(value.start), path) {
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
/// The message goes into the file of rejected records, which has the record anyway.
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

/// For each offset in the decoded string, the offset of the same position in the raw string.
///
/// `bytes` is the raw string without its quotes. It must be valid, so that every escape in it is
/// complete. The offsets in `decoded` are ascending and on character boundaries.
pub(crate) fn raw_offsets(bytes: &[u8], decoded: &[usize]) -> Vec<usize> {
    // One position in both strings.
    let (mut raw_at, mut decoded_at) = (0, 0);
    let mut out = Vec::with_capacity(decoded.len());
    for &wanted in decoded {
        while decoded_at < wanted {
            // A stretch of the raw string is never shorter than its decoded form. So the wanted
            // position is at least `wanted - decoded_at` raw bytes ahead, and only these bytes are
            // searched for the next escape.
            let ahead = &bytes[raw_at..(raw_at + wanted - decoded_at).min(bytes.len())];
            let plain = memchr::memchr(b'\\', ahead).unwrap_or(ahead.len());
            (raw_at, decoded_at) = (raw_at + plain, decoded_at + plain);
            if decoded_at < wanted {
                let (raw_len, decoded_len) = escape_at(bytes, raw_at);
                (raw_at, decoded_at) = (raw_at + raw_len, decoded_at + decoded_len);
            }
        }
        out.push(raw_at);
    }
    out
}

/// The length of the escape at `at` in bytes, raw and decoded.
fn escape_at(bytes: &[u8], at: usize) -> (usize, usize) {
    if bytes.get(at + 1) != Some(&b'u') {
        return (2, 1);
    }
    let code = hex(bytes, at + 2);
    match code {
        // The first half of a surrogate pair. Two halves of six raw bytes each make one character
        // of four bytes.
        0xD800..=0xDBFF => (12, 4),
        _ => (6, char::from_u32(code).map_or(3, char::len_utf8)),
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
    fn fields_are_found_where_they_stand() {
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
    fn depth_is_limited_but_brackets_in_text_are_not() {
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
        assert!(decode_string(r#""\ud800""#).is_err());
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
        fn offsets_agree_with_decoding_a_prefix(text in proptest::collection::vec((any::<char>(), any::<u8>()), 0..20)) {
            let raw: String = text.iter().map(|&(c, way)| spell(c, way)).collect();
            let decoded: String = text.iter().map(|&(c, _)| c).collect();
            let decode = |raw: &str| decode_string(&format!("\"{raw}\"")).unwrap().into_owned();
            prop_assert_eq!(decode(&raw), &*decoded);
            let wanted: Vec<usize> = decoded.char_indices().map(|(i, _)| i).chain([decoded.len()]).collect();
            for (&offset, at) in wanted.iter().zip(raw_offsets(raw.as_bytes(), &wanted)) {
                prop_assert_eq!(decode(&raw[..at]), &decoded[..offset]);
            }
        }
    }
}
