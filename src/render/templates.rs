//! Templates, parsed once for each locale with its messages. Only this file and `fuel` use `tera`.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::value::Key;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value, escape_html};

use super::fuel::Budget;
use super::guard::Called;
use super::whitespace::Whitespace;
use super::{constants, fuel, guard};
use crate::base::language::{Locale, PerLocale};
use crate::site::route;
use crate::theme::locales::{Argument, Locales};
use crate::theme::{Asset, Theme};

/// The initial capacity for a page. Most pages fit, so the output need not be reallocated.
const USUAL_SIZE: usize = 32 * 1024;

/// The maximum size of a text argument of a message, in bytes.
const LONGEST_ARGUMENT: usize = 64 * 1024;

/// The reason why a page could not be rendered.
#[derive(Debug)]
pub struct RenderError(String);

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a template does not work\n{}", self.0)
    }
}

impl std::error::Error for RenderError {}

impl RenderError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
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
        RenderError(shortened(&reason))
    }
}

/// Shortens the lines of a report, which quotes whole lines of templates and of the errors they throw.
fn shortened(report: &str) -> String {
    const LONGEST: usize = 160;
    const MOST_LINES: usize = 60;
    let line = |line: &str| match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    report.lines().take(MOST_LINES).map(line).collect::<Vec<_>>().join("\n")
}

/// The variables that a page is rendered with.
pub(super) struct View(Context);

impl View {
    /// Makes the variables of a template from named fields.
    pub(super) fn new(fields: &impl Serialize) -> Result<Self, RenderError> {
        Ok(View(Context::from_serialize(fields)?))
    }

    /// Adds a variable.
    pub(super) fn with(mut self, name: &'static str, value: &impl Serialize) -> Self {
        self.0.insert(name, value);
        self
    }
}

/// A value for templates that is made once and used in many views.
#[derive(Clone)]
pub(super) struct Fragment(Value);

impl Fragment {
    /// Converts a value for templates.
    pub(super) fn of(value: &impl Serialize) -> Self {
        Fragment(Value::from_serializable(value))
    }

    /// Makes HTML, which is not escaped.
    pub(super) fn html(html: &str) -> Self {
        Fragment(Value::safe_string(html))
    }

    /// Makes a link, with the HTML that the filter `linked` returns.
    pub(super) fn link(href: &str, text: &impl Serialize) -> Self {
        let text = Value::from_serializable(text);
        let html = link_html(href, &text).unwrap_or_default();
        Fragment::of_link(href, text, &html)
    }

    /// Makes a link that is followed by a note in brackets.
    pub(super) fn noted_link(href: &str, text: &impl Serialize, note: &impl Serialize) -> Self {
        let text = Value::from_serializable(text);
        let html = noted_link_html(href, &text, &Value::from_serializable(note)).unwrap_or_default();
        Fragment::of_link(href, text, &html)
    }

    fn of_link(href: &str, text: Value, html: &str) -> Self {
        #[derive(Serialize)]
        struct Link<'a> {
            href: &'a str,
            text: Value,
            html: Value,
        }
        Fragment::of(&Link { href, text, html: Value::safe_string(html) })
    }
}

impl Serialize for Fragment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The parsed templates of a theme, with each locale's functions.
pub struct Templates {
    by_locale: PerLocale<Tera>,
    /// The original templates by name. Error reports refer to their lines.
    written: Vec<(String, String)>,
    /// The templates with checks, if any of them is not built in.
    guarded: Option<Vec<(String, String)>>,
    /// How their white space was treated.
    pub(super) whitespace: Whitespace,
}

