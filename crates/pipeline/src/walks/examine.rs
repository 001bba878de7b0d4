//! The second walk: every document is looked at by itself.

use super::examination::{Examination, Examined, Intake, Postings};
use super::survey::Survey;
use super::walk::Walk;
use copydesk_clean::Analyser;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use copydesk_text::{DocId, Document};

/// Walks the dump and analyses every document that can be read.
pub(crate) fn examine(
    walk: &Walk<'_>,
    survey: &Survey,
    analyser: &Analyser,
) -> Result<Examination> {
    let postings = Postings::new(walk);
    let mut intake = Intake::new(walk);
    let each = |batch: &Batch, record: &RawRecord, document: DocId| -> Result<Option<Examined>> {
        if survey.rejection(document).is_some() {
            return Ok(None);
        }
        let Ok(article) = walk.parse(batch, record) else {
            return Ok(None);
        };
        let mut analysis =
            analyser.analyse(&Document::new(article.text), Some(survey.site_of(document)));
        analysis
            .paragraphs
            .retain(|paragraph| survey.may_be_shared(paragraph.key));
        postings.add(survey.rank_of(document), analysis).map(Some)
    };
    walk.again(survey, "examine", each, |examined| {
        intake.take(examined.map_or_else(|reason| Ok(Err(reason)), |found| found.map(Ok))?)
    })?;
    walk.step("sort", || intake.finish(walk, postings))
}
