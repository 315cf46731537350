//! Checks texts: finds missing translations, reads Markdown and resolves links.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use super::addresses::{NO_HIDDEN, NO_USER, hidden_in_address, names_a_user};
use super::anchor_links::AnchorLink;
use super::names::{Missing, Names, NotFound};
use crate::base::file_type::Published;
use crate::base::form::nfc;
use crate::base::id::{Id, Kind};
use crate::base::invisible::code;
use crate::base::language::{Language, Locale, Localized, Translated};
use crate::base::problem::{Place, Placed, Problem, Problems, Rule, Sought, Way};
use crate::base::rules;
use crate::content::catalogue::{
    Body, DataFile, FilePath, PublishedFile, PublishedParts, Subject, Target, Text, Words,
};
use crate::content::parse::{self, Asset, Entry, MarkedWords, PlacedWords, TextRecord, TextState};
use crate::text::language::Acronyms;
use crate::text::markdown::{
    Destination, Inline, MAX_NOTE_REFERENCES, Markdown, OUTSIDE, Resolved, Slip, Taken,
};
use crate::text::suggest::{MOST_FILES_SUGGESTED, did_you_mean};

/// The data that checking texts needs.
pub(super) struct Texts<'a> {
    pub(super) names: &'a Names,
    /// The title of the catalogue.
    pub(super) title: Option<&'a PlacedWords>,
    pub(super) keep: &'a Arc<Acronyms>,
    /// The parts that are published.
    pub(super) published: PublishedParts,
}

/// The folder of an entry, to whose files its texts can link.
pub(super) struct Surroundings<'e> {
    assets: &'e [Asset],
    folder: &'e str,
    /// The number of links in its short texts that lead nowhere.
    broken: Cell<usize>,
}

impl<'e> Surroundings<'e> {
    pub(super) fn of<T>(entry: &'e Entry<T>) -> Self {
        Surroundings { assets: &entry.assets, folder: &entry.folder, broken: Cell::new(0) }
    }
}

