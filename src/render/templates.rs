//! Templates: parsed once, with the messages of each locale at hand. The only user of `tera`.

use std::error::Error as _;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value, escape_html};

use super::Whitespace;
use crate::language::{Locale, PerLocale};
use crate::locales::{Argument, Locales};
use crate::route;
use crate::theme::Theme;

/// Why a page could not be rendered.
#[derive(Debug)]
pub struct RenderError(String);

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a template does not work\n{}", self.0)
    }
}

impl std::error::Error for RenderError {}

impl RenderError {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        RenderError(reason.into())
    }
}

impl From<tera::Error> for RenderError {
    fn from(error: tera::Error) -> Self {
        let mut reason = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            reason.push_str("\n  ");
            reason.push_str(&error.to_string());
            cause = error.source();
        }
        RenderError(reason)
    }
}

/// What a page is rendered with.
pub(super) struct View(Context);

impl View {
    /// Takes what templates see, by name.
    pub(super) fn new(fields: &impl Serialize) -> Result<Self, RenderError> {
        Ok(View(Context::from_serialize(fields)?))
    }

    /// Adds something by name.
    pub(super) fn with(mut self, name: &'static str, value: &impl Serialize) -> Self {
        self.0.insert(name, value);
        self
    }
}

/// The templates, parsed, with each locale's functions.
pub struct Templates {
    by_locale: PerLocale<Tera>,
    /// As they are written, by name: reports of what is wrong in them count their lines.
    written: Vec<(String, String)>,
    /// What became of the white space in them.
    pub(super) whitespace: Whitespace,
}

impl Templates {
    /// Parses them. `root_href` is the address below which the site stands, as [`Site::root_href`] gives it; `policy`
    /// is what each page says of what browsers may do, if it has to say so itself.
    ///
    /// [`Site::root_href`]: route::Site::root_href
    ///
    /// # Errors
    /// When a template does not parse.
    pub fn new(
        theme: &Theme,
        locales: &Locales,
        root_href: &str,
        whitespace: Whitespace,
        policy: Option<&'static str>,
    ) -> Result<Self, RenderError> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        tera.register_filter("shown", shown);
        register_assets(&mut tera, theme, root_href);
        tera.register_function("policy", move |_: Kwargs, _: &State| policy.unwrap_or_default());
        // Parsing needs to know every function; the locales' own ones replace this one.
        register_message(&mut tera, locales, Locale::En);
        let written: Vec<_> =
            theme.templates.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
        let applied = written.iter().map(|(name, text)| (name.clone(), whitespace.apply(text)));
        if let Err(error) = tera.add_raw_templates(applied.collect::<Vec<_>>()) {
            tera.add_raw_templates(written)?;
            return Err(error.into());
        }
        let by_locale = PerLocale::from_fn(|locale| {
            let mut tera = tera.clone();
            register_message(&mut tera, locales, locale);
            tera
        });
        Ok(Templates { by_locale, written, whitespace })
    }

    pub(super) fn render(&self, locale: Locale, template: &str, view: &View) -> Result<String, RenderError> {
        let rendered = self.by_locale[locale].render(template, &view.0);
        rendered.or_else(|error| {
            let mut tera = self.by_locale[locale].clone();
            tera.add_raw_templates(self.written.clone())?;
            tera.render(template, &view.0)?;
            Err(error.into())
        })
    }
}

/// `asset(name="style.css")`: the address of a file of the theme.
fn register_assets(tera: &mut Tera, theme: &Theme, root: &str) {
    let addresses: std::collections::BTreeMap<String, String> = theme
        .assets
        .iter()
        .map(|(name, asset)| (name.clone(), format!("{root}{}", route::asset_path(&asset.hashed_name))))
        .collect();
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let name: &str = kwargs.must_get("name")?;
        addresses
            .get(name)
            .cloned()
            .ok_or_else(|| tera::Error::message(format!("the theme has no asset `{name}`")))
    });
}

/// `t(key="…", name=value)`: a message of the locale.
fn register_message(tera: &mut Tera, messages: &Locales, locale: Locale) {
    let messages = messages.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let key: &str = kwargs.must_get("key")?;
        let mut arguments: Vec<(&str, Argument)> = Vec::new();
        for (name, value) in kwargs.iter() {
            let Some(name) = name.as_str().filter(|name| *name != "key") else { continue };
            arguments.push((name, argument(name, value)?));
        }
        messages.message(locale, key, &arguments).map_err(tera::Error::message)
    });
}

fn argument(name: &str, value: &Value) -> TeraResult<Argument> {
    if let Some(count) = value.as_u64() {
        return Ok(Argument::Count(count));
    }
    if let Some(text) = value.as_str().or_else(|| value.get_from_path("text").and_then(Value::as_str)) {
        return Ok(Argument::Text(text.to_owned()));
    }
    Err(tera::Error::message(format!("the argument `{name}` of a message is neither a count nor a text")))
}

/// `{{ name | shown }}`: a text of the content; what is in another language says which.
fn shown(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let mut html = Vec::new();
    match value.get_from_path("parts").and_then(Value::as_array) {
        Some(parts) => parts.iter().try_for_each(|part| push_shown(part, &mut html))?,
        None => push_shown(value, &mut html)?,
    }
    let html = String::from_utf8(html).map_err(|error| tera::Error::message(error.to_string()))?;
    Ok(Value::safe_string(&html))
}

fn push_shown(value: &Value, html: &mut Vec<u8>) -> TeraResult<()> {
    let text = value.as_str().or_else(|| value.get_from_path("text").and_then(Value::as_str));
    let text = text.ok_or_else(|| tera::Error::message("`shown` takes a text of the content"))?;
    let lang = value.get_from_path("lang").and_then(Value::as_str);
    if let Some(lang) = lang {
        html.extend_from_slice(format!("<span lang=\"{lang}\">").as_bytes());
    }
    escape_html(text, html).map_err(|error| tera::Error::message(error.to_string()))?;
    if lang.is_some() {
        html.extend_from_slice(b"</span>");
    }
    Ok(())
}
