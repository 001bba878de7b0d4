//! The arguments, as they are typed.
//!
//! Parsing only parses: nothing is opened here. `settings.rs` says what the arguments mean, and
//! only the files in `commands/` act on them. The defaults of a run are those of [`Config`]. Most
//! doc comments in this file are help texts, and so are part of the output. The end of each help
//! text, with examples and exit codes, is in `ending.rs`.

use crate::ending;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use copydesk_bench::Budget;
use copydesk_eval::{EvaluationSettings, SAMPLE};
use copydesk_pipeline::Config;
use std::path::PathBuf;

/// Cleans scraped news dumps: drops near-duplicate articles, cuts repeated paragraphs and site
/// furniture, keeps one copy of everything else, and can explain and undo every cut.
#[derive(Parser, Debug)]
#[command(name = "copydesk", version, after_help = ending::COPYDESK)]
pub struct Args {
    /// The command; without one, the help is printed.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// When to print in colour; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, global = true)]
    pub color: Color,
}

/// See [`Args::color`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Find and cut: the main command
    #[command(after_help = ending::CLEAN)]
    Clean(CleanOrFind),
    /// Find only: write the decisions, cut nothing
    #[command(after_help = ending::FIND)]
    Find(CleanOrFind),
    /// Cut what a `find` of the same input decided
    #[command(after_help = ending::APPLY)]
    Apply(Apply),
    /// Explain why a document was cut or dropped, with the kept copies beside it
    #[command(after_help = ending::EXPLAIN)]
    Explain(Explain),
    /// Rebuild the input, byte for byte, from the output folder alone
    #[command(after_help = ending::RESTORE)]
    Restore(Restore),
    /// Score a find against ground truth: precision, recall, F1 and the worst mistakes
    #[command(after_help = ending::EVAL)]
    Eval(Eval),
    /// Compare bands and rows for a threshold: what each choice misses and costs
    #[command(after_help = ending::PLAN)]
    Plan(Plan),
    /// Measure this machine: hashing, sketching and cleaning, beside the cost of reading the same
    /// bytes
    #[command(after_help = ending::BENCH)]
    Bench(Bench),
}

/// Arguments of `clean` and `find`.
#[derive(ClapArgs, Debug)]
pub struct CleanOrFind {
    /// Files, folders, globs, or `-` for standard input: JSON in any layout (.json .jsonl .ndjson
    /// .jl .jsonlines), tables (.csv .tsv .tab), Parquet (.parquet .pq), Arrow (.arrow .feather
    /// .ipc .arrows) and .txt, each uncompressed, .gz, .zst, .xz or .bz2, also inside .tar (also
    /// compressed) and .zip
    #[arg(required = true)]
    pub input: Vec<String>,
    /// Output folder. `clean -` (standard input alone) also takes `-o -`: the clean records are
    /// written to standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// What to find and cut.
    #[command(flatten)]
    pub find: FindFlags,
    /// How to run.
    #[command(flatten)]
    pub run: RunFlags,
    /// Find, count and report, but write no output
    #[arg(long)]
    pub dry_run: bool,
    /// With `-o -`: file for the decisions (an output folder holds its own)
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// With `-o -`: file for the records that cannot be read (an output folder holds its own)
    #[arg(long, value_name = "FILE")]
    pub rejected: Option<PathBuf>,
}

