//! Which of two copies one would rather keep.

use crate::completeness::incompleteness;
use crate::config::Prefer;
use crate::date;
use crate::page::Page;
use copydesk_boilerplate::Rules;
use copydesk_formats::Article;

/// What the order of preference looks at beside the id, which comes between `date` and `content`; smaller is preferred, and none of it
/// depends on where the record stands.
pub(crate) struct Order {
    pub choice: u64,
    pub date: i64,
    pub content: u128,
}

/// The user's preference.
pub(crate) struct Preference<'c> {
    prefer: &'c Prefer,
    rules: Option<Rules>,
}

impl<'c> Preference<'c> {
    pub(crate) fn new(prefer: &'c Prefer) -> Self {
        Self { prefer, rules: (*prefer == Prefer::Complete).then(Rules::new) }
    }

    /// Where a document stands in the order of preference; smaller is preferred. `content` is a hash of its record; the page is asked
    /// for only if the order depends on it.
    pub(crate) fn order<'p>(&self, article: &Article<'_>, site: &str, page: impl FnOnce() -> &'p Page<'p>, content: u128) -> Order {
        let date = self.date(article.date.as_deref().and_then(date::seconds));
        Order { choice: self.choice(article, site, page), date, content }
    }

    /// Undated documents come last.
    fn date(&self, seconds: Option<i64>) -> i64 {
        let newest_first = |seconds: i64| seconds.checked_neg().unwrap_or(i64::MAX);
        seconds.map_or(i64::MAX, |seconds| if *self.prefer == Prefer::Newest { newest_first(seconds) } else { seconds })
    }

    fn choice<'p>(&self, article: &Article<'_>, site: &str, page: impl FnOnce() -> &'p Page<'p>) -> u64 {
        match self.prefer {
            Prefer::Earliest | Prefer::Newest | Prefer::First => 0,
            Prefer::Longest => u64::MAX - article.text.len() as u64,
            Prefer::Complete => self.rules.as_ref().map_or(0, |rules| incompleteness(page(), rules)),
            Prefer::Source(list) => {
                let source = article.source.as_deref().unwrap_or_default();
                let place = list.iter().position(|name| name.eq_ignore_ascii_case(source) || name.eq_ignore_ascii_case(site));
                place.unwrap_or(list.len()) as u64
            }
        }
    }
}
