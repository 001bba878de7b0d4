//! Rows of a table as bytes, all of the same length.
//!
//! Rows of a fixed length need no index and no separators in a temporary file, and a sorter can
//! read and write them without knowing what they mean. It divides them into parts by their first
//! bits ([`ExternalSorter`](crate::ExternalSorter)). Numbers are little-endian on every machine, so
//! a checkpoint can be read on another one.

use copydesk_text::{DocId, Fingerprint, Rank, SiteId, Span};

/// A row that takes the same number of bytes as every other row of its type. Unsigned integers,
/// ids, fingerprints and spans are such rows, and so are tuples of two to six of them.
///
/// ```
/// use copydesk_store::Fixed;
///
/// let mut bytes = Vec::new();
/// (7u64, 9u32).put(&mut bytes);
/// assert_eq!(bytes.len(), <(u64, u32)>::BYTES);
/// assert_eq!(<(u64, u32)>::take(&mut bytes.as_slice()), (7, 9));
/// ```
pub trait Fixed: Copy + Ord + Send + Sync {
    /// Length of a row, in bytes.
    const BYTES: usize;

    /// Appends the bytes of the row.
    fn put(self, to: &mut Vec<u8>);

    /// The most significant 64 bits of the row, or of its first field if it is a tuple or a span. A
    /// number of fewer bits is followed by zeros. So a smaller row never has greater first bits.
    fn first_bits(&self) -> u64;

    /// Reads a row from the beginning of `from`, and shortens `from` by its bytes.
    ///
    /// # Panics
    /// May panic if `from` is shorter than [`Self::BYTES`].
    fn take(from: &mut &[u8]) -> Self;
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Fixed for $number {
            const BYTES: usize = size_of::<Self>();

            fn put(self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn first_bits(&self) -> u64 {
                match Self::BITS {
                    128 => (u128::from(*self) >> 64) as u64,
                    // A number of fewer bits is moved to the top of the 64.
                    bits => (u128::from(*self) << (64 - bits)) as u64,
                }
            }

            fn take(from: &mut &[u8]) -> Self {
                let (number, rest) = from.split_at(Self::BYTES);
                *from = rest;
                let mut bytes = [0; Self::BYTES];
                bytes.copy_from_slice(number);
                Self::from_le_bytes(bytes)
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64, u128);

macro_rules! ids {
    ($($id:ident),+) => {$(
        impl Fixed for $id {
            const BYTES: usize = u32::BYTES;

            fn put(self, to: &mut Vec<u8>) {
                self.number().put(to);
            }

            fn first_bits(&self) -> u64 {
                self.number().first_bits()
            }

            fn take(from: &mut &[u8]) -> Self {
                Self::new(u32::take(from))
            }
        }
    )+};
}

ids!(DocId, Rank, SiteId);

impl Fixed for Fingerprint {
    const BYTES: usize = u128::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        self.bits().put(to);
    }

    fn first_bits(&self) -> u64 {
        self.bits().first_bits()
    }

    fn take(from: &mut &[u8]) -> Self {
        Self::of_bits(u128::take(from))
    }
}

impl Fixed for Span {
    const BYTES: usize = 2 * u32::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        // A span holds offsets of 32 bits, so nothing is lost.
        (self.start() as u32, self.end() as u32).put(to);
    }

    fn first_bits(&self) -> u64 {
        (self.start() as u32).first_bits()
    }

    fn take(from: &mut &[u8]) -> Self {
        let (start, end): (u32, u32) = Fixed::take(from);
        Self::new(start as usize, end as usize)
    }
}

macro_rules! tuples {
    ($($($field:ident $index:tt),+;)+) => {$(
        impl<$($field: Fixed),+> Fixed for ($($field,)+) {
            const BYTES: usize = $($field::BYTES +)+ 0;

            fn put(self, to: &mut Vec<u8>) {
                $(self.$index.put(to);)+
            }

            fn first_bits(&self) -> u64 {
                // The other fields do not count, even if the first has fewer than 64 bits. So a
                // sorter puts all rows with the same first field into one part.
                self.0.first_bits()
            }

            fn take(from: &mut &[u8]) -> Self {
                ($($field::take(from),)+)
            }
        }
    )+};
}

tuples! {
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
}