impl Templates {
    /// Parses the templates of a theme. `root_href` is the root address of the site, see [`Site::root_href`]. `policy`
    /// is the Content Security Policy, if pages must declare it themselves.
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
        let addresses = asset_addresses(theme, root_href);
        let written: Vec<_> =
            theme.templates.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
        let register = |tera: &mut Tera, locale| {
            tera.autoescape_on(vec![".html"]);
            tera.register_filter("shown", shown);
            tera.register_filter("linked", linked);
            tera.register_function("policy", move |_: Kwargs, _: &State| policy.unwrap_or_default());
            register_assets(tera, &addresses);
            register_message(tera, locales, locale, |_| Ok(()));
        };
        let guarded = match theme.has_own_templates {
            true => {
                // Checks can only be placed reliably in templates that parse.
                let mut tera = Tera::new();
                register(&mut tera, Locale::En);
                guard::limit_unknown(&written, |called, name| is_known(&tera, called, name))
                    .map_err(RenderError)?;
                tera.add_raw_templates(written.clone())?;
                Some(guard_all(&written)?)
            }
            false => None,
        };
        let applied = guarded.as_ref().unwrap_or(&written).iter();
        let applied: Vec<_> = applied.map(|(name, text)| (name, whitespace.apply(text))).collect();
        let parse = |locale| -> Result<Tera, RenderError> {
            let mut tera = Tera::new();
            register(&mut tera, locale);
            if let Some(guarded) = &guarded {
                fuel::register(&mut tera);
                register_message(&mut tera, locales, locale, fuel::made);
                let parsed = tera.add_raw_templates(applied.iter().map(|(name, text)| (*name, text)));
                return parsed
                    .map(|()| tera)
                    .map_err(|error| without_checks(&error.into(), guarded, &written));
            }
            let folded = |text: &str| {
                constants::fold(text, |function, arguments| {
                    constant(function, arguments, &addresses, locales, locale)
                })
            };
            if let Err(error) =
                tera.add_raw_templates(applied.iter().map(|(name, text)| (*name, folded(text))))
            {
                tera.add_raw_templates(written.clone())?;
                return Err(error.into());
            }
            Ok(tera)
        };
        let by_locale = PerLocale::from_fn_at_once(parse).transpose()?;
        Ok(Templates { by_locale, written, guarded, whitespace })
    }

    /// Renders a template. If the theme has templates of its own, they also count against `budget`.
    pub(super) fn render(
        &self,
        locale: Locale,
        template: &str,
        view: &View,
        budget: Option<&Arc<Budget>>,
    ) -> Result<Vec<u8>, RenderError> {
        let tera = &self.by_locale[locale];
        if let Some(guarded) = &self.guarded {
            return self.render_guarded(tera, guarded, template, view, budget);
        }
        let mut html = Vec::with_capacity(USUAL_SIZE);
        tera.render_to(template, &view.0, &mut html).or_else(|error| {
            let mut tera = tera.clone();
            tera.add_raw_templates(self.written.clone())?;
            tera.render(template, &view.0)?;
            Err(RenderError::from(error))
        })?;
        Ok(html)
    }

    /// Renders a template with the limits for a theme that is not built in.
    fn render_guarded(
        &self,
        tera: &Tera,
        guarded: &[(String, String)],
        template: &str,
        view: &View,
        budget: Option<&Arc<Budget>>,
    ) -> Result<Vec<u8>, RenderError> {
        let render = |tera: &Tera, budget| {
            let mut html = fuel::Written::default();
            fuel::begin(budget);
            let rendered = tera.render_to(template, &view.0, &mut html);
            let is_within_budget = fuel::end();
            let html = rendered.map(|()| html.0).map_err(|error| match fuel::spent() {
                Some(reason) => (true, RenderError(reason)),
                None => (false, RenderError::from(error)),
            })?;
            is_within_budget.map(|()| html).map_err(|reason| (true, RenderError(reason)))
        };
        render(tera, budget).or_else(|(is_spent, error)| {
            if is_spent {
                return Err(error);
            }
            // Render again with the original lines, so that the report names the right one. The checks must stay: a
            // template can find out how many lines it has, and could save its costly work for a run without checks.
            let mut tera = tera.clone();
            tera.add_raw_templates(guarded.iter().map(|(name, text)| (name, text)))?;
            Err(match render(&tera, None) {
                Err((true, error)) => error,
                Err((false, error)) => without_checks(&error, guarded, &self.written),
                Ok(_) => without_checks(&error, guarded, &self.written),
            })
        })
    }
}

