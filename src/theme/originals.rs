//! The built-in files of the theme and of its messages, which files of a catalogue can replace.

use std::borrow::Cow;
use std::fmt;

use rust_embed::RustEmbed;

use crate::text::suggest::did_you_mean;
use crate::theme::{guide, locales};

#[derive(RustEmbed)]
#[folder = "themes/default"]
struct BuiltIn;

/// A folder of a catalogue that can contain replacements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The theme.
    Theme,
    /// The messages and synonyms.
    Locales,
}

impl Place {
    /// Both folders.
    pub const ALL: [Place; 2] = [Place::Theme, Place::Locales];

    /// Returns its path, relative to the root of the catalogue.
    pub fn folder(self) -> &'static str {
        match self {
            Place::Theme => "themes/default/",
            Place::Locales => "locales/",
        }
    }
}

/// A built-in file.
#[derive(Clone, Debug)]
pub struct Original {
    /// The folder where a catalogue can replace it.
    pub place: Place,
    /// Its path within that folder.
    pub name: String,
    text: String,
}

/// The reason why a name is none of a built-in file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchOriginal {
    name: String,
    near: Option<String>,
}

impl fmt::Display for NoSuchOriginal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "there is no built-in file `{}`", self.name)?;
        match &self.near {
            Some(near) => write!(f, "help: did you mean `{near}`? `katalog theme list` lists all"),
            None => f.write_str("help: `katalog theme list` lists all"),
        }
    }
}

impl std::error::Error for NoSuchOriginal {}

/// Returns the built-in files of the theme, with their paths in its folder.
pub(super) fn theme() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    BuiltIn::iter().filter_map(|name| BuiltIn::get(&name).map(|file| (name.into_owned(), file.data)))
}

impl Original {
    /// Returns all built-in files, ordered by folder and name.
    pub fn all() -> Vec<Original> {
        let original = |place| {
            move |(name, bytes): (String, Cow<'static, [u8]>)| Original {
                place,
                name,
                text: String::from_utf8_lossy(&bytes).into_owned(),
            }
        };
        let theme = theme().map(original(Place::Theme));
        let mut all: Vec<Original> =
            theme.chain(locales::originals().map(original(Place::Locales))).collect();
        all.sort_by(|a, b| (a.place, &a.name).cmp(&(b.place, &b.name)));
        all
    }

    /// Returns the file that a person means: by its path in the catalogue, its path in its folder, or its own name.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(name: &str) -> Result<Original, NoSuchOriginal> {
        let all = Original::all();
        let is_meant = |file: &&Original| [file.path().as_str(), &file.name, file.own_name()].contains(&name);
        if let Some(found) = all.iter().find(is_meant) {
            return Ok(found.clone());
        }
        let own = name.rsplit('/').next().unwrap_or_default();
        let near = did_you_mean(own, all.iter().map(Original::own_name)).map(str::to_owned);
        Err(NoSuchOriginal { name: name.to_owned(), near })
    }

    /// Returns its name without folders.
    fn own_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the path of its replacement, relative to the root of the catalogue.
    pub fn path(&self) -> String {
        format!("{}{}", self.place.folder(), self.name)
    }

    /// Returns what it is, in one line.
    pub fn about(&self) -> String {
        guide::about(self.own_name()).unwrap_or_default()
    }

    /// Returns the elements of a page that it needs, if it is a script.
    pub fn elements(&self) -> Option<&'static str> {
        guide::elements(self.own_name())
    }

    /// Returns its text. A template begins with a comment that lists the data it sees.
    pub fn text(&self) -> String {
        let data = self.name.strip_prefix("templates/").and_then(guide::data);
        data.unwrap_or_default() + &self.text
    }

    /// Returns what to do with a copy.
    pub fn advice(&self) -> &'static str {
        match self.name.rsplit_once('.') {
            Some((_, "ftl")) => {
                "delete every message that you do not change, so that the others stay those of the program"
            }
            Some((_, "txt")) => {
                "delete every line that you do not change, so that the others stay those of the program"
            }
            Some((_, "html")) => "edit it; its first lines list the data that it sees",
            _ => "edit it",
        }
    }
}
