//! Galleries that were scraped into one line.
//!
//! Every picture of a gallery has the same label. So a gallery can be recognised without the rest
//! of the page, and no label is cut because it recurs.

use crate::repeats::partners::has_recurring_runs;
use crate::word_runs::run_hash;
use copydesk_text::Word;

/// Length of the label that a gallery prints at each of its pictures, in words.
const LABEL: usize = 3;
/// Fewest labels of a gallery. A sentence may say three words twice.
const MIN_LABELS: usize = 3;
/// At least one in this many words of a gallery is in a label. Prose may use a name of three words
/// again and again, but not so often.
const WORDS_PER_LABEL_WORD: usize = 6;
/// Fewest words of a gallery: its labels, and as many words of captions.
const MIN_WORDS: usize = 2 * LABEL * MIN_LABELS;

/// Whether a paragraph is a gallery scraped into one line: it contains the same three words again
/// and again, such as `of 8 Photos` in `Hide Caption 5 of 8 Photos`.
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
    // The fewest labels that a gallery of this length has.
    let least_labels = words
        .len()
        .div_ceil(LABEL * WORDS_PER_LABEL_WORD)
        .max(MIN_LABELS);
    // Each label is equal to an earlier run of words, except the first.
    let least_recurring = least_labels - 1;
    // Nearly every paragraph of a story returns here, before anything is sorted.
    if words.len() < MIN_WORDS || !has_recurring_runs(words, least_recurring) {
        return false;
    }
    let mut runs: Vec<u64> = words.windows(LABEL).map(run_hash).collect();
    runs.sort_unstable();
    // The run of words that occurs most often is taken for the label.
    let counts = runs.chunk_by(u64::eq).map(<[u64]>::len);
    let labels = counts.max().unwrap_or_default();
    labels >= least_labels
}
