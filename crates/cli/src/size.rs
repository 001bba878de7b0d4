//! Sizes as they are typed.

/// Bytes of a size such as `800M`: a number, and K, M, G or T for that many times 1,024 bytes, 1,024 times that, and so on.
///
/// # Errors
/// Says what a size looks like.
pub fn parse(typed: &str) -> Result<u64, String> {
    let number_ends = typed
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(typed.len());
    let (number, unit) = typed.split_at(number_ends);
    let unit = match unit
        .trim_start()
        .to_ascii_uppercase()
        .trim_end_matches('B')
        .trim_end_matches('I')
    {
        "" => 0,
        "K" => 1,
        "M" => 2,
        "G" => 3,
        "T" => 4,
        _ => return Err(wrong(typed)),
    };
    let factor = 1u64 << (10 * unit);
    let bytes = match number.parse::<u64>() {
        Ok(whole) => whole.checked_mul(factor),
        // Half a gibibyte need not be exact to the byte.
        Err(_) => number
            .parse::<f64>()
            .ok()
            .map(|parts| (parts * factor as f64) as u64),
    };
    bytes.ok_or_else(|| wrong(typed))
}

fn wrong(typed: &str) -> String {
    format!("{typed}: give a size as 800M, 1.5G, or in bytes")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes() {
        let sizes = [
            ("0", 0),
            ("17", 17),
            ("4k", 4096),
            ("256M", 256 << 20),
            ("256 MiB", 256 << 20),
            ("1.5G", 3 << 29),
            ("2TB", 2 << 40),
        ];
        for (typed, bytes) in sizes {
            assert_eq!(parse(typed), Ok(bytes), "{typed}");
        }
        for typed in ["", "M", "-1", "1X", "1.2.3G", "99999999999T"] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn the_default_checkpoint_is_the_configurations() {
        assert_eq!(
            parse("64M"),
            Ok(copydesk_pipeline::Config::default().checkpoint)
        );
    }
}
