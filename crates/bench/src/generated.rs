//! A dump that is generated from a seed, for users without one: the same bytes on every machine.
//!
//! Its words are invented, and drawn so that few are frequent and many are rare, as in a natural
//! language. It has everything that copydesk finds: stories that occur twice with some words
//! changed, captions that are scraped twice, paragraphs that several stories share, and furniture
//! of sites. It is easier to clean than scraped text, because all its records are well formed and
//! all of it is in one script.

use copydesk_pipeline::{Error, Inputs, Result};
use copydesk_text::mix64;
use std::collections::VecDeque;
use std::path::Path;

/// The seed of the dump.
pub(super) const SEED: u64 = 1;
/// The size of the dump, in bytes. The last record may exceed it.
pub(super) const BYTES: usize = 16_000_000;

/// The number of sites.
const SITES: usize = 40;
/// The number of entries in the list of words.
const WORDS: usize = 12_000;
/// The number of latest stories that a new one may retell, or copy a paragraph from.
const REMEMBERED: usize = 200;

/// Writes a dump of about this many bytes into a folder, and returns it as input.
pub(super) fn dump_in(folder: &Path, bytes: usize) -> Result<Inputs> {
    let path = folder.join("made.jsonl");
    std::fs::write(&path, dump(bytes)).map_err(|e| Error::output(&path, e))?;
    Inputs::discover(&[path.display().to_string()], None)
}

/// A dump of about this many bytes, as JSON lines.
fn dump(bytes: usize) -> String {
    let mut press = Press::new();
    // With space for the last page, which may exceed the size.
    let mut out = String::with_capacity(bytes + 20_000);
    for number in 0.. {
        let (site, day) = (number % SITES, 1 + number % 28);
        // Paragraphs are joined by line breaks as JSON escapes. Nothing else in a text needs an
        // escape, so the text can be put into the JSON as it is.
        let text = press.page(site).join("\\n\\n");
        let line = format!(
            "{{\"id\":\"{number}\",\"url\":\"https://paper{site}.example/{number}\",\
             \"date\":\"2024-03-{day:02}\",\"text\":\"{text}\"}}\n"
        );
        out.push_str(&line);
        if out.len() >= bytes {
            break;
        }
    }
    out
}

/// Writes pages. All random numbers come from one sequence, so a change in the order of calls
/// changes the dump.
struct Press {
    random: Random,
    words: Vec<String>,
    /// For each site, the first line of its pages and their last two lines.
    furniture: Vec<[String; 3]>,
    /// The latest stories, each as its paragraphs, the oldest first.
    stories: VecDeque<Vec<String>>,
}

impl Press {
    fn new() -> Self {
        let mut random = Random(SEED);
        let mut words = Vec::with_capacity(WORDS);
        for _ in 0..WORDS {
            words.push(word(&mut random));
        }
        let mut press = Self {
            random,
            words,
            furniture: Vec::with_capacity(SITES),
            stories: VecDeque::new(),
        };
        for _ in 0..SITES {
            let lines = [press.sentence(4), press.sentence(9), press.sentence(16)];
            press.furniture.push(lines);
        }
        press
    }

    /// The paragraphs of a page: a new story or an earlier one, with the furniture of the site.
    fn page(&mut self, site: usize) -> Vec<String> {
        let retold_story = if self.random.once_in(8) {
            self.retold_story()
        } else {
            None
        };
        let story = match retold_story {
            Some(story) => story,
            None => self.new_story(),
        };
        self.stories.push_back(story.clone());
        if self.stories.len() > REMEMBERED {
            self.stories.pop_front();
        }
        let [head, foot, last] = self.furniture[site].clone();
        [vec![head], story, vec![foot, last]].concat()
    }

    /// The paragraphs of a new story. Some have a caption twice, or a paragraph of an earlier
    /// story.
    fn new_story(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        let paragraphs = 5 + self.random.below(12);
        for _ in 0..paragraphs {
            if self.random.once_in(12) {
                let caption = self.sentence(12);
                out.extend([caption.clone(), caption]);
            }
            out.push(self.paragraph());
        }
        if self.random.once_in(6)
            && let Some(story) = self.random_story()
        {
            let longest_paragraph = story.into_iter().max_by_key(String::len);
            out.extend(longest_paragraph);
        }
        out
    }

