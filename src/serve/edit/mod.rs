//! Forms in the preview with which editors change the content.
//!
//! 1. `guard` refuses requests that the person who started the preview did not make.
//! 2. [`respond`] reads the request, and lets one after the other at the [`Desk`].
//! 3. `index`, `entry`, `changes` and `commit` answer with pages; `fields` writes the fields of a form.

mod asked;
mod changes;
mod commit;
mod conflict;
mod entry;
mod fields;
mod guard;
mod html;
mod index;
mod lists;
mod page;
mod preview;
mod words;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY, SET_COOKIE,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::authoring::forms::{Desk, Form, Posted};
use crate::base::language::Language;
use crate::site::plan::CheckOptions;
use crate::theme::locales::OwnMessages;
use asked::{Asked, Reply, pairs, parameter};
pub(super) use guard::HOST_OF_FORMS;
use guard::{Guard, Refusal, cookie};
use page::View;

/// The path of every page of the forms. No page of a site can be there.
pub(super) const HOME: &str = "/_edit/";

/// The largest form, in bytes.
const MAX_FORM_BYTES: usize = 4 * 1024 * 1024;

/// The time in which a form must arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// The texts of files that are kept since a form with them was opened, at most.
const MOST_REMEMBERED: usize = 48;

/// The cookie with the language of the forms.
const LANGUAGE: &str = "katalog_edit_language";

/// The policy for pages of the forms: nothing but the files of this server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the forms share.
pub(super) struct Editor {
    guard: Guard,
    messages: OwnMessages,
    root: Arc<Path>,
    desk: Mutex<Desk>,
    /// The texts of files, by their digests, as forms showed them.
    remembered: Mutex<VecDeque<(String, Arc<str>)>>,
}

impl Editor {
    /// Prepares to edit the content of a catalogue at a port of this machine.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(super) fn new(options: CheckOptions, port: u16) -> Result<Self, getrandom::Error> {
        let root = options.root.clone().into();
        let guard = Guard::new(port)?;
        let desk = Mutex::new(Desk::new(options));
        Ok(Editor { guard, messages: words::messages(), root, desk, remembered: Mutex::default() })
    }

    /// Returns the URL with the token that opens the forms.
    pub(super) fn way_in(&self) -> String {
        format!("{}{HOME}?token={}", self.origin(), self.guard.token())
    }

    /// Returns the origin of the forms, which is another one than that of the catalogue's pages.
    pub(super) fn origin(&self) -> String {
        format!("http://{HOST_OF_FORMS}:{}", self.guard.port())
    }

    fn root(&self) -> &Path {
        &self.root
    }

    /// Keeps the texts that a form shows, to find out later what its editor changed.
    fn remember(&self, form: &Form) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        for file in form.files().into_values() {
            let digest = file.digest();
            remembered.retain(|(other, _)| *other != digest);
            remembered.extend(file.text.clone().map(|text| (digest, text)));
        }
        let excess = remembered.len().saturating_sub(MOST_REMEMBERED);
        remembered.drain(..excess);
    }

    fn remembered(&self, digest: &str) -> Option<Arc<str>> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.iter().find(|(other, _)| other == digest).map(|(_, text)| Arc::clone(text))
    }
}

/// What somebody reads whose form did not arrive as a whole.
const NOT_SAVED: &str = "\
Nothing was saved: the form is too large, or incomplete. Change the files of a large entry in a text editor.
Ništa nije sačuvano: obrazac je prevelik ili nepotpun. Datoteke velikog unosa menjajte u uređivaču teksta.
";