/// What to find and cut.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "What is found and cut")]
pub struct FindFlags {
    /// Where to look for repeats: inside each document only (one pass, constant memory), or across
    /// the whole dump
    #[arg(long, value_enum, default_value_t = Scope::from(Config::default().scope))]
    pub scope: Scope,
    /// Least Jaccard similarity at which two documents are compared sentence by sentence; only that
    /// comparison decides
    #[arg(long, default_value_t = Config::default().threshold)]
    pub threshold: f64,
    /// Width of a shingle, in words
    #[arg(long, default_value_t = Config::default().shingle)]
    pub shingle: usize,
    /// Documents that share passages are also compared if at least this share of the smaller one is
    /// in the larger
    #[arg(long, default_value_t = Config::default().containment)]
    pub containment: f64,
    /// Shortest paragraph, in words, that is cut as a repeat of another document's
    #[arg(long, value_name = "WORDS", default_value_t = Config::default().paragraph_words)]
    pub paragraph_words: usize,
    /// With `--repeats cut`: shortest run of whole sentences, in words, that is cut as a repeat of
    /// another document's
    #[arg(long, value_name = "WORDS", default_value_t = Config::default().passage_words)]
    pub passage: usize,
    /// Which copy is kept: earliest or newest (by date), longest, complete (not cut off, most
    /// story, least furniture), first (in the input), or source:A,B,… (A before B before all
    /// others)
    #[arg(long, default_value_t = crate::prefer::as_typed(&Config::default().prefer))]
    pub prefer: String,
    /// Site furniture: menus, newsletter prompts, share buttons and the like
    #[arg(long, value_enum, default_value_t = Furniture::from(Config::default().policy.furniture))]
    pub furniture: Furniture,
    /// More furniture rules, and lines of sites that are always kept or cut; may be given more than
    /// once
    #[arg(long, value_name = "FILE.toml")]
    pub rules: Vec<PathBuf>,
    /// Paragraphs repeated across documents
    #[arg(long, value_enum, default_value_t = Repeats::from(Config::default().policy.repeats))]
    pub repeats: Repeats,
    /// Repeats inside a document: captions, introductions and passages that were scraped twice
    #[arg(long, value_enum, default_value_t = Captions::from(Config::default().policy.captions))]
    pub captions: Captions,
    /// Least share of a document that must be left if text is cut because other documents have it;
    /// if less would be left, nothing of that kind is cut
    #[arg(long, value_name = "SHARE", default_value_t = Config::default().least_left)]
    pub least_left: f64,
    /// Documents that tell the same story
    #[arg(long, value_enum, default_value_t = Config::default().policy.duplicates.into())]
    pub duplicates: Duplicates,
    /// What to do with an earlier version if a later one from the same publisher or address
    /// corrects facts
    #[arg(long, value_enum, default_value_t = Config::default().policy.corrections.into())]
    pub corrections: Corrections,
    /// Name of the field that holds the text, a string or a list of paragraphs; a path into nested
    /// objects has dots, such as thread.site [default: found by usual names]
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,
    /// Name of the field that holds the id [default: found like the text]
    #[arg(long, value_name = "NAME")]
    pub id_field: Option<String>,
    /// Name of the field that holds the address [default: found like the text]
    #[arg(long, value_name = "NAME")]
    pub url_field: Option<String>,
    /// Name of the field that holds the date [default: found like the text]
    #[arg(long, value_name = "NAME")]
    pub date_field: Option<String>,
    /// Name of the field that holds the source [default: found like the text]
    #[arg(long, value_name = "NAME")]
    pub source_field: Option<String>,
    /// Name of the field that holds the headline [default: found like the text]
    #[arg(long, value_name = "NAME")]
    pub title_field: Option<String>,
    /// Tables have no header row; their columns are called 1, 2, 3 [default: decided by the first
    /// rows]
    #[arg(long)]
    pub no_header: bool,
    /// Encoding of text files without a byte order mark, such as windows-1252 or gb18030; clean
    /// files have the same encoding
    /// [default: utf-8]
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
}

