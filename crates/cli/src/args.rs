//! What was typed. Parsing does nothing.

use crate::ending;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use copydesk_bench::Budget;
use copydesk_eval::{Questions, SAMPLE};
use copydesk_pipeline::Config;
use std::path::PathBuf;

/// Cleans scraped news dumps: drops near-duplicate articles, cuts repeated paragraphs and site
/// furniture, keeps one copy of everything else, and can explain and undo every cut.
#[derive(Parser, Debug)]
#[command(name = "copydesk", version, after_help = ending::COPYDESK)]
pub struct Args {
    /// What to do; nothing prints the help.
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
    /// Find and cut: the main job
    #[command(after_help = ending::CLEAN)]
    Clean(Walk),
    /// The same, but only write the decisions: nothing is cut
    #[command(after_help = ending::FIND)]
    Find(Walk),
    /// Cut what a find of the same input decided
    #[command(after_help = ending::APPLY)]
    Apply(Apply),
    /// Why was this document cut or dropped? With the kept copies beside it
    #[command(after_help = ending::EXPLAIN)]
    Explain(Explain),
    /// The input again, byte for byte, from the output folder alone
    #[command(after_help = ending::RESTORE)]
    Restore(Restore),
    /// How good is a find? Precision, recall, F1 and the worst mistakes by what is known to be true
    #[command(after_help = ending::EVAL)]
    Eval(Eval),
    /// Bands and rows for a threshold: what each choice overlooks, costs, and makes of your dump
    #[command(after_help = ending::PLAN)]
    Plan(Plan),
    /// How fast is this machine? Hashing, sketching and cleaning, beside what it takes to touch the
    /// same bytes at all
    #[command(after_help = ending::BENCH)]
    Bench(Bench),
}

/// Arguments of `clean` and `find`.
#[derive(ClapArgs, Debug)]
pub struct Walk {
    /// Files, folders, globs, or `-` for standard input: JSON in any shape (.json .jsonl .ndjson
    /// .jl .jsonlines), tables (.csv .tsv .tab), Parquet (.parquet .pq), Arrow (.arrow .feather
    /// .ipc .arrows) and .txt, each plain, .gz, .zst, .xz or .bz2, also inside of .tar (also
    /// compressed) and .zip
    #[arg(required = true)]
    pub input: Vec<String>,
    /// Output folder; with `--scope document`, `-` for standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// What to find and cut.
    #[command(flatten)]
    pub find: Finding,
    /// How to run.
    #[command(flatten)]
    pub run: Running,
    /// Look, count and report, but leave no output
    #[arg(long)]
    pub dry_run: bool,
    /// Where to write the decisions when streaming to standard output
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Where to write records that cannot be read when streaming to standard output
    #[arg(long, value_name = "FILE")]
    pub rejected: Option<PathBuf>,
}

/// What to find and cut.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "What is found and cut")]
pub struct Finding {
    /// Look for repeats inside each document only (one pass, constant memory), or across the whole
    /// dump
    #[arg(long, value_enum, default_value_t = Scope::from(Config::default().scope))]
    pub scope: Scope,
    /// Jaccard similarity from which on two documents are compared sentence by sentence
    #[arg(long, default_value_t = Config::default().threshold)]
    pub threshold: f64,
    /// Width of a shingle, in words
    #[arg(long, default_value_t = Config::default().shingle)]
    pub shingle: usize,
    /// Share of the smaller of two documents that must stand in the larger for them to be compared,
    /// if they share passages
    #[arg(long, default_value_t = Config::default().containment)]
    pub containment: f64,
    /// Shortest paragraph, in words, that is cut because another document has it
    #[arg(long, value_name = "WORDS", default_value_t = Config::default().paragraph_words)]
    pub paragraph_words: usize,
    /// Shortest run of whole sentences, in words, that is cut because another document has it
    #[arg(long, value_name = "WORDS", default_value_t = Config::default().passage_words)]
    pub passage: usize,
    /// Which copy stays: earliest, newest, longest, complete, first, or source:A,B,…
    #[arg(long, default_value_t = crate::prefer::typed(&Config::default().prefer))]
    pub prefer: String,
    /// Site furniture
    #[arg(long, value_enum, default_value_t = Furniture::from(Config::default().policy.furniture))]
    pub furniture: Furniture,
    /// Furniture rules beside the built-in ones, and lines of sites that are always kept or cut;
    /// may be given more than once
    #[arg(long, value_name = "FILE.toml")]
    pub rules: Vec<PathBuf>,
    /// Paragraphs repeated across documents
    #[arg(long, value_enum, default_value_t = Repeats::from(Config::default().policy.repeats))]
    pub repeats: Repeats,
    /// Repeats inside a document: captions, standfirsts and passages scraped twice
    #[arg(long, value_enum, default_value_t = Captions::from(Config::default().policy.captions))]
    pub captions: Captions,
    /// Share of a document that must be left if paragraphs are cut that others have; else it is
    /// left whole
    #[arg(long, value_name = "SHARE", default_value_t = Config::default().least_left)]
    pub least_left: f64,
    /// Documents that tell the same story
    #[arg(long, value_enum, default_value_t = Duplicates::from(Config::default().policy.duplicates))]
    pub duplicates: Duplicates,
    /// Earlier versions, if a later one from the same publisher or address puts facts right
    #[arg(long, value_enum, default_value_t = Corrections::from(Config::default().policy.corrections))]
    pub corrections: Corrections,
    /// Name of the field that holds the text, a string or a list of paragraphs; a path into nested
    /// objects has dots, as in thread.site [default: found by the names of the fields]
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,
    /// Name of the field that holds the id [default: found as the text is]
    #[arg(long, value_name = "NAME")]
    pub id_field: Option<String>,
    /// Name of the field that holds the address [default: found as the text is]
    #[arg(long, value_name = "NAME")]
    pub url_field: Option<String>,
    /// Name of the field that holds the date [default: found as the text is]
    #[arg(long, value_name = "NAME")]
    pub date_field: Option<String>,
    /// Name of the field that holds the source [default: found as the text is]
    #[arg(long, value_name = "NAME")]
    pub source_field: Option<String>,
    /// Name of the field that holds the headline [default: found as the text is]
    #[arg(long, value_name = "NAME")]
    pub title_field: Option<String>,
    /// The first row of a table names no columns: they are called 1, 2, 3 [default: told by what
    /// the row holds]
    #[arg(long)]
    pub no_header: bool,
    /// Encoding of text files without a byte order mark, as windows-1252 or gb18030; they are
    /// written back in it
    /// [default: utf-8]
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
}

