//! Which words are keys of phrases: a look into a small table of bits for each word of a text, and
//! for few of them one into a table.

use copydesk_text::Word;
use std::ops::Range;

/// A set of words that may err on the side of yes; most words of a story are not in it. A Bloom
/// filter with one hash function, the hash of the word itself.
struct Filter(Box<[u64; BITS / 64]>);

/// Bits of a filter: 16 KiB, which stay in a processor's first cache beside the text. Some thousand
/// keys set a few per cent of them.
const BITS: usize = 1 << 17;

impl Filter {
    fn new() -> Self {
        Self(Box::new([0; BITS / 64]))
    }

    fn add(&mut self, hash: u64) {
        let bit = hash as usize % BITS;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn has(&self, hash: u64) -> bool {
        let bit = hash as usize % BITS;
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// A word of a line that is, or may be, a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    /// Where among the words of the line it stands.
    pub word: u32,
    /// Which of the values that the table was made of belong to it.
    pub from: u32,
    pub to: u32,
    /// Whether the filter for phrases that hang on a paragraph lets it through.
    pub may_be_glued: bool,
}

impl Hit {
    /// The places of its values.
    pub fn values(self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// The keys, and where in a list that is sorted by keys their values stand.
pub(crate) struct Keys {
    filter: Filter,
    /// The keys of those phrases that may cut sentences off a paragraph.
    glue: Filter,
    /// A power of two of places; a key stands in the first free one from where its last bits point
    /// to.
    places: Vec<Place>,
}

/// A place of the table of keys.
#[derive(Clone, Copy, Default)]
struct Place {
    key: u64,
    /// The first value of the key.
    from: u32,
    /// Behind its last value; as `from` if the place is free.
    to: u32,
}

impl Keys {
    /// Takes the keys of a list in which equal ones stand together, each with whether it is to be
    /// known for glue.
    pub fn new(list: &[(u64, bool)]) -> Self {
        let room = (2 * list.len() + 2).next_power_of_two();
        let mut keys = Self {
            filter: Filter::new(),
            glue: Filter::new(),
            places: vec![Place::default(); room],
        };
        let mut from = 0;
        for group in list.chunk_by(|a, b| a.0 == b.0) {
            let (key, to) = (group[0].0, from + group.len() as u32);
            keys.filter.add(key);
            if group.iter().any(|&(_, is_glue)| is_glue) {
                keys.glue.add(key);
            }
            let at = keys.place_of(key);
            keys.places[at] = Place { key, from, to };
            from = to;
        }
        keys
    }

    /// Where the key stands, or would.
    fn place_of(&self, key: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = key as usize & mask;
        while self.places[at].to != self.places[at].from && self.places[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }

    /// Puts what is known of the words into `out`, in their order.
    pub fn find(&self, words: &[Word], out: &mut Vec<Hit>) {
        out.clear();
        for (word, hash) in (0..).zip(words.iter().map(|word| word.hash)) {
            if self.filter.has(hash) {
                let place = self.places[self.place_of(hash)];
                out.push(Hit {
                    word,
                    from: place.from,
                    to: place.to,
                    may_be_glued: self.glue.has(hash),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_keys_are_found(keys in "([a-z]{1,2} ){0,40}", text in "([a-z]{1,2} ){0,40}") {
            let mut keys: Vec<u64> = words(&keys).iter().map(|w| w.hash).collect();
            keys.sort_unstable();
            let list: Vec<(u64, bool)> = keys.iter().map(|&key| (key, key % 2 == 0)).collect();
            let (words, mut found) = (words(&text), Vec::new());
            Keys::new(&list).find(&words, &mut found);
            for (at, word) in words.iter().enumerate() {
                let hit = found.iter().find(|hit| hit.word as usize == at);
                let expected: Vec<usize> = (0..keys.len()).filter(|&i| keys[i] == word.hash).collect();
                prop_assert_eq!(hit.map_or_else(Vec::new, |hit| hit.values().collect()), expected);
                prop_assert!(word.hash % 2 == 1 || hit.is_none_or(|hit| hit.values().is_empty() || hit.may_be_glued));
            }
        }
    }
}