impl Texts<'_> {
    /// Builds a short text from YAML.
    pub(super) fn short(&self, words: &PlacedWords, problems: &mut Problems) -> Option<Text> {
        self.both(words, problems).map(|written| Text::new(written, self.keep))
    }

    /// Builds a short text from YAML that may contain links and emphasis.
    pub(super) fn marked(
        &self,
        words: &MarkedWords,
        around: &Surroundings<'_>,
        anchors: &mut Vec<AnchorLink>,
        problems: &mut Problems,
    ) -> Option<Text> {
        let written = self.both(&words.0, problems)?;
        let mut marked: Localized<Option<Inline<Target>>> = Localized::default();
        let mut plain: Localized<Option<String>> = Localized::default();
        for language in Language::ALL {
            let Some(value) = &words.0.value[language] else { continue };
            let text = value.value.trim();
            let start = value.value.len() - value.value.trim_start().len();
            let inline = Inline::read(text, language, |destination| {
                let span = &destination.span;
                let place = value.part(&(start + span.start..start + span.end));
                self.resolve_in_short(destination, around, language, place, anchors, problems)
            });
            let Some(inline) = inline else { continue };
            plain[language] = Some(inline.plain().to_owned());
            marked[language] = Some(inline).filter(Inline::has_markup);
        }
        if plain.sr.is_none() && plain.en.is_none() {
            return Some(Text::new(written, self.keep));
        }
        let written = Localized::from_fn(|language| {
            plain[language].take().or_else(|| Some(words.0.value[language].as_ref()?.value.trim().to_owned()))
        });
        Some(Text::with_markup(Translated::new(written)?, marked, self.keep))
    }

    /// Resolves a link of a short text, which is shown on several pages.
    fn resolve_in_short(
        &self,
        destination: &Destination,
        around: &Surroundings<'_>,
        language: Language,
        place: Place,
        anchors: &mut Vec<AnchorLink>,
        problems: &mut Problems,
    ) -> Resolved<Target> {
        let resolved = match destination.text.strip_prefix('#') {
            Some(anchor) => Err(Finding::broken(
                format!(
                    "`#{}` is a place on the same page, but several pages show this text",
                    parse::shorten(anchor)
                ),
                "write the page before it: `programme:lip-2#results`",
            )),
            None => {
                let suggests = around.broken.get() < MOST_FILES_SUGGESTED;
                self.resolve(destination, around.assets, around.folder, suggests)
            }
        };
        match resolved {
            Ok(resolved) => {
                if let Resolved::Inside(Target::Page(subject, Some(anchor))) = &resolved {
                    anchors.push(AnchorLink::new(*subject, language, &destination.text, anchor, place));
                }
                resolved
            }
            Err(finding) => {
                around.broken.set(around.broken.get() + 1);
                problems.push(finding.at(place));
                Resolved::Broken
            }
        }
    }

    /// Returns a short text in the languages in which it is written. Reports missing ones.
    fn both(&self, words: &PlacedWords, problems: &mut Problems) -> Option<Translated<String>> {
        for language in Language::ALL {
            if words.value[language].is_none() && words.value[language.other()].is_some() {
                problems.push(missing_translation(language, words.place.clone()).help(format!(
                    "write the {1} text behind `{0}:`, in a line below that of `{2}:` or, between braces, behind a comma; until then readers see the {3} text",
                    language.code(),
                    language.english_name(),
                    language.other().code(),
                    language.other().english_name()
                )));
            }
        }
        let written = Localized {
            sr: words.value.sr.as_ref().map(|text| text.value.trim().to_owned()),
            en: words.value.en.as_ref().map(|text| text.value.trim().to_owned()),
        };
        let written = Translated::new(written);
        if written.is_none() {
            problems.push(
                Problem::new(
                    &rules::MISSING_TEXT,
                    words.place.clone(),
                    "this text is missing in both languages",
                )
                .help("write the Serbian text behind `sr:` and the English one behind `en:`"),
            );
        }
        written
    }

    /// Builds a Serbian case of a name. English, which has no cases, uses the name itself.
    pub(super) fn serbian_form(&self, form: &str, name: &Text) -> Text {
        let both = Localized { sr: form.to_owned(), en: name.get(Locale::En).to_owned() };
        Text::new(Translated::Both(both), self.keep)
    }

    /// Builds the title, summary and text of a folder. Also returns the ids of the headings in each language.
    pub(super) fn words<T>(
        &self,
        entry: &Entry<T>,
        subject: Subject,
        taken: &Arc<Taken>,
        anchors: &mut Vec<AnchorLink>,
        problems: &mut Problems,
    ) -> Option<(Words, Localized<Vec<String>>)> {
        let mut broken = false;
        let mut written: Localized<Option<&TextRecord>> = Localized::default();
        for language in Language::ALL {
            match &entry.texts[language] {
                TextState::Written(record) => written[language] = Some(record),
                TextState::Broken => broken = true,
                TextState::Absent => {}
            }
        }
        let folder = &entry.folder;
        match (written.sr, written.en) {
            (None, None) if broken => return None,
            (None, None) => {
                problems.push(
                    Problem::new(
                        &rules::MISSING_TEXT,
                        Place::start_of(&entry.first_file),
                        format!("`{folder}` has no text in any language"),
                    )
                    .help(format!("write `{folder}/sr.md` and `{folder}/en.md`")),
                );
                return None;
            }
            (Some(only), None) | (None, Some(only)) if !broken => {
                let missing = if written.sr.is_none() { Language::Sr } else { Language::En };
                let message = format!("`{folder}` has no {} text", missing.english_name());
                problems.push(
                    Problem::new(&rules::MISSING_TRANSLATION, Place::start_of(&only.file), message).help(
                        format!(
                            "write `{folder}/{}.md`; until then readers see the {} text",
                            missing.code(),
                            missing.other().english_name()
                        ),
                    ),
                );
            }
            _ => {}
        }
        // Read both texts even if a title is missing, so no problem hides another.
        let read = Localized::from_fn(|language| {
            written[language]
                .map(|record| self.body(record, language, entry, subject, taken, anchors, problems))
        });
        let field = |pick: fn(&TextRecord) -> &Option<Placed<String>>| {
            let text = |record: Option<&TextRecord>| {
                record.and_then(|record| pick(record).as_ref()).map(|placed| placed.value.trim().to_owned())
            };
            Translated::new(Localized { sr: text(written.sr), en: text(written.en) })
        };
        let title = match subject {
            Subject::Home => self.title_of_home(&written)?,
            _ => field(|record| &record.front.title)?,
        };
        let title = Text::new(title, self.keep);
        let summary = Text::new(field(|record| &record.front.summary)?, self.keep);
        let headings = Localized::from_fn(|language| {
            let headings = read[language].iter().flat_map(Markdown::headings);
            headings.map(|heading| heading.id.clone()).collect()
        });
        let body = Body::new(Translated::new(read)?, self.keep);
        Some((Words { title, summary, body }, headings))
    }

    /// Returns the title of the home page: its own, or that of the catalogue.
    fn title_of_home(&self, written: &Localized<Option<&TextRecord>>) -> Option<Translated<String>> {
        let title = |language: Language| {
            let own = written[language]?.front.title.as_ref();
            let of_catalogue = || self.title.and_then(|title| title.value[language].as_ref());
            Some(own.or_else(of_catalogue)?.value.trim().to_owned())
        };
        Translated::new(Localized::from_fn(title))
    }

    /// Reads a text in one language.
    #[expect(clippy::too_many_arguments, reason = "what a text is, where it stands and where findings go")]
    fn body<T>(
        &self,
        record: &TextRecord,
        language: Language,
        entry: &Entry<T>,
        subject: Subject,
        taken: &Arc<Taken>,
        anchors: &mut Vec<AnchorLink>,
        problems: &mut Problems,
    ) -> Markdown<Target> {
        let place = |span: &std::ops::Range<usize>| Place {
            file: record.file.clone(),
            span: record.body.start + span.start..record.body.start + span.end,
        };
        let mut broken = 0;
        let (markdown, slips) =
            Markdown::read(&record.text, record.body.clone(), language, taken, |destination| {
                let at = place(&destination.span);
                let suggests = broken < MOST_FILES_SUGGESTED;
                let resolved = self
                    .resolve(destination, &entry.assets, &entry.folder, suggests)
                    .unwrap_or_else(|finding| {
                        broken += 1;
                        let is_note = record.text.get(at.span.clone()).is_some_and(is_numbered);
                        let without_address = words_without_address(&record.text, at.span.start);
                        problems.push(match without_address.filter(|_| destination.text.is_empty()) {
                            Some((words, span)) => finding.worded(words).at(Place { span, ..at.clone() }),
                            None if is_note => note(at.clone()),
                            None => finding.at(at.clone()),
                        });
                        Resolved::Broken
                    });
                let anchor = match &resolved {
                    Resolved::Inside(Target::Page(page, Some(anchor))) => Some((*page, anchor)),
                    Resolved::Inside(Target::Here(anchor)) => Some((subject, anchor)),
                    _ => None,
                };
                if let Some((subject, anchor)) = anchor {
                    anchors.push(AnchorLink::new(subject, language, &destination.text, anchor, at));
                }
                resolved
            });
        for slip in &slips {
            problems.push(match slip {
                Slip::RawHtml(span) => {
                    let span = span.start
                        ..span.end.min(
                            span.start
                                + first_line(
                                    &record.text
                                        [record.body.start + span.start..record.body.start + span.end],
                                ),
                        );
                    let help = help_on_html(
                        &record.text[record.body.start + span.start..record.body.start + span.end],
                    );
                    Problem::new(&rules::RAW_HTML, place(&span), "HTML is not allowed").help(help)
                }
                Slip::Hidden(span, c) => {
                    let message = format!("the invisible character {} is not allowed", code(*c));
                    Problem::new(&rules::CONTROL_CHARACTER, place(span), message)
                        .help(format!("delete its entity: `&#{};`, or another spelling of it", u32::from(*c)))
                }
                Slip::TooDeep(span) => Problem::new(
                    &rules::DEEP_NESTING,
                    place(&(span.start..span.start)),
                    "lists, quotes or emphases are nested too deeply",
                )
                .help("use only a few levels"),
                Slip::TooManyNotes(span) => {
                    let message = format!("this text refers more than {MAX_NOTE_REFERENCES} times to notes");
                    Problem::new(&rules::TOO_MANY_NOTES, place(span), message)
                        .help("split the text into several pages")
                }
                Slip::HeadingLevel(span) => {
                    let length = record.text[record.body.start + span.start..record.body.start + span.end]
                        .trim_end()
                        .len();
                    let span = span.start..span.start + length;
                    Problem::new(&rules::HEADING_LEVEL, place(&span), "a heading of the first level")
                        .help("the title of the page is the heading of the first level: begin with `## `")
                }
            });
        }
        markdown
    }

    /// Resolves the destination of a link or picture, or returns the reason why it is refused.
    fn resolve(
        &self,
        destination: &Destination,
        assets: &[Asset],
        folder: &str,
        suggests: bool,
    ) -> Result<Resolved<Target>, Finding> {
        let text = destination.text.as_str();
        if let Some(c) = hidden_in_address(text) {
            let message = format!("this address contains the invisible character {}", code(c));
            return Err(Finding::new(&rules::FORBIDDEN_LINK, message, NO_HIDDEN));
        }
        if let Some(anchor) = text.strip_prefix('#') {
            return Ok(Resolved::Inside(Target::Here(anchor.to_owned())));
        }
        match text.split_once(':') {
            Some((scheme, _)) if destination.is_image && is_scheme(scheme) => Err(Finding::forbidden(
                text,
                "put the picture in the folder of the text and write its file name",
            )),
            Some((scheme, rest)) if OUTSIDE.contains(&scheme.to_ascii_lowercase().as_str()) => {
                outside(scheme, rest, text).map(|()| Resolved::Outside)
            }
            Some((kind, rest)) if is_scheme(kind) => self.inside(kind, rest, text),
            _ if text.is_empty() => Err(Finding::broken(
                "this link has no address".to_owned(),
                "write one in the brackets: `[text](municipality:bor)`",
            )),
            _ if text.starts_with("//") => {
                Err(Finding::forbidden(text, "write the whole address: `https://example.org/page`"))
            }
            _ if text.starts_with('/') => Err(Finding::broken(
                format!("`{}` is an address in one locale only", parse::shorten(text)),
                self.entry_of_path(text).map_or_else(|| "link to an entry by its id, such as `municipality:bor`: it leads to the page in the reader's locale".to_owned(), did_you),
            )),
            // Assets are in the order of their names.
            _ => match assets.binary_search_by(|asset| (*asset.name).cmp(&*nfc(text))).map(|at| &assets[at]) {
                Ok(asset) => {
                    let target = Target::File(file_path(folder, &asset.name));
                    Ok(match asset.pixels.filter(|_| destination.is_image) {
                        Some(pixels) => Resolved::Picture(target, pixels),
                        None => Resolved::Inside(target),
                    })
                }
                Err(_) => Err(Finding::broken(
                    format!("there is no file `{}` in `{folder}`", parse::shorten(text)),
                    match did_you_mean(text, assets.iter().map(|asset| &*asset.name).filter(|_| suggests)) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => self.meant_by(text).map_or_else(|| "put the file in the folder of the text, or link to an entry by its id, such as `municipality:bor`, or to an address that begins with `https://`".to_owned(), did_you),
                    },
                )),
            },
        }
    }

    /// Returns what was meant by the name of a file that does not exist: an e-mail address, a web address or an entry.
    fn meant_by(&self, text: &str) -> Option<String> {
        if parse::MailAddress::is_valid(text) {
            return Some(format!("mailto:{text}"));
        }
        web_address(text).or_else(|| self.entry_of_path(text)).or_else(|| self.names.only_entry(text))
    }

    /// Returns the entry to which a path of the site or of the content leads: `/sr/municipalities/zlatar/`.
    fn entry_of_path(&self, path: &str) -> Option<String> {
        const MOST: usize = 8;
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
        if parts.len() > MOST || !path.contains('/') {
            return None;
        }
        let ids = parts
            .iter()
            .enumerate()
            .rev()
            .skip(usize::from(parts.last().is_some_and(|last| last.contains('.'))));
        let kinds = || Subject::kinds().filter(|kind| !matches!(kind, Kind::SubArea | Kind::StandingPage));
        ids.take(2).find_map(|(at, id)| {
            let has = |kind: &Kind| self.names.find_linked(*kind, id).is_ok();
            let before = at.checked_sub(1).and_then(|at| parts.get(at)).copied().unwrap_or_default();
            let is_named = |kind: &Kind| {
                before == kind.word()
                    || kind
                        .home()
                        .trim_end_matches(['/'])
                        .trim_end_matches(".yaml")
                        .ends_with(&format!("/{before}"))
            };
            let mut found = kinds().filter(has);
            let named = kinds().filter(has).find(is_named);
            let kind = named.or_else(|| found.next().filter(|_| found.next().is_none()))?;
            Some(format!("{}:{id}", kind.word()))
        })
    }

    /// Resolves a link by kind and id: `municipality:bor`, `project:foster-care#bor`.
    fn inside(&self, kind: &str, rest: &str, text: &str) -> Result<Resolved<Target>, Finding> {
        let (id, anchor) = match rest.split_once('#') {
            Some((id, anchor)) => (id, Some(anchor.to_owned())),
            None => (rest, None),
        };
        let subject = match kind {
            "page" => standing_page(id, self.names).map_err(Missing::NotFound),
            "data" => return self.data_file(id).map(|file| Resolved::Inside(Target::Data(file))),
            _ => match Kind::of_reference(kind, id).filter(|kind| Subject::list(*kind).is_some()) {
                Some(kind) => self.names.find_linked(kind, id),
                None => return Err(unknown_kind(kind, text)),
            },
        };
        match subject {
            Ok(subject) => Ok(Resolved::Inside(Target::Page(subject, anchor))),
            Err(Missing::Unknown) => Ok(Resolved::Broken),
            Err(Missing::NotFound(not_found)) => Err(Finding { rule: &rules::BROKEN_LINK, what: not_found }),
        }
    }
}

