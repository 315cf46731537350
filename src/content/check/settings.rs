//! Checks the settings of the catalogue.

use std::sync::Arc;

use url::Url;

use super::addresses::web_address;
use super::builder::Builder;
use super::facts;
use crate::base::colour::{Accent, AccentFault};
use crate::base::id::Kind;
use crate::base::language::Locale;
use crate::base::problem::{Place, Placed, Problem, Problems, Sought};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::content::parse::{
    self, CatalogueRecord, ColourText, GrantsRecord, MailAddress, PictureName, RepositoryRecord,
};
use crate::text::suggest::did_you_mean;

/// Returns the open data that the settings leave out. Reports names of others.
pub(super) fn left_out(record: &CatalogueRecord, problems: &mut Problems) -> LeftOut {
    let mut left_out = LeftOut::default();
    let names = record.data.iter().flat_map(|record| record.leave_out.iter().flatten());
    for written in names {
        match Omissible::all().find(|what| what.name() == written.value) {
            Some(what) => left_out.add(what),
            None => {
                let known: Vec<String> = Omissible::all().map(Omissible::name).collect();
                let stays = DataFile::ALL.iter().any(|file| file.name() == written.value);
                let help = match did_you_mean(&written.value, known.iter().map(String::as_str)) {
                    _ if stays => "remove it: descriptions of the data refer to this file".to_owned(),
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("what can be left out: {}", known.join(", ")),
                };
                let message = format!("`{}` cannot be left out", parse::shorten(&written.value));
                problems
                    .push(Problem::new(&rules::UNKNOWN_REFERENCE, written.place.clone(), message).help(help));
            }
        }
    }
    left_out
}

impl Builder<'_> {
    pub(super) fn settings(&self, record: &CatalogueRecord, problems: &mut Problems) -> Option<Settings> {
        let title = record.title.as_ref().and_then(|words| self.texts.short(words, problems));
        let publisher = record.publisher.as_ref().and_then(|words| self.texts.short(words, problems));
        let base_url = record.base_url.as_ref().and_then(|address| base_url(address, problems));
        let locales = record.locales.as_ref().and_then(|list| locales(list, &record.place, problems));
        let licence = record.licence.as_ref();
        let licence_name = licence
            .and_then(|licence| licence.name.as_ref())
            .and_then(|words| self.texts.short(words, problems));
        let licence_url =
            licence.and_then(|licence| licence.url.as_ref()).and_then(|url| web_address(url, problems));
        let accent = record.accent.as_ref().and_then(|written| accent(written, problems));
        let logo = record.logo.as_ref().and_then(|name| self.logo(name, "catalogue.yaml", problems));
        let corrections = record.corrections.as_ref().and_then(|address| contact(address, problems));
        let contact = record.contact.as_ref().and_then(|address| contact(address, problems));
        let repository = record.repository.as_ref().and_then(|record| repository(record, problems));
        let menu = record.menu.as_ref().map(|names| self.menu(names, problems));
        let iati = record.iati.as_ref().map(|record| facts::iati(record, problems));
        let grants = record.grants.as_ref().map(|record| grants(record, problems));
        Some(Settings {
            title: title?,
            base_url: base_url?,
            locales: locales?,
            publisher: publisher?,
            licence: licence_name?,
            licence_url: licence_url?,
            accent,
            logo,
            corrections,
            contact,
            publisher_kind: record.publisher_kind.or_else(|| record.iati.as_ref()?.kind),
            repository,
            menu,
            acronyms: Arc::clone(self.texts.keep),
            iati: match iati {
                Some(iati) => Some(iati?),
                None => None,
            },
            left_out: left_out(record, problems),
            grants: match grants {
                Some(grants) => Some(grants?),
                None => None,
            },
        })
    }

    /// Resolves the pages of the menu.
    fn menu(&self, names: &[Placed<String>], problems: &mut Problems) -> Vec<Subject> {
        let mut menu: Vec<Subject> = Vec::new();
        for written in names {
            let pages = || Subject::MENU.iter().copied().filter(|subject| self.names.has_page(*subject));
            let lists = || pages().filter_map(|subject| Some((subject.name()?, subject)));
            let list = lists().find(|(name, _)| *name == written.value).map(|(_, subject)| subject);
            let own = || self.names.own_pages.find(&written.value).map(Subject::Page);
            match list.or_else(own) {
                Some(subject) if menu.contains(&subject) => problems.push(
                    Problem::new(
                        &rules::REPEATED_REFERENCE,
                        written.place.clone(),
                        format!("`{}` is in the menu twice", parse::shorten(&written.value)),
                    )
                    .help("keep one of the two"),
                ),
                Some(subject) => menu.push(subject),
                None => {
                    let known: Vec<&'static str> = lists().map(|(name, _)| name).collect();
                    let near = parse::word_meant(&written.value, &known);
                    let sought = near.is_none().then(|| Sought::new(Kind::StandingPage, &written.value));
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            format!("the lists are: {}; add pages of your own by their ids", known.join(", "))
                        }
                    };
                    let message = format!("the menu cannot contain `{}`", parse::shorten(&written.value));
                    let problem =
                        Problem::new(&rules::UNKNOWN_REFERENCE, written.place.clone(), message).help(help);
                    problems.push(Problem { sought, ..problem });
                }
            }
        }
        menu
    }

    /// Returns the file of a logo that a file of facts names. SVG is not accepted, because an SVG file that is opened directly can run scripts.
    pub(super) fn logo(
        &self,
        name: &Placed<String>,
        named_in: &str,
        problems: &mut Problems,
    ) -> Option<FilePath> {
        let ending = name.value.rsplit_once('.').map(|(_, ending)| ending);
        let is_picture = ending.is_some_and(|ending| PictureName::ENDINGS.contains(&ending));
        if let Some(logo) = self.records.logo(&name.value).filter(|_| is_picture) {
            return Some(FilePath(logo.name.clone()));
        }
        let (rule, message) = match is_picture {
            true => (&rules::MISSING_FILE, format!("there is no `content/{}`", parse::shorten(&name.value))),
            false => (&rules::WRONG_VALUE, format!("`{}` is not a picture", parse::shorten(&name.value))),
        };
        let help = format!(
            "put the picture next to `{named_in}`; its name must end in {}",
            PictureName::ENDINGS.join(", ")
        );
        problems.push(Problem::new(rule, name.place.clone(), message).help(help));
        None
    }
}

