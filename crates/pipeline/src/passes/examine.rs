//! The second pass: every document is analysed by itself.

use super::examination::{AnalysisTables, DocumentAnalysis, Intake, SharedTables};
use super::run_context::RunContext;
use super::survey::Survey;
use copydesk_clean::{Analyser, Site};
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use copydesk_text::{DocId, Document};

/// Reads the dump and analyses every document that can be read.
pub(crate) fn examine(
    context: &RunContext<'_>,
    survey: &Survey,
    analyser: &Analyser,
) -> Result<AnalysisTables> {
    let tables = SharedTables::new(context);
    let mut intake = Intake::new(context);
    let examiner = Examiner {
        context,
        survey,
        analyser,
        tables: &tables,
    };
    context.reread(
        survey,
        "examine",
        |batch, record, document| examiner.examine(batch, record, document),
        |result| match result {
            // `?` returns errors of the tables, which end the pass.
            Ok(analysis) => intake.add(Ok(analysis?)),
            // copydesk failed on the document.
            Err(reason) => intake.add(Err(reason)),
        },
    )?;
    context.step("sort", || intake.finish(context, tables))
}

/// Analyses documents, on all threads.
struct Examiner<'a> {
    context: &'a RunContext<'a>,
    survey: &'a Survey,
    analyser: &'a Analyser,
    tables: &'a SharedTables,
}

impl Examiner<'_> {
    /// Analyses a document, and adds the hashes by which documents with shared text are found to
    /// the shared tables. Returns the rest of the analysis, or `None` if the document cannot be
    /// read.
    fn examine(
        &self,
        batch: &Batch,
        record: &RawRecord,
        document: DocId,
    ) -> Result<Option<DocumentAnalysis>> {
        if self.survey.rejection(document).is_some() {
            return Ok(None);
        }
        let Ok(article) = self.context.parse(batch, record) else {
            return Ok(None);
        };
        let recurrence = self.survey.recurrence_for(document);
        // The lines of the site that the user lists as kept or cut.
        let listed_lines = self
            .analyser
            .site_of(&self.context.origin(record, &article))
            .lines;
        let site = Site {
            recurrence: Some(recurrence),
            lines: listed_lines,
        };
        let page = Document::new(&*article.text);
        // Only paragraphs that may be in several documents get a row in the tables.
        let analysis = self
            .analyser
            .analyse_for(&page, site, |key| self.survey.may_be_shared(key));
        let lines_for_summary = self
            .survey
            .recurring()
            .seen_on(&page, recurrence, &analysis);
        let rank = self.survey.rank_of(document);
        self.tables.add(rank, analysis, lines_for_summary).map(Some)
    }
}
