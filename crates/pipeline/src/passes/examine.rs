//! The second pass: every document is analysed by itself.

use super::examination::{AnalysisTables, DocumentAnalysis, Intake, Postings};
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
    let postings = Postings::new(context);
    let mut intake = Intake::new(context);
    let examiner = Examiner {
        context,
        survey,
        analyser,
        postings: &postings,
    };
    context.again(
        survey,
        "examine",
        |batch, record, document| examiner.examine(batch, record, document),
        |examined| match examined {
            Ok(found) => intake.take(Ok(found?)),
            Err(reason) => intake.take(Err(reason)),
        },
    )?;
    context.step("sort", || intake.finish(context, postings))
}

/// What every thread needs to analyse a document.
struct Examiner<'a> {
    context: &'a RunContext<'a>,
    survey: &'a Survey,
    analyser: &'a Analyser,
    postings: &'a Postings,
}

impl Examiner<'_> {
    /// Analyses a document; `None` if it cannot be read.
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
        let known = self.survey.site_of(document);
        let site = Site {
            recurrence: Some(known),
            // The lines that the user lists for the site.
            ..self
                .analyser
                .site_of(&self.context.origin(record, &article))
        };
        let page = Document::new(&*article.text);
        // Most paragraphs are in one document only. They need no row in the tables.
        let analysis = self
            .analyser
            .analyse_for(&page, site, |key| self.survey.may_be_shared(key));
        let lines = self.survey.recurring().seen_on(&page, known, &analysis);
        let rank = self.survey.rank_of(document);
        self.postings.add(rank, analysis, lines).map(Some)
    }
}
