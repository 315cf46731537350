//! The files of the content that pages are made from, and where readers can edit them.

use url::Url;

use super::{Catalogue, Subject};
use crate::base::id::Kind;
use crate::base::language::Language;

/// The repository with the content.
#[derive(Debug)]
pub struct Repository {
    /// Its address.
    pub url: Url,
    /// The branch that is published.
    pub branch: String,
}

impl Repository {
    /// Returns the address of the editor of a file. Hosts have different ones: GitLab, and Gitea and Forgejo such as
    /// Codeberg, are known by their names; for others, this is the address that GitHub uses.
    pub fn editor(&self, file: &str) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let is_one_of = |names: &[&str]| names.iter().any(|name| host.contains(name));
        let edit = match () {
            () if is_one_of(&["gitlab"]) => "-/edit",
            () if is_one_of(&["codeberg", "forgejo", "gitea"]) => "_edit",
            () => "edit",
        };
        let url = self.url.as_str().trim_end_matches('/');
        format!("{url}/{edit}/{}/{file}", self.branch)
    }
}

impl Catalogue {
    /// Returns the file with the text of a page in a language, or with its facts if it has no text. `None` if the page
    /// is made from many files.
    pub fn source_file(&self, subject: Subject, language: Language) -> Option<String> {
        let text = |folder: &str, id: &str| format!("{folder}{id}/{}.md", language.code());
        let standing = |name: &str| Some(text(Kind::StandingPage.home(), name));
        match subject {
            Subject::Home | Subject::About | Subject::Data | Subject::Accessibility => {
                standing(subject.name()?)
            }
            Subject::Page(at) => standing(self.own_pages[at].id.as_str()),
            _ => {
                let (kind, entry) = (subject.entry_kind()?, self.entry(subject)?);
                let home = kind.home();
                let has_text = match subject {
                    Subject::Programme(_) | Subject::Project(_) | Subject::Post(_) => true,
                    Subject::Municipality(at) => self.municipalities[at].words.is_some(),
                    _ => false,
                };
                Some(match (has_text && entry.name.is_in(language), kind.has_folders()) {
                    (true, _) => text(home, entry.id.as_str()),
                    (false, true) => format!("{home}{}/{}.yaml", entry.id, kind.noun()),
                    (false, false) => home.to_owned(),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_has_its_own_address_for_editing() {
        for (url, editor) in [
            ("https://github.com/o/r", "https://github.com/o/r/edit/main/f.md"),
            ("https://gitlab.com/o/r/", "https://gitlab.com/o/r/-/edit/main/f.md"),
            ("https://gitlab.example.rs/o/r", "https://gitlab.example.rs/o/r/-/edit/main/f.md"),
            ("https://codeberg.org/o/r", "https://codeberg.org/o/r/_edit/main/f.md"),
            ("https://git.example.rs/o/r", "https://git.example.rs/o/r/edit/main/f.md"),
        ] {
            let url = Url::parse(url).expect("an address");
            let repository = Repository { url, branch: "main".to_owned() };
            assert_eq!(repository.editor("f.md"), editor);
        }
    }
}
