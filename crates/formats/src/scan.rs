//! Finds where JSON values end, by their brackets and strings alone.
//!
//! Nothing is parsed here. So a value that no parser could read still has an end, and the values
//! after it are found. Three rules keep one mistake in the JSON from spreading to later values. A
//! string without a closing quote ends at the line break, because no JSON string contains one. A
//! closing bracket also closes all brackets inside it that were left open. And an object that
//! begins where only a key can be (`{"a": 1, {`) begins a new value, because the value before it
//! was never closed.

/// Values nested deeper than this are refused, because the parser calls itself for each level and
/// could run out of stack.
pub(crate) const MAX_DEPTH: usize = 128;

/// Whether a byte is white space in JSON.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The offset of the first byte from `at` on that is not white space, or of the end of the bytes.
pub(crate) fn skip_space(bytes: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(&byte) = bytes.get(at)
        && is_space(byte)
    {
        at += 1;
    }
    at
}

/// The result of a scan for the end of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scanned {
    /// The value ends before the byte at this offset.
    Until(usize),
    /// The bytes end before the value does.
    Open,
}

/// The end of the array member that begins at `at`: the offset of the comma after it, or of the
/// bracket that closes the array.
pub(crate) fn member_end(bytes: &[u8], at: usize) -> Scanned {
    Scan::new(bytes, at).run(Context::InArray)
}

/// The end of the field of an object whose value begins at `at`, after the colon: the offset of the
/// comma after the value, or of the brace that closes the object.
pub(crate) fn field_end(bytes: &[u8], at: usize) -> Scanned {
    Scan::new(bytes, at).run(Context::InObject)
}

/// The end of the object or array that begins at `at`: the offset after the bracket that closes it.
pub(crate) fn value_end(bytes: &[u8], at: usize) -> Scanned {
    Scan::new(bytes, at).run(Context::Alone)
}

/// Whether brackets outside of strings are nested deeper than [`MAX_DEPTH`].
pub(crate) fn is_nested_deeply(line: &str) -> bool {
    let bytes = line.as_bytes();
    // A quick check: nearly every record has no more than `MAX_DEPTH` opening brackets, even if
    // those in strings are counted too.
    if memchr::memchr2_iter(b'[', b'{', bytes)
        .nth(MAX_DEPTH)
        .is_none()
    {
        return false;
    }
    let (mut depth, mut in_string, mut at) = (0usize, false, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // The byte after the backslash is passed too.
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            // Broken JSON may have more closing brackets than opening ones.
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

/// What surrounds a value. It decides where the value ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// The value is a member of an array: it ends at a comma or at `]`.
    InArray,
    /// The value is that of a field of an object: it ends at a comma or at `}`.
    InObject,
    /// The value is an object or array by itself: it ends with its own closing bracket.
    Alone,
}

/// A scan over JSON that looks for the end of a value. It keeps track of strings and brackets only.
struct Scan<'b> {
    bytes: &'b [u8],
    /// Offset of the byte that is looked at next.
    at: usize,
    /// The brackets that are open, the innermost last, but no more than [`REMEMBERED`].
    open: Vec<u8>,
    /// How many further brackets are open inside those in `open`. Their kinds are not known.
    deeper: usize,
    /// The last byte that was passed and is not white space. After a string without a closing quote
    /// it is the comma at the end of the line. If there is no comma, it is a quote, as if the line
    /// break closed the string.
    last: LastByte,
}

/// A byte that was passed.
#[derive(Clone, Copy)]
struct LastByte {
    byte: u8,
    /// Its offset.
    at: usize,
}

/// How many open brackets are remembered one by one: far more than the parser accepts.
const REMEMBERED: usize = 4 * MAX_DEPTH;

impl<'b> Scan<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            open: Vec::new(),
            deeper: 0,
            last: LastByte { byte: 0, at },
        }
    }

    /// Scans until the end of a value in this context.
    fn run(mut self, context: Context) -> Scanned {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    // Sets `self.last` too.
                    let has_end = self.pass_string();
                    if !has_end {
                        return Scanned::Open;
                    }
                    self.at += 1;
                    continue;
                }
                b'{' if self.begins_anew() => {
                    // The value before was never closed. A value by itself ends with its last line.
                    // In an array or object it ends at the comma before this brace. Without a comma
                    // its end is not known, and both values count as one.
                    let LastByte { byte: last, at } = self.last;
                    match context {
                        Context::Alone => return Scanned::Until(self.line_after(at)),
                        _ if last == b',' => return Scanned::Until(at),
                        _ => self.push(byte),
                    }
                }
                b'{' | b'[' => self.push(byte),
                b'}' | b']' => {
                    let closes_inside = self.close(byte);
                    if !closes_inside && context.is_closed_by(byte) {
                        return Scanned::Until(self.at);
                    }
                    if context == Context::Alone && self.open.is_empty() {
                        return Scanned::Until(self.at + 1);
                    }
                }
                b',' if self.open.is_empty() && context != Context::Alone => {
                    return Scanned::Until(self.at);
                }
                _ => {}
            }
            if !is_space(byte) {
                self.last = LastByte { byte, at: self.at };
            }
            self.at += 1;
        }
        Scanned::Open
    }

    /// Moves to the last byte of the string that begins here: its closing quote, or the line break
    /// at which it ends without one. Returns `false` if the bytes end before the string does.
    fn pass_string(&mut self) -> bool {
        // May be past the end of the bytes, if they end with a backslash.
        let mut from = self.at + 1;
        while let Some(distance) = memchr::memchr3(
            b'"',
            b'\\',
            b'\n',
            self.bytes.get(from..).unwrap_or_default(),
        ) {
            let found = from + distance;
            match self.bytes[found] {
                // A backslash is passed together with the byte that it escapes.
                b'\\' => from = found + 2,
                b'"' => {
                    self.at = found;
                    self.last = LastByte {
                        byte: b'"',
                        at: found,
                    };
                    return true;
                }
                _ => {
                    // The closing quote is missing. A comma at the end of the line more likely
                    // separates two values than belongs to the text.
                    let line = self.bytes[self.at..found].trim_ascii_end();
                    self.last = match line.strip_suffix(b",") {
                        Some(before_comma) => LastByte {
                            byte: b',',
                            at: self.at + before_comma.len(),
                        },
                        None => LastByte {
                            byte: b'"',
                            at: found,
                        },
                    };
                    self.at = found;
                    return true;
                }
            }
        }
        false
    }

    /// Whether an object that begins here must be a new value, because it cannot be inside the
    /// brackets that are open.
    fn begins_anew(&self) -> bool {
        if self.open.is_empty() {
            return false;
        }
        match self.last.byte {
            // A value is expected here.
            b'[' | b':' => false,
            // After a comma in an array a value may follow, in an object only a key. If `deeper` is
            // not 0, the kind of the innermost bracket is not known.
            b',' => self.deeper == 0 && self.open.last() == Some(&b'{'),
            // No object can follow any other byte.
            _ => true,
        }
    }

    /// The offset after the first line break between `after`, which is an offset that was passed,
    /// and the current byte. If there is no line break, the offset of the current byte.
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

    /// Closes the innermost open bracket of the kind that `bracket` closes, and all brackets inside
    /// it. Returns `false` if no such bracket is open.
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

impl Context {
    /// Whether a closing bracket, which closes none inside the value, closes the array or object
    /// around the value.
    fn is_closed_by(self, bracket: u8) -> bool {
        match self {
            Self::InArray => bracket == b']',
            Self::InObject => bracket == b'}',
            Self::Alone => false,
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
    fn a_broken_member_does_not_change_where_the_others_end() {
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
