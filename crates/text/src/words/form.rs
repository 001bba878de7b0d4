//! A buffer for the normal form of the word that is being read.

/// Size of the buffer. No word of any language is longer; web addresses and encoded keys are.
const CAPACITY: usize = 256;

/// A short string that is written character by character, without an allocation.
///
/// The first `len` bytes are the string, and the bytes after them mean nothing. If `len` is
/// [`CAPACITY`], the string counts as too long and is lost.
pub(super) struct Form {
    bytes: [u8; CAPACITY],
    /// Length of the string, in bytes.
    len: usize,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            len: 0,
        }
    }

    /// Makes the form empty again, for the next word.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Appends a character. Once the form is too long, [`Self::bytes`] returns `None` until the
    /// form is cleared. The caller then uses `normal_word`, which is slower.
    #[inline]
    pub fn push(&mut self, c: char) {
        self.append(utf8(c));
    }

    /// Appends a character that is encoded in UTF-8 already: the first `len` of the four bytes. As
    /// with [`Self::push`], the form may become too long.
    #[inline]
    pub fn append(&mut self, (utf8, len): ([u8; 4], usize)) {
        // All four bytes are copied, because a copy of constant length is one instruction. The next
        // character overwrites the bytes after the first `len`.
        if let Some(end) = self.bytes.get_mut(self.len..self.len + 4) {
            end.copy_from_slice(&utf8);
            self.len += len;
        } else {
            self.len = CAPACITY;
        }
    }

    /// The bytes of the string; `None` if it was too long.
    pub fn bytes(&self) -> Option<&[u8]> {
        if self.len == CAPACITY {
            None
        } else {
            self.bytes.get(..self.len)
        }
    }
}

/// A character in UTF-8, and how many of the four bytes are part of it.
///
/// This is [`char::encode_utf8`], but it always writes all four bytes, because [`Form::append`]
/// copies all of them.
#[inline]
fn utf8(c: char) -> ([u8; 4], usize) {
    let code = c as u32;
    let (second_last, last) = (continuation(code >> 6), continuation(code));
    match code {
        0..0x80 => ([code as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xC0 | (code >> 6) as u8, last, 0, 0], 2),
        0x800..0x1_0000 => ([0xE0 | (code >> 12) as u8, second_last, last, 0], 3),
        _ => {
            let second = continuation(code >> 12);
            ([0xF0 | (code >> 18) as u8, second, second_last, last], 4)
        }
    }
}

/// A byte of UTF-8 other than the first. It holds the lowest six of these bits.
#[inline]
fn continuation(bits: u32) -> u8 {
    0x80 | (bits & 0x3F) as u8
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Form};

    #[test]
    fn holds_what_was_pushed() {
        for c in ('\0'..=char::MAX).step_by(7) {
            let mut form = Form::new();
            form.push(c);
            assert_eq!(form.bytes(), Some(c.to_string().as_bytes()));
        }
    }

    #[test]
    fn a_form_that_is_too_long_has_no_bytes() {
        let mut form = Form::new();
        let mut written = String::new();
        for c in "aé한".chars().cycle().take(2 * CAPACITY) {
            form.push(c);
            written.push(c);
            assert!(form.bytes().is_none_or(|bytes| bytes == written.as_bytes()));
            assert!(form.bytes().is_some() || written.len() > CAPACITY - 4);
        }
        assert!(form.bytes().is_none());
        form.clear();
        assert_eq!(form.bytes(), Some(&[][..]));
    }
}
