//! Small gzip files, decompressed in one call, which takes less than half the time that
//! decompressing them as a stream takes.
//!
//! libdeflate needs the whole file and a buffer for all decompressed bytes, and it decompresses one
//! member only (a gzip file may have several). So this module takes files that are small and have
//! one member. Any other file is read as a stream, and so is a damaged one: the message about it
//! must not depend on its size.

use libdeflater::{Decompressor, crc32};
use memchr::memmem;

/// The most bytes that a file and its decompressed content may take together.
const MOST: u64 = 8 << 20;
/// The most bytes of content for each byte of the file. Text is rarely compressed so much.
const MOST_TIMES: u64 = 15;
/// The first bytes of a member: the magic number, and the number of the method deflate.
const MEMBER: [u8; 3] = [0x1F, 0x8B, 8];
/// Bits that are never set in the flags of a member, which are the byte after [`MEMBER`].
const RESERVED: u8 = 0xE0;

/// The most bytes that a file of `packed` bytes and its decompressed content may take together, if
/// the file is decompressed in one call. `None` if the file is too large for that.
pub(crate) fn memory_of(packed: u64) -> Option<u64> {
    // A larger file and its content, which is usually larger still, would exceed `MOST`.
    match packed < MOST / 2 {
        true => Some(MOST.min(packed * (1 + MOST_TIMES))),
        false => None,
    }
}

/// The decompressed content of a file. `None` if the file has several members, is damaged, or is
/// too large ([`memory_of`]).
pub(crate) fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let most = memory_of(packed.len() as u64)?;
    // A member ends with the checksum and the length of its content.
    let [a, b, c, d, length @ ..] = *packed.last_chunk::<8>()?;
    let (checksum, length) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes(length));
    let fits = packed.len() as u64 + u64::from(length) <= most;
    // libdeflate stops after the first member, so a second one must be searched for.
    if !fits || has_second_member(packed) {
        return None;
    }
    let mut bytes = vec![0; length as usize];
    // libdeflate compares the checksum at the end of the member. `checksum` is at the end of the
    // file, which is another place if other bytes follow the member. So it is compared too.
    let got = Decompressor::new().gzip_decompress(packed, &mut bytes);
    (got == Ok(bytes.len()) && crc32(&bytes) == checksum).then_some(bytes)
}

/// Whether a second member may begin somewhere in the file. The first bytes of a member may also be
/// in the compressed text by chance; then the file is read as a stream, which does no harm.
fn has_second_member(packed: &[u8]) -> bool {
    for at in memmem::find_iter(packed, &MEMBER) {
        let is_first_member = at == 0;
        if let Some(flags) = packed.get(at + MEMBER.len())
            && !is_first_member
        {
            let are_valid_flags = (flags & RESERVED) == 0;
            if are_valid_flags {
                return true;
            }
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
    fn a_file_with_more_content_than_was_counted_is_left_to_the_stream() {
        let much = gzip(&vec![b' '; 1 << 20]);
        assert_eq!(unpacked(&much), None);
        assert_eq!(memory_of(MOST), None);
        assert_eq!(memory_of(100), Some(100 + 100 * MOST_TIMES));
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
