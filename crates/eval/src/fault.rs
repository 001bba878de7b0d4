//! What can be wrong with a truth file.

/// What is wrong with a truth file, and in which line.
#[derive(Debug)]
pub(super) struct Fault {
    line: Option<usize>,
    what: String,
}

impl Fault {
    pub(super) fn at(line: usize, what: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            what: what.into(),
        }
    }

    pub(super) fn message(&self, name: &str) -> String {
        match self.line {
            Some(line) => format!("{name}: line {line}: {}", self.what),
            None => format!("{name}: {}", self.what),
        }
    }
}