/// Answers a request below [`HOME`].
pub(super) async fn respond(State(editor): State<Arc<Editor>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    if let Err(refusal) = editor.guard.check_origin(&head.method, &head.uri, &head.headers) {
        return refused(refusal);
    }
    let query = head.uri.query().unwrap_or_default().as_bytes();
    let Some(path) = head.uri.path().strip_prefix(HOME) else {
        return to_address(HOME);
    };
    if let Some(file) = file_for_all(path) {
        return with_headers(file);
    }
    let language = language(query, &head.headers);
    let token = parameter(query, "token").filter(|token| editor.guard.has_token(token));
    if path.is_empty() && head.method == Method::GET && token.is_some() {
        let to_site = parameter(query, "to").as_deref() == Some("site");
        return way_in(&editor, if to_site { "/" } else { HOME });
    }
    if !editor.guard.has_cookie(&head.headers) {
        return closed(&editor, language);
    }
    let Some(query) = pairs(query) else { return StatusCode::URI_TOO_LONG.into_response() };
    let posted = match head.method {
        Method::GET | Method::HEAD => None,
        Method::POST => match form(body, &head.headers).await {
            Ok(posted) if editor.guard.has_form(posted.text("_token")) => Some(posted),
            Ok(_) => return closed(&editor, language),
            Err(status) => return (status, NOT_SAVED).into_response(),
        },
        _ => return StatusCode::METHOD_NOT_ALLOWED.into_response(),
    };
    let asked = Asked { path: path.to_owned(), query, posted, language };
    let chosen = Language::of_code(asked.query.text("lang"));
    let answer = tokio::task::spawn_blocking(move || View::new(&editor, &asked).answer());
    let mut response = match answer.await {
        Ok(reply) => with_headers(reply),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if let Some(language) = chosen {
        // The pages of the site, from which links lead here, are another site to browsers.
        let value = format!("{LANGUAGE}={}; Path=/_edit; SameSite=Lax", language.code());
        add_cookie(&mut response, &value);
    }
    response
}

/// Returns the files of the page for browsers without the token. They are parts of the program.
fn file_for_all(path: &str) -> Option<Reply> {
    let icon = include_str!("../../../themes/default/assets/icon.svg");
    match path {
        "edit.css" => Some(Reply::File("text/css; charset=utf-8", include_str!("edit.css"))),
        "icon.svg" => Some(Reply::File("image/svg+xml", icon)),
        _ => None,
    }
}

/// Answers a browser that has no token, or a wrong one.
fn closed(editor: &Editor, language: Language) -> Response {
    let asked = Asked { path: String::new(), query: Posted::default(), posted: None, language };
    with_headers(View::new(editor, &asked).closed())
}

/// Gives the browser that has the token its cookie, and leads it to an address without the token.
fn way_in(editor: &Editor, to: &str) -> Response {
    let mut response = to_address(to);
    add_cookie(&mut response, &editor.guard.set_cookie());
    response
}

fn add_cookie(response: &mut Response, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn to_address(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn refused(refusal: Refusal) -> Response {
    let (status, reason) = match refusal {
        Refusal::Host => (StatusCode::MISDIRECTED_REQUEST, "the forms answer only at their own address"),
        Refusal::Origin => (StatusCode::FORBIDDEN, "another site sent this form"),
        Refusal::Type => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "this is not a form"),
    };
    (status, format!("{reason}\n")).into_response()
}

/// Reads a form within the limits of size and time.
async fn form(body: Body, headers: &HeaderMap) -> Result<Posted, StatusCode> {
    let length = headers.get(axum::http::header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_FORM_BYTES) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let read: Result<Result<Bytes, _>, _> =
        tokio::time::timeout(PATIENCE, to_bytes(body, MAX_FORM_BYTES)).await;
    match read {
        Ok(Ok(bytes)) => pairs(&bytes).ok_or(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Returns the language that was chosen: Serbian until another one is.
fn language(query: &[u8], headers: &HeaderMap) -> Language {
    let codes = [parameter(query, "lang"), cookie(headers, LANGUAGE)];
    codes.into_iter().flatten().find_map(|code| Language::of_code(&code)).unwrap_or(Language::Sr)
}

fn with_headers(reply: Reply) -> Response {
    let html = "text/html; charset=utf-8";
    let mut response = match reply {
        Reply::Page(status, page) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            (status, [(CONTENT_TYPE, html)], page).into_response()
        }
        Reply::Data(data) => ([(CONTENT_TYPE, "application/json")], data).into_response(),
        Reply::File(content_type, text) => ([(CONTENT_TYPE, content_type)], text).into_response(),
        Reply::Elsewhere(address) => to_address(&address),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // A browser says where a form comes from only if this policy lets it.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY"));
    response
}

impl View<'_> {
    fn answer(&self) -> Reply {
        if self.asked.path == "edit.js" {
            return Reply::File("text/javascript; charset=utf-8", include_str!("edit.js"));
        }
        let mut desk = self.editor.desk.lock().unwrap_or_else(|poisoned| {
            // A mistake of the program stopped a look at the content; what it knew may be half finished.
            self.editor.desk.clear_poison();
            let mut desk = poisoned.into_inner();
            desk.forget();
            desk
        });
        if let Err(error) = desk.refresh() {
            return self.failed(500, &error.to_string());
        }
        let desk = &mut *desk;
        let (page, rest) = self.asked.path.split_once('/').unwrap_or((&self.asked.path, ""));
        match (page, rest.parse()) {
            ("", _) if self.asked.posted.is_none() => self.index(desk, 200, self.committed()),
            ("commit", _) if rest.is_empty() => self.commit(desk),
            ("e", Ok(edited)) => self.entry(desk, &edited),
            ("rename", Ok(edited)) => self.rename(desk, &edited),
            ("remove", Ok(edited)) => self.remove(desk, &edited),
            ("new", _) => self.new_entry(desk, rest),
            _ => self.not_found(),
        }
    }
}