/// How to run.
#[derive(ClapArgs, Debug)]
#[command(next_help_heading = "How it runs")]
pub struct Running {
    /// Threads; 0 for one per core
    #[arg(long, default_value_t = Config::default().threads)]
    pub threads: usize,
    /// Memory for the whole process, as in 800M or 2G; what does not fit is put into temporary
    /// files. It does not change the output
    /// [default: half of what is free]
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse_memory)]
    pub memory: Option<u64>,
    /// Memory for tables alone, however little: for tests of what happens when they do not fit
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse)]
    #[arg(hide = true, conflicts_with = "memory")]
    pub tables: Option<u64>,
    /// Folder for temporary files [default: TMPDIR, or the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// Size of input, on disk, after which it is noted how far the output is complete, so that the
    /// same command can continue after a kill; a smaller dump starts over
    #[arg(long, value_name = "SIZE", value_parser = crate::size::parse, default_value = "64M")]
    pub checkpoint: u64,
    /// What to do with a record that cannot be read
    #[arg(long, value_enum, default_value_t = OnBadRecord::from(Config::default().on_bad_record))]
    pub on_bad_record: OnBadRecord,
    /// Replace an output folder of an earlier run
    #[arg(long)]
    pub overwrite: bool,
    /// No progress and no summary; errors are told, and how many records could not be read
    #[arg(short, long)]
    pub quiet: bool,
    /// The summary as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `apply`.
#[derive(ClapArgs, Debug)]
pub struct Apply {
    /// The input of the find
    #[arg(required = true)]
    pub input: Vec<String>,
    /// Output folder of the find
    #[arg(long, value_name = "OUT")]
    pub decisions: PathBuf,
    /// Output folder
    #[arg(short, long, value_name = "OUT2")]
    pub output: PathBuf,
    /// How to run.
    #[command(flatten)]
    pub run: Running,
}

