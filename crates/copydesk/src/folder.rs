//! From paths to an output folder.

use copydesk_pipeline::{Config, Error, Inputs, Result, Silent, Summary, clean};
use std::path::Path;

/// Finds and cuts: reads files and folders (with all that is in them), and writes the clean dump,
/// the decisions, and what was removed to the new folder `out`.
///
/// An input may also be a glob, such as `dumps/*.jsonl.gz`. Files inside `out` are left out of the
/// input. `out` is complete or absent: it gets its name at the end.
///
/// ```
/// use copydesk::{Config, clean_folder};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("note.txt"), "Rain.")?;
/// let out = folder.path().join("out");
/// let summary = clean_folder(&[folder.path()], &out, &Config::default())?;
/// assert_eq!(summary.documents.kept, 1);
///
/// // An output folder that is there already is replaced only if the settings say so.
/// let elsewhere = Config { threshold: 0.9, ..Config::default() };
/// assert!(clean_folder(&[folder.path()], &out, &elsewhere).is_err());
/// assert!(clean_folder(&[folder.path()], &out, &Config { overwrite: true, ..elsewhere }).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a path does not exist, its format is unknown or its name is not UTF-8, if the settings do not
/// fit together, or if `out` cannot be written or holds something else. No incomplete `out` is left
/// behind.
pub fn clean_folder<P: AsRef<Path>>(
    inputs: &[P],
    out: impl AsRef<Path>,
    config: &Config,
) -> Result<Summary> {
    let arguments: Vec<String> = inputs
        .iter()
        .map(|path| argument(path.as_ref()))
        .collect::<Result<_>>()?;
    let out = out.as_ref();
    clean(
        &Inputs::discover(&arguments, Some(out))?,
        out,
        config,
        &Silent,
    )
}

fn argument(path: &Path) -> Result<String> {
    let message = "the path is not UTF-8, so the decisions could not name it; rename it";
    path.to_str()
        .map(str::to_owned)
        .ok_or_else(|| Error::usage(format!("{}: {message}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let scratch = tempfile::tempdir().unwrap();
        let missing = scratch.path().join("missing");
        let refused =
            clean_folder(&[&missing], scratch.path().join("out"), &Config::default()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("{}: no such file or folder", missing.display())
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_cannot_be_named_is_refused() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"caf\xE9"));
        let refused = clean_folder(&[path], "out", &Config::default()).unwrap_err();
        assert!(refused.to_string().contains("is not UTF-8"), "{refused}");
    }
}
