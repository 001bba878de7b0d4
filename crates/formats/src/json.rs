//! The slices of a JSON line.

use std::borrow::Cow;

/// A field's raw JSON value and where it begins in the line.
pub(crate) struct RawField<'l> {
    pub raw: &'l str,
    pub start: usize,
}

/// Calls `each` with every key and raw value of the object on a line. On a doubled key the later
/// value comes later.
pub(crate) fn for_each_field<'l>(
    line: &'l str,
    mut each: impl FnMut(&str, RawField<'l>),
) -> Result<(), String> {
    if is_nested_deeply(line) {
        return Err(format!("nested deeper than {MAX_DEPTH} levels"));
    }
    let mut end = 0;
    for entry in sonic_rs::to_object_iter(line) {
        let (key, value) = entry.map_err(|e| first_line(&e.to_string()))?;
        let Cow::Borrowed(raw) = value.as_raw_cow() else {
            return Err("a value could not be borrowed from the line".into());
        };
        // The slice is part of the line, so the distance of their addresses is its offset.
        let start = raw.as_ptr() as usize - line.as_ptr() as usize;
        end = start + raw.len();
        each(&key, RawField { raw, start });
    }
    let rest = line[end..].trim();
    if end > 0 && rest != "}" {
        return Err(format!(
            "something stands behind the object (a line holds one): {}",
            rest.chars().take(20).collect::<String>()
        ));
    }
    Ok(())
}

/// Deeper values are refused, because parsers recurse.
const MAX_DEPTH: usize = 128;

fn is_nested_deeply(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Nearly every line has fewer brackets than that, in strings and all.
    if memchr::memchr2_iter(b'[', b'{', bytes)
        .nth(MAX_DEPTH)
        .is_none()
    {
        return false;
    }
    let (mut depth, mut in_string, mut at) = (0usize, false, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
        at += 1;
    }
    false
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim().to_owned()
}

/// A raw JSON string decoded, borrowed where it holds no escape. Fails on bad escapes and lone
/// surrogates.
pub(crate) fn decode_string(raw: &str) -> Result<Cow<'_, str>, String> {
    let inner = raw
        .strip_prefix('"')
        .and_then(|r| r.strip_suffix('"'))
        .ok_or("not a string")?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(inner));
    }
    sonic_rs::from_str::<String>(raw)
        .map(Cow::Owned)
        .map_err(|e| first_line(&e.to_string()))
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
            // No byte of the raw string represents more than one of the decoded.
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

/// Raw and decoded length of the escape at `at`.
fn escape_at(bytes: &[u8], at: usize) -> (usize, usize) {
    if bytes.get(at + 1) != Some(&b'u') {
        return (2, 1);
    }
    let code = hex(bytes, at + 2);
    match code {
        0xD800..=0xDBFF => (12, 4),
        _ => (6, char::from_u32(code).map_or(3, char::len_utf8)),
    }
}

fn hex(bytes: &[u8], at: usize) -> u32 {
    let digits = bytes
        .get(at..at + 4)
        .and_then(|d| std::str::from_utf8(d).ok());
    digits
        .and_then(|d| u32::from_str_radix(d, 16).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
