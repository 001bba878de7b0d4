//! Finds what repeats: the same story in two documents, the same paragraph in one.
//!
//! # Near-duplicate documents
//!
//! A document becomes a [`ShingleSet`]: the set of its runs of `n` words, hashed. Two documents are
//! as similar as their sets:
//! [`Overlap`] counts what they share and gives the exact Jaccard similarity and containment. A [`Signature`] made by a
//! [`MinHasher`] is a short sketch of a set, and a [`Banding`] cuts it into bands; documents that agree on a whole band stand in one
//! bucket and are *candidates*. [`cluster`] compares candidates exactly and gives every duplicate
//! one representative that it was measured against.
//!
//! ```
//! use copydesk_neardup::{Banding, ShingleSet, MinHasher};
//! use copydesk_text::words;
//!
//! let a = ShingleSet::new(&words("The ferry sank in the strait on Monday night, the coast guard said."), 5);
//! let b = ShingleSet::new(&words("The ferry sank in the strait on Monday night, the coast guard said"), 5);
//! assert_eq!(a.overlap(&b).jaccard(), 1.0);
//!
//! let banding = Banding::for_threshold(0.8);
//! let signer = MinHasher::new(banding.signature_len());
//! assert_eq!(banding.keys(&signer.sign(&a)), banding.keys(&signer.sign(&b)));
//! ```
//!
//! # Why not …
//!
//! * **Hash the whole text?** It finds only byte-for-byte twins; agency copy is edited at every
//!   desk.
//! * **Compare all pairs?** A million documents have half a billion pairs.
//! * **Trust the signatures?** A sketch of 128 values errs by up to ± 0.04 at a similarity of 0.7,
//!   and a chain A~B~C joins what nobody compared. Here every match is measured on the sets,
//!   against the very copy that stays.
//! * **What does banding miss?** With the default of 25 bands × 5 rows a pair of similarity 0.8 is
//!   overlooked once in 20,000 times, 0.7 once in 100, 0.6 once in 8 (see [`Banding::miss_rate`]).
//!
//! [`Deduper`] does all of that for texts in memory; the parts are there for those who have more texts than memory.
//!
//! # Repeats inside a document
//!
//! [`repeats`] finds captions scraped twice, standfirsts that open the lead, captions glued to the next sentence: spans to cut,
//! each with the span that stays.

mod alike;
mod ascending;
mod banding;
mod clusters;
mod deduper;
mod fact_words;
mod facts;
mod fingerprints;
mod function_words;
mod passages;
mod repeats;
mod shingles;
mod signature;
mod stories;

pub use alike::{WordOverlap, differences};
pub use banding::Banding;
pub use clusters::{
    Buckets, Candidates, Clusters, Edge, Match, Related, ToldElsewhere, cluster, digests, relate,
    resolve, told_elsewhere,
};
pub use deduper::{Cluster, ConfigError, Deduper, DeduperSettings, Member};
pub use facts::Difference;
pub use fingerprints::Winnowing;
pub use function_words::is_negation;
pub use passages::{CopiedPassage, Paragraphs, copied_passages, copied_run};
pub use repeats::{Repeat, RepeatKind, repeats};
pub use shingles::{Overlap, ShingleSet};
pub use signature::{MinHasher, Signature};
pub use stories::{
    Change, Comparison, FactKind, Goes, Own, Relation, Story, Verdict, VersionOrder,
};
