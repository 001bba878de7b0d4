//! Galleries that were scraped into one line.
//!
//! A gallery repeats itself by its form: every picture has the same label. So a gallery can be
//! recognised without the rest of the page, and that its label recurs is no reason to cut it.

use crate::repeats::partners::has_recurring_runs;
use crate::word_runs::run_hash;
use copydesk_text::Word;

/// Length of the label that a gallery prints at each of its pictures, in words.
const LABEL: usize = 3;
/// How often a gallery prints its label at least. A sentence may say three words twice.
const MIN_LABELS: usize = 3;
/// At least one in this many words of a gallery is in such a label. In prose, even if it uses a
/// name again and again, the share is smaller.
const WORDS_PER_LABEL_WORD: usize = 6;

/// Whether a paragraph is a gallery scraped into one line: it contains the same few words again and
/// again, such as `Hide Caption` in `Hide Caption 5 of 8 Photos`.
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
    let least_labels = words.len().div_ceil(LABEL * WORDS_PER_LABEL_WORD);
    // The first of the labels is not equal to an earlier run of words.
    let least_recurring = least_labels.max(MIN_LABELS) - 1;
    // For nearly every paragraph of a story this decides, before anything is sorted.
    if words.len() < LABEL * MIN_LABELS * 2 || !has_recurring_runs(words, least_recurring) {
        return false;
    }
    let mut runs: Vec<u64> = words.windows(LABEL).map(run_hash).collect();
    runs.sort_unstable();
    let counts = runs.chunk_by(u64::eq).map(<[u64]>::len);
    let labels = counts.max().unwrap_or_default();
    labels >= MIN_LABELS && labels * LABEL * WORDS_PER_LABEL_WORD >= words.len()
}
