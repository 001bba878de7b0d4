//! Cleans files and folders.

use copydesk_pipeline::{Config, Error, Inputs, Result, Silent, Summary, clean};
use std::path::Path;

/// Cleans files and folders. The clean files, the decisions and what was removed are written to the
/// new folder `out`.
///
/// Folders are searched recursively. An input may also be a glob, such as `dumps/*.jsonl.gz`. Files
/// inside `out` are not read. `out` gets its name only when everything is written, so it is either
/// complete or absent.
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
/// // An existing output folder is replaced only if the settings say so.
/// let stricter = Config { threshold: 0.9, ..Config::default() };
/// assert!(clean_folder(&[folder.path()], &out, &stricter).is_err());
/// assert!(clean_folder(&[folder.path()], &out, &Config { overwrite: true, ..stricter }).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # In two steps
///
/// [`find`](crate::find) writes only the decisions, so that they can be read before anything is
/// cut. [`apply`](crate::apply) then cuts what was decided. [`clean`](crate::clean) does both at
/// once, as `clean_folder` does. All three report to a [`Progress`](crate::Progress). They take
/// [`Inputs`], the files of a dump, and a [`Config`], whose [`Policy`](crate::Policy) says what may
/// be cut. They return a [`Summary`] that counts every record.
///
/// ```
/// use copydesk::{Config, CutOrKeep, Inputs, Policy, RepeatsPolicy, Silent, apply, find};
///
/// let folder = tempfile::tempdir()?;
/// let story = "The mill at Sarrow burned down on Friday while the village was at the dance.";
/// for name in ["a.txt", "b.txt"] {
///     std::fs::write(folder.path().join(name), story)?;
/// }
/// let config = Config::default();
/// let inputs = Inputs::discover(&[folder.path().display().to_string()], None)?;
///
/// let scratch = tempfile::tempdir()?;
/// let (found, clean) = (scratch.path().join("found"), scratch.path().join("clean"));
/// assert_eq!(find(&inputs, &found, &config, &Silent)?.documents.dropped, 1);
/// apply(&inputs, &found, &clean, &config, &Silent)?;
/// assert!(clean.join("a.txt").exists() && !clean.join("b.txt").exists());
///
/// let policy = Policy {
///     duplicates: CutOrKeep::Keep,
///     repeats: RepeatsPolicy::Keep,
///     ..Policy::default()
/// };
/// let config = Config { policy, overwrite: true, ..config };
/// assert_eq!(find(&inputs, &found, &config, &Silent)?.documents.dropped, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// - If an input does not exist, has an unknown format or a name that is not UTF-8.
/// - If the settings contradict each other.
/// - If `out` cannot be written, or exists already and holds anything but the output of the same
///   run. An incomplete `out` is never left behind.
pub fn clean_folder<P: AsRef<Path>>(
    inputs: &[P],
    out: impl AsRef<Path>,
    config: &Config,
) -> Result<Summary> {
    let mut arguments = Vec::with_capacity(inputs.len());
    for path in inputs {
        arguments.push(argument(path.as_ref())?);
    }
    let out = out.as_ref();
    let inputs = Inputs::discover(&arguments, Some(out))?;
    clean(&inputs, out, config, &Silent)
}

/// A path in the form in which [`Inputs::discover`] takes it.
///
/// # Errors
/// If the path is not UTF-8. The decisions name each file, and they are JSON, which is UTF-8.
fn argument(path: &Path) -> Result<String> {
    match path.to_str() {
        Some(path) => Ok(path.to_owned()),
        None => Err(Error::usage(format!(
            "{}: the path is not UTF-8, so the decisions could not name it; rename it",
            path.display()
        ))),
    }
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
    fn a_path_that_is_not_utf8_is_refused() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"caf\xE9"));
        let refused = clean_folder(&[path], "out", &Config::default()).unwrap_err();
        assert!(refused.to_string().contains("is not UTF-8"), "{refused}");
    }
}