impl Texts<'_> {
    fn data_file(&self, name: &str) -> Result<DataFile, Finding> {
        let is_published = |file: &DataFile| file.is_published(self.published);
        let mut published = DataFile::ALL.iter().copied().filter(is_published);
        published.clone().find(|file| file.name() == name).ok_or_else(|| {
            let known: Vec<&str> = published.by_ref().map(DataFile::name).collect();
            Finding::broken(
                format!("there is no data file `{}`", parse::shorten(name)),
                format!("the data files are: {}", known.join(", ")),
            )
        })
    }
}

fn standing_page(name: &str, names: &Names) -> Result<Subject, NotFound> {
    let known = || {
        Subject::STANDING
            .iter()
            .copied()
            .filter(|it| names.has_page(*it))
            .filter_map(|it| Some((it.name()?, it)))
    };
    let found = known().find(|(known, _)| *known == name).map(|(_, subject)| subject);
    let own = || names.own_pages.find(name).map(Subject::Page);
    found.or_else(own).ok_or_else(|| {
        let standing = || known().map(|(known, _)| known);
        let own = names.own_pages.as_slice().iter().map(Id::as_str);
        let message = format!("there is no {} `{}`", Kind::StandingPage.noun(), parse::shorten(name));
        if let Some(now) = names.own_pages.renamed_to(name) {
            return NotFound { message, help: format!("it was renamed to `{now}`"), sought: None };
        }
        let near = did_you_mean(name, standing());
        // Own pages may be many, so similar ones are looked for within the limit on suggestions.
        let sought = Sought { way: Way::Linked, ..Sought::new(Kind::StandingPage, name) };
        let sought = near.is_none().then_some(sought);
        let help = match near {
            Some(near) => format!("did you mean `{}:{near}`?", Kind::StandingPage.word()),
            None => {
                let (listed, more) = (standing().collect::<Vec<_>>().join(", "), own.len());
                if more == 0 {
                    format!("the pages are: {listed}")
                } else {
                    format!("the pages are: {listed}, and {more} of your own")
                }
            }
        };
        NotFound { message, help, sought }
    })
}

