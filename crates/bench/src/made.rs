//! A dump made from a seed, for those who bring none: the same bytes on every machine.
//!
//! Its words are invented, drawn so that few are frequent and many rare, as in a language. It holds
//! what is looked for: stories that stand twice with some words changed, captions scraped twice,
//! paragraphs that several stories share, and site furniture. Still it is kinder than scraped text:
//! its lines are even, and all of it is in one script.

use copydesk_pipeline::{Error, Inputs, Result};
use copydesk_text::mix64;
use std::collections::VecDeque;
use std::path::Path;

/// What the dump is made from.
pub(super) const SEED: u64 = 1;
/// Bytes of it, or a few more.
pub(super) const BYTES: usize = 16_000_000;

const SITES: usize = 40;
const WORDS: usize = 12_000;
/// Stories that later ones may repeat or take from.
const REMEMBERED: usize = 200;

/// Writes the dump into a folder.
pub(super) fn dump_in(folder: &Path, bytes: usize) -> Result<Inputs> {
    let path = folder.join("made.jsonl");
    std::fs::write(&path, dump(bytes)).map_err(|e| Error::output(&path, e))?;
    Inputs::discover(&[path.display().to_string()], None)
}

/// A dump of about so many bytes, as JSON lines.
fn dump(bytes: usize) -> String {
    let mut press = Press::new();
    let mut out = String::with_capacity(bytes + 20_000);
    for number in 0.. {
        let text = press.page(number % SITES).join("\\n\\n");
        let (site, day) = (number % SITES, 1 + number % 28);
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

struct Press {
    random: Random,
    words: Vec<String>,
    furniture: Vec<[String; 3]>,
    stories: VecDeque<Vec<String>>,
}

impl Press {
    fn new() -> Self {
        let mut random = Random(SEED);
        let words: Vec<String> = (0..WORDS).map(|_| word(&mut random)).collect();
        let mut press = Self {
            random,
            words,
            furniture: Vec::new(),
            stories: VecDeque::new(),
        };
        press.furniture = (0..SITES)
            .map(|_| [press.sentence(4), press.sentence(9), press.sentence(16)])
            .collect();
        press
    }

    /// Paragraphs of a page: a story, new or told before, in the site's frame.
    fn page(&mut self, site: usize) -> Vec<String> {
        let story = if self.random.once_in(8) {
            self.told_again()
        } else {
            None
        };
        let story = story.unwrap_or_else(|| self.story());
        self.stories.push_back(story.clone());
        if self.stories.len() > REMEMBERED {
            self.stories.pop_front();
        }
        let [head, foot, last] = self.furniture[site].clone();
        [vec![head], story, vec![foot, last]].concat()
    }

    fn story(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        for _ in 0..5 + self.random.below(12) {
            if self.random.once_in(12) {
                let caption = self.sentence(12);
                out.extend([caption.clone(), caption]);
            }
            out.push(self.paragraph());
        }
        if self.random.once_in(6) {
            out.extend(
                self.remembered()
                    .and_then(|story| story.into_iter().max_by_key(String::len)),
            );
        }
        out
    }

    /// A story that was told before, with a word in fifty changed.
    fn told_again(&mut self) -> Option<Vec<String>> {
        let mut story = self.remembered()?;
        for paragraph in &mut story {
            let words: Vec<String> = paragraph
                .split(' ')
                .map(|word| self.perhaps_changed(word))
                .collect();
            *paragraph = words.join(" ");
        }
        Some(story)
    }

    fn perhaps_changed(&mut self, word: &str) -> String {
        if self.random.once_in(50) {
            self.common_word()
        } else {
            word.to_owned()
        }
    }

    fn remembered(&mut self) -> Option<Vec<String>> {
        let at = self.random.below(self.stories.len().max(1));
        self.stories.get(at).cloned()
    }

    fn paragraph(&mut self) -> String {
        let mut sentences = Vec::new();
        for _ in 0..1 + self.random.below(3) {
            let words = 8 + self.random.below(20);
            sentences.push(self.sentence(words));
        }
        sentences.join(" ")
    }

    fn sentence(&mut self, words: usize) -> String {
        let first = capital(&self.common_word());
        let rest = (1..words).map(|_| match self.random.below(40) {
            0 => (2 + self.random.below(9_000)).to_string(),
            1..3 => capital(&self.common_word()),
            3..5 => self.common_word() + ",",
            _ => self.common_word(),
        });
        [vec![first], rest.collect()].concat().join(" ") + "."
    }

    /// A word; the first thousandth of the list are a tenth of the text.
    fn common_word(&mut self) -> String {
        let share = self.random.below(1 << 20) as f64 / f64::from(1 << 20);
        self.words[(WORDS as f64 * share * share * share) as usize].clone()
    }
}

fn word(random: &mut Random) -> String {
    let syllables = 1 + random.below(3);
    (0..syllables).map(|_| syllable(random)).collect()
}

fn syllable(random: &mut Random) -> String {
    let onset = [
        "b", "d", "gr", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "br",
    ][random.below(14)];
    let vowel = ["a", "e", "i", "o", "u", "ai", "ou"][random.below(7)];
    let coda = ["", "", "n", "r", "l", "s"][random.below(6)];
    format!("{onset}{vowel}{coda}")
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix64(self.0)
    }

    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

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
    fn it_holds_what_is_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        // Enough that each site has told a dozen stories: with less, recurrence says nothing.
        let inputs = dump_in(folder.path(), 3_000_000).unwrap();
        let summary = copydesk_pipeline::clean(
            &inputs,
            &folder.path().join("out"),
            &Config::default(),
            &Silent,
        )
        .unwrap();
        assert!(
            summary.documents.dropped * 20 > summary.documents.read
                && summary.documents.rejected == 0
        );
        for reason in [
            "repeated-in-document",
            "repeated-across-documents",
            "recurring-furniture",
        ] {
            assert!(summary.cuts.contains_key(reason), "{reason}");
        }
    }
}
