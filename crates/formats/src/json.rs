//! The slices of a JSON record: which bytes are its fields, without a tree of values.
//!
//! A record must be written back byte for byte but for what is cut, so of every value its place in
//! the record is needed and not only its content. [`for_each_field`] and [`for_each_member`] give
//! [`RawField`]s, which are slices with their offsets; [`PathSearch`] follows a dotted path
//! into nested ones; [`raw_offsets`] turns offsets of a decoded string into those of its raw bytes.

use crate::article::BYTE_ORDER_MARK;
use crate::scan::{MAX_DEPTH, is_nested_deeply, is_space, skip_space};
use std::borrow::Cow;
use std::ops::Range;

/// A field's raw JSON value and where it begins in the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawField<'l> {
    pub raw: &'l str,
    pub start: usize,
}

impl<'l> RawField<'l> {
    /// What the value is, by its first byte: the parser has checked the rest.
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

    /// Where it is in the record.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }

    /// The same value of a record in which this one begins at `offset`.
    fn moved(self, offset: usize) -> Self {
        Self {
            start: self.start + offset,
            ..self
        }
    }
}

/// What a JSON value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    String,
    /// A number or a truth value.
    Scalar,
    Object,
    Array,
    /// `null`, and what is no JSON but often written where a number is missing: `NaN`, `Infinity`.
    Null,
}

/// Calls `each` with every key and raw value of the object in a record. On a doubled key the later
/// value comes later.
///
/// `NaN` and `Infinity`, which are no JSON, are read over, because many programs write them. Where
/// a record holds any, `each` may be called a second time from the first field on.
///
/// # Errors
/// If the record is no object, or is nested so deeply that the parser, which calls itself for each
/// level, could run out of stack.
pub(crate) fn for_each_field<'l>(
    record: &'l str,
    mut each: impl FnMut(&str, RawField<'l>),
) -> Result<(), String> {
    if is_nested_deeply(record) {
        return Err(format!("nested deeper than {MAX_DEPTH} levels"));
    }
    match read_object(record, record, &mut each) {
        Ok(()) => Ok(()),
        // Few records hold such a word, so it is looked for only after the parser has failed.
        Err(reason) => match without_not_numbers(record) {
            Some(patched) => read_object(&patched, record, &mut each),
            None => Err(reason),
        },
    }
}

/// Parses the object `parsed` and calls `each` with every key and with what is in the place of its
/// value in `record`, which is as long and differs in nothing but numbers.
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
        // The slice is part of what is parsed, so the distance of their addresses is its offset.
        let start = raw.as_ptr() as usize - parsed.as_ptr() as usize;
        end = start + raw.len();
        let raw = &record[start..end];
        each(&key, RawField { raw, start });
    }
    // The iterator stops at the closing brace. Two objects on one line must not count as one, since
    // the second would be kept unread.
    let mut rest = parsed[end..].trim();
    if end == 0 {
        // No field: the opening brace was not passed yet.
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

/// The words that stand for numbers that are none, longest first.
const NOT_NUMBERS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// A record in which a number is in the place of each `NaN` and `Infinity`, so that all else is
/// where it was; `None` if it holds no such word.
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

/// The word of [`NOT_NUMBERS`] that bytes begin with.
fn not_number_at(bytes: &[u8]) -> Option<&'static str> {
    NOT_NUMBERS
        .into_iter()
        .find(|word| bytes.starts_with(word.as_bytes()))
}

/// Calls `each` with every member of the array in a raw value.
pub(crate) fn for_each_member<'l>(
    array: &'l str,
    mut each: impl FnMut(RawField<'l>),
) -> Result<(), String> {
    for entry in sonic_rs::to_array_iter(array) {
        let value = entry.map_err(first_line)?;
        let Cow::Borrowed(raw) = value.as_raw_cow() else {
            return Err("a value could not be borrowed from the record".into());
        };
        // As in `read_object`: a distance of addresses.
        let start = raw.as_ptr() as usize - array.as_ptr() as usize;
        each(RawField { raw, start });
    }
    Ok(())
}

/// What a path leads to: one value, or, if an array is on the way, the values in its members.
#[derive(Clone, Debug)]
pub(crate) enum Reached<'l> {
    One(RawField<'l>),
    Many(Vec<RawField<'l>>),
}

/// The search for what is at a path in an object, whose fields are shown to it one after the other.
///
/// Several fields may lead to the path `a.b`: one called `a.b`, and one called `a` with `b` inside.
/// The key that is the whole path is preferred; of equals, the later, as JSON has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathSearch<'l> {
    reached: Option<Reached<'l>>,
    /// Whether it was reached by a key that is the whole path.
    is_by_key: bool,
}