fn did_you(meant: String) -> String {
    format!("did you mean `{}`?", parse::shorten(&meant))
}

/// Returns the web address that was meant: one without its beginning, or with a slip in it.
fn web_address(text: &str) -> Option<String> {
    let is_host = |host: &str| {
        let end = host.rsplit('.').next().unwrap_or_default();
        let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
        host.contains('.')
            && host.split('.').all(is_word)
            && end.len() >= 2
            && end.chars().all(char::is_alphabetic)
    };
    let (scheme, rest) = match text.split_once("//") {
        Some((scheme, rest)) => (scheme.trim_end_matches([':', ';']), rest),
        None => ("https", text),
    };
    let scheme = did_you_mean(scheme, ["https", "http"].into_iter())?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_file = Published::of(host).is_some() && host == text;
    (is_host(host) && !is_file).then(|| format!("{scheme}://{rest}"))
}

/// Returns the kind of entry that a word before a colon means: its plural, or its name in Serbian.
fn kind_word(word: &str) -> Option<&'static str> {
    const SERBIAN: [(&str, &str); 15] = [
        ("projek", "project"),
        ("program", "programme"),
        ("opstin", "municipality"),
        ("grad", "municipality"),
        ("okrug", "district"),
        ("region", "region"),
        ("oblast", "area"),
        ("podrsk", "support"),
        ("ciljn", "target-group"),
        ("organizacij", "organisation"),
        ("organization", "organisation"),
        ("dokument", "document"),
        ("vest", "post"),
        ("objav", "post"),
        ("stran", "page"),
    ];
    let folded = crate::text::language::fold(word);
    let plural = Kind::ALL.iter().find(|kind| kind.plural() == folded).map(|kind| kind.word());
    plural.or_else(|| SERBIAN.iter().find(|(stem, _)| folded.starts_with(stem)).map(|(_, word)| *word))
}

