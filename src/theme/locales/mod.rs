//! Interface text: built-in Fluent messages, which a catalogue can override one by one. This folder is the only user
//! of `fluent`.

mod limits;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::base::folder::{FileError, Folder};
use crate::base::hash::Digest;
use crate::base::language::{Language, Locale, Localized, PerLocale};
use crate::base::own_files::OwnFiles;
use crate::text::language::Acronyms;
use crate::text::suggest::did_you_mean;
use crate::theme::format;
use limits::{LONGEST_TEXT, MOST_TERMS, Sizes, excerpt, reject_unfit};

#[derive(RustEmbed)]
#[folder = "locales"]
struct BuiltIn;

/// Returns the built-in files of messages and synonyms, with their names.
pub(super) fn originals() -> impl Iterator<Item = (String, Cow<'static, [u8]>)> {
    BuiltIn::iter().filter_map(|name| BuiltIn::get(&name).map(|file| (name.into_owned(), file.data)))
}

/// The messages of every locale; cheap to clone.
#[derive(Clone)]
pub struct Locales {
    messages: Arc<PerLocale<Messages>>,
    own: Digest,
}

/// The messages of one locale.
struct Messages {
    bundle: FluentBundle<FluentResource>,
    /// A cache of messages without arguments, and of those with only a count: pages use the same few many times.
    kept: RwLock<BTreeMap<String, BTreeMap<Option<u64>, String>>>,
    /// The size in bytes of what `kept` contains, and of what it had no room for.
    kept_bytes: AtomicUsize,
}

/// The maximum size of a file of messages, in bytes.
const MAX_MESSAGES_BYTES: u64 = 1024 * 1024;

/// Loads the built-in messages and replaces them with those of the same name in `root/locales/*.ftl`. Cyrillic messages
/// are made from Serbian Latin; the words in `keep` stay unchanged.
///
/// # Errors
/// When a file cannot be read, is not valid Fluent, or defines a message that the site does not have.
pub fn load(root: &Path, keep: &Acronyms) -> Result<Locales, FileError> {
    let own = own_files(root)?;
    own.count();
    let messages = |locale| -> Result<Messages, FileError> {
        let bundle = bundle(locale, own.get(locale.language()), keep)?;
        Ok(Messages { bundle, kept: RwLock::default(), kept_bytes: AtomicUsize::new(0) })
    };
    let messages = Arc::new(PerLocale::from_fn(messages).transpose()?);
    Ok(Locales { messages, own: own.digest() })
}

/// Returns the digest of the messages that replace built-in ones in a catalogue.
///
/// # Errors
/// As [`load`], as far as files cannot be read.
pub(crate) fn own_digest(root: &Path) -> Result<Digest, FileError> {
    Ok(own_files(root)?.digest())
}

fn own_files(root: &Path) -> Result<OwnFiles, FileError> {
    let folder = Folder::open(root)?.folder_if_present("locales")?;
    if let Some(folder) = &folder {
        reject_strays(folder)?;
    }
    OwnFiles::read(folder.as_ref(), file_name, MAX_MESSAGES_BYTES)
}

fn bundle(
    locale: Locale,
    own: Option<&(PathBuf, String)>,
    keep: &Acronyms,
) -> Result<FluentBundle<FluentResource>, FileError> {
    let language = locale.language();
    let name = file_name(language);
    let mut bundle = FluentBundle::new_concurrent(vec![plural_language(language)]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::SrLatn | Locale::SrCyrl => grouped_serbian,
        Locale::En => grouped_english,
    }));
    let built_in = parse(&built_in(language), locale, keep, Path::new(&name))?;
    let known = message_ids(&built_in);
    if let Some((path, text)) = own {
        reject_unfit(text).map_err(|reason| FileError::content(path.clone(), reason))?;
        let own = parse(text, locale, keep, path)?;
        let terms = own.entries().filter(|entry| matches!(entry, ast::Entry::Term(_))).count();
        if terms > MOST_TERMS {
            let reason =
                format!("a file may define up to {MOST_TERMS} terms, but this one has {terms}; remove some");
            return Err(FileError::content(path.clone(), reason));
        }
        if let Some(unknown) = message_ids(&own).into_iter().find(|id| !known.contains(id)) {
            let help = match did_you_mean(&unknown, known.iter().map(String::as_str)) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            };
            let reason = format!("the site has no message `{}`{help}", excerpt(&unknown));
            return Err(FileError::content(path.clone(), reason));
        }
        let mut sizes = Sizes::of([&built_in, &own]);
        sizes.check(text).map_err(|reason| FileError::content(path.clone(), reason))?;
        bundle.add_resource_overriding(built_in);
        bundle.add_resource_overriding(own);
    } else {
        bundle.add_resource_overriding(built_in);
    }
    Ok(bundle)
}

