//! The flags of the command as data, for callers that do not type them, such as the Python package.

use crate::args::{Args, Command};
use crate::settings;
use clap::{Arg, ArgAction, CommandFactory, Parser};
use copydesk_pipeline::Config;

/// A flag of a command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flag {
    /// The long name, without the dashes.
    pub name: String,
    /// The value that is used if the flag is not typed. `None` if there is no such value, or if the
    /// flag is a switch.
    pub default: Option<String>,
    /// Whether the flag is a switch, which takes no value.
    pub is_switch: bool,
    /// The possible values, if they are a fixed list of words; otherwise empty.
    pub choices: Vec<String>,
    /// The help text, in one paragraph.
    pub help: String,
}

impl Flag {
    /// The flag for an argument of the parser. `None` if the argument has no long name, such as the
    /// input.
    fn from_arg(arg: &Arg) -> Option<Self> {
        let is_switch = matches!(arg.get_action(), ArgAction::SetTrue);
        let (mut default, mut choices) = (None, Vec::new());
        // The parser gives a switch the values true and false, which cannot be typed.
        if !is_switch {
            if let Some(value) = arg.get_default_values().first() {
                default = Some(value.to_string_lossy().into_owned());
            }
            for value in arg.get_possible_values() {
                choices.push(value.get_name().to_owned());
            }
        }
        Some(Self {
            name: arg.get_long()?.to_owned(),
            default,
            is_switch,
            choices,
            help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
        })
    }
}

/// The flags of a command, except for hidden ones and those that all commands have. Empty if there
/// is no such command.
///
/// ```
/// let flags = copydesk_cli::flags_of("clean");
/// let threshold = flags.iter().find(|flag| flag.name == "threshold").expect("it is there");
/// assert_eq!(threshold.default.as_deref(), Some("0.8"));
/// ```
#[must_use]
pub fn flags_of(command: &str) -> Vec<Flag> {
    let mut all = Args::command();
    // `--help`, `--version` and `--color` are not among the arguments yet: the parser adds them
    // only when it parses.
    let Some(command) = all.find_subcommand_mut(command) else {
        return Vec::new();
    };
    let visible = command.get_arguments().filter(|arg| !arg.is_hide_set());
    visible.filter_map(Flag::from_arg).collect()
}

/// The settings with which `clean` would run if it was given these flags.
///
/// # Errors
/// If `clean` would refuse the flags. The error is the message that it would print.
pub fn config_of<S: AsRef<str>>(flags: &[S]) -> Result<Config, String> {
    // The parser requires an input and an output, which are not among the settings.
    let typed = ["copydesk", "clean", "-", "-o", "-"].into_iter();
    let parsed = Args::try_parse_from(typed.chain(flags.iter().map(AsRef::as_ref)));
    let args = parsed.map_err(|error| in_one_line(&error.render().to_string()))?;
    match args.command {
        Some(Command::Clean(typed)) => {
            let config = settings::of_find(&typed.find, &typed.run)?;
            config.validate().map_err(|error| error.to_string())?;
            Ok(config)
        }
        // Cannot happen, because the command is always `clean`.
        _ => Err("these are no flags of `clean`".to_owned()),
    }
}

/// The message about wrong arguments on one line, without advice for people who type commands.
fn in_one_line(message: &str) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let mut kept = Vec::new();
    for line in message.lines().map(str::trim) {
        let is_advice = line.starts_with("Usage:") || line.starts_with("For more information");
        if !line.is_empty() && !is_advice {
            kept.push(line);
        }
    }
    kept.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_flags_all_settings_have_their_defaults() {
        assert_eq!(config_of::<&str>(&[]), Ok(Config::default()));
    }

    #[test]
    fn every_default_can_be_typed_and_changes_nothing() {
        for flag in flags_of("clean") {
            if let Some(default) = flag.default {
                let typed = [format!("--{}", flag.name), default];
                assert_eq!(config_of(&typed), Ok(Config::default()), "{typed:?}");
            }
        }
    }

    #[test]
    fn a_refusal_is_one_line() {
        let refused = config_of(&["--threshold", "high"]).unwrap_err();
        assert_eq!(
            refused,
            "invalid value 'high' for '--threshold <THRESHOLD>': invalid float literal"
        );
        assert!(
            config_of(&["--threshold", "7"])
                .unwrap_err()
                .contains("between 0 and 1")
        );
    }
}
