//! The second walk: every document is looked at by itself.

use super::examination::{Examination, Examined, Intake};
use super::findings::Packed;
use super::survey::Survey;
use super::walk::Walk;
use copydesk_clean::Site;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use copydesk_text::{DocId, Document};

/// Walks the dump and analyses every document that can be read.
pub(crate) fn examine(walk: &Walk<'_>, survey: &Survey) -> Result<Examination> {
    let analyser = walk.config.analyser()?;
    let mut intake = Intake::new(walk);
    let each = |batch: &Batch, record: &RawRecord, document: DocId| -> Option<Examined> {
        if survey.rejection(document).is_some() {
            return None;
        }
        let article = walk.parse(batch, record).ok()?;
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
        let findings = Packed::of(&analysis.findings);
        Some(Examined {
            analysis,
            findings,
            lines,
        })
    };
    walk.again(survey, "examine", each, |examined| {
        intake.take(survey, examined)
    })?;
    walk.step("sort", || intake.finish(walk))
}
