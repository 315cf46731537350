//! What a browser sends: pairs of a name, such as `activities.0.funding.total`, and a text.

use std::collections::HashMap;

/// The values below a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// The text for the name itself.
    pub value: Option<String>,
    /// What follows it, in the order in which it was sent.
    pub parts: Vec<(String, Posted)>,
    /// Where each part is among them.
    positions: HashMap<String, usize>,
}

/// The deepest name: more parts than any form has.
const DEEPEST: usize = 12;

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

impl Posted {
    /// Collects pairs of a name and a text. Names that no form has are left out, and so are control characters, which no
    /// file may contain.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut posted = Posted::default();
        for (name, text) in pairs {
            if name.split('.').count() <= DEEPEST {
                let mut at = &mut posted;
                for part in name.split('.') {
                    at = at.part(part);
                }
                at.value = Some(text.replace("\r\n", "\n").replace(is_control, ""));
            }
        }
        posted
    }

    /// Returns what follows a name.
    pub fn get(&self, name: &str) -> Option<&Posted> {
        self.positions.get(name).map(|at| &self.parts[*at].1)
    }

    /// Returns the text of a name.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(|posted| posted.value.as_deref()).unwrap_or_default()
    }

    fn part(&mut self, name: &str) -> &mut Posted {
        let at = match self.positions.get(name) {
            Some(at) => *at,
            None => {
                let next = self.parts.len();
                self.positions.insert(name.to_owned(), next);
                self.parts.push((name.to_owned(), Posted::default()));
                next
            }
        };
        &mut self.parts[at].1
    }
}
