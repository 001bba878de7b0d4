//! Small gzip files, decompressed in one call, which takes less than half the time of a stream.
//!
//! libdeflate needs the whole file and a buffer for all that is in it, and it decompresses one
//! member. So this is for files that are small, and of which the last bytes say that they are one
//! member: how many bytes are in it, and their checksum. Any other file is read as a stream, also
//! one that is damaged, so what is said of it does not depend on its size.

use libdeflater::{Decompressor, crc32};
use memchr::memmem;

/// Most bytes that a file and what is in it take together.
const MOST: u64 = 8 << 20;
/// What is in a file has no more than so many times its bytes. Text has less.
const MOST_TIMES: u64 = 15;
/// How a member begins: the magic number, and deflate as its method.
const MEMBER: [u8; 3] = [0x1F, 0x8B, 8];
/// Bits of the byte after it that no member has.
const RESERVED: u8 = 0xE0;

/// Bytes that a file of so many bytes and what is in it take at most, if it may be decompressed in
/// one call; `None` if it is too large.
pub(crate) fn memory_of(packed: u64) -> Option<u64> {
    match packed < MOST / 2 {
        true => Some(MOST.min(packed.saturating_mul(1 + MOST_TIMES))),
        false => None,
    }
}

/// What is in a file of one member; `None` if it has several, is damaged, or holds too much.
pub(crate) fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let room = memory_of(packed.len() as u64)?;
    // A member ends with the checksum and the length of what is in it.
    let [a, b, c, d, length @ ..] = *packed.last_chunk::<8>()?;
    let (sum, length) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes(length));
    let fits = packed.len() as u64 + u64::from(length) <= room;
    // The end of the last member is not looked at by libdeflate, which stops after the first.
    if !fits || has_second_member(packed) {
        return None;
    }
    let mut bytes = vec![0; length as usize];
    // libdeflate compares the checksum at the end of the member. If more bytes follow, that is not
    // the one at the end of the file.
    let got = Decompressor::new().gzip_decompress(packed, &mut bytes);
    (got == Ok(bytes.len()) && crc32(&bytes) == sum).then_some(bytes)
}

/// Whether another member may begin somewhere in the file: there is one if its bytes are not part
/// of the compressed text by chance.
fn has_second_member(packed: &[u8]) -> bool {
    for at in memmem::find_iter(packed, &MEMBER) {
        if let Some(flags) = packed.get(at + MEMBER.len())
            && at > 0
            && flags & RESERVED == 0
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::{Compression, decoder};
    use proptest::prelude::*;
    use std::io::{Cursor, Read};

    fn gzip(text: &[u8]) -> Vec<u8> {
        Compression::Gzip.compressed(text).unwrap()
    }

    /// What a stream makes of a file, if it is sound.
    fn streamed(packed: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = Cursor::new(packed.to_vec());
        let mut stream = decoder(Compression::Gzip, file).unwrap();
        stream.read_to_end(&mut bytes).ok().map(|_| bytes)
    }

    #[test]
    fn one_member_is_decompressed_and_several_are_left_to_the_stream() {
        let text = b"The ferry sank at noon in the strait.";
        let member = gzip(text);
        assert_eq!(unpacked(&member).as_deref(), Some(&text[..]));
        assert_eq!(unpacked(&gzip(b"")).as_deref(), Some(&b""[..]));
        // Twice the same: length and checksum at the end are those of the first member.
        assert_eq!(unpacked(&member.repeat(2)), None);
        assert_eq!(unpacked(&[&member[..], &[0; 512]].concat()), None);
        assert_eq!(unpacked(&member[..member.len() - 1]), None);
        assert_eq!(unpacked(b""), None);
    }

    #[test]
    fn what_is_in_the_file_is_no_more_than_was_counted() {
        let much = gzip(&vec![b' '; 1 << 20]);
        assert_eq!(unpacked(&much), None);
        assert_eq!(memory_of(MOST), None);
        assert_eq!(memory_of(100), Some(1600));
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_stream(
            texts in proptest::collection::vec("[a-d \n]{0,300}", 1..4),
            damage in proptest::option::of((0usize..400, any::<u8>())),
            cut in 0usize..12,
        ) {
            let members = texts.iter().map(|text| gzip(text.as_bytes()));
            let mut packed = members.collect::<Vec<_>>().concat();
            if let Some((at, byte)) = damage {
                let at = at % packed.len();
                packed[at] ^= byte;
            }
            packed.truncate(packed.len() - cut);
            if let Some(bytes) = unpacked(&packed) {
                prop_assert_eq!(Some(bytes), streamed(&packed));
            } else {
                let is_one = texts.len() == 1 && damage.is_none() && cut == 0;
                prop_assert!(!is_one || has_second_member(&packed));
            }
        }
    }
}