/// Returns whether Tera knows a filter, test or function.
fn is_known(tera: &Tera, called: Called, name: &str) -> bool {
    let probe = match called {
        Called::Filter => format!("{{{{ 1 | {name} }}}}"),
        Called::Test => format!("{{{{ 1 is {name} }}}}"),
        // This function exists only within blocks.
        Called::Function if name == "super" => return true,
        Called::Function => format!("{{{{ {name}() }}}}"),
        Called::Component | Called::Template => return false,
    };
    tera.clone().add_raw_template("probe", &probe).is_ok()
}

/// Inserts checks into all templates, including the built-in ones, which those of the theme use.
fn guard_all(written: &[(String, String)]) -> Result<Vec<(String, String)>, RenderError> {
    let size_of =
        |wanted: &str| written.iter().find(|(name, _)| name == wanted).map_or(0, |(_, text)| text.len());
    let guarded = written.iter().map(|(name, text)| {
        let guarded = guard::guard(name, text, size_of).map_err(RenderError)?;
        Ok((name.clone(), guarded))
    });
    guarded.collect()
}

/// Turns a report about templates with checks into one about the original templates.
fn without_checks(
    error: &RenderError,
    guarded: &[(String, String)],
    written: &[(String, String)],
) -> RenderError {
    fn line<'a>(templates: &'a [(String, String)], name: &str, number: usize) -> Option<&'a str> {
        let (_, text) = templates.iter().find(|(known, _)| known == name)?;
        text.lines().nth(number.checked_sub(1)?)
    }
    let (guarded, written) =
        (|name: &str, number| line(guarded, name, number), |name: &str, number| line(written, name, number));
    RenderError(shortened(&guard::without_checks(&error.0, guarded, written)))
}

/// The addresses of the theme's assets, by name.
type Addresses = BTreeMap<String, String>;

fn asset_addresses(theme: &Theme, root: &str) -> Addresses {
    let address = |asset: &Asset| format!("{root}{}", route::asset_path(&asset.hashed_name));
    theme.assets.iter().map(|(name, asset)| (name.clone(), address(asset))).collect()
}

/// Registers `asset(name="style.css")`, which returns the address of an asset of the theme.
fn register_assets(tera: &mut Tera, addresses: &Addresses) {
    let addresses = addresses.clone();
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let name: &str = kwargs.must_get("name")?;
        addresses
            .get(name)
            .cloned()
            .ok_or_else(|| tera::Error::message(format!("the theme has no asset `{name}`")))
    });
}

/// Registers `t(key="…", name=value)`, which returns a message of the locale. `weigh` is called with its length.
fn register_message(
    tera: &mut Tera,
    messages: &Locales,
    locale: Locale,
    weigh: impl Fn(usize) -> TeraResult<()> + Send + Sync + 'static,
) {
    let messages = messages.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let key: &str = kwargs.must_get("key")?;
        let mut arguments: Vec<(&str, Argument)> = Vec::new();
        for (name, value) in kwargs.iter() {
            let Some(name) = name.as_str().filter(|name| *name != "key") else { continue };
            arguments.push((name, argument(name, value)?));
        }
        let message = messages.message(locale, key, &arguments).map_err(tera::Error::message)?;
        weigh(message.len())?;
        Ok(message)
    });
}

/// Returns the HTML that a function makes from constant arguments, or `None` if it fails.
fn constant(
    function: &str,
    arguments: &[(&str, Argument)],
    addresses: &Addresses,
    messages: &Locales,
    locale: Locale,
) -> Option<String> {
    let text = match (function, arguments) {
        ("asset", [("name", Argument::Text(name))]) => addresses.get(name)?.clone(),
        ("t", [("key", Argument::Text(key)), others @ ..]) => messages.message(locale, key, others).ok()?,
        _ => return None,
    };
    let mut html = Vec::new();
    push_escaped(&text, &mut html).ok()?;
    text_of(html).ok()
}

