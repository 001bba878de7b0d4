//! Where JSON values end, found by brackets and strings alone.
//!
//! Nothing is parsed here, so that a value which no parser reads still has borders, and the values
//! after it are found. Three rules keep a mistake from spreading. A string ends at a line break,
//! which no string of JSON holds. A bracket closes what was opened inside of it and not closed. And
//! an object that begins where only a key can be (`{"a": 1, {`) begins a new value: the one before
//! was never closed.

/// Values nested deeper than this are refused, because parsers recurse.
pub(crate) const MAX_DEPTH: usize = 128;

/// White space of JSON.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The first byte from `at` on that is no white space, or the end.
pub(crate) fn skip_space(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(&byte) = bytes.get(at)
        && is_space(byte)
    {
        at += 1;
    }
    at
}

/// How far a scan went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scanned {
    /// The value ends before this byte.
    Until(usize),
    /// The bytes end before the value does.
    Open,
}

/// The end of the member of an array that begins at `at`: a comma or the bracket that closes the
/// array.
pub(crate) fn member_end(bytes: &[u8], at: usize) -> Scanned {
    Scan::new(bytes, at).run(Border::Array)
}

/// The end of a member of an object, from the place after its colon: a comma or the brace that
/// closes the object.
pub(crate) fn field_end(bytes: &[u8], at: usize) -> Scanned {
    Scan::new(bytes, at).run(Border::Object)
}

/// The end of the object or array that begins at `at`: the place after its last bracket.
pub(crate) fn value_end(bytes: &[u8], at: usize) -> Scanned {
    Scan::new(bytes, at).run(Border::Value)
}

/// Whether brackets are nested deeper than [`MAX_DEPTH`].
pub(crate) fn is_nested_deeply(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Nearly every record has fewer brackets than that, in strings and all.
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

/// What a value is part of, and so where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    Array,
    Object,
    Value,
}

/// A scan over JSON that looks for the end of a value without reading the value: it only keeps
/// track of strings and brackets, so that it never has to hold more than the brackets that are
/// open.
struct Scan<'b> {
    bytes: &'b [u8],
    /// The byte that is looked at next.
    at: usize,
    /// The brackets that are open, up to a depth that no parser takes.
    open: Vec<u8>,
    /// How many more are open.
    deeper: usize,
    /// The last byte outside of strings that is no white space, and where it is.
    last: (u8, usize),
}

/// Brackets that are remembered one by one.
const REMEMBERED: usize = 4 * MAX_DEPTH;

