//! Functions that clean, sketch, compare and group texts. `shingle` is always the width of a
//! shingle, in words.

use crate::errors::Failure;
use crate::running;
use crate::table::Table;
use arrow_array::builder::{FixedSizeListBuilder, UInt32Builder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait, RecordBatch};
use arrow_cast::cast;
use arrow_schema::DataType;
use copydesk::{Cleaner, Deduper, DeduperSettings, Verdict};
use copydesk_neardup::{MinHasher, ShingleSet, Signature};
use copydesk_pipeline::{Fields, RowTexts};
use copydesk_text::{hash64, words};
use pyo3::prelude::*;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Arc;

/// A cut, as Python gets it: its start and end, its reason, the kind of evidence (the name of a
/// rule, or the relation of the copies), the evidence, and the span of the copy that is kept.
/// Offsets are in bytes.
type CutTuple = (
    usize,
    usize,
    &'static str,
    String,
    f64,
    Option<(usize, usize)>,
);

/// Cleans each text on its own.
#[pyfunction]
#[pyo3(signature = (texts, flags))]
pub fn clean_text(
    py: Python<'_>,
    texts: Vec<String>,
    flags: Vec<String>,
) -> PyResult<Vec<CleanText>> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    let settings = config.of_documents();
    let cleaner = Cleaner::new(settings)
        .map_err(|error| Failure::Usage(error.to_string()))?
        .with_rules(config.rules.book());
    match texts.as_slice() {
        // To clean one text takes less time than to start a thread.
        [text] => catch_panic(|| vec![cleaned(&cleaner, text)]),
        _ => running::run(py, None, move |_| {
            Ok(texts.iter().map(|text| cleaned(&cleaner, text)).collect())
        }),
    }
}

/// The verdict on a text, the clean text, and the cuts.
type CleanText = (&'static str, String, Vec<CutTuple>);

/// Cleans a text.
fn cleaned(cleaner: &Cleaner, text: &str) -> CleanText {
    let result = cleaner.clean(text);
    let mut cuts = Vec::with_capacity(result.cuts.len());
    for cut in &result.cuts {
        let kept = cut.kept.as_ref().map(|kept| kept.span);
        cuts.push((
            cut.span.start(),
            cut.span.end(),
            cut.reason.name(),
            cut.evidence_kind.name().to_owned(),
            cut.evidence,
            kept.map(|span| (span.start(), span.end())),
        ));
    }
    (verdict_name(result.verdict), result.text, cuts)
}

/// Does short work on this thread. A panic in it becomes an exception.
fn catch_panic<T>(work: impl FnOnce() -> T) -> PyResult<T> {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    Ok(result.map_err(|_| Failure::Internal("the work on a text failed".to_owned()))?)
}

/// The name of a verdict, as in the decisions.
fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Keep => "keep",
        Verdict::Edit => "edit",
        Verdict::Drop => "drop",
        Verdict::Reject => "reject",
    }
}

/// The texts in the first column of a table.
fn texts_of(table: &Table) -> Result<Vec<String>, Failure> {
    let name = table
        .0
        .schema()
        .fields()
        .first()
        .map(|field| field.name().clone());
    let mut fields = Fields::none();
    fields.set(copydesk_pipeline::Role::Text, name);
    let texts = RowTexts::new(&table.0, &fields)?;
    // A row without a text counts as empty, so that results have as many rows as the table.
    Ok((0..table.0.rows())
        .map(|row| texts.get(row).unwrap_or_default())
        .collect())
}

