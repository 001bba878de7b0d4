//! Sizes as they are typed: `800M`, `1.5G`.

/// The number of bytes that a typed size means. A size is a number of bytes, or a number with one
/// of the units K, M, G and T, which are powers of 1,024 bytes. `MB` and `MiB` mean the same as
/// `M`.
///
/// # Errors
/// If it is not a size. The message has examples of sizes.
pub fn parse(typed: &str) -> Result<u64, String> {
    let (number, unit) = typed.split_at(unit_start(typed));
    // The unit without the end of `MB` and `MiB`.
    let power = match unit
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
        _ => return Err(not_a_size(typed)),
    };
    // 1,024 to that power.
    let factor = 1u64 << (10 * power);
    // Whole numbers first: a floating-point number is exact only up to 2^53.
    if let Ok(whole) = number.parse::<u64>() {
        return match whole.checked_mul(factor) {
            Some(bytes) => Ok(bytes),
            None => Err(not_a_size(typed)),
        };
    }
    match number.parse::<f64>() {
        // A size such as `1.3G` is not a whole number of bytes, so it is rounded down.
        Ok(decimal) => Ok((decimal * factor as f64) as u64),
        Err(_) => Err(not_a_size(typed)),
    }
}

/// The index at which the number ends and the unit begins. Without a unit, the length of the text.
fn unit_start(typed: &str) -> usize {
    let after_number = typed.find(|c: char| !c.is_ascii_digit() && c != '.');
    after_number.unwrap_or(typed.len())
}

/// Fewer bytes than this are hardly meant as an amount of memory.
const LEAST_PLAUSIBLE_MEMORY: u64 = 1 << 20;

/// The number of bytes that a typed amount of memory means.
///
/// # Errors
/// If it is not a size, or if it is a small number without a unit: `4` hardly means 4 bytes.
pub fn parse_memory(typed: &str) -> Result<u64, String> {
    let bytes = parse(typed)?;
    let number = typed.trim();
    let has_unit = unit_start(number) < number.len();
    if bytes < LEAST_PLAUSIBLE_MEMORY && !has_unit {
        // A number below 64, such as `2`, more likely means 2G than 2M. A larger one, such as
        // `800`, more likely means 800M than 800G.
        let unit = if bytes < 64 { 'G' } else { 'M' };
        return Err(format!(
            "{typed} is a number of bytes; did you mean {number}{unit}?"
        ));
    }
    Ok(bytes)
}

/// A size as it may be typed, rounded up to a whole unit.
pub fn as_typed(bytes: u64) -> String {
    match bytes {
        0..1024 => bytes.to_string(),
        1024..1_048_576 => format!("{}K", bytes.div_ceil(1 << 10)),
        _ => format!("{}M", bytes.div_ceil(1 << 20)),
    }
}

/// The message that `typed` is not a size.
fn not_a_size(typed: &str) -> String {
    format!("{typed}: give a size as 800M, 1.5G, or in bytes")
}

#[cfg(test)]
mod tests {
    use super::{as_typed, parse, parse_memory};

    #[test]
    fn sizes_are_parsed_with_and_without_units() {
        let sizes = [
            ("0", 0),
            ("17", 17),
            ("4k", 4096),
            ("256M", 256 << 20),
            ("256 MiB", 256 << 20),
            ("1.5G", 1536 << 20),
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
    fn a_small_number_without_a_unit_is_no_amount_of_memory() {
        for (typed, meant) in [("2", "2G"), ("1.5", "1.5G"), ("800", "800M"), ("0", "0G")] {
            let said = parse_memory(typed).unwrap_err();
            assert!(said.ends_with(&format!("did you mean {meant}?")), "{said}");
        }
        assert_eq!(parse_memory("2G"), Ok(2 << 30));
        assert_eq!(parse_memory("2147483648"), Ok(2 << 30));
        assert!(parse_memory("2X").is_err());
    }

    #[test]
    fn a_shown_size_can_be_typed_and_is_rounded_up() {
        for bytes in [17, 1024, 1025, 40 << 20, (40 << 20) + 1] {
            assert!(parse(&as_typed(bytes)).unwrap() >= bytes);
        }
        assert_eq!(as_typed(40 << 20), "40M");
    }

    #[test]
    fn the_default_of_the_checkpoint_flag_is_that_of_the_configuration() {
        // `args.rs` has the default as text.
        assert_eq!(
            parse("64M"),
            Ok(copydesk_pipeline::Config::default().checkpoint)
        );
    }
}