/// Checks the settings for the file of grants.
fn grants(record: &GrantsRecord, problems: &mut Problems) -> Option<Grants> {
    let prefix = record.prefix.as_ref()?;
    if Grants::is_prefix(&prefix.value) {
        return Some(Grants { prefix: prefix.value.clone() });
    }
    let message = format!("`{}` is not a prefix of 360Giving", parse::shorten(&prefix.value));
    problems.push(
        Problem::new(&rules::WRONG_VALUE, prefix.place.clone(), message)
            .help("write the prefix that 360Giving gave you, such as `360G-example`: `360G-`, then letters, digits, `-` and `_`"),
    );
    None
}

/// Checks that there is a grant to publish, because the format allows no file without any.
pub(super) fn check_grants(record: &CatalogueRecord, catalogue: &Catalogue, problems: &mut Problems) {
    let Some(record) = &record.grants else { return };
    if !catalogue.awards().any(|award| catalogue.grant(award).is_ok()) {
        let message = "there is no grant to publish in the format of 360Giving";
        problems.push(Problem::new(&rules::WRONG_VALUE, record.place.clone(), message).help(
            "record the day and the recipient of an award, and the funder of its programme, or remove `grants:`",
        ));
    }
}

/// Checks where an office can be reached.
fn contact(address: &Placed<String>, problems: &mut Problems) -> Option<Contact> {
    if let Some(mail) = address.value.strip_prefix("mailto:") {
        if MailAddress::is_valid(mail) {
            return Some(Contact::Mail(mail.to_owned()));
        }
        let message = format!("`{}` is not an e-mail address", parse::shorten(mail));
        problems
            .push(Problem::new(&rules::WRONG_VALUE, address.place.clone(), message).help(MailAddress::HELP));
        return None;
    }
    web_address(address, problems).map(Contact::Web)
}

