//! Cleans scraped news dumps: drops near-duplicate articles, cuts repeated paragraphs and site
//! furniture, keeps one copy of everything else, and can explain and undo every cut.
//!
//! This is the crate to depend on. It holds no code of its own worth mentioning: it puts together
//! what the crates behind it do, and leaves out what only the command needs.
//!
//! # One article
//!
//! [`Cleaner`] takes an article and returns it clean, with every cut and its reason. What recurs on the article's site is known to it
//! if a [`RecurrenceTable`] is at hand.
//!
//! ```
//! use copydesk::{Cleaner, Reason};
//!
//! let cleaner = Cleaner::default();
//! let story = "The ferry sank at noon in the strait, and all on board were taken off by fishing boats.";
//! let cleaned = cleaner.clean(&format!("{story}\n\nSign up for our newsletter!\n\n{story}"));
//! assert_eq!(cleaned.text, story);
//! let reasons: Vec<Reason> = cleaned.cuts.iter().map(|cut| cut.reason).collect();
//! assert_eq!(reasons, [Reason::FurnitureRule, Reason::RepeatedInDocument]);
//! ```
//!
//! The articles of a site know more than one of them. A [`RecurrenceTable`] counts in how many of
//! the site's stories each line occurs; [`Cleaner::clean_of`] then removes lines that no rule
//! knows.
//!
//! ```
//! use copydesk::{Cleaner, Document, Rank, RecurrenceTable, SegmentOccurrence, SiteId, SiteRecurrence};
//!
//! let site = SiteId::new(0);
//! let slogan = "The Harbour Post has brought you the news of the coast since 1931";
//! let stories: Vec<String> =
//!     (0..12).map(|n| format!("Ferry number {n} was late on Monday for want of water.\n\n{slogan}")).collect();
//! let mut seen = Vec::new();
//! for (number, story) in stories.iter().enumerate() {
//!     let page = Document::new(story.as_str());
//!     seen.extend((0..page.segments().len()).map(|line| SegmentOccurrence {
//!         site,
//!         key: page.key(line),
//!         document: Rank::of_index(number),
//!         words: page.effective_words_of(line) as u16,
//!         times: 1,
//!         at_edge: page.is_at_edge(line),
//!     }));
//! }
//! let table = RecurrenceTable::count(seen, Vec::new(), &[site; 12]);
//! let known = SiteRecurrence { table: &table, site };
//! let cleaned = Cleaner::default().clean_of(&stories[0], Some(known));
//! assert_eq!(cleaned.text, "Ferry number 0 was late on Monday for want of water.");
//! ```
//!
//! # A list of texts
//!
//! [`Deduper`] finds those that tell the same story, and says which of them stays. Ids are the caller's; here they are
//! places in the list, so that the rest of the list can be kept.
//!
//! ```
//! use copydesk::Deduper;
//!
//! let mut texts = vec![
//!     "The mill at Sarrow burned down on Friday night, the fire brigade said. No one was in it.",
//!     "SARROW – The mill at Sarrow burned down on Friday night, the fire brigade said. No one was in it.",
//!     "The mayor of Varn will open the new library in May.",
//! ];
//! let clusters = Deduper::default().clusters(texts.iter().enumerate());
//! assert_eq!(clusters.len(), 1);
//! assert_eq!((clusters[0].representative, clusters[0].members[0].id), (0, 1));
//!
//! let gone: Vec<usize> = clusters.iter().flat_map(|c| c.members.iter().map(|m| m.id)).collect();
//! let mut place = 0..;
//! texts.retain(|_| place.next().is_some_and(|place| !gone.contains(&place)));
//! assert_eq!(texts.len(), 2);
//! ```
//!
//! # A folder in ten lines
//!
//! [`clean_folder`] takes files and folders and writes a folder that mirrors them, without what was
//! cut. What was decided about each record, and every byte that was removed, is in the folder
//! `__copydesk` inside; so [`restore`] can rebuild the input from the output alone, and [`explain`]
//! can show each cut beside the copy that was kept.
//!
//! ```
//! use copydesk::{Config, Verdict, clean_folder, explain, restore};
//!
//! let folder = tempfile::tempdir()?;
//! let dump = folder.path().join("dump.jsonl");
//! let twice = "{\"id\":\"a\",\"text\":\"The ferry sank at noon in the strait.\\n\\nThe ferry sank at noon in the strait.\"}\n";
//! std::fs::write(&dump, twice)?;
//!
//! let out = folder.path().join("clean");
//! let summary = clean_folder(&[&dump], &out, &Config::default())?;
//! assert_eq!((summary.documents.read, summary.documents.edited), (1, 1));
//! let clean = std::fs::read_to_string(out.join("dump.jsonl"))?;
//! assert_eq!(clean, "{\"id\":\"a\",\"text\":\"The ferry sank at noon in the strait.\"}\n");
//!
//! let about = &explain(&out, "a")?[0];
//! assert_eq!(about.decision.verdict, Verdict::Edit);
//! assert_eq!(about.cuts[0].text, "The ferry sank at noon in the strait.");
//!
//! restore(&out, &folder.path().join("back"))?;
//! assert_eq!(std::fs::read_to_string(folder.path().join("back/dump.jsonl"))?, twice);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Step by step
//!
//! To see what would be cut before anything is, [`find`] writes the decisions only, and [`apply`]
//! cuts what they say. [`clean`] does both at once; [`clean_folder`] is the same for paths, without
//! [`Progress`]. All of them take [`Inputs`], which knows the files of a dump, and a [`Config`],
//! whose [`Policy`] says what may be cut. They return a [`Summary`]: the counts balance, and
//! nothing vanishes.
//!
//! ```
//! use copydesk::{Config, CutOrKeep, Inputs, Policy, RepeatsPolicy, Silent, apply, find};
//!
//! let folder = tempfile::tempdir()?;
//! let story = "The mill at Sarrow burned down on Friday night while the village was at the harvest dance.";
//! for name in ["a.txt", "b.txt"] {
//!     std::fs::write(folder.path().join(name), story)?;
//! }
//! let config = Config::default();
//! let inputs = Inputs::discover(&[folder.path().display().to_string()], None)?;
//!
//! let scratch = tempfile::tempdir()?;
//! let (found, clean) = (scratch.path().join("found"), scratch.path().join("clean"));
//! assert_eq!(find(&inputs, &found, &config, &Silent)?.documents.dropped, 1);
//! apply(&inputs, &found, &clean, &config, &Silent)?;
//! assert!(clean.join("a.txt").exists() && !clean.join("b.txt").exists());
//!
//! let policy = Policy { duplicates: CutOrKeep::Keep, repeats: RepeatsPolicy::Keep, ..Policy::default() };
//! let config = Config { policy, overwrite: true, ..config };
//! assert_eq!(find(&inputs, &found, &config, &Silent)?.documents.dropped, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it does not do
//!
//! It does not score a run against truth or measure the machine: the crates `copydesk-eval` and
//! `copydesk-bench` do. It prints nothing: what a run has to say while it lasts is told to
//! [`Progress`].

mod folder;

pub use copydesk_boilerplate::{
    Recurrence, RecurrenceTable, RuleBook, RuleName, RulesError, SegmentOccurrence, SiteLines,
};
pub use copydesk_clean::{
    Cleaned, Cleaner, Finding, KeptCopy, Origin, Seen, Settings, Site, SiteRecurrence, cut,
    put_back,
};
pub use copydesk_neardup::{Cluster, ConfigError, Deduper, DeduperSettings, Member, WordOverlap};
pub use copydesk_pipeline::{
    Config, CorrectionsPolicy, Count, Cut, CutOrKeep, Decision, Differing, Documents, Edit, Error,
    ErrorKind, Example, Explanation, Fields, FurniturePolicy, Inputs, OWN_FOLDER, OnBadRecord,
    Policy, Prefer, Progress, Reason, RepeatsPolicy, Result, RuleFiles, Scope, SharesWith, Silent,
    Spool, Summary, Verdict, apply, clean, explain, find, restore,
};
pub use copydesk_text::{DocId, Document, Fingerprint, Rank, SiteId, Span, Spans};
pub use folder::clean_folder;
