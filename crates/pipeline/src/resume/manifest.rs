//! The manifest of a run, which identifies it.

use super::differing::different_settings;
use crate::config::Config;
use copydesk_formats::{InputFile, Inputs};
use copydesk_store::{Disk, Error, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Everything on which the output of a run depends. Two runs with equal manifests write the same
/// bytes.
#[derive(PartialEq, Serialize, Deserialize, Debug)]
pub(crate) struct Manifest {
    /// Version of copydesk.
    version: String,
    /// Identifies the build ([`build_id`]): two builds of one version may decide differently.
    program: String,
    /// `clean`, `find` or `apply`.
    command: String,
    /// The settings as JSON text, so that they can be compared even if this version cannot parse
    /// those of an earlier run.
    settings: String,
    /// Hash of the file of decisions that are applied; `None` for other commands than `apply`.
    decided: Option<String>,
    inputs: Vec<InputMark>,
    /// Whether the run saves checkpoints, because the dump is so large that they save time. In the
    /// file this has an older name.
    #[serde(rename = "is_worthwhile")]
    saves_checkpoints: bool,
}

/// The properties by which an input file is recognised.
#[derive(PartialEq, Serialize, Deserialize, Debug)]
struct InputMark {
    name: String,
    bytes: u64,
    /// The modification time in nanoseconds since 1970, if the file has one.
    modified: Option<u128>,
    /// Hash of three samples of the file, or of all its bytes if it has no modification time.
    sample: String,
}

/// Length of each of the three samples of a file, in bytes: one each from its beginning, its middle
/// and its end. If all bytes of a file are hashed, it is read in blocks of the same length.
const SAMPLE_BYTES: u64 = 1 << 16;

impl Manifest {
    /// The manifest of a run that is about to begin. `decided` is the file of decisions that
    /// `apply` applies.
    ///
    /// # Errors
    /// If an input, or the file of decisions, cannot be read.
    pub(crate) fn new(
        command: &str,
        inputs: &Inputs,
        config: &Config,
        decided: Option<&Path>,
    ) -> Result<Self> {
        // The output does not depend on these two settings. It does not depend on the memory and on
        // the folder for temporary files either, but they are never serialised.
        let settings = Config {
            threads: 0,
            overwrite: false,
            ..config.clone()
        };
        let files = inputs.files().par_iter();
        let marks = files.map(|file| mark_of(inputs.disk(), file));
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: build_id(),
            command: command.to_owned(),
            // Settings can always be written as JSON, so the default is never used.
            settings: serde_json::to_string(&settings).unwrap_or_default(),
            decided: decided.map(hash_of_decisions).transpose()?,
            inputs: marks.collect::<Result<Vec<InputMark>>>()?,
            saves_checkpoints: inputs.bytes() >= config.checkpoint,
        })
    }

    /// Whether the run saves checkpoints, because the dump is so large that they save time.
    pub(crate) fn saves_checkpoints(&self) -> bool {
        self.saves_checkpoints
    }

    /// Says how an earlier run differs from this one, as the end of a sentence such as “it was made
    /// …”. `None` if they are the same run.
    pub(crate) fn difference_from(&self, earlier: &Self) -> Option<String> {
        if (&self.version, &self.program) != (&earlier.version, &earlier.program) {
            return Some("by another build of copydesk".to_owned());
        }
        if self.command != earlier.command {
            let command = &earlier.command;
            return Some(format!("by another command, `copydesk {command}`"));
        }
        if self.settings != earlier.settings {
            return Some(format!(
                "with other settings ({})",
                different_settings(&self.settings, &earlier.settings)
            ));
        }
        if self.decided != earlier.decided {
            return Some("from other decisions".to_owned());
        }
        if self.inputs.len() != earlier.inputs.len() {
            return Some(format!(
                "from another number of input files ({}, where there are now {})",
                earlier.inputs.len(),
                self.inputs.len()
            ));
        }
        let mut pairs = self.inputs.iter().zip(&earlier.inputs);
        let (now, then) = pairs.find(|(now, then)| now != then)?;
        Some(if now.name == then.name {
            format!("from the input file {}, which was changed since", now.name)
        } else {
            format!(
                "from other input files ({}, where there is now {})",
                then.name, now.name
            )
        })
    }
}

/// The mark of an input file as it is now.
fn mark_of(disk: &Disk, file: &InputFile) -> Result<InputMark> {
    let modified = file.modified().map(|time| {
        // A time before 1970 becomes 0.
        time.duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos())
    });
    // Together with size and modification time, samples are enough. To hash all bytes, a large dump
    // would have to be read once more.
    let sample = if modified.is_some() {
        hash_of_samples(disk, file)
    } else {
        hash_of_all(disk, file)
    };
    let sample = sample.map_err(|e| Error::input(file.path(), e))?;
    Ok(InputMark {
        name: file.name().to_owned(),
        bytes: file.bytes(),
        modified,
        sample,
    })
}