/// Checks the repository: an address without a query, and the name of a branch.
fn repository(record: &RepositoryRecord, problems: &mut Problems) -> Option<Repository> {
    let written = record.url.as_ref()?;
    let url = web_address(written, problems)?;
    if url.query().is_some() || url.fragment().is_some() {
        let message = format!("`{}` is not the address of a repository", parse::shorten(&written.value));
        problems.push(
            Problem::new(&rules::WRONG_VALUE, written.place.clone(), message)
                .help("write the address without what begins with `?` or `#`"),
        );
        return None;
    }
    let branch = match &record.branch {
        Some(branch) => self::branch(branch, problems)?,
        None => "main".to_owned(),
    };
    Some(Repository { url, branch })
}

fn branch(name: &Placed<String>, problems: &mut Problems) -> Option<String> {
    const MOST_BYTES: usize = 100;
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.');
    let name_of = &name.value;
    if name_of.len() <= MOST_BYTES && name_of.chars().all(is_allowed) && name_of.split('/').all(is_part) {
        return Some(name_of.clone());
    }
    let message = format!("`{}` is not the name of a branch", parse::shorten(name_of));
    problems.push(
        Problem::new(&rules::WRONG_VALUE, name.place.clone(), message)
            .help("write the name as git knows it, such as `main`: letters, digits, `-`, `_`, `.` and `/`"),
    );
    None
}

/// Checks that links in this colour are readable.
fn accent(written: &parse::Written<ColourText>, problems: &mut Problems) -> Option<Accent> {
    let (message, help) = match Accent::parse(&written.value) {
        Ok(accent) => return Some(accent),
        Err(AccentFault::NotAColour) => {
            (format!("`{}` is not a colour", parse::shorten(&written.value)), ColourText::HELP.to_owned())
        }
        Err(AccentFault::TooPale { contrast, darker }) => (
            format!("`{}` is too pale for links: its contrast is {contrast:.1}, below 4.5", written.value),
            format!(
                "use a darker shade, such as `\"{darker}\"`; it is lightened automatically for the dark theme"
            ),
        ),
    };
    problems.push(Problem::new(&rules::WRONG_VALUE, written.place.clone(), message).help(help));
    None
}

/// Checks the site's address: an origin and a path, ending in `/`.
fn base_url(address: &parse::Written<parse::SiteAddress>, problems: &mut Problems) -> Option<Url> {
    let url = web_address(address, problems)?;
    match crate::content::catalogue::base_url(url) {
        Ok(url) => Some(url),
        Err(reason) => {
            problems.push(
                Problem::new(&rules::WRONG_VALUE, address.place.clone(), reason)
                    .help(parse::SiteAddress::HELP),
            );
            None
        }
    }
}

fn locales(
    list: &[parse::Written<parse::LocaleTag>],
    whole: &Place,
    problems: &mut Problems,
) -> Option<Vec<Locale>> {
    let mut locales = Vec::new();
    for written in list {
        match written.value.parse::<Locale>() {
            Ok(locale) if locales.contains(&locale) => problems.push(
                Problem::new(
                    &rules::REPEATED_REFERENCE,
                    written.place.clone(),
                    format!("`{locale}` is in this list twice"),
                )
                .help("keep one of the two"),
            ),
            Ok(locale) => locales.push(locale),
            Err(()) => problems.push(
                Problem::new(
                    &rules::WRONG_VALUE,
                    written.place.clone(),
                    format!("`{}` is not a locale", parse::shorten(&written.value)),
                )
                .help(
                    match Locale::ALL.iter().find(|locale| locale.tag().eq_ignore_ascii_case(&written.value))
                    {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("the locales are: {}", Locale::ALL.map(Locale::tag).join(", ")),
                    },
                ),
            ),
        }
    }
    if list.is_empty() {
        problems.push(
            Problem::new(&rules::WRONG_VALUE, whole.clone(), "the site has no locale")
                .help(format!("name at least one: {}", Locale::ALL.map(Locale::tag).join(", "))),
        );
        return None;
    }
    Some(locales)
}