fn unknown_kind(kind: &str, text: &str) -> Finding {
    let rest = text[kind.len()..].trim_start_matches(':');
    if let Some(address) = web_address(text).filter(|_| rest.starts_with("//")) {
        return Finding::forbidden(text, did_you(address));
    }
    if let Some(mail) = did_you_mean(kind, ["mailto"].into_iter()).filter(|_| rest.contains('@')) {
        return Finding::forbidden(text, did_you(format!("{mail}:{rest}")));
    }
    match kind_word(kind).or_else(|| did_you_mean(kind, link_words())) {
        Some(near) => Finding::forbidden(text, did_you(format!("{near}:{rest}"))),
        None => Finding::forbidden(
            text,
            format!(
                "links can lead to http:, https:, mailto:, tel:, a file in the folder of the text, or an entry: {}",
                link_words().map(|word| format!("{word}:")).collect::<Vec<_>>().join(", ")
            ),
        ),
    }
}

/// Returns the words that can precede the colon of a link.
fn link_words() -> impl Iterator<Item = &'static str> + Clone {
    let entries = Subject::kinds().filter(|kind| *kind != Kind::SubArea).map(Kind::word);
    entries.chain([Kind::StandingPage.word(), "data"])
}

/// Returns the path at which a document or picture of `folder` is published.
pub(super) fn file_path(folder: &str, name: &str) -> FilePath {
    let below = folder.strip_prefix("content/").unwrap_or(folder);
    FilePath(format!("{below}/{name}").into())
}

