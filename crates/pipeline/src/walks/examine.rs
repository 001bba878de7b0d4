//! The second walk: every document is looked at by itself.

use super::examination::{AnalysisTables, Examined, Intake, Postings};
use super::run_context::RunContext;
use super::survey::Survey;
use copydesk_clean::{Analyser, Site};
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use copydesk_text::{DocId, Document};

/// Walks the dump and analyses every document that can be read.
pub(crate) fn examine(
    walk: &RunContext<'_>,
    survey: &Survey,
    analyser: &Analyser,
) -> Result<AnalysisTables> {
    let postings = Postings::new(walk);
    let mut intake = Intake::new(walk);
    let examiner = Examiner {
        walk,
        survey,
        analyser,
        postings: &postings,
    };
    walk.again(
        survey,
        "examine",
        |batch, record, document| examiner.examine(batch, record, document),
        |examined| {
            intake.take(examined.map_or_else(|reason| Ok(Err(reason)), |found| found.map(Ok))?)
        },
    )?;
    walk.step("sort", || intake.finish(walk, postings))
}

/// What every thread needs to analyse a document.
struct Examiner<'a> {
    walk: &'a RunContext<'a>,
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
    ) -> Result<Option<Examined>> {
        if self.survey.rejection(document).is_some() {
            return Ok(None);
        }
        let Ok(article) = self.walk.parse(batch, record) else {
            return Ok(None);
        };
        let known = self.survey.site_of(document);
        let site = Site {
            recurrence: Some(known),
            ..self.analyser.site_of(&self.walk.origin(record, &article))
        };
        let page = Document::new(&*article.text);
        let may_be_shared = |key| self.survey.may_be_shared(key);
        let analysis = self.analyser.analyse_for(&page, site, may_be_shared);
        let lines = self.survey.recurring().seen_on(&page, known, &analysis);
        let rank = self.survey.rank_of(document);
        self.postings.add(rank, analysis, lines).map(Some)
    }
}