/// Arguments of `explain`.
#[derive(ClapArgs, Debug)]
pub struct Explain {
    /// Output folder of a clean or find
    pub output: PathBuf,
    /// Id of a document, or FILE:RECORD
    pub id: String,
    /// The input of a find, if it is no longer where it was [default: where the find read it]
    #[arg(long, value_name = "INPUT", num_args = 1..)]
    pub input: Vec<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `restore`.
#[derive(ClapArgs, Debug)]
pub struct Restore {
    /// Output folder of a clean
    pub from: PathBuf,
    /// Folder for the restored input
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace what an earlier restore left there
    #[arg(long)]
    pub overwrite: bool,
    /// Say nothing
    #[arg(short, long)]
    pub quiet: bool,
}

/// Arguments of `eval`.
#[derive(ClapArgs, Debug)]
pub struct Eval {
    /// The dump that the truth is about; none if the truth brings its own documents
    pub input: Vec<String>,
    /// What is true: labelled pairs, clusters, pages in labelled blocks, or articles with labelled
    /// spans
    #[arg(long, value_name = "FILE", required = true, long_help = truth_help())]
    pub truth: Vec<PathBuf>,
    /// What the truth files hold, if their content does not tell
    #[arg(long, value_enum)]
    pub truth_kind: Option<TruthKind>,
    /// Similarity from which on a listed pair is a duplicate, where pairs are listed with their
    /// similarity
    #[arg(long, value_name = "SIMILARITY", default_value_t = Questions::default().similar_from)]
    pub similar_from: f64,
    /// Similarity below which a listed pair is none; pairs between the two are not judged [default:
    /// as --similar-from]
    #[arg(long, value_name = "SIMILARITY")]
    pub different_below: Option<f64>,
    /// A label that means duplicate; all others then mean that it is none
    #[arg(long, value_name = "LABEL")]
    pub duplicate_label: Vec<String>,
    /// Score the decisions of an earlier clean or find of the same input instead of running one
    #[arg(long, value_name = "OUT")]
    pub decisions: Option<PathBuf>,
    /// Most mistakes to show for each truth file; lost sentences are all shown
    #[arg(long, value_name = "N", default_value_t = Questions::default().worst)]
    pub worst: usize,
    /// The scores and counts as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// What to find.
    #[command(flatten)]
    pub find: Finding,
    /// How to run.
    #[command(flatten)]
    pub run: Running,
}

/// What a truth file may hold, with the columns that are known.
fn truth_help() -> String {
    format!(
        "What is true: labelled pairs, clusters, pages in labelled blocks, or articles with labelled spans. \
         TSV, CSV or JSON, one object a line; plain, .gz or .zst.\n\n{}",
        copydesk_eval::known_columns()
    )
}

/// Arguments of `plan`.
#[derive(ClapArgs, Debug)]
pub struct Plan {
    /// A dump on a sample of which candidates are counted
    pub input: Vec<String>,
    /// Jaccard similarity from which on two documents are compared sentence by sentence
    #[arg(long, default_value_t = Config::default().threshold)]
    pub threshold: f64,
    /// Width of a shingle, in words
    #[arg(long, default_value_t = Config::default().shingle)]
    pub shingle: usize,
    /// Documents in the sample
    #[arg(long, value_name = "N", default_value_t = SAMPLE)]
    pub sample: usize,
    /// Name of the field that holds the text, a string or a list of paragraphs; a path into nested
    /// objects has dots, as in thread.site [default: found by the names of the fields]
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,
    /// The first row of a table names no columns: they are called 1, 2, 3 [default: told by what
    /// the row holds]
    #[arg(long)]
    pub no_header: bool,
    /// Encoding of text files without a byte order mark, as windows-1252 or gb18030 [default:
    /// utf-8]
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// Threads; 0 for one per core
    #[arg(long, default_value_t = Config::default().threads)]
    pub threads: usize,
    /// Folder for temporary files [default: TMPDIR, or the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// No progress
    #[arg(short, long)]
    pub quiet: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// The table as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// Arguments of `bench`.
#[derive(ClapArgs, Debug)]
pub struct Bench {
    /// A dump to measure on, with its texts in a field `text`; without one, a text that is made
    /// from a seed
    #[arg(value_name = "FILE")]
    pub input: Option<String>,
    /// Seconds for each measurement; a whole run takes as long as it takes, once at least
    #[arg(long, value_name = "N", default_value_t = Budget::default().seconds)]
    pub seconds: f64,
    /// The most threads; 0 for one per core. Everything is measured on one thread as well
    #[arg(long, value_name = "N", default_value_t = Budget::default().threads)]
    pub threads: usize,
    /// Folder for temporary files [default: TMPDIR, or the system's]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<PathBuf>,
    /// No progress
    #[arg(short, long)]
    pub quiet: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// The table as CSV
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
    /// NEWS-COPY: news articles in clusters, all of them scored
    NewsCopy,
}

/// See [`Finding::scope`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    Document,
    Dump,
}

/// See [`Finding::furniture`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Furniture {
    /// Cut what an editor anywhere would cut
    Cut,
    /// Cut also what is furniture more often than not
    CutUnsure,
    /// Leave it in the text
    Keep,
}

/// See [`Finding::repeats`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeats {
    /// Cut whole paragraphs that several unrelated stories have in common; one copy stays
    Background,
    /// Cut every paragraph and passage that another document has too; one copy stays
    Cut,
    /// Leave them in the text
    Keep,
}

/// See [`Finding::captions`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Captions {
    /// One copy stays, the others are cut
    Cut,
    /// Leave them in the text
    Keep,
}

/// See [`Finding::corrections`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Corrections {
    /// The later version stays in its place
    Supersede,
    /// Keep both
    Keep,
}

/// See [`Finding::duplicates`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duplicates {
    /// One copy stays, the others are dropped
    Drop,
    /// Keep all
    Keep,
}

/// See [`Running::on_bad_record`].
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnBadRecord {
    /// Put it aside with the reason and go on
    Skip,
    /// The same, and write it to the output as it is
    Pass,
    /// Stop the run
    Fail,
}
