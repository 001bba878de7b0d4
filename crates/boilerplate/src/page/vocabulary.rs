//! The words of a page's prose (the paragraphs of its story), and the share of a line's words that
//! are among them.
//!
//! A caption or a headline of the story consists of words that the story uses. A menu does not.
//! *Common* words, which occur in many lines of the prose (`the`, `and`, but also the name of the
//! subject), are counted separately, because any line may hold them. The others that occur in the
//! prose are *story words*. The page itself shows which words are common, so no lists of words in
//! each language are needed.

use super::line_profile::LineProfile;
use ahash::AHashMap;
use copydesk_text::Document;

/// The least number of lines of prose that hold a common word.
const COMMON_LINES: u32 = 3;
/// The least share of all lines of prose that hold a common word.
const COMMON_SHARE: f32 = 0.1;

/// For each word, the number of lines of a page's prose in which it occurs.
pub(super) struct Vocabulary {
    /// The number of lines of prose that hold a word, by the hash of the word.
    line_counts: AHashMap<u64, u32>,
    /// A word is common if at least this many lines of prose hold it.
    common_from: u32,
}

impl Vocabulary {
    /// Counts the words of the lines that are prose.
    pub fn of(document: &Document<'_>, profiles: &[LineProfile]) -> Self {
        let mut line_counts: AHashMap<u64, u32> = AHashMap::new();
        // The words of the current line; one buffer for all lines.
        let mut line_words: Vec<u64> = Vec::new();
        let mut prose_lines = 0;
        for profile in profiles {
            if !profile.is_prose {
                continue;
            }
            prose_lines += 1;
            line_words.clear();
            let words = document.words_of(profile.segment);
            line_words.extend(words.iter().map(|word| word.hash));
            // A word counts once for a line, however often it is repeated there.
            line_words.sort_unstable();
            line_words.dedup();
            for &word in &line_words {
                *line_counts.entry(word).or_default() += 1;
            }
        }
        let least_by_share = (COMMON_SHARE * prose_lines as f32).ceil() as u32;
        Self {
            line_counts,
            common_from: least_by_share.max(COMMON_LINES),
        }
    }

    /// Sets the shares of common words and of story words in the profile of each line.
    pub fn measure(&self, document: &Document<'_>, profiles: &mut [LineProfile]) {
        for profile in profiles {
            let words = document.words_of(profile.segment);
            // A line of prose was itself counted for each of its words. It is left out here, or
            // none of its words would be unknown to the story.
            let own_count = u32::from(profile.is_prose);
            let (mut common, mut of_story) = (0, 0);
            for word in words {
                let lines = self
                    .line_counts
                    .get(&word.hash)
                    .copied()
                    .unwrap_or_default();
                let other_lines = lines - own_count;
                if other_lines >= self.common_from {
                    common += 1;
                } else if other_lines > 0 {
                    of_story += 1;
                }
            }
            profile.common_words = share(common, words.len());
            profile.story_words = share(of_story, words.len() - common);
        }
    }
}

/// The share of a part in a whole; 0 if the whole is 0.
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