impl<'b> Scan<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            open: Vec::new(),
            deeper: 0,
            last: (0, at),
        }
    }

    /// Scans until the value ends at a border of this kind.
    fn run(mut self, border: Border) -> Scanned {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' if !self.pass_string() => return Scanned::Open,
                b'"' => {
                    self.at += 1;
                    continue;
                }
                b'{' if self.begins_anew() => {
                    // In an array or object, the value before ends at the last comma. Without one
                    // the border is not known, and both values are one.
                    match (border, self.last) {
                        (Border::Value, (_, last)) => {
                            return Scanned::Until(self.line_after(last));
                        }
                        (_, (b',', comma)) => return Scanned::Until(comma),
                        _ => self.push(byte),
                    }
                }
                b'{' | b'[' => self.push(byte),
                b'}' | b']' => {
                    if !self.close(byte) && border.is_closed_by(byte) {
                        return Scanned::Until(self.at);
                    }
                    if border == Border::Value && self.open.is_empty() {
                        return Scanned::Until(self.at + 1);
                    }
                }
                b',' if self.open.is_empty() && border != Border::Value => {
                    return Scanned::Until(self.at);
                }
                _ => {}
            }
            if !is_space(byte) {
                self.last = (byte, self.at);
            }
            self.at += 1;
        }
        Scanned::Open
    }

    /// Moves to the end of the string that begins here; `false` if the bytes end before.
    fn pass_string(&mut self) -> bool {
        let mut at = self.at + 1;
        while let Some(found) =
            memchr::memchr3(b'"', b'\\', b'\n', self.bytes.get(at..).unwrap_or_default())
        {
            match self.bytes[at + found] {
                b'\\' => at += found + 2,
                b'"' => {
                    self.at = at + found;
                    self.last = (b'"', self.at);
                    return true;
                }
                _ => {
                    // A quote is missing; a comma at the end of the line is more likely to be one
                    // than text.
                    let line = self.bytes[self.at..at + found].trim_ascii_end();
                    let comma = line.strip_suffix(b",").map(|line| self.at + line.len());
                    self.at = at + found;
                    self.last = comma.map_or((b'"', self.at), |comma| (b',', comma));
                    return true;
                }
            }
        }
        false
    }

    /// Whether an object that begins here cannot be part of the value that is open.
    fn begins_anew(&self) -> bool {
        match self.last.0 {
            _ if self.open.is_empty() => false,
            // A value is expected here.
            b'[' | b':' => false,
            // In an array a value may follow, in an object only a key.
            b',' => self.deeper == 0 && self.open.last() == Some(&b'{'),
            _ => true,
        }
    }

    /// The first line break from `after` on up to here, passed; otherwise here.
    fn line_after(&self, after: usize) -> usize {
        let between = self.bytes.get(after..self.at).unwrap_or_default();
        memchr::memchr(b'\n', between).map_or(self.at, |found| after + found + 1)
    }

    /// Opens a bracket.
    fn push(&mut self, bracket: u8) {
        if self.open.len() < REMEMBERED {
            self.open.push(bracket);
        } else {
            self.deeper += 1;
        }
    }

    /// Closes a bracket, and all that was opened after it; `false` if no such bracket is open.
    fn close(&mut self, bracket: u8) -> bool {
        // Brackets that are too deep to be remembered are only counted.
        if self.deeper > 0 {
            self.deeper -= 1;
            return true;
        }
        let opener = if bracket == b'}' { b'{' } else { b'[' };
        match self.open.iter().rposition(|&open| open == opener) {
            Some(found) => {
                self.open.truncate(found);
                true
            }
            None => false,
        }
    }
}

impl Border {
    /// Whether a bracket that closes nothing inside ends what the value is part of.
    fn is_closed_by(self, bracket: u8) -> bool {
        match self {
            Self::Array => bracket == b']',
            Self::Object => bracket == b'}',
            Self::Value => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(array: &str) -> Vec<&str> {
        let (bytes, mut at, mut out) = (array.as_bytes(), 0, Vec::new());
        while let Scanned::Until(end) = member_end(bytes, at) {
            out.push(array[at..end].trim());
            if bytes[end] == b']' {
                break;
            }
            at = end + 1;
        }
        out
    }

    #[test]
    fn members_end_at_commas_outside_of_strings_and_brackets() {
        assert_eq!(
            members(r#" {"a":"},]","b":[1,{}]} , 2, "x,\"y" ]"#),
            [r#"{"a":"},]","b":[1,{}]}"#, "2", r#""x,\"y""#]
        );
    }

    #[test]
    fn a_broken_member_costs_no_other() {
        for (array, wanted) in [
            (
                "{\"a\":1, {\"b\":2}, {\"c\":3}]",
                ["{\"a\":1", "{\"b\":2}", "{\"c\":3}"],
            ),
            (
                "{\"a\":[1}, {\"b\":2}, {\"c\":3}]",
                ["{\"a\":[1}", "{\"b\":2}", "{\"c\":3}"],
            ),
            (
                "{\"a\":\"x},\n{\"b\":2}, {\"c\":3}]",
                ["{\"a\":\"x}", "{\"b\":2}", "{\"c\":3}"],
            ),
        ] {
            assert_eq!(members(array), wanted, "{array}");
        }
    }

    #[test]
    fn a_value_ends_at_its_bracket_or_where_another_begins() {
        let end = |text: &str| match value_end(text.as_bytes(), 0) {
            Scanned::Until(end) => text[..end].to_owned(),
            Scanned::Open => "open".to_owned(),
        };
        assert_eq!(end("{\n\"a\": \"}\"}\n{}"), "{\n\"a\": \"}\"}");
        assert_eq!(end("{\n\"a\": 1\n{\"b\":2}"), "{\n\"a\": 1\n");
        assert_eq!(end("{\"a\": [{\"b\":1}, {\"c\":2}]"), "open");
    }
}