    /// The paragraphs of an earlier story, with about one word in fifty changed. `None` if there is
    /// no earlier story.
    fn retold_story(&mut self) -> Option<Vec<String>> {
        let mut story = self.random_story()?;
        for paragraph in &mut story {
            let mut words = Vec::new();
            for word in paragraph.split(' ') {
                words.push(self.perhaps_changed(word));
            }
            *paragraph = words.join(" ");
        }
        Some(story)
    }

    /// The word itself, or in one of fifty cases another.
    fn perhaps_changed(&mut self, word: &str) -> String {
        if self.random.once_in(50) {
            self.random_word()
        } else {
            word.to_owned()
        }
    }

    /// One of the latest stories. `None` if there are none.
    fn random_story(&mut self) -> Option<Vec<String>> {
        // Without stories the index is 0, and no story has it.
        let index = self.random.below(self.stories.len().max(1));
        self.stories.get(index).cloned()
    }

    /// A new paragraph of one to three sentences.
    fn paragraph(&mut self) -> String {
        let count = 1 + self.random.below(3);
        let mut sentences = Vec::with_capacity(count);
        for _ in 0..count {
            let words = 8 + self.random.below(20);
            sentences.push(self.sentence(words));
        }
        sentences.join(" ")
    }

    /// A new sentence of this many words. A few of them are numbers or have a capital letter, and a
    /// few are followed by a comma.
    fn sentence(&mut self, words: usize) -> String {
        let mut out = vec![capital(&self.random_word())];
        for _ in 1..words {
            out.push(match self.random.below(40) {
                0 => (2 + self.random.below(9_000)).to_string(),
                1..3 => capital(&self.random_word()),
                3..5 => self.random_word() + ",",
                _ => self.random_word(),
            });
        }
        out.join(" ") + "."
    }

    /// A word from the list. One call in ten returns a word from the first thousandth of the list.
    fn random_word(&mut self) -> String {
        // The cube of a number below 0.1 is below 0.001, and a uniform random number below 1 is
        // below 0.1 in one case of ten.
        let uniform = self.random.below(1 << 20) as f64 / f64::from(1 << 20);
        self.words[(WORDS as f64 * uniform * uniform * uniform) as usize].clone()
    }
}

/// A new word of one to three syllables.
fn word(random: &mut Random) -> String {
    let mut word = String::new();
    let syllables = 1 + random.below(3);
    for _ in 0..syllables {
        word.push_str(&syllable(random));
    }
    word
}

fn syllable(random: &mut Random) -> String {
    let onset = random.one_of(&[
        "b", "d", "gr", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "br",
    ]);
    let vowel = random.one_of(&["a", "e", "i", "o", "u", "ai", "ou"]);
    // A third of all syllables end in a vowel.
    let coda = random.one_of(&["", "", "n", "r", "l", "s"]);
    format!("{onset}{vowel}{coda}")
}

/// A word with its first letter in upper case.
fn capital(word: &str) -> String {
    // The letters of generated words are ASCII, so each is one byte.
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

/// The random number generator SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix64(self.0)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        // The high half of a product instead of a remainder, which would need a division (Lemire
        // 2019).
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// One of these strings.
    fn one_of<'s>(&mut self, strings: &[&'s str]) -> &'s str {
        strings[self.below(strings.len())]
    }

    /// `true` in one of `times` cases.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_pipeline::{Config, Silent};
    use copydesk_text::hash64;

    #[test]
    fn the_bytes_never_change() {
        assert_eq!(
            hash64(dump(100_000).as_bytes()),
            10_146_398_652_114_836_237,
            "a change here ends every series of measurements"
        );
    }

    #[test]
    fn everything_that_copydesk_finds_is_in_the_dump() {
        let folder = tempfile::tempdir().unwrap();
        // Large enough that each site has a dozen stories: with fewer, recurrence says nothing.
        let inputs = dump_in(folder.path(), 3_000_000).unwrap();
        let summary = copydesk_pipeline::clean(
            &inputs,
            &folder.path().join("out"),
            &Config::default(),
            &Silent,
        )
        .unwrap();
        // One story in eight is told again, and at least one document in twenty is dropped.
        assert!(summary.documents.dropped * 20 > summary.documents.read);
        assert_eq!(summary.documents.rejected, 0);
        for reason in [
            "repeated-in-document",
            "repeated-across-documents",
            "recurring-furniture",
        ] {
            assert!(summary.cuts.contains_key(reason), "{reason}");
        }
    }
}
