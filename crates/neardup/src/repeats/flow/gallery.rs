//! Galleries that were scraped into one line.
//!
//! A gallery repeats itself by its form: every picture has the same label. So it is known without
//! looking at the rest of the page, and by itself it is no repeat.

use crate::repeats::partners::has_recurring_runs;
use crate::word_runs::run_hash;
use copydesk_text::Word;

/// Length of the label that a gallery prints at each of its pictures, in words.
const LABEL: usize = 3;
/// How often a gallery prints its label at least. A sentence may say three words twice.
const MIN_LABELS: usize = 3;
/// Of this many words of a gallery at least one is in such a label. In prose that uses a name again
/// and again, fewer are.
const WORDS_PER_LABEL_WORD: usize = 6;

/// Whether a paragraph is a gallery scraped into one line: the same few words come again and again,
/// as `Hide caption 5 of 8 Photos` does.
///
/// ```
/// use copydesk_neardup::is_gallery;
/// use copydesk_text::Document;
///
/// let mut gallery = String::new();
/// for number in 1..=9 {
///     gallery += &format!("Photos: The pier of Varn by night Hide Caption {number} of 9 ");
/// }
/// assert!(is_gallery(Document::new(gallery).words()));
///
/// let story = Document::new("The pier of Varn was closed by night and opened by day.");
/// assert!(!is_gallery(story.words()));
/// ```
#[must_use]
pub fn is_gallery(words: &[Word]) -> bool {
    let labels = words.len().div_ceil(LABEL * WORDS_PER_LABEL_WORD);
    // The first print of a label has not come before.
    let least_again = labels.max(MIN_LABELS) - 1;
    // Nearly every paragraph of a story ends here, before anything is sorted.
    if words.len() < LABEL * MIN_LABELS * 2 || !has_recurring_runs(words, least_again) {
        return false;
    }
    let mut runs: Vec<u64> = words.windows(LABEL).map(run_hash).collect();
    runs.sort_unstable();
    let prints = runs.chunk_by(u64::eq).map(<[u64]>::len);
    let most = prints.max().unwrap_or_default();
    most >= MIN_LABELS && most * LABEL * WORDS_PER_LABEL_WORD >= words.len()
}
