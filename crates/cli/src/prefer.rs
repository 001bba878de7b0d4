//! The value of `--prefer`, which is one word or a list of sources, and what it means.

use copydesk_pipeline::Prefer;

/// The preference that a typed value means.
///
/// # Errors
/// If it is not a preference. The message lists the preferences.
pub fn parse(typed: &str) -> Result<Prefer, String> {
    match typed {
        "earliest" => Ok(Prefer::Earliest),
        "newest" => Ok(Prefer::Newest),
        "longest" => Ok(Prefer::Longest),
        "complete" => Ok(Prefer::Complete),
        "first" => Ok(Prefer::First),
        _ => match typed.strip_prefix("source:") {
            Some(list) if !list.is_empty() => Ok(Prefer::Source(
                list.split(',').map(|name| name.trim().to_owned()).collect(),
            )),
            _ => Err(format!(
                "--prefer {typed}: choose earliest, newest, longest, complete, first, or \
                 source:A,B,…"
            )),
        },
    }
}

/// A preference as it is typed: the inverse of [`parse`].
pub fn as_typed(prefer: &Prefer) -> String {
    match prefer {
        Prefer::Earliest => "earliest".to_owned(),
        Prefer::Newest => "newest".to_owned(),
        Prefer::Longest => "longest".to_owned(),
        Prefer::Complete => "complete".to_owned(),
        Prefer::First => "first".to_owned(),
        Prefer::Source(list) => format!("source:{}", list.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::{as_typed, parse};
    use copydesk_pipeline::Prefer;

    #[test]
    fn preferences_are_parsed_and_written_back() {
        assert_eq!(
            parse("source:reuters.com, AP"),
            Ok(Prefer::Source(vec!["reuters.com".into(), "AP".into()]))
        );
        assert!(parse("best").is_err());
        assert!(parse("source:").is_err());
        for prefer in [Prefer::Newest, Prefer::Source(vec!["a".into(), "b".into()])] {
            assert_eq!(parse(&as_typed(&prefer)), Ok(prefer));
        }
    }
}
