//! The normal form of a word under way.

/// Bytes that a form may have. No word of any language is longer; addresses and keys are.
const ROOM: usize = 256;

/// A short string that is written character by character, without an allocation.
///
/// The first `len` bytes are what was written, and `len` is [`ROOM`] once it was too long. Bytes
/// behind them are left over from longer words.
pub(super) struct Form {
    bytes: [u8; ROOM],
    len: usize,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self {
            bytes: [0; ROOM],
            len: 0,
        }
    }

    /// Makes it empty again, for the next word.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Appends a character. A form that becomes too long stays too long, and [`Self::bytes`] is
    /// `None`; the word is then normalised in the ordinary, slower way.
    #[inline]
    pub fn push(&mut self, c: char) {
        self.append(utf8(c));
    }

    /// Appends the first `len` of four bytes, under the same condition.
    #[inline]
    pub fn append(&mut self, (units, len): ([u8; 4], usize)) {
        // Always four bytes, of which the next character overwrites those that do not count: a copy
        // of constant length is one instruction.
        if let Some(place) = self.bytes.get_mut(self.len..self.len + 4) {
            place.copy_from_slice(&units);
            self.len += len;
        } else {
            self.len = ROOM;
        }
    }

    /// What was written, or none if it was too long.
    pub fn bytes(&self) -> Option<&[u8]> {
        self.bytes
            .get(..self.len)
            .filter(|bytes| bytes.len() < ROOM)
    }
}

/// A character's UTF-8, and how many of the four bytes it takes.
#[inline]
fn utf8(c: char) -> ([u8; 4], usize) {
    let code = c as u32;
    // Every byte but the first holds six bits.
    let [a, b, c] = [code >> 12, code >> 6, code].map(|bits| 0x80 | (bits & 0x3F) as u8);
    match code {
        0..0x80 => ([code as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xC0 | (code >> 6) as u8, c, 0, 0], 2),
        0x800..0x1_0000 => ([0xE0 | (code >> 12) as u8, b, c, 0], 3),
        _ => ([0xF0 | (code >> 18) as u8, a, b, c], 4),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, ROOM};

    #[test]
    fn holds_what_was_pushed() {
        for c in ('\0'..=char::MAX).step_by(7) {
            let mut form = Form::new();
            form.push(c);
            assert_eq!(form.bytes(), Some(c.to_string().as_bytes()));
        }
    }

    #[test]
    fn says_when_it_is_too_long() {
        let mut form = Form::new();
        let mut written = String::new();
        for c in "aé한".chars().cycle().take(2 * ROOM) {
            form.push(c);
            written.push(c);
            assert!(form.bytes().is_none_or(|bytes| bytes == written.as_bytes()));
            assert!(form.bytes().is_some() || written.len() > ROOM - 4);
        }
        assert!(form.bytes().is_none());
        form.clear();
        assert_eq!(form.bytes(), Some(&[][..]));
    }
}