/// How to run.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "How it runs")]
pub struct RunFlags {
    /// Threads; 0 for one per core
    #[arg(long, default_value_t = Config::default().threads)]
    pub threads: usize,
    /// Memory for the whole process, such as 800M or 2G; what does not fit is written to temporary
    /// files. It does not change the output
    /// [default: half of what is free]
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse_memory)]
    pub memory: Option<u64>,
    /// As --memory, but less than a run needs is not refused: for tests of what happens when data
    /// does not fit
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse)]
    #[arg(hide = true, conflicts_with = "memory")]
    pub tables: Option<u64>,
    /// Folder for temporary files [default: TMPDIR, or the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Write a checkpoint after every SIZE bytes of input files, so that the same command can
    /// continue after a kill. A dump smaller than SIZE has no checkpoints: after a kill it starts
    /// from the beginning
    // A test in `size.rs` checks that this is the default of `Config`.
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse, default_value = "64M")]
    pub checkpoint: u64,
    /// What to do with a record that cannot be read
    #[arg(long, value_enum, default_value_t = OnBadRecord::from(Config::default().on_bad_record))]
    pub on_bad_record: OnBadRecord,
    /// Replace an output folder of an earlier run
    #[arg(long)]
    pub overwrite: bool,
    /// Print no progress and no summary, only errors and how many records could not be read
    #[arg(short, long)]
    pub quiet: bool,
    /// Print the summary as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `apply`.
#[derive(ClapArgs, Debug)]
pub struct Apply {
    /// The input of the `find`
    #[arg(required = true)]
    pub input: Vec<String>,
    /// Output folder of the `find`
    #[arg(long, value_name = "OUT")]
    pub decisions: PathBuf,
    /// Output folder
    #[arg(short, long, value_name = "OUT2")]
    pub output: PathBuf,
    /// How to run.
    #[command(flatten)]
    pub run: RunFlags,
}

/// Arguments of `explain`.
#[derive(ClapArgs, Debug)]
pub struct Explain {
    /// Output folder of a `clean` or `find`
    pub output: PathBuf,
    /// Id of a document, or FILE:RECORD
    pub id: String,
    /// The input of a `find`, if it was moved [default: where the `find` read it]
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub input: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `restore`.
#[derive(ClapArgs, Debug)]
pub struct Restore {
    /// Output folder of a `clean`
    pub from: PathBuf,
    /// Folder for the restored input
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace what an earlier restore left there
    #[arg(long)]
    pub overwrite: bool,
    /// Folder for temporary files [default: the one that contains DIR]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Print nothing
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `eval`.
#[derive(ClapArgs, Debug)]
pub struct Eval {
    /// The dump that the truth is about; none if the truth files contain the documents
    pub input: Vec<String>,
    /// Ground truth: labelled pairs, clusters, pages in labelled blocks, or articles with labelled
    /// spans
    #[arg(long, value_name = "FILE", required = true, long_help = truth_help())]
    pub truth: Vec<PathBuf>,
    /// Kind of the truth files, if it cannot be recognised by their content
    #[arg(long, value_enum)]
    pub truth_kind: Option<TruthKind>,
    /// For pairs listed with a similarity: a pair with at least this similarity is a duplicate
    #[arg(
        long,
        value_name = "SIMILARITY",
        default_value_t = EvaluationSettings::default().similar_from
    )]
    pub similar_from: f64,
    /// For pairs listed with a similarity: a pair below this similarity is not a duplicate; pairs
    /// in between are not scored [default: as --similar-from]
    #[arg(long, value_name = "SIMILARITY")]
    pub different_below: Option<f64>,
    /// Label that means duplicate; every label that is not given then means the opposite. May be
    /// given more than once
    #[arg(long, value_name = "LABEL")]
    pub duplicate_label: Vec<String>,
    /// Score the decisions of an earlier clean or find of the same input instead of running one
    #[arg(long, value_name = "OUT")]
    pub decisions: Option<PathBuf>,
    /// Number of mistakes to show for each truth file; text that was cut and should have been kept
    /// is always shown in full
    #[arg(long, value_name = "N", default_value_t = EvaluationSettings::default().worst)]
    pub worst: usize,
    /// Print the scores and counts as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// What to find.
    #[command(flatten)]
    pub find: FindFlags,
    /// How to run.
    #[command(flatten)]
    pub run: RunFlags,
}

/// The long help of `--truth`: the kinds of truth files, and the names of columns that `eval`
/// knows.
fn truth_help() -> String {
    format!(
        "Ground truth: labelled pairs, clusters, pages in labelled blocks, or articles with \
         labelled spans. TSV, CSV or JSON, one object a line; plain, .gz or .zst.\n\n{}",
        copydesk_eval::known_columns()
    )
}