fn file_name(language: Language) -> String {
    format!("{}.ftl", language.code())
}

fn built_in(language: Language) -> String {
    let file = BuiltIn::get(&file_name(language)).expect("both languages are built in");
    String::from_utf8_lossy(&file.data).into_owned()
}

/// Rejects `.ftl` files that nothing would read, because they are mistakes.
fn reject_strays(folder: &Folder) -> Result<(), FileError> {
    let known = Language::ALL.map(file_name);
    let is_stray = |name: &Path| {
        name.extension().is_some_and(|ending| ending == "ftl")
            && !known.iter().any(|known| name.ends_with(known))
    };
    match folder.entries()?.into_iter().find(|entry| is_stray(Path::new(&entry.name))) {
        None => Ok(()),
        Some(entry) => {
            let reason = format!("messages belong in {}", known.join(" and "));
            Err(FileError::content(folder.path().join(entry.name), reason))
        }
    }
}

/// Parses messages. For Cyrillic, converts their words and leaves everything else unchanged.
fn parse(text: &str, locale: Locale, keep: &Acronyms, path: &Path) -> Result<FluentResource, FileError> {
    let fail = |errors: &[fluent_syntax::parser::ParserError]| {
        let reason = errors.first().map_or_else(String::new, |error| {
            let line = text[..error.pos.start.min(text.len())].matches('\n').count() + 1;
            format!("line {line}: {}", excerpt(&error.to_string()))
        });
        FileError::content(path.to_path_buf(), reason)
    };
    let mut resource = fluent_syntax::parser::parse(text.to_owned()).map_err(|(_, errors)| fail(&errors))?;
    if locale == Locale::SrCyrl {
        for pattern in resource.body.iter_mut().flat_map(patterns) {
            to_cyrillic(pattern, keep);
        }
    }
    let text = fluent_syntax::serializer::serialize(&resource);
    FluentResource::try_new(text).map_err(|(_, errors)| fail(&errors))
}

fn patterns(entry: &mut ast::Entry<String>) -> Vec<&mut ast::Pattern<String>> {
    let (value, attributes) = match entry {
        ast::Entry::Message(message) => (message.value.as_mut(), &mut message.attributes),
        ast::Entry::Term(term) => (Some(&mut term.value), &mut term.attributes),
        _ => return Vec::new(),
    };
    value.into_iter().chain(attributes.iter_mut().map(|attribute| &mut attribute.value)).collect()
}

fn to_cyrillic(pattern: &mut ast::Pattern<String>, keep: &Acronyms) {
    for element in &mut pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => *value = Locale::SrCyrl.in_script(value, keep).text,
            ast::PatternElement::Placeable { expression: ast::Expression::Select { variants, .. } } => {
                for variant in variants {
                    to_cyrillic(&mut variant.value, keep);
                }
            }
            ast::PatternElement::Placeable { .. } => {}
        }
    }
}

fn message_ids(resource: &FluentResource) -> Vec<String> {
    let id = |entry: &ast::Entry<&str>| match entry {
        ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.entries().filter_map(id).collect()
}

/// Returns the language for plural rules. They would not be found if the tag had a script.
fn plural_language(language: Language) -> LanguageIdentifier {
    language.code().parse().expect("the code is a language")
}

fn grouped_serbian<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Locale::SrLatn)
}

fn grouped_english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Locale::En)
}

/// Formats counts within messages with the locale's digit grouping, which Fluent itself lacks.
fn grouped(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "arguments are counts")]
        FluentValue::Number(number) => Some(format::number(number.value as u64, locale)),
        _ => None,
    }
}

/// An argument of a message.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A count, which selects the plural form.
    Count(u64),
    /// A name or another text.
    Text(String),
}

