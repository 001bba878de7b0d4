//! `plan`: compares bandings (numbers of bands and of rows in a band) for a threshold of
//! similarity.

use super::inputs::inputs_if_any;
use super::outcome::{Failure, Outcome};
use crate::args::Plan;
use crate::ui::{self, Bars};
use copydesk_eval::plan as make_plan;
use copydesk_pipeline::{Config, Fields, Role};

/// Lists the bandings for a threshold. If a dump was typed, counts how many candidates (pairs that
/// share a band) each banding gives on a sample of the dump.
pub fn plan(typed: &Plan) -> Result<Outcome, Failure> {
    let mut fields = Fields::none();
    fields.set(Role::Text, typed.text_field.clone());
    let config = Config {
        threshold: typed.threshold,
        shingle: typed.shingle,
        threads: typed.threads,
        fields,
        no_header: typed.no_header,
        encoding: typed.encoding.clone(),
        temp_dir: typed.temp_dir.clone(),
        ..Config::default()
    };
    let inputs = inputs_if_any(&typed.input, typed.temp_dir.as_deref())?;
    let plan = make_plan(
        inputs.as_ref(),
        typed.sample,
        &config,
        &Bars::new(typed.quiet),
    )?;
    match (typed.json, typed.csv) {
        (true, _) => ui::plan_as_json(&plan),
        (false, true) => ui::plan_as_csv(&plan),
        (false, false) => ui::plan(&plan),
    }
    Ok(Outcome::Done)
}
