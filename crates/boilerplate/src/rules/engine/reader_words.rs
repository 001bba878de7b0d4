//! The words with which sites speak to their readers.
//!
//! They distinguish a *prompt*, which asks the reader to do something, from a story that begins
//! like one. `Sign up for our newsletter to get your news first` speaks to the reader until its
//! end; `Sign up sheets for the harbour race were torn down on Monday` does not.

use ahash::AHashSet;
use copydesk_text::{Word, words};

/// Words with which sites speak to their readers or of themselves, and words for what they offer.
const READER_WORDS: &str = "\
    you your yours we our us i my sie ihr ihre ihren ihrem du dein deine wir unser unsere \
    unseren vous votre vos nous notre nos te tu su sus usted nosotros nuestro nuestra nuestros \
    nuestras você seu sua nosso nossa lei suo voi vostro noi nostro nostra вы вас вам ваш вашу \
    мы нас нам наш наши нашу ви вам наш je jouw uw wij ons onze ty twój nasz nasze siz sizin \
    bizim inbox email e-mail newsletter newsletters alerts privacy free here click";

/// The languages of [`READER_WORDS`]. For other languages such words are not known, so there a
/// prompt need not hold one.
pub(crate) const READER_WORD_LANGUAGES: &[&str] = &[
    "en", "de", "fr", "es", "pt", "it", "ru", "uk", "nl", "pl", "tr",
];

/// The set of the hashes of [`READER_WORDS`].
pub(super) struct ReaderWords(AHashSet<u64>);

impl ReaderWords {
    /// The set of all reader words.
    pub fn new() -> Self {
        Self(
            words(READER_WORDS)
                .into_iter()
                .map(|word| word.hash)
                .collect(),
        )
    }

    /// Whether one of these words is a reader word.
    pub fn any_in(&self, words: &[Word]) -> bool {
        for word in words {
            if self.0.contains(&word.hash) {
                return true;
            }
        }
        false
    }
}
