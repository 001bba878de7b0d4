//! The analysis of one document by itself: what is cut in it, and the hashes by which the rest is
//! compared with other documents.
//!
//! The order of the steps matters. Furniture is found first, in the whole document. Repeats are
//! searched for in the text that is left, because two menus are not two copies of a story's text,
//! and a caption must not be cut because furniture repeats it. The hashes that are compared with
//! other documents later (band keys, fingerprints of passages, keys of paragraphs) are computed
//! from the text without furniture and repeats. Otherwise two pages of one site would be similar
//! because of their header and footer.
//!
//! ```text
//! Kellmouth Courier | News                            1. furniture: a menu
//! The flood wall will be finished by summer.          2. repeat: the story says it, and more
//! The flood wall will be finished by summer, the
//!     mayor of Kellmouth said on Monday.              3. kept: hashed for comparison
//! Sign up for our newsletter                          1. furniture: a rule
//! ```
//!
//! An [`Analysis`] holds no text. So a pass over a dump can keep the analysis of every document
//! without keeping the documents.

use crate::background::{is_background, is_quotation};
use crate::finding::{EvidenceKind, Finding, KeptCopy, spans_of};
use crate::furniture::{
    KnownSite, Site, SiteRecurrence, features_of_rest, furniture, recurrence_of,
};
use crate::listed::SiteLists;
use crate::origin::Origin;
use crate::policy::{CutOrKeep, FurniturePolicy, RepeatsPolicy};
use crate::reason::Reason;
use crate::settings::{PASSAGE_GRAM, Settings};
use copydesk_boilerplate::{Certainty, Forest, PageLines, RuleBook, Rules};
use copydesk_neardup::{
    Banding, ConfigError, MinHasher, Repeat, RepeatKind, Winnowing, is_gallery, repeats,
};
use copydesk_text::{Document, Fingerprint, Span, Spans};

/// A paragraph from which nothing is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeptParagraph {
    /// The paragraph's key ([`Document::key`]). Equal keys mean equal words.
    pub key: Fingerprint,
    /// The paragraph's place in the raw text.
    pub span: Span,
    /// Length in words.
    pub words: u32,
    /// Whether the paragraph may be cut as background: see [`is_background`].
    pub may_be_background: bool,
    /// Whether the paragraph is text of the site: it recurs in distinct stories, so one copy of it
    /// is enough.
    pub is_site_text: bool,
    /// Whether the paragraph is a gallery of the site (captions of a series of pictures), which is
    /// not part of any one story.
    pub is_gallery: bool,
}

/// The result of analysing one document.
#[derive(Clone, PartialEq, Debug)]
pub struct Analysis {
    /// The spans that are cut in the document, in order and disjoint.
    pub findings: Vec<Finding>,
    /// Kept paragraphs that are cut if another document has them too: those that are long, and
    /// shorter ones that recur on the site. Empty unless the site is known and repeats across
    /// documents are cut.
    pub paragraphs: Vec<KeptParagraph>,
    /// A key for each segment of the document: see [`Document::key`]. Empty if the site is not
    /// known, or the policy does not compare segments.
    pub keys: Vec<Fingerprint>,
    /// Fingerprint of all kept words together.
    pub content: Fingerprint,
    /// Number of kept words.
    pub words: u32,
    /// Keys of the bands of the kept text's MinHash signature. Two documents with an equal key are
    /// compared. Empty if no word is kept.
    pub band_keys: Vec<u64>,
    /// Hashes of runs of words of the kept text, by which passages that two documents share are
    /// found, ascending. Empty if the policy does not need them.
    pub passages: Vec<u64>,
}

/// Analyses documents one by one. One analyser is used for many documents, by any number of
/// threads, and remembers nothing of them.
///
/// ```
/// use copydesk_clean::{Analyser, Settings, Site};
/// use copydesk_text::Document;
///
/// let analyser = Analyser::new(Settings::default())?;
/// let text = "The ferry sank at dawn off Port Ambry.\n\nSign up for our newsletter";
/// let page = Document::new(text);
/// let analysis = analyser.analyse(&page, Site::default());
/// assert_eq!(analysis.findings.len(), 1);
/// assert_eq!(analysis.words, 8);
/// # Ok::<(), copydesk_clean::ConfigError>(())
/// ```
pub struct Analyser {
    settings: Settings,
    rules: Rules,
    /// Lines that the user's rules files keep or cut on single sites.
    lists: SiteLists,
    /// Decision trees that classify each line from the page as a whole.
    forest: Forest,
    /// How signatures are divided into bands. It follows from the similarity threshold.
    banding: Banding,
    /// Makes signatures of the length that the banding needs.
    hasher: MinHasher,
    /// Selects the [`Analysis::passages`] among the hashes of all runs of words.
    winnowing: Winnowing,
}

