//! The entries of an archive (files, folders, links), as the archive lists them.

/// A path in an archive that cannot be used, and the reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct BadPath {
    /// The path as messages show it. Bytes that are not UTF-8 are replaced by `U+FFFD`.
    pub(super) shown: String,
    pub(super) reason: &'static str,
}

/// An entry as an archive lists it.
pub(super) struct ListedEntry {
    /// Its path in the archive, or why the path cannot be used.
    pub(super) path: Result<String, BadPath>,
    pub(super) kind: EntryKind,
}

/// The kind of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    /// A symbolic or hard link.
    Link,
    /// A file that cannot be read, and the reason.
    Broken(&'static str),
    /// A folder, or a header that describes other entries. No articles are in either.
    Folder,
    /// A device, a pipe, and so on.
    Other,
}
