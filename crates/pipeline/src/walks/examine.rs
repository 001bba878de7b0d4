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
    let each = |batch: &Batch, record: &RawRecord, document: DocId| -> Result<Option<Examined>> {
        if survey.rejection(document).is_some() {
            return Ok(None);
        }
        let Ok(article) = walk.parse(batch, record) else {
            return Ok(None);
        };
        let known = survey.site_of(document);
        let site = Site {
            recurrence: Some(known),
            ..analyser.site_of(&walk.origin(record, &article))
        };
        let page = Document::new(&*article.text);
        let mut analysis = analyser.analyse(&page, site);
        let lines = survey.recurring().seen_on(&page, known, &analysis);
        analysis
            .paragraphs
            .retain(|paragraph| survey.may_be_shared(paragraph.key));
        let rank = survey.rank_of(document);
        postings.add(rank, analysis, lines).map(Some)
    };
    walk.again(survey, "examine", each, |examined| {
        intake.take(examined.map_or_else(|reason| Ok(Err(reason)), |found| found.map(Ok))?)
    })?;
    walk.step("sort", || intake.finish(walk, postings))
}