impl Analyser {
    /// An analyser with these settings.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: Settings) -> Result<Self, ConfigError> {
        settings.validate()?;
        Ok(Self::of(settings))
    }

    /// An analyser with settings that are in range.
    fn of(settings: Settings) -> Self {
        let banding = Banding::for_threshold(settings.threshold);
        Self {
            settings,
            rules: Rules::new(),
            lists: SiteLists::default(),
            forest: Forest::shipped(),
            banding,
            hasher: MinHasher::new(banding.signature_len()),
            winnowing: Winnowing::new(PASSAGE_GRAM, settings.passage_words),
        }
    }

    /// The settings of this analyser.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The findings of a document that do not depend on other documents: furniture, and repeats
    /// inside it. If nothing is known about recurrence on the site, furniture is found by rules and
    /// by the page as a whole.
    #[must_use]
    pub fn findings<'s>(&self, document: &Document<'_>, site: impl Into<Site<'s>>) -> Vec<Finding> {
        let site = site.into();
        self.findings_with(document, site, &self.keys(document, site.recurrence))
    }

    /// The document without its [`findings`](Self::findings).
    #[must_use]
    pub fn kept<'d, 's>(
        &self,
        document: &'d Document<'_>,
        site: impl Into<Site<'s>>,
    ) -> Document<'d> {
        let findings = self.findings(document, site);
        document.without(&spans_of(&findings))
    }

    /// The findings, and the hashes by which the rest of the document is compared with others.
    #[must_use]
    pub fn analyse<'s>(&self, document: &Document<'_>, site: impl Into<Site<'s>>) -> Analysis {
        self.analyse_for(document, site, |_| true)
    }

    /// The analysis of a document, in which [`Analysis::paragraphs`] has only paragraphs with a
    /// wanted key. A pass over a dump wants the keys that occur in two documents or more, and most
    /// paragraphs are in one.
    #[must_use]
    pub fn analyse_for<'s>(
        &self,
        document: &Document<'_>,
        site: impl Into<Site<'s>>,
        is_wanted: impl Fn(Fingerprint) -> bool,
    ) -> Analysis {
        let site = site.into();
        let keys = self.keys(document, site.recurrence);
        let findings = self.findings_with(document, site, &keys);
        let cut = spans_of(&findings);
        let kept = document.without(&cut);
        let policy = self.settings.policy;
        // Shared passages are cut as repeats. They also show which documents may be duplicates
        // although they are not similar enough as a whole.
        let needs_passages =
            policy.repeats != RepeatsPolicy::Keep || policy.duplicates == CutOrKeep::Cut;
        let words = kept.words();
        // All documents without words have the same signature, and would all be candidates of each
        // other.
        let mut band_keys = Vec::new();
        if !words.is_empty() {
            let signature = self.hasher.sketch_words(words, self.settings.shingle);
            band_keys = self.banding.keys(&signature);
        }
        Analysis {
            paragraphs: self.paragraphs(document, site, &keys, is_wanted, &cut),
            content: Fingerprint::of(words),
            words: words.len() as u32,
            band_keys,
            passages: if needs_passages {
                self.winnowing.fingerprints(words)
            } else {
                Vec::new()
            },
            findings,
            keys,
        }
    }

    /// The keys of the document's segments. Empty if they are not needed.
    fn keys(
        &self,
        document: &Document<'_>,
        recurrence: Option<SiteRecurrence<'_>>,
    ) -> Vec<Fingerprint> {
        if recurrence.is_some() && self.settings.policy.needs_segments() {
            document.keys()
        } else {
            Vec::new()
        }
    }

    /// [`Self::findings`] for callers that have computed the `keys` of the segments.
    ///
    /// Furniture is found first, because repeats are looked for in the text without it. The result
    /// is in the order of the text, and no two findings overlap: a repeat that furniture interrupts
    /// ends where the furniture begins.
    fn findings_with(
        &self,
        document: &Document<'_>,
        site: Site<'_>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let furniture = self.furniture(document, site, keys);
        // `captions` is the policy for all repeats inside the document.
        if self.settings.policy.captions == CutOrKeep::Keep {
            return furniture;
        }
        let removed = spans_of(&furniture);
        let mut findings = furniture;
        for repeat in repeats(document, &removed) {
            findings.push(from_repeat(&repeat, &removed));
        }
        // The signature of a post (see `from_repeat`) is found as a repeat but is furniture, so the
        // user's list is applied to it here. A repeat that is wholly inside furniture has an empty
        // span by now.
        let kept_lines = site.kept_lines(document);
        findings.retain(|found| !found.span.is_empty() && !is_kept_furniture(found, &kept_lines));
        findings.sort_by_key(|finding| finding.span);
        findings
    }

    /// The furniture of a document, by the policy and by the user's list for its site.
    ///
    /// The list is applied last. It decides only about the lines in it, so every other line is
    /// judged as if there were no list.
    fn furniture(
        &self,
        document: &Document<'_>,
        site: Site<'_>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let least = match self.settings.policy.furniture {
            FurniturePolicy::Keep => return Vec::new(),
            FurniturePolicy::Cut => Certainty::Cut,
            FurniturePolicy::CutUnsure => Certainty::CutIfAsked,
        };
        let found = furniture(
            document,
            self.rules.find(document),
            KnownSite::of(site.recurrence, keys),
            least,
            &self.forest,
        );
        match site.lines {
            Some(lines) => lines.apply_to(document, found),
            None => found,
        }
    }

    /// Adds a user's rules to the built-in ones, and uses the lines that the user lists for sites.
    #[must_use]
    pub fn with_rules(self, book: &RuleBook) -> Self {
        Self {
            rules: Rules::with(book),
            lists: SiteLists::of(book),
            ..self
        }
    }

    /// The site of a document, with the lines that the user lists for it and without recurrence.
    #[must_use]
    pub fn site_of(&self, origin: &Origin<'_>) -> Site<'_> {
        Site {
            recurrence: None,
            lines: self.lists.of_site(origin),
        }
    }

    /// Replaces the forest of decision trees.
    #[must_use]
    pub fn with_forest(self, forest: Forest) -> Self {
        Self { forest, ..self }
    }

    /// The features of the lines that are not furniture by rules or recurrence. A forest is trained
    /// on them.
    #[must_use]
    pub fn line_features(
        &self,
        document: &Document<'_>,
        recurrence: Option<SiteRecurrence<'_>>,
    ) -> PageLines {
        let keys = self.keys(document, recurrence);
        let known = KnownSite::of(recurrence, &keys);
        features_of_rest(document, self.rules.find(document), known)
    }

    /// The paragraphs from which nothing is cut, if their key is wanted and if they are long or
    /// recur on the site. `keys` are the keys of the segments.
    fn paragraphs(
        &self,
        document: &Document<'_>,
        site: Site<'_>,
        keys: &[Fingerprint],
        is_wanted: impl Fn(Fingerprint) -> bool,
        cut: &Spans,
    ) -> Vec<KeptParagraph> {
        if self.settings.policy.repeats == RepeatsPolicy::Keep {
            return Vec::new();
        }
        let known = KnownSite::of(site.recurrence, keys);
        let kept_lines = site.kept_lines(document);
        // A gallery is cut as furniture. If furniture is kept, a gallery counts as an ordinary
        // paragraph.
        let keeps_furniture = self.settings.policy.furniture == FurniturePolicy::Keep;
        let mut out = Vec::new();
        for (number, &key) in keys.iter().enumerate() {
            let span = document.segments()[number].content();
            if !is_wanted(key) || cut.overlap(span) {
                continue;
            }
            let one_copy_is_enough = match recurrence_of(known, number) {
                Some(recurrence) => recurrence.leaves_one_copy(document.content_of(number)),
                None => false,
            };
            // A line that the user lists as kept counts as neither text nor a gallery of the site.
            let is_listed_as_kept = kept_lines.contains(&span);
            let recurs = one_copy_is_enough && !is_listed_as_kept;
            let is_long = document.effective_words_of(number) >= self.settings.paragraph_words;
            if !is_long && !recurs {
                continue;
            }
            let may_be_gallery = !keeps_furniture && !is_listed_as_kept;
            out.push(KeptParagraph {
                key,
                span,
                words: document.words_of(number).len() as u32,
                may_be_background: is_background(document, number, cut),
                // A quotation is news, however often the site prints it.
                is_site_text: recurs && !is_quotation(document, number),
                is_gallery: may_be_gallery && is_gallery(document.words_of(number)),
            });
        }
        out
    }
}