/// Arguments of `plan`.
#[derive(ClapArgs, Debug)]
pub struct Plan {
    /// A dump; candidates are counted on a sample of it
    pub input: Vec<String>,
    /// Least Jaccard similarity at which two documents are compared sentence by sentence; only that
    /// comparison decides
    #[arg(long, default_value_t = Config::default().threshold)]
    pub threshold: f64,
    /// Width of a shingle, in words
    #[arg(long, default_value_t = Config::default().shingle)]
    pub shingle: usize,
    /// Documents in the sample
    #[arg(long, value_name = "N", default_value_t = SAMPLE)]
    pub sample: usize,
    /// Name of the field that holds the text, a string or a list of paragraphs; a path into nested
    /// objects has dots, such as thread.site [default: found by usual names]
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,
    /// Tables have no header row; their columns are called 1, 2, 3 [default: decided by the first
    /// rows]
    #[arg(long)]
    pub no_header: bool,
    /// Encoding of text files without a byte order mark, such as windows-1252 or gb18030 [default:
    /// utf-8]
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Threads; 0 for one per core
    #[arg(long, default_value_t = Config::default().threads)]
    pub threads: usize,
    /// Folder for temporary files [default: TMPDIR, or the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Print no progress
    #[arg(short, long)]
    pub quiet: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// Arguments of `bench`.
#[derive(ClapArgs, Debug)]
pub struct Bench {
    /// A dump to measure on, with its texts in a field `text`; without one, text that is made from
    /// a seed
    #[arg(value_name = "FILE")]
    pub input: Option<String>,
    /// Seconds for each measurement; a measurement over the whole dump is run at least once, even
    /// if that takes longer
    #[arg(long, value_name = "N", default_value_t = Budget::default().seconds)]
    pub seconds: f64,
    /// Number of threads; 0 for one per core. Everything is also measured on one thread
    #[arg(long, value_name = "N", default_value_t = Budget::default().threads)]
    pub threads: usize,
    /// Folder for temporary files [default: TMPDIR, or the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Print no progress
    #[arg(short, long)]
    pub quiet: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// See [`Eval::truth_kind`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum TruthKind {
    /// Two ids a row, with a label, a similarity, or nothing
    Pairs,
    /// An id and its cluster a row
    Clusters,
    /// Pages in blocks labelled as story or furniture
    Blocks,
    /// Articles with labelled spans
    Spans,
    /// CORE: scholarly articles with their duplicates
    Core,
    /// NEWS-COPY: news articles in clusters, scored over all documents of the dump
    NewsCopy,
}

/// See [`FindFlags::scope`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    Document,
    Dump,
}

/// See [`FindFlags::furniture`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Furniture {
    /// Cut what any editor would cut
    Cut,
    /// Also cut what is furniture more often than not
    CutUnsure,
    /// Leave it in the text
    Keep,
}

/// See [`FindFlags::repeats`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeats {
    /// Cut whole paragraphs that several unrelated stories have in common; one copy is kept
    Background,
    /// Cut every paragraph and passage that another document has too; one copy is kept
    Cut,
    /// Leave them in the text
    Keep,
}

/// See [`FindFlags::captions`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Captions {
    /// Keep one copy, cut the others
    Cut,
    /// Leave them in the text
    Keep,
}

/// See [`FindFlags::corrections`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Corrections {
    /// Drop the earlier version
    Supersede,
    /// Keep both versions
    Keep,
}

/// See [`FindFlags::duplicates`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duplicates {
    /// Keep one copy, drop the others
    Drop,
    /// Keep all
    Keep,
}

/// See [`RunFlags::on_bad_record`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnBadRecord {
    /// Reject it with the reason and continue
    Skip,
    /// Reject it with the reason, write it to the output unchanged, and continue
    Pass,
    /// Stop the run
    Fail,
}
