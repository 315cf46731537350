//! A closed list of codes with their names, made from a table.

use std::sync::LazyLock;

use crate::text::suggest::{did_you_mean, nearest_code};

/// A closed list of codes with their names.
#[derive(Debug)]
pub struct Codelist {
    /// What a code of it is, with an article.
    pub what: &'static str,
    /// Advice to editors on what to write.
    pub help: &'static str,
    pub(super) codes: LazyLock<Vec<Code>>,
}

/// A code of a [`Codelist`].
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, as written in content and data.
    pub code: &'static str,
    /// Its name in English.
    pub name: &'static str,
    /// If it is withdrawn, the last day on which it was in use.
    pub withdrawn: Option<&'static str>,
}

impl Codelist {
    /// Returns all codes, in the order of the list. Withdrawn ones are among them.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Returns the code that a text is.
    pub fn find(&self, text: &str) -> Option<&Code> {
        self.codes().iter().find(|code| code.code == text)
    }

    /// Returns what an editor should write instead of a text that is no code: the nearest code in use, or the one whose
    /// name the text is.
    pub fn help_on(&self, text: &str) -> String {
        let in_use = || self.codes().iter().filter(|code| code.withdrawn.is_none());
        let by_name = || {
            let name = did_you_mean(text, in_use().map(|code| code.name))?;
            in_use().find(|code| code.name == name)
        };
        let near = nearest_code(text, in_use().map(|code| code.code)).and_then(|near| self.find(near));
        match near.or_else(by_name) {
            Some(Code { code, name, .. }) => format!("did you mean `{code}` ({name})?"),
            None => self.help.to_owned(),
        }
    }

    /// Returns whether all its codes are digits, which YAML reads as numbers.
    pub(super) fn is_numeric(&self) -> bool {
        self.codes().iter().all(|code| code.code.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

/// Returns the codes of a table: a line for each, with tabs between its values. Lines that begin with `#` say where it
/// comes from.
pub(super) fn codes(table: &'static str) -> Vec<Code> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let code = |line: &'static str| {
        let mut values = line.split('\t');
        Some(Code { code: values.next()?, name: values.next()?, withdrawn: values.next() })
    };
    lines.filter_map(code).collect()
}
