//! The files of the index, before the name of their folder is known.

/// A file of the index, before the name of the folder is known.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) text: String,
}

impl Part {
    pub(super) fn new(name: impl Into<String>, text: String) -> Self {
        Part { name: name.into(), text }
    }
}
