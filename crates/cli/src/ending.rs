//! The end of each help text: examples that can be pasted, and exit codes.

/// Joins the examples of a command and a list of exit codes.
macro_rules! ending {
    ($codes:ident: $($example:literal)+) => {
        concat!("Examples:\n", $("    ", $example, "\n",)+ "\n", $codes!())
    };
}

/// Exit codes of `clean`, `find` and `apply`, which write an output folder and can be continued.
macro_rules! codes_of_runs {
    () => {
        "Exit codes:
      0  done, or already complete
      1  done, but some records or files could not be read
      2  wrong usage, or it could not be done (for example, the disk is full)
    130  stopped by Ctrl-C; the same command continues or starts again
    141  the reader of `-o -` closed the pipe (for example, `head`)"
    };
}

/// Exit codes of `eval`, which reads a dump and leaves no output that could be continued.
macro_rules! codes_of_eval {
    () => {
        "Exit codes:
      0  done
      1  done, but some records could not be read
      2  wrong usage, or it could not be done (for example, the disk is full)
    130  stopped by Ctrl-C; the same command starts again"
    };
}

/// Exit codes of all other commands.
macro_rules! codes_of_others {
    () => {
        "Exit codes:
      0  done
      2  wrong usage, or it could not be done (for example, the disk is full)
    130  stopped by Ctrl-C; the same command starts again"
    };
}

pub const COPYDESK: &str = ending!(codes_of_runs:
    "copydesk clean dump.jsonl -o out"
    "copydesk explain out ID"
    "copydesk restore out -o back"
    "copydesk clean --help");

pub const CLEAN: &str = ending!(codes_of_runs:
    "copydesk clean dump.jsonl.gz -o out"
    "copydesk clean folder more/*.jsonl -o out --memory 2G"
    "copydesk clean folder -o out --dry-run"
    "copydesk clean - -o - --scope document < dump.jsonl > clean.jsonl");

pub const FIND: &str = ending!(codes_of_runs:
    "copydesk find dump.jsonl -o found"
    "copydesk explain found ID"
    "copydesk apply dump.jsonl --decisions found -o out");

pub const APPLY: &str = ending!(codes_of_runs:
    "copydesk find dump.jsonl -o found"
    "copydesk apply dump.jsonl --decisions found -o out");

pub const EXPLAIN: &str = ending!(codes_of_others:
    "copydesk explain out ID"
    "copydesk explain out dump.jsonl:17 --json"
    "copydesk explain found ID --input dump.jsonl");

pub const RESTORE: &str = ending!(codes_of_others:
    "copydesk restore out -o back"
    "copydesk restore out -o back --overwrite");

pub const EVAL: &str = ending!(codes_of_eval:
    "copydesk eval dump.jsonl --truth pairs.tsv"
    "copydesk eval dump.jsonl --truth clusters.csv --decisions out --json");

pub const PLAN: &str = ending!(codes_of_others:
    "copydesk plan"
    "copydesk plan dump.jsonl --threshold 0.7");

pub const BENCH: &str = ending!(codes_of_others:
    "copydesk bench"
    "copydesk bench dump.jsonl --seconds 2 --json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;
    use clap::{CommandFactory, Parser};

    #[test]
    fn every_example_can_be_typed() {
        let all = [
            COPYDESK, CLEAN, FIND, APPLY, EXPLAIN, RESTORE, EVAL, PLAN, BENCH,
        ];
        for line in all.iter().flat_map(|ending| ending.lines()) {
            let Some(example) = line.strip_prefix("    copydesk ") else {
                continue;
            };
            // Without the redirections, which are for the shell.
            let typed = example.split(" < ").next().unwrap().split(' ');
            let parsed = Args::try_parse_from(["copydesk"].into_iter().chain(typed));
            let is_help = |e: &clap::Error| e.kind() == clap::error::ErrorKind::DisplayHelp;
            assert!(parsed.as_ref().err().is_none_or(is_help), "{example}");
        }
    }

    #[test]
    fn every_command_has_examples_of_itself_and_exit_codes() {
        let commands = Args::command();
        assert!(commands.get_subcommands().count() >= 8);
        for command in commands.get_subcommands() {
            let name = command.get_name();
            let ending = command.get_after_help().map(ToString::to_string);
            let ending = ending.unwrap_or_else(|| panic!("{name} has no examples"));
            assert!(ending.contains(&format!("    copydesk {name}")), "{name}");
            for part in ["Exit codes:", "disk is full", "130  stopped by Ctrl-C"] {
                assert!(ending.contains(part), "{name}: {part}");
            }
        }
        // `eval` writes no output.
        for impossible in ["already complete", "continues", "141"] {
            assert!(!EVAL.contains(impossible), "{impossible}");
        }
        assert!(EVAL.contains("  1  done, but some records could not be read\n"));
    }
}
