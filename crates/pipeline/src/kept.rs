//! What is left of a text that is looked at alone, for programs that measure.

use crate::config::Config;
use crate::page::Page;
use crate::walks::Examiner;
use copydesk_text::{Span, Word};
use std::fmt;

/// Takes out of single texts what a run would take out of them: repeats within the text, and furniture that is known by a rule.
/// What recurs on a site is not known here.
///
/// ```
/// use copydesk_pipeline::{Config, KeptWords};
///
/// let config = Config::default();
/// let story = "The ferry sank at noon in the strait, and all on board were taken off by fishing boats.";
/// let kept = KeptWords::new(&config).of(&format!("{story}\n\nSign up for our newsletter!\n\n{story}"));
/// assert_eq!(kept.len(), 18);
/// ```
pub struct KeptWords<'a> {
    examiner: Examiner<'a>,
}

impl<'a> KeptWords<'a> {
    /// Prepares the rules; one is enough for many texts, on all threads.
    #[must_use]
    pub fn new(config: &'a Config) -> Self {
        Self { examiner: Examiner::new(config, None) }
    }

    /// The words of a text that are left, in order.
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<Word> {
        let page = Page::new(text);
        let cut: Vec<Span> = self.examiner.edits(&page, 0).iter().map(|edit| edit.span).collect();
        page.words_outside(&cut)
    }
}

impl fmt::Debug for KeptWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptWords").finish_non_exhaustive()
    }
}
