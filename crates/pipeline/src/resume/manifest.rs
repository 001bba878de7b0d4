//! Which run it is.

use super::differing::different_settings;
use crate::config::Config;
use copydesk_formats::{InputFile, Inputs};
use copydesk_store::{Disk, Error, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Everything that the output of a run follows from.
#[derive(PartialEq, Serialize, Deserialize, Debug)]
pub(crate) struct Manifest {
    version: String,
    /// Fingerprint of the program: two builds of one version may decide differently.
    program: String,
    command: String,
    /// As JSON, so that settings of a later version can be compared.
    settings: String,
    /// Fingerprint of the decisions that are applied.
    decided: Option<String>,
    inputs: Vec<InputMark>,
    is_worthwhile: bool,
}

/// What an input file is known by.
#[derive(PartialEq, Serialize, Deserialize, Debug)]
struct InputMark {
    name: String,
    bytes: u64,
    modified: Option<u128>,
    sample: String,
}

/// Bytes of each sample of a file: at its beginning, in its middle, at its end.
const SAMPLE: usize = 1 << 16;

impl Manifest {
    /// The manifest of a run that is about to begin. `decided` is the file of decisions that are
    /// applied.
    ///
    /// # Errors
    /// If an input cannot be read.
    pub(crate) fn new(
        command: &str,
        inputs: &Inputs,
        config: &Config,
        decided: Option<&Path>,
    ) -> Result<Self> {
        // The output depends on neither. Nor does it depend on memory and its folder, which are not
        // serialised at all.
        let settings = Config {
            threads: 0,
            overwrite: false,
            ..config.clone()
        };
        let marks = inputs.files().par_iter();
        let marks = marks.map(|file| mark(inputs.disk(), file));
        Ok(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: program(),
            command: command.to_owned(),
            settings: serde_json::to_string(&settings).unwrap_or_default(),
            decided: decided.map(whole).transpose()?,
            inputs: marks.collect::<Result<Vec<InputMark>>>()?,
            is_worthwhile: inputs.bytes() >= config.checkpoint,
        })
    }

    /// Whether the dump is so large that checkpoints save time.
    pub(crate) fn is_worthwhile(&self) -> bool {
        self.is_worthwhile
    }

    /// How the other run differs from this one, as the end of “it was made …”; `None` if they are
    /// the same.
    pub(crate) fn differs_from(&self, other: &Self) -> Option<String> {
        if (&self.version, &self.program) != (&other.version, &other.program) {
            return Some("by another build of copydesk".to_owned());
        }
        if self.command != other.command {
            return Some(format!("by another command, `copydesk {}`", other.command));
        }
        if self.settings != other.settings {
            return Some(format!(
                "with other settings ({})",
                different_settings(&self.settings, &other.settings)
            ));
        }
        if self.decided != other.decided {
            return Some("from other decisions".to_owned());
        }
        if self.inputs.len() != other.inputs.len() {
            return Some(format!(
                "from {} input files, and now there are {}",
                other.inputs.len(),
                self.inputs.len()
            ));
        }
        let pair = self
            .inputs
            .iter()
            .zip(&other.inputs)
            .find(|(now, then)| now != then);
        pair.map(|(now, then)| {
            if now.name == then.name {
                format!("from the input file {}, which was changed since", now.name)
            } else {
                format!(
                    "from other input files ({}, where there is now {})",
                    then.name, now.name
                )
            }
        })
    }
}

fn mark(disk: &Disk, file: &InputFile) -> Result<InputMark> {
    let modified = file.modified().map(|time| {
        time.duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos())
    });
    // Together with size and time, a sample is enough. Hashing all of a large dump means reading it
    // once more.
    let sample = if modified.is_some() {
        sample(disk, file)
    } else {
        all(disk, file)
    };
    let sample = sample.map_err(|e| Error::input(file.path(), e))?;
    Ok(InputMark {
        name: file.name().to_owned(),
        bytes: file.bytes(),
        modified,
        sample,
    })
}

fn sample(disk: &Disk, file: &InputFile) -> std::io::Result<String> {
    let mut opened = file.open_raw(disk)?;
    let mut bytes = Vec::new();
    for start in [
        0,
        file.bytes() / 2,
        file.bytes().saturating_sub(SAMPLE as u64),
    ] {
        opened.seek(SeekFrom::Start(start))?;
        (&mut opened).take(SAMPLE as u64).read_to_end(&mut bytes)?;
    }
    Ok(format!("{:032x}", copydesk_text::hash128(&bytes)))
}

/// The hash of all bytes, for a file without a modification time, such as standard input.
fn all(disk: &Disk, file: &InputFile) -> std::io::Result<String> {
    let mut opened = file.open_raw(disk)?;
    let (mut hash, mut bytes) = (0, Vec::new());
    loop {
        bytes.clear();
        (&mut opened).take(SAMPLE as u64).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(format!("{hash:032x}"));
        }
        // The hash of each piece includes that of all before it.
        bytes.extend_from_slice(&u128::to_le_bytes(hash));
        hash = copydesk_text::hash128(&bytes);
    }
}

fn whole(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|e| Error::input(path, e))?;
    Ok(format!("{:032x}", copydesk_text::hash128(&bytes)))
}

/// What identifies this build of the program. Empty if its file cannot be examined; then only
/// versions are compared.
fn program() -> String {
    let Ok(about) = std::env::current_exe().and_then(std::fs::metadata) else {
        return String::new();
    };
    match about.modified().map(|time| time.duration_since(UNIX_EPOCH)) {
        Ok(Ok(modified)) => format!("{} bytes of {}", about.len(), modified.as_nanos()),
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

    #[test]
    fn what_differs_is_named_and_what_does_not_show_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.jsonl"), "{\"text\":\"One.\"}\n").unwrap();
        let config = Config {
            checkpoint: 1,
            ..Config::default()
        };
        let first = manifest(folder.path(), &config);
        let hidden = Config {
            threads: 7,
            overwrite: true,
            memory: Some(1),
            temp_dir: Some("/nowhere".into()),
            ..config.clone()
        };
        assert_eq!(manifest(folder.path(), &hidden).differs_from(&first), None);
        let other = manifest(
            folder.path(),
            &Config {
                shingle: 4,
                ..config.clone()
            },
        );
        assert_eq!(
            other.differs_from(&first).unwrap(),
            "with other settings (--shingle was 5 and is now 4)"
        );
        let mut rules = RuleFiles::default();
        rules.add("rules.toml", "# none yet").unwrap();
        let with_rules = Config {
            rules,
            ..config.clone()
        };
        let with_rules = manifest(folder.path(), &with_rules);
        let differs = "with other settings (--rules had other files)";
        assert_eq!(with_rules.differs_from(&first).unwrap(), differs);
        assert_eq!(first.differs_from(&with_rules).unwrap(), differs);
        std::fs::write(folder.path().join("a.jsonl"), "{\"text\":\"Two.\"}\n").unwrap();
        assert_eq!(
            manifest(folder.path(), &config)
                .differs_from(&first)
                .unwrap(),
            "from the input file a.jsonl, which was changed since"
        );
        std::fs::write(folder.path().join("b.jsonl"), "{\"text\":\"Two.\"}\n").unwrap();
        assert!(
            manifest(folder.path(), &config)
                .differs_from(&first)
                .unwrap()
                .contains("from 1 input files, and now there are 2")
        );
    }
}