/// The hash of three samples of a file.
fn hash_of_samples(disk: &Disk, file: &InputFile) -> std::io::Result<String> {
    let mut opened = file.open_raw(disk)?;
    let mut bytes = Vec::new();
    // A file that is shorter than a sample is read from its beginning.
    let (middle, last) = (file.bytes() / 2, file.bytes().saturating_sub(SAMPLE_BYTES));
    for start in [0, middle, last] {
        opened.seek(SeekFrom::Start(start))?;
        (&mut opened).take(SAMPLE_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(format!("{:032x}", copydesk_text::hash128(&bytes)))
}

/// The hash of all bytes of a file, for one without a modification time, such as standard input.
fn hash_of_all(disk: &Disk, file: &InputFile) -> std::io::Result<String> {
    let mut opened = file.open_raw(disk)?;
    let (mut hash, mut bytes) = (0, Vec::new());
    loop {
        bytes.clear();
        (&mut opened).take(SAMPLE_BYTES).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(format!("{hash:032x}"));
        }
        // Each block is hashed together with the hash of the blocks before it.
        bytes.extend_from_slice(&u128::to_le_bytes(hash));
        hash = copydesk_text::hash128(&bytes);
    }
}

/// The hash of a file of decisions.
fn hash_of_decisions(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|e| Error::input(path, e))?;
    Ok(format!("{:032x}", copydesk_text::hash128(&bytes)))
}

/// Identifies this build of the program, by the size and modification time of its file. Empty if
/// the system does not say: two such builds of one version count as the same.
fn build_id() -> String {
    let Ok(program) = std::env::current_exe().and_then(std::fs::metadata) else {
        return String::new();
    };
    match program
        .modified()
        .map(|time| time.duration_since(UNIX_EPOCH))
    {
        Ok(Ok(modified)) => format!("{} bytes of {}", program.len(), modified.as_nanos()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule_files::RuleFiles;

    fn manifest(folder: &Path, config: &Config) -> Manifest {
        let inputs = Inputs::discover(&[folder.display().to_string()], None).unwrap();
        Manifest::new("clean", &inputs, config, None).unwrap()
    }

    /// A folder with one input file, `a.jsonl`.
    fn folder_with_input() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.jsonl"), "{\"text\":\"One.\"}\n").unwrap();
        folder
    }

    #[test]
    fn settings_that_do_not_change_the_output_do_not_count() {
        let folder = folder_with_input();
        let config = Config::default();
        let other = Config {
            threads: 7,
            overwrite: true,
            memory: Some(1),
            temp_dir: Some("/nowhere".into()),
            ..config.clone()
        };
        let first = manifest(folder.path(), &config);
        let second = manifest(folder.path(), &other);
        assert_eq!(second.difference_from(&first), None);
    }

    #[test]
    fn a_setting_that_differs_is_named() {
        let folder = folder_with_input();
        let config = Config::default();
        let first = manifest(folder.path(), &config);
        let other = Config {
            shingle: 4,
            ..config.clone()
        };
        assert_eq!(
            manifest(folder.path(), &other)
                .difference_from(&first)
                .unwrap(),
            "with other settings (--shingle was 5 and is now 4)"
        );
        let mut rules = RuleFiles::default();
        rules.add("rules.toml", "# none yet").unwrap();
        let with_rules = manifest(folder.path(), &Config { rules, ..config });
        let differs = "with other settings (--rules had other files)";
        assert_eq!(with_rules.difference_from(&first).unwrap(), differs);
        assert_eq!(first.difference_from(&with_rules).unwrap(), differs);
    }

    #[test]
    fn an_input_that_differs_is_named() {
        let folder = folder_with_input();
        let config = Config::default();
        let first = manifest(folder.path(), &config);
        std::fs::write(folder.path().join("a.jsonl"), "{\"text\":\"Two.\"}\n").unwrap();
        assert_eq!(
            manifest(folder.path(), &config)
                .difference_from(&first)
                .unwrap(),
            "from the input file a.jsonl, which was changed since"
        );
        std::fs::write(folder.path().join("b.jsonl"), "{\"text\":\"Two.\"}\n").unwrap();
        assert_eq!(
            manifest(folder.path(), &config)
                .difference_from(&first)
                .unwrap(),
            "from another number of input files (1, where there are now 2)"
        );
    }
}