impl<'l> PathSearch<'l> {
    /// Looks at a field of the object.
    pub(crate) fn look_at(&mut self, key: &str, value: RawField<'l>, path: &str) {
        if key == path {
            self.reached = Some(Reached::One(value));
            self.is_by_key = true;
        } else if !self.is_by_key
            && let Some(inside) = path_after(key, path)
            && let Some(reached) = within(value, inside)
        {
            self.reached = Some(reached);
        }
    }

    /// What was found at the path.
    pub(crate) fn reached(self) -> Option<Reached<'l>> {
        self.reached
    }
}

/// The rest of a path that leads through this key; `None` if it does not.
fn path_after<'p>(key: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(key)?.strip_prefix('.')
}

/// What is at `path` inside of a value.
fn within<'l>(value: RawField<'l>, path: &str) -> Option<Reached<'l>> {
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
                match within(member.moved(value.start), path) {
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

/// The key of a field of an object in raw bytes, and where its value begins; `at` is the place
/// after a brace or comma. `None` if there is none, or the bytes end.
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
        // A backslash: what it escapes, perhaps a quote, is passed with it.
        end += 2;
    }
    let key = decode_string(std::str::from_utf8(&bytes[start..=end]).ok()?).ok()?;
    let colon = skip_space(bytes, end + 1);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    Some((key, skip_space(bytes, colon + 1)))
}

/// A range of bytes without the white space around it.
pub(crate) fn trim_space(bytes: &[u8], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && is_space(bytes[range.end - 1]) {
        range.end -= 1;
    }
    while range.start < range.end && is_space(bytes[range.start]) {
        range.start += 1;
    }
    range
}

/// A range of bytes without the white space around it, and, at the start of a file, without a byte
/// order mark.
pub(crate) fn trim_record(bytes: &[u8], mut range: Range<usize>, is_first: bool) -> Range<usize> {
    if is_first && bytes[range.clone()].starts_with(BYTE_ORDER_MARK.as_bytes()) {
        range.start += BYTE_ORDER_MARK.len();
    }
    trim_space(bytes, range)
}

/// What an error says, without the excerpt of the record that sonic-rs adds on the lines below: it
/// would be written to a file of rejected records, which has the record anyway.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is passed to `map_err` by its name"
)]
fn first_line(error: sonic_rs::Error) -> String {
    let message = error.to_string();
    message.lines().next().unwrap_or_default().trim().to_owned()
}

/// A raw JSON string decoded, borrowed where it holds no escape. Fails on bad escapes and lone
/// surrogates.
pub(crate) fn decode_string(raw: &str) -> Result<Cow<'_, str>, String> {
    let inner = unquoted(raw).ok_or("not a string")?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    sonic_rs::from_str::<String>(raw)
        .map(Cow::Owned)
        .map_err(first_line)
}

/// What is between the quotes of a raw JSON string.
fn unquoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// Where decoded offsets are in the `bytes` of a raw JSON string without its quotes. `decoded` is
/// ascending and on character boundaries.
///
/// The string was decoded before, so every escape in it is whole.
pub(crate) fn raw_offsets(bytes: &[u8], decoded: &[usize]) -> Vec<usize> {
    let (mut at, mut length) = (0, 0);
    let mut out = Vec::with_capacity(decoded.len());
    for &wanted in decoded {
        while length < wanted {
            // No byte of the raw string represents more than one of the decoded, so what is wanted
            // is at least as far ahead as bytes are missing, and only those are searched.
            let ahead = &bytes[at..(at + wanted - length).min(bytes.len())];
            let plain = memchr::memchr(b'\\', ahead).unwrap_or(ahead.len());
            (at, length) = (at + plain, length + plain);
            if length < wanted {
                let (raw_len, decoded_len) = escape_at(bytes, at);
                (at, length) = (at + raw_len, length + decoded_len);
            }
        }
        out.push(at);
    }
    out
}

/// Raw and decoded length in bytes of the escape at `at`.
fn escape_at(bytes: &[u8], at: usize) -> (usize, usize) {
    if bytes.get(at + 1) != Some(&b'u') {
        return (2, 1);
    }
    let code = hex(bytes, at + 2);
    match code {
        // The first half of a surrogate pair: both halves, of six bytes each, are one character of
        // four bytes.
        0xD800..=0xDBFF => (12, 4),
        _ => (6, char::from_u32(code).map_or(3, char::len_utf8)),
    }
}

/// The number that four hexadecimal digits write; 0 if they are none.
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
