//! Finds the lines of a page that the forest should judge, and computes their features.
//!
//! [`line_features`] runs the other modules of this folder one after another: it measures all
//! lines, chooses those that may be furniture, and computes their features. The forest (decision
//! trees) then judges each of these lines by its features, which are numbers that describe the
//! line.

use super::candidates::{Candidates, FURNITURE_AROUND, LEAST_PROSE, is_whole_page};
use super::evidence::LineEvidence;
use super::features::{Features, Page};
use super::line_profile::profiles;
use super::lists::ListGuard;
use super::vocabulary::Vocabulary;
use copydesk_text::Document;

/// The lines of a page that a forest should judge. There are none unless the document is a whole
/// page with a story.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PageLines {
    /// For every line that may be furniture, in order: the index of its segment, and its features.
    pub features: Vec<(usize, Features)>,
    /// All lines of the page, by which items of lists are recognised.
    pub lists: ListGuard,
}

/// The lines of a document that may be furniture, with their features; none unless the document is
/// a whole page with a story. `evidence` says for each segment what rules and recurrence have
/// found.
///
/// The cheapest tests come first.
///
/// # Panics
/// If `evidence` has fewer entries than the document has segments.
#[must_use]
pub fn line_features(document: &Document<'_>, evidence: &[LineEvidence]) -> PageLines {
    // A whole page has at least `FURNITURE_AROUND` lines of page furniture before its story, and as
    // many after it. Most documents have only a line or two of it altogether, and end here.
    let of_page = evidence.iter().filter(|line| line.is_of_page).count();
    if of_page < 2 * FURNITURE_AROUND {
        return PageLines::default();
    }
    let mut profiles = profiles(document);
    let mut prose_words = 0.0;
    for profile in &profiles {
        if profile.is_prose {
            prose_words += profile.words;
        }
    }
    if prose_words < LEAST_PROSE {
        return PageLines::default();
    }
    // This test comes before the slowest step, which counts the words of the prose.
    if !is_whole_page(&profiles, evidence) {
        return PageLines::default();
    }
    Vocabulary::of(document, &profiles).measure(document, &mut profiles);
    let candidates = Candidates::new(document, &profiles, evidence).lines();
    if candidates.is_empty() {
        return PageLines::default();
    }
    let page = Page::new(document, &profiles, evidence, prose_words);
    let mut features = Vec::with_capacity(candidates.len());
    for at in candidates {
        features.push((profiles[at].segment, page.features(at)));
    }
    PageLines {
        features,
        lists: ListGuard::of(document, evidence),
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::Feature;
    use super::*;

    const PROSE: &str = "The council of the town voted on Tuesday to sell the old lighthouse of \
        the harbour, which has stood dark for nine years since the lamps were automated.";

    /// The lines that would be scored. A `-` before a line says that it is known page furniture.
    fn scored(lines: &[&str]) -> Vec<String> {
        let text: Vec<&str> = lines
            .iter()
            .map(|line| line.trim_start_matches('-'))
            .collect();
        let document = Document::new(text.join("\n"));
        let evidence: Vec<LineEvidence> = lines
            .iter()
            .map(|line| LineEvidence {
                is_cut: line.starts_with('-'),
                is_of_page: line.starts_with('-'),
                suspicion: None,
            })
            .collect();
        let lines = line_features(&document, &evidence).features;
        lines
            .into_iter()
            .map(|(segment, _)| document.content_of(segment).to_owned())
            .collect()
    }

    #[test]
    fn lines_of_a_whole_page_are_scored() {
        let page = [
            "-Log in",
            "-Subscribe",
            "Harbour",
            PROSE,
            PROSE,
            "Letters",
            "-Terms",
            "-Privacy",
        ];
        assert_eq!(scored(&page), ["Harbour", "Letters"]);
    }

    #[test]
    fn the_list_of_an_extract_is_not_scored() {
        let extract = [
            PROSE,
            "Best picture",
            "The Salt Road",
            "Nine Winters",
            PROSE,
            "-Sign up",
        ];
        assert!(scored(&extract).is_empty());
    }

    #[test]
    fn headings_and_sentences_are_not_scored() {
        let page = [
            "-Log in",
            "-Subscribe",
            PROSE,
            "The buyer",
            PROSE,
            "It was a long meeting.",
            "Letters",
            "-Terms",
            "-Privacy",
        ];
        assert_eq!(scored(&page), ["Letters"]);
    }

    #[test]
    fn the_time_above_the_first_entry_of_a_live_blog_is_not_scored() {
        let page = [
            "-Log in",
            "-Subscribe",
            "23.52",
            PROSE,
            PROSE,
            "-Terms",
            "-Privacy",
        ];
        assert!(scored(&page).is_empty());
    }

    #[test]
    fn features_describe_the_place_and_the_words_of_a_line() {
        let lines = [
            "Log in",
            "Subscribe",
            PROSE,
            "The harbour lighthouse",
            "Terms",
            "Privacy",
        ];
        let document = Document::new(lines.join("\n"));
        let of_page = LineEvidence {
            is_cut: true,
            is_of_page: true,
            suspicion: None,
        };
        let unknown = LineEvidence::default();
        let evidence = [of_page, of_page, unknown, unknown, of_page, of_page];
        // Too little prose for a story.
        assert!(line_features(&document, &evidence).features.is_empty());
        let twice = Document::new(lines.join("\n").replace(PROSE, &format!("{PROSE} {PROSE}")));
        let found = line_features(&twice, &evidence).features;
        let [(segment, features)] = found[..] else {
            panic!("only the line after the prose is scored");
        };
        assert_eq!(lines[segment], "The harbour lighthouse");
        let value = |feature: Feature| features[feature as usize];
        assert_eq!(value(Feature::Words), 3.0);
        // This line and the two after it.
        assert_eq!(value(Feature::Run), 3.0);
        assert_eq!(value(Feature::StoryWords), 1.0);
        assert_eq!(value(Feature::ProseAfter), 0.0);
        assert_eq!(value(Feature::BeforeFurniture), 1.0);
    }
}