/// Whether a finding is furniture in a line that the user lists as kept.
fn is_kept_furniture(finding: &Finding, kept_lines: &[Span]) -> bool {
    finding.reason.is_furniture() && kept_lines.iter().any(|line| line.overlaps(finding.span))
}

impl Default for Analyser {
    fn default() -> Self {
        Self::of(Settings::default())
    }
}

/// The finding for a repeat inside the document, without the part of it that is `removed` already.
fn from_repeat(repeat: &Repeat, removed: &Spans) -> Finding {
    let kept = KeptCopy {
        document: None,
        span: repeat.kept,
        overlap: repeat.overlap,
    };
    let (reason, evidence_kind, kept) = match repeat.kind {
        RepeatKind::Equal => {
            let evidence_kind = EvidenceKind::copy(repeat.overlap);
            (Reason::RepeatedInDocument, evidence_kind, Some(kept))
        }
        RepeatKind::Contained => {
            let evidence_kind = EvidenceKind::copy(repeat.overlap);
            (Reason::ContainedInDocument, evidence_kind, Some(kept))
        }
        // The signature of a post is its links, author and date. The story does not quote them with
        // the post's words, so no copy of them is kept, and they are furniture.
        RepeatKind::Signature => (Reason::FurnitureRule, EvidenceKind::Signature, None),
    };
    Finding {
        span: part_outside(repeat.cut, removed),
        reason,
        evidence_kind,
        detail: None,
        evidence: repeat.overlap.coverage(),
        kept,
    }
}

/// The first part of a span that is not in `removed`. Empty if the whole span is removed. After
/// this part, at most one removed span may overlap the span.
fn part_outside(span: Span, removed: &Spans) -> Span {
    let mut rest = span;
    for cut in removed.overlapping(span) {
        rest = if cut.start() <= rest.start() {
            Span::new(cut.end().min(rest.end()), rest.end())
        } else {
            Span::new(rest.start(), cut.start())
        };
    }
    rest
}
