//! Verdicts and edits, between the walks: nothing is read here.

use super::{Examined, Matched, Survey};
use crate::config::Config;
use crate::resume::{AgreementShape, SpanShape, known_rule};
use ahash::{AHashMap, AHashSet};
use copydesk_clean::{CutOrKeep, DropReason, Reason};
use copydesk_neardup::Agreement;
use copydesk_text::Span;
use serde::{Deserialize, Serialize};

/// What findings that come from no furniture rule are called.
pub(crate) const RULES_OF_OURS: [&str; 3] = ["recurrence", "equal", "near"];

/// The copy of a span that stays.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Keeper {
    /// Number of the document that holds it; none for the same document.
    pub document: Option<u32>,
    #[serde(with = "SpanShape")]
    pub span: Span,
    #[serde(with = "AgreementShape")]
    pub agreement: Agreement,
}

/// An alias, because serde would take a reference that it sees for one into the bytes it reads.
type RuleName = &'static str;

/// An edit whose span covers content only; white space is seen to when the text is at hand.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DraftEdit {
    #[serde(with = "SpanShape")]
    pub span: Span,
    pub reason: Reason,
    #[serde(deserialize_with = "known_rule")]
    pub rule: RuleName,
    pub detail: Option<String>,
    pub evidence: f64,
    pub kept: Option<Keeper>,
}

/// What becomes of one document.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub dropped: Option<Matched>,
    /// Why it could not be worked on, though it could be read.
    pub failed: Option<Box<str>>,
    pub edits: Vec<DraftEdit>,
}

impl Draft {
    /// A document that lost all its words goes; but one in whose favour others were dropped keeps what other documents have too,
    /// because the record of those drops names it.
    pub(crate) fn empty(&mut self, is_representative: bool) {
        if is_representative {
            self.edits.retain(|edit| edit.reason != Reason::RepeatedAcrossDocuments);
        } else {
            self.dropped = Some(Matched { reason: DropReason::Empty, keeper: None });
        }
    }
}

/// Numbers of the documents in whose favour others are dropped.
pub(crate) fn representatives(drafts: &[Draft]) -> AHashSet<u32> {
    drafts.iter().filter_map(|draft| draft.dropped?.keeper).map(|(keeper, _, _)| keeper).collect()
}

/// Drafts of all documents, in input order.
pub(crate) type Drafts = Vec<Draft>;

/// Where a paragraph stands.
#[derive(Clone, Copy)]
struct Holder {
    key: u128,
    rank: u32,
    document: u32,
    span: Span,
    words: u32,
}

/// Joins what was found in each document with what was found between them.
pub(crate) fn decide(config: &Config, survey: &Survey, examined: Vec<Examined>, matched: Vec<Option<Matched>>) -> Drafts {
    let mut holders = Vec::new();
    let mut words_left = Vec::with_capacity(examined.len());
    let mut drafts: Drafts = Vec::with_capacity(examined.len());
    for (number, (document, dropped)) in examined.into_iter().zip(matched).enumerate() {
        if dropped.is_none() {
            let rank = survey.documents[number].rank;
            let number = number as u32;
            let holder = |p: super::SharedParagraph| Holder { key: p.key, rank, document: number, span: p.span, words: p.words };
            holders.extend(document.shared.into_iter().map(holder));
        }
        // Edits explain a drop for emptiness; a duplicate goes as a whole.
        let edits = if dropped.is_some_and(|d| d.keeper.is_some()) { Vec::new() } else { document.edits };
        words_left.push(document.words);
        drafts.push(Draft { dropped, failed: document.failed, edits });
    }
    if config.policy.repeats == CutOrKeep::Cut {
        cut_shared(&mut drafts, holders, &mut words_left);
    }
    drafts
}

/// Of every paragraph that several documents hold, the preferred one keeps it.
fn cut_shared(drafts: &mut Drafts, mut holders: Vec<Holder>, words_left: &mut [u32]) {
    holders.sort_unstable_by_key(|h| (h.key, h.rank, h.span));
    let mut moved: AHashMap<u32, Vec<(Span, Keeper)>> = AHashMap::new();
    for group in holders.chunk_by(|a, b| a.key == b.key) {
        let words = group[0].words as usize;
        let agreement = Agreement { matched: words, cut: words, kept: words };
        let keeper = Keeper { document: Some(group[0].document), span: group[0].span, agreement };
        // What stands twice in the keeper was left twice on purpose: a refrain, a question put again.
        for holder in group.iter().filter(|holder| holder.document != group[0].document) {
            let draft = &mut drafts[holder.document as usize];
            let reason = Reason::RepeatedAcrossDocuments;
            draft.edits.push(DraftEdit {
                span: holder.span,
                reason,
                rule: "equal",
                detail: None,
                evidence: 1.0,
                kept: Some(keeper),
            });
            words_left[holder.document as usize] -= holder.words;
            moved.entry(holder.document).or_default().push((holder.span, keeper));
        }
    }
    let representatives = representatives(drafts);
    for (document, spans) in moved {
        let draft = &mut drafts[document as usize];
        for edit in &mut draft.edits {
            follow(edit, &spans);
        }
        draft.edits.sort_by_key(|edit| edit.span);
        if words_left[document as usize] == 0 {
            draft.empty(representatives.contains(&document));
        }
    }
}

/// A repeat inside a document whose kept paragraph went in favour of another document's copy now names that copy, as a whole. Both
/// paragraphs have the same words, so the matched words are the same too.
fn follow(edit: &mut DraftEdit, moved: &[(Span, Keeper)]) {
    let Some(kept) = edit.kept.as_mut().filter(|kept| kept.document.is_none()) else { return };
    if let Some(&(_, keeper)) = moved.iter().find(|(span, _)| span.overlaps(kept.span)) {
        let agreement = Agreement { kept: keeper.agreement.kept, ..kept.agreement };
        *kept = Keeper { agreement, ..keeper };
    }
}