/// Returns the documents and pictures of a folder. `is_shown` is whether pages may show its pictures.
pub(super) fn published_files<T>(entry: &Entry<T>, is_shown: bool) -> impl Iterator<Item = PublishedFile> {
    entry.assets.iter().map(move |asset| PublishedFile {
        path: file_path(&entry.folder, &asset.name),
        from: asset.from.clone(),
        size: asset.size,
        found: asset.found,
        pixels: asset.pixels,
        is_shown,
    })
}

/// Returns whether a link by reference looks like a note: `[1]`.
fn is_numbered(link: &str) -> bool {
    let name = link.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*')
    })
}

/// The problem of a note that is written like a link.
fn note(place: Place) -> Problem {
    Problem::new(&rules::BROKEN_LINK, place, "this is read as a link, not as a note")
        .help("a note has a `^` in its brackets, here and where its text stands: `[^1]` and `[^1]: …`")
}

fn missing_translation(language: Language, place: Place) -> Problem {
    let message = format!("the {} text is missing", language.english_name());
    Problem::new(&rules::MISSING_TRANSLATION, place, message)
}

fn first_line(text: &str) -> usize {
    text.lines().next().unwrap_or_default().len()
}

/// Returns whether the part before a colon is the scheme of an address (RFC 3986, 3.1) and not part of a file name.
fn is_scheme(text: &str) -> bool {
    !text.contains(['/', '?', '#'])
}