impl Argument {
    /// Returns its size in bytes, as far as it can be long.
    const fn size(&self) -> usize {
        match self {
            Argument::Count(_) => 0,
            Argument::Text(text) => text.len(),
        }
    }
}

impl Locales {
    /// The digest of the messages that replace built-in ones.
    pub fn own(&self) -> Digest {
        self.own
    }

    /// Formats the message `id` in `locale`.
    ///
    /// # Errors
    /// When there is no such message, or it uses a variable that is not among `arguments`.
    pub fn message(
        &self,
        locale: Locale,
        id: &str,
        arguments: &[(&str, Argument)],
    ) -> Result<String, String> {
        let messages = &self.messages[locale];
        match arguments {
            [] => messages.kept(id, None, arguments),
            [("count", Argument::Count(count))] => messages.kept(id, Some(*count), arguments),
            _ => messages.message(id, arguments),
        }
    }
}

/// Messages of pages of the program itself, which no catalogue can replace, and the built-in ones of sites.
pub struct OwnMessages(Localized<FluentBundle<FluentResource>>);

impl OwnMessages {
    /// Reads the messages of a page of the program. One that is not valid is left out.
    pub fn new(texts: &Localized<&'static str>) -> Self {
        OwnMessages(Localized::from_fn(|language| {
            let mut bundle = FluentBundle::new_concurrent(vec![plural_language(language)]);
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(match language {
                Language::Sr => grouped_serbian,
                Language::En => grouped_english,
            }));
            for text in [built_in(language), texts[language].to_owned()] {
                let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
                bundle.add_resource_overriding(resource);
            }
            bundle
        }))
    }

    /// Formats a message; `None` if there is none, or it lacks an argument.
    pub fn format(&self, language: Language, id: &str, arguments: &[(&str, Argument)]) -> Option<String> {
        let bundle = &self.0[language];
        let pattern = bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&named(arguments)), &mut errors).into_owned();
        errors.is_empty().then_some(text)
    }
}

/// Returns arguments as messages take them.
fn named<'a>(arguments: &'a [(&str, Argument)]) -> FluentArgs<'a> {
    let mut named = FluentArgs::new();
    for (name, argument) in arguments {
        #[expect(clippy::cast_precision_loss, reason = "no count is near 2^53")]
        let value: FluentValue<'_> = match argument {
            Argument::Count(count) => FluentValue::from(*count as f64),
            Argument::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        };
        named.set((*name).to_owned(), value);
    }
    named
}

/// The number of times that a message may insert its longest texts.
const MOST_INSERTED: usize = 4;

/// The maximum size in bytes of the messages that are kept in a locale.
const MOST_KEPT: usize = 4 << 20;

impl Messages {
    /// Formats a message whose only argument, if it has one, is `count`, unless that was done before.
    fn kept(&self, id: &str, count: Option<u64>, arguments: &[(&str, Argument)]) -> Result<String, String> {
        let known = self.kept.read().ok().and_then(|known| known.get(id)?.get(&count).cloned());
        if let Some(text) = known {
            return Ok(text);
        }
        let text = self.message(id, arguments)?;
        let size = text.len() + id.len();
        let is_room = self.kept_bytes.fetch_add(size, Ordering::Relaxed) < MOST_KEPT;
        if let (true, Ok(mut known)) = (is_room, self.kept.write()) {
            known.entry(id.to_owned()).or_default().insert(count, text.clone());
        }
        Ok(text)
    }

    fn message(&self, id: &str, arguments: &[(&str, Argument)]) -> Result<String, String> {
        let message = self.bundle.get_message(id).and_then(|message| message.value());
        let pattern = message.ok_or_else(|| format!("there is no message `{id}`"))?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&named(arguments)), &mut errors).into_owned();
        let inserted: usize = arguments.iter().map(|(_, argument)| argument.size()).sum();
        match errors.first() {
            None if text.len() > LONGEST_TEXT + MOST_INSERTED * inserted => Err(format!(
                "message `{id}` would have {} KiB here; name its variables fewer times",
                text.len() / 1024
            )),
            None => Ok(text),
            Some(error) => Err(format!("message `{id}`: {error}")),
        }
    }
}
