//! The words of a page's prose, and how many of them a line shares.
//!
//! A caption or a headline of the story is made of the words that the story uses. A menu is not.
//! Words that occur in much of the prose (`the`, `and`, but also the name of the subject) are
//! counted apart, because any line may hold them. Which words these are is learnt from the page
//! itself, so no list of a language's words is needed.

use super::line_profile::LineProfile;
use ahash::AHashMap;
use copydesk_text::Document;

/// A word is common on the page if at least this many lines of its prose hold it…
const COMMON_LINES: u32 = 3;
/// …and at least this share of them.
const COMMON_SHARE: f32 = 0.1;

/// In how many lines of a page's prose each word occurs.
pub(super) struct Vocabulary {
    /// Lines by the hash of the word.
    lines: AHashMap<u64, u32>,
    /// A word in this many lines is common.
    common_from: u32,
}

impl Vocabulary {
    /// Counts the words of the lines that are prose.
    pub fn of(document: &Document<'_>, profiles: &[LineProfile]) -> Self {
        let mut lines: AHashMap<u64, u32> = AHashMap::new();
        let mut of_line: Vec<u64> = Vec::new();
        let mut count = 0;
        for profile in profiles {
            if !profile.is_prose {
                continue;
            }
            count += 1;
            of_line.clear();
            let words = document.words_of(profile.segment);
            of_line.extend(words.iter().map(|word| word.hash));
            // A word counts once for a line, however often it is repeated there.
            of_line.sort_unstable();
            of_line.dedup();
            for &word in &of_line {
                *lines.entry(word).or_default() += 1;
            }
        }
        let of_all = (COMMON_SHARE * count as f32).ceil() as u32;
        Self {
            lines,
            common_from: of_all.max(COMMON_LINES),
        }
    }

    /// Sets the shares of common words and of words of the story in each line. Of a line of prose,
    /// its own part in the counts is left out.
    pub fn measure(&self, document: &Document<'_>, profiles: &mut [LineProfile]) {
        for profile in profiles {
            let words = document.words_of(profile.segment);
            // Else every line of prose would share all of its words with the story.
            let own = u32::from(profile.is_prose);
            let (mut common, mut of_story) = (0, 0);
            for word in words {
                let lines = self.lines.get(&word.hash).copied().unwrap_or_default();
                if lines >= self.common_from + own {
                    common += 1;
                } else if lines > own {
                    of_story += 1;
                }
            }
            profile.common_words = share(common, words.len());
            profile.story_words = share(of_story, words.len() - common);
        }
    }
}

/// A share of a number that may be 0.
fn share(part: usize, of: usize) -> f32 {
    part as f32 / of.max(1) as f32
}
