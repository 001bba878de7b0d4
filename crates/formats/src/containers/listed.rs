//! What an archive lists.

/// Why an entry has no path by which it could be called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Unread {
    /// The path as far as it can be shown.
    pub(super) shown: String,
    pub(super) reason: &'static str,
}

/// An entry as an archive lists it.
pub(super) struct Listed {
    /// Its path, or why it has none.
    pub(super) path: Result<String, Unread>,
    pub(super) kind: EntryKind,
}

/// What an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    /// A file that cannot be read.
    Broken(&'static str),
    /// A folder, or a header that describes other entries: nothing with articles in it.
    Folder,
    /// A device, a pipe, and so on.
    Other,
}