/// A text that can be dropped: its number, the number of the text that is kept, and the similarity,
/// the containment and the relation of the two.
type DroppedText = (usize, usize, f64, f64, &'static str);

/// The texts that can be dropped, because another text that is kept tells the same story. They are
/// in the order of the kept texts.
#[pyfunction]
#[pyo3(signature = (texts, threshold, shingle))]
pub fn clusters(
    py: Python<'_>,
    texts: &Table,
    threshold: f64,
    shingle: usize,
) -> PyResult<Vec<DroppedText>> {
    let settings = DeduperSettings {
        threshold,
        shingle_width: shingle,
    };
    let deduper = Deduper::new(settings).map_err(|error| Failure::Usage(error.to_string()))?;
    // Another thread cannot borrow a Python object. Only handles are copied, not the columns.
    let texts = Table(texts.0.clone());
    running::run(py, None, move |_| {
        let texts = texts_of(&texts)?;
        let clusters = deduper.clusters(texts.iter().map(String::as_str).enumerate());
        let mut rows: Vec<DroppedText> = Vec::new();
        for cluster in &clusters {
            for member in &cluster.members {
                rows.push((
                    member.id,
                    cluster.representative,
                    member.similarity,
                    member.containment,
                    member.relation.name(),
                ));
            }
        }
        rows.sort_by_key(|&(dropped, kept, ..)| (kept, dropped));
        Ok(rows)
    })
}

/// The MinHash sketches of texts, or of lists of tokens. Tokens are hashed as they are, so
/// `shingle` counts only for texts. The table that is returned has one column, `minhash`, of lists
/// with `values` numbers each.
#[pyfunction]
#[pyo3(signature = (texts, values, shingle, threads))]
pub fn minhash(
    py: Python<'_>,
    texts: &Table,
    values: usize,
    shingle: usize,
    threads: usize,
) -> PyResult<Table> {
    if values == 0 || shingle == 0 {
        let message = "a sketch has one value at least, and a shingle one word";
        return Err(Failure::Usage(message.to_owned()).into());
    }
    let texts = Table(texts.0.clone());
    running::run(py, None, move |_| {
        let hasher = MinHasher::new(values);
        let sketches = match tokens_of(&texts)? {
            Some(documents) => sketch_all(&documents, threads, |document, hashes| {
                document.hash_into(hashes);
                hasher.sketch_hashes(hashes)
            }),
            None => sketch_all(&texts_of(&texts)?, threads, |text, _| {
                hasher.sketch_words(&words(text), shingle)
            }),
        };
        let length = i32::try_from(values)
            .map_err(|_| Failure::Usage(format!("{values} values are too many for a sketch")))?;
        let mut lists = FixedSizeListBuilder::new(UInt32Builder::new(), length);
        for sketch in sketches.iter().flatten() {
            lists.values().append_slice(sketch.values());
            lists.append(true);
        }
        let column: ArrayRef = Arc::new(lists.finish());
        Ok(Table::of(RecordBatch::try_from_iter([(
            "minhash", column,
        )])?)?)
    })
}

/// The sketches of all documents, made on this many threads. There is a list for each thread. Put
/// end to end, the lists are in the order of the documents. The second argument of `sketch` is a
/// buffer for hashes, which each thread reuses.
fn sketch_all<D: Sync>(
    documents: &[D],
    threads: usize,
    sketch: impl Fn(&D, &mut Vec<u64>) -> Signature + Sync,
) -> Vec<Vec<Signature>> {
    // Neither may be zero: the number of threads, or, without documents, the size of a chunk.
    let chunk_size = documents.len().div_ceil(threads.max(1)).max(1);
    let sketch = &sketch;
    std::thread::scope(|scope| {
        let started: Vec<_> = documents
            .chunks(chunk_size)
            .map(|documents| {
                scope.spawn(move || {
                    let mut hashes = Vec::new();
                    let sketches = documents
                        .iter()
                        .map(|document| sketch(document, &mut hashes));
                    sketches.collect()
                })
            })
            .collect();
        started
            .into_iter()
            // A panic continues on this thread and becomes an exception. Otherwise rows would be
            // missing without notice.
            .map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

/// The tokens of a document.
struct Tokens {
    /// The tokens of all documents in a batch.
    all: ArrayRef,
    /// The indices of the document's tokens in `all`.
    range: Range<usize>,
}

impl Tokens {
    /// Replaces the content of `hashes` by the hashes of the tokens. A token that is null has none.
    fn hash_into(&self, hashes: &mut Vec<u64>) {
        hashes.clear();
        match self.all.data_type() {
            DataType::Utf8 => hash_tokens(self.all.as_string::<i32>(), &self.range, hashes),
            _ => hash_tokens(self.all.as_string::<i64>(), &self.range, hashes),
        }
    }
}

/// Appends the hashes of the tokens in a range. Their strings are read from Arrow's buffer of bytes
/// directly; each is between two offsets that follow each other.
fn hash_tokens<O: OffsetSizeTrait>(
    tokens: &GenericStringArray<O>,
    range: &Range<usize>,
    hashes: &mut Vec<u64>,
) {
    let (offsets, bytes) = (tokens.value_offsets(), tokens.value_data());
    let bounds = &offsets[range.start..=range.end];
    for (index, pair) in range.clone().zip(bounds.windows(2)) {
        if tokens.is_valid(index) {
            hashes.push(hash64(&bytes[pair[0].as_usize()..pair[1].as_usize()]));
        }
    }
}

/// The documents of a table whose first column holds lists of strings. `None` if the column holds
/// no lists.
fn tokens_of(table: &Table) -> Result<Option<Vec<Tokens>>, Failure> {
    let mut documents = Vec::with_capacity(table.0.rows());
    for batch in table.0.batches() {
        let Some(column) = batch.columns().first() else {
            return Ok(None);
        };
        let (all, offsets): (ArrayRef, Vec<usize>) = match column.data_type() {
            DataType::List(_) => {
                let lists = column.as_list::<i32>();
                let offsets = lists.value_offsets().iter().map(|&offset| offset as usize);
                (Arc::clone(lists.values()), offsets.collect())
            }
            DataType::LargeList(_) => {
                let lists = column.as_list::<i64>();
                let offsets = lists.value_offsets().iter().map(|&offset| offset as usize);
                (Arc::clone(lists.values()), offsets.collect())
            }
            _ => return Ok(None),
        };
        let all = match all.data_type() {
            DataType::Utf8 | DataType::LargeUtf8 => all,
            // These types have no offsets into one array of bytes, which `hash_tokens` needs.
            DataType::Utf8View | DataType::Dictionary(..) => cast(&all, &DataType::LargeUtf8)?,
            other => {
                let message = format!("tokens are strings, and these are {other}");
                return Err(Failure::Usage(message));
            }
        };
        // The tokens of each list are between two offsets that follow each other.
        let bounds = offsets.iter().zip(offsets.iter().skip(1));
        documents.extend(bounds.enumerate().map(|(row, (&start, &end))| Tokens {
            all: Arc::clone(&all),
            // Arrow allows a list that is null to have a range with tokens. Such tokens do not
            // count.
            range: start..if column.is_valid(row) { end } else { start },
        }));
    }
    Ok(Some(documents))
}

/// The exact Jaccard similarity and containment of the shingle sets of two texts.
#[pyfunction]
#[pyo3(signature = (left, right, shingle))]
pub fn overlap(left: &str, right: &str, shingle: usize) -> PyResult<(f64, f64)> {
    if shingle == 0 {
        return Err(Failure::Usage("a shingle holds at least one word".to_owned()).into());
    }
    catch_panic(|| {
        let [left, right] = [left, right].map(|text| ShingleSet::new(&words(text), shingle));
        let overlap = left.overlap(&right);
        (overlap.jaccard(), overlap.containment())
    })
}