/// Checks that an external address is complete and contains no user name or password.
fn outside(scheme: &str, rest: &str, text: &str) -> Result<(), Finding> {
    if url::Url::parse(text).is_ok_and(|url| names_a_user(&url)) {
        let message = "this address contains a user name or password".to_owned();
        return Err(Finding::new(&rules::FORBIDDEN_LINK, message, NO_USER));
    }
    let whole = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => url::Url::parse(text).is_ok_and(|url| url.has_host()) && rest.starts_with("//"),
        "mailto" => rest.contains('@'),
        _ => rest.chars().any(|c| c.is_ascii_digit()),
    };
    if whole {
        return Ok(());
    }
    let address = || web_address(&format!("{scheme}://{}", rest.trim_start_matches([':', '/'])));
    let meant = address().filter(|_| scheme.to_ascii_lowercase().starts_with("http"));
    Err(Finding::broken(
        format!("`{}` is not a complete address", parse::shorten(text)),
        meant.map_or_else(
            || "write it as `https://example.org/page`, `mailto:name@example.org` or `tel:+381…`".to_owned(),
            did_you,
        ),
    ))
}

/// A problem with a link, without its place.
struct Finding {
    rule: &'static Rule,
    what: NotFound,
}

impl Finding {
    fn new(rule: &'static Rule, message: String, help: impl Into<String>) -> Self {
        Finding { rule, what: NotFound { message, help: help.into(), sought: None } }
    }

    fn broken(message: String, help: impl Into<String>) -> Self {
        Finding::new(&rules::BROKEN_LINK, message, help)
    }

    fn forbidden(text: &str, help: impl Into<String>) -> Self {
        let message = format!("links cannot lead to `{}`", parse::shorten(text));
        Finding::new(&rules::FORBIDDEN_LINK, message, help)
    }

    /// Notes the words of a link without an address, which may be a name.
    fn worded(mut self, words: &str) -> Self {
        self.what.sought = Some(Sought { way: Way::Worded, ..Sought::new(Kind::Municipality, words) });
        self
    }

    fn at(self, place: Place) -> Problem {
        self.what.at(self.rule, place)
    }
}

/// Returns the words of the inline link without an address that ends at a byte of a text, and its empty brackets.
fn words_without_address(text: &str, end: usize) -> Option<(&str, Range<usize>)> {
    const LONGEST: usize = 100;
    const EMPTY: &str = "()";
    let before = text.get(..end)?.strip_suffix(EMPTY)?.strip_suffix(']')?;
    let length = before.bytes().rev().take(LONGEST).position(|byte| matches!(byte, b'[' | b'\n'))?;
    let start = before.len() - length;
    let words =
        before.get(start..).filter(|words| before[..start].ends_with('[') && !words.trim().is_empty())?;
    Some((words, end - EMPTY.len()..end))
}

/// Returns the help on HTML that begins with a tag or a comment.
fn help_on_html(html: &str) -> String {
    const LONGEST: usize = 60;
    if html.starts_with("<!--") {
        return "delete the comment, from `<!--` to `-->`".to_owned();
    }
    let tag = html.find('>').map(|end| &html[..=end]).filter(|tag| tag.len() <= LONGEST);
    let tags = tag.map_or("the tags".to_owned(), |tag| format!("`{tag}` and all other tags"));
    format!(
        "delete {tags}, and keep the words; what they should look like is written in Markdown: `**bold**`, `*italics*`, `[text](address)`; write `\\<` for the character itself"
    )
}
