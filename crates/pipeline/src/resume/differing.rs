//! Says which settings of two runs differ, by the names of their flags. All settings of a run are
//! in its manifest, as the JSON of its [`Config`](crate::Config).

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The setting that holds the text of all rule files. Its flag has the same name.
const RULES: &str = "rules";
/// The words for a setting without a value.
const ABSENT: &str = "not given";

/// Tells the user how the settings of two runs differ: `--shingle was 5 and is now 4`. `now` has
/// all settings of this run, and `earlier` all of the earlier run, as JSON.
pub(super) fn different_settings(now: &str, earlier: &str) -> String {
    let (now, earlier) = (values_by_flag(now), values_by_flag(earlier));
    let mut flags: Vec<&String> = now.keys().chain(earlier.keys()).collect();
    flags.sort();
    flags.dedup();
    let mut differing = Vec::new();
    for flag in flags {
        let before = earlier.get(flag).map_or(ABSENT, String::as_str);
        let after = now.get(flag).map_or(ABSENT, String::as_str);
        if before == after {
            continue;
        }
        differing.push(match flag.as_str() {
            // Not with its values, which are whole files.
            RULES => format!("--{RULES} had other files"),
            _ => format!("--{flag} was {before} and is now {after}"),
        });
    }
    differing.join(", ")
}

/// The values of all settings as a user types them. The keys are the names of their flags, without
/// the dashes in front.
fn values_by_flag(settings: &str) -> BTreeMap<String, String> {
    // A manifest holds valid JSON, so the default is never used.
    let settings: Map<String, Value> = serde_json::from_str(settings).unwrap_or_default();
    let mut values = BTreeMap::new();
    for (name, value) in &settings {
        match (name.as_str(), value) {
            // `policy` and `fields` hold several settings, each with a flag of its own.
            ("policy", Value::Object(policy)) => {
                for (name, value) in policy {
                    values.insert(name.replace('_', "-"), as_typed(name, value));
                }
            }
            ("fields", Value::Object(fields)) => {
                for (role, value) in fields {
                    values.insert(format!("{role}-field"), as_typed(role, value));
                }
            }
            // A setting that is not called like its flag.
            ("passage_words", _) => {
                values.insert("passage".to_owned(), as_typed(name, value));
            }
            _ => {
                values.insert(name.replace('_', "-"), as_typed(name, value));
            }
        }
    }
    values
}

/// The value of the setting with this name, as a user types it.
fn as_typed(name: &str, value: &Value) -> String {
    match (name, value) {
        (_, Value::Null | Value::Bool(false)) => ABSENT.to_owned(),
        (_, Value::Bool(true)) => "given".to_owned(),
        // The policy says `cut`, but a duplicate is dropped as a whole, so the flag says `drop`.
        ("duplicates", Value::String(word)) if word == "cut" => "drop".to_owned(),
        (_, Value::String(word)) => word.clone(),
        ("prefer", Value::Object(choice)) => preferred_sources(choice),
        // The number of bytes after which a checkpoint is written.
        ("checkpoint", Value::Number(bytes)) => match bytes.as_u64() {
            Some(bytes) if bytes > 0 && bytes.is_multiple_of(1 << 20) => {
                format!("{}M", bytes >> 20)
            }
            _ => bytes.to_string(),
        },
        _ => value.to_string(),
    }
}

/// A preference for sources as a user types it: `source:A,B`. `choice` is `{"source":["A","B"]}`.
fn preferred_sources(choice: &Map<String, Value>) -> String {
    let mut parts = Vec::new();
    for (word, names) in choice {
        let names = names.as_array().into_iter().flatten();
        let names: Vec<&str> = names.filter_map(Value::as_str).collect();
        parts.push(format!("{word}:{}", names.join(",")));
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, OnBadRecord, Scope};
    use copydesk_clean::RepeatsPolicy;
    use copydesk_clean::{CorrectionsPolicy, CutOrKeep, FurniturePolicy, Policy, Prefer};
    use copydesk_formats::{Fields, Role};

    fn difference(now: &Config, then: &Config) -> String {
        let [now, then] = [now, then].map(|config| serde_json::to_string(config).unwrap());
        different_settings(&now, &then)
    }

    #[test]
    fn only_settings_that_differ_are_named_and_by_their_flags() {
        let usual = Config::default();
        assert_eq!(difference(&usual, &usual), "");
        let repeats = Policy {
            repeats: RepeatsPolicy::Cut,
            ..usual.policy
        };
        let other = Config {
            policy: repeats,
            ..usual.clone()
        };
        assert_eq!(
            difference(&other, &usual),
            "--repeats was background and is now cut"
        );
    }

    #[test]
    fn every_setting_is_named_as_it_is_typed() {
        let usual = Config::default();
        let other = Config {
            scope: Scope::Document,
            threshold: 0.7,
            shingle: 4,
            containment: 0.6,
            least_left: 0.5,
            paragraph_words: 30,
            passage_words: 40,
            prefer: Prefer::Source(vec!["AP".into(), "Reuters".into()]),
            policy: Policy {
                furniture: FurniturePolicy::CutUnsure,
                repeats: RepeatsPolicy::Keep,
                captions: CutOrKeep::Keep,
                corrections: CorrectionsPolicy::Keep,
                duplicates: CutOrKeep::Keep,
            },
            on_bad_record: OnBadRecord::Pass,
            fields: Fields::none().with(Role::Text, "body"),
            no_header: true,
            encoding: Some("big5".into()),
            checkpoint: 1 << 20,
            ..usual.clone()
        };
        let message = difference(&other, &usual);
        // Of long values, only the beginning.
        let expected = [
            "--captions was cut and is now keep",
            "--checkpoint was 64M and is now 1M",
            "--containment was 0.5 and is now 0.6",
            "--corrections was supersede and is now keep",
            "--duplicates was drop and is now keep",
            "--encoding was not given and is now big5",
            "--furniture was cut and is now cut-unsure",
            "--least-left was 0.7 and is now 0.5",
            "--no-header was not given and is now given",
            "--on-bad-record was skip and is now pass",
            "--paragraph-words was ",
            "--passage was ",
            "--prefer was earliest and is now source:AP,Reuters",
            "--repeats was background and is now keep",
            "--scope was dump and is now document",
            "--shingle was 5 and is now 4",
            "--text-field was not given and is now body",
            "--threshold was 0.8 and is now 0.7",
        ];
        for difference in expected {
            assert!(message.contains(difference), "{difference}: {message}");
        }
        assert_eq!(message.split(", ").count(), expected.len(), "{message}");
    }
}
