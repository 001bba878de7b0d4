//! Reads the records of a dump, for programs that measure a dump and do not clean it.

use crate::choose_fields::choose_fields;
use crate::config::Config;
use crate::memory::with_memory;
use crate::passes::RunContext;
use crate::progress::Progress;
use copydesk_formats::{Batch, Inputs, RawRecord};
use copydesk_store::Result;
use std::borrow::Cow;
use std::fmt;

/// Reads the records of a dump, once or several times, on all threads of the current rayon pool,
/// which [`with_threads`](crate::with_threads) sets.
///
/// ```
/// use copydesk_pipeline::{Config, Inputs, Scan, Silent};
///
/// let folder = tempfile::tempdir()?;
/// let dump = folder.path().join("dump.jsonl");
/// let rain = "{\"id\":\"a\",\"text\":\"Rain.\"}\n\n{\"id\":\"b\",\"text\":\"More rain.\"}\n";
/// std::fs::write(&dump, rain)?;
/// let inputs = Inputs::discover(&[dump.display().to_string()], None)?;
/// let config = Config::default();
///
/// let mut seen = Vec::new();
/// let look = |record: &copydesk_pipeline::Record<'_>| {
///     (record.number(), record.id(), record.text().map(|text| text.len()))
/// };
/// Scan::new(&inputs, &config, &Silent).run("look", look, |found| {
///     seen.push(found);
///     Ok(())
/// })?;
/// assert_eq!(seen, [(0, Some("a".to_owned()), Ok(5)), (1, Some("b".to_owned()), Ok(10))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Scan<'a> {
    inputs: &'a Inputs,
    config: &'a Config,
    progress: &'a dyn Progress,
}

impl<'a> Scan<'a> {
    /// A scan of these inputs. It uses only those settings that say how inputs are read, such as
    /// the names of fields.
    #[must_use]
    pub fn new(inputs: &'a Inputs, config: &'a Config, progress: &'a dyn Progress) -> Self {
        Self {
            inputs,
            config,
            progress,
        }
    }

    /// Reads the dump once. `look` is called with every record, on all threads. `take` is called
    /// with each result of `look`, in input order, by one thread at a time. `name` is passed to
    /// [`Progress::begin`].
    ///
    /// # Errors
    /// If an input cannot be read or changes while it is read, if no record holds text, or if
    /// `take` returns an error. After an error nothing more is read.
    pub fn run<T: Send>(
        &self,
        name: &str,
        look: impl Fn(&Record<'_>) -> T + Sync,
        mut take: impl FnMut(T) -> Result<()> + Send,
    ) -> Result<()> {
        // How much memory is free is asked only here, since reading changes it.
        let config = &with_memory(self.config);
        let inputs = choose_fields(self.inputs, config)?;
        let context = RunContext::new(&inputs, config, self.progress);
        context.read_fields(
            name,
            // Bytes such as those after the last record of a file come as a `raw` of their own.
            |batch, raw| match raw.belongs_to_no_record() {
                true => None,
                false => Some(look(&Record {
                    context: &context,
                    batch,
                    raw,
                })),
            },
            |_, _, result| match result {
                Some(result) => take(result),
                None => Ok(()),
            },
        )
    }
}

impl fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan")
            .field("inputs", self.inputs)
            .finish_non_exhaustive()
    }
}

/// One record of a dump, as it was read.
pub struct Record<'r> {
    context: &'r RunContext<'r>,
    batch: &'r Batch,
    raw: &'r RawRecord,
}

impl Record<'_> {
    /// The name of the record's file, as in decisions.
    #[must_use]
    pub fn file(&self) -> &str {
        self.context.inputs.files()[self.raw.file].name()
    }

    /// The number of the record in its file, from 0.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.raw.number
    }

    /// The bytes of the record, without the blank lines before it and the line break after it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.batch.bytes[self.raw.body.clone()]
    }

    /// A hash of the record's bytes. It is the [`digest`](crate::Decision::digest) of the decision
    /// on the record.
    #[must_use]
    pub fn digest(&self) -> String {
        self.batch.record(self.context.inputs, self.raw).digest()
    }

    /// The id of the article; `None` if it has none or the record cannot be parsed. Every call
    /// parses the record.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        self.context.parse(self.batch, self.raw).ok()?.id
    }

    /// The raw text of the article. Every call parses the record.
    ///
    /// # Errors
    /// If the record cannot be parsed. The message says why and what to do, as the reason of a
    /// rejected record does.
    pub fn text(&self) -> std::result::Result<Cow<'_, str>, String> {
        Ok(self.context.parse(self.batch, self.raw)?.text)
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("file", &self.file())
            .field("number", &self.number())
            .finish_non_exhaustive()
    }
}