fn argument(name: &str, value: &Value) -> TeraResult<Argument> {
    if let Some(count) = value.as_u64() {
        return Ok(Argument::Count(count));
    }
    if let Some(text) = value.as_str().or_else(|| field(value, "text").and_then(Value::as_str)) {
        if text.len() > LONGEST_ARGUMENT {
            let reason = format!("the argument `{name}` of a message has more than {LONGEST_ARGUMENT} bytes");
            return Err(tera::Error::message(reason));
        }
        return Ok(Argument::Text(text.to_owned()));
    }
    Err(tera::Error::message(format!("the argument `{name}` of a message is neither a count nor a text")))
}

/// Implements `{{ name | shown }}`: a text of the content, in which other languages are marked.
fn shown(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    if value.as_str().is_some() {
        return Ok(value.clone());
    }
    Ok(Value::safe_string(&shown_html(value)?))
}

fn shown_html(value: &Value) -> TeraResult<String> {
    let mut html = Vec::new();
    push_shown(value, &mut html)?;
    text_of(html)
}

fn push_shown(value: &Value, html: &mut Vec<u8>) -> TeraResult<()> {
    match field(value, "parts").and_then(Value::as_array) {
        Some(parts) => parts.iter().try_for_each(|part| push_part(part, html)),
        None => push_part(value, html),
    }
}

fn push_part(value: &Value, html: &mut Vec<u8>) -> TeraResult<()> {
    let text = value.as_str().or_else(|| field(value, "text").and_then(Value::as_str));
    let text = text.ok_or_else(|| tera::Error::message("`shown` takes a text of the content"))?;
    let made = field(value, "html").filter(|html| html.is_safe()).and_then(Value::as_str);
    let lang = field(value, "lang").and_then(Value::as_str);
    if let Some(lang) = lang {
        html.extend_from_slice(format!("<span lang=\"{lang}\">").as_bytes());
    }
    match made {
        Some(made) => html.extend_from_slice(made.as_bytes()),
        None => push_escaped(text, html)?,
    }
    if lang.is_some() {
        html.extend_from_slice(b"</span>");
    }
    Ok(())
}

/// Implements `{{ link | linked }}`: a link, or a list of links separated by commas. A name without a link is
/// shown as with `shown`.
fn linked(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    if let Some(list) = value.as_array() {
        return linked_list(list);
    }
    match made_html(value) {
        Some((html, _)) => Ok(html.clone()),
        None => linked_list(std::slice::from_ref(value)),
    }
}

fn linked_list(list: &[Value]) -> TeraResult<Value> {
    let mut html = String::new();
    for (number, link) in list.iter().enumerate() {
        html.push_str(if number == 0 { "" } else { ", " });
        match made_html(link) {
            Some((_, made)) => html.push_str(made),
            None => html.push_str(
                &shown_html(link)
                    .map_err(|_| tera::Error::message("`linked` takes a link, or a list of them"))?,
            ),
        }
    }
    Ok(Value::safe_string(&html))
}

/// Returns the HTML that [`Fragment::link`] made for a link, as a value and as text.
fn made_html(link: &Value) -> Option<(&Value, &str)> {
    let html = field(link, "html").filter(|html| html.is_safe())?;
    Some((html, html.as_str()?))
}

/// Returns a field of a value.
fn field<'a>(value: &'a Value, name: &'static str) -> Option<&'a Value> {
    value.as_map()?.get(&Key::Str(name))
}

fn link_html(href: &str, text: &Value) -> TeraResult<String> {
    let mut html = b"<a href=\"".to_vec();
    push_escaped(href, &mut html)?;
    html.extend_from_slice(b"\">");
    push_shown(text, &mut html)?;
    html.extend_from_slice(b"</a>");
    text_of(html)
}

fn noted_link_html(href: &str, text: &Value, note: &Value) -> TeraResult<String> {
    let mut html = link_html(href, text)?.into_bytes();
    html.extend_from_slice(b" (");
    push_shown(note, &mut html)?;
    html.push(b')');
    text_of(html)
}

fn push_escaped(text: &str, html: &mut Vec<u8>) -> TeraResult<()> {
    escape_html(text, html).map_err(|error| tera::Error::message(error.to_string()))
}

fn text_of(html: Vec<u8>) -> TeraResult<String> {
    String::from_utf8(html).map_err(|error| tera::Error::message(error.to_string()))
}
