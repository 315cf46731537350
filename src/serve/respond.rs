//! Responds to browsers with the files of the site, and notifies open pages of changes.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Given};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HOST, HeaderName, HeaderValue,
    LOCATION, RANGE, RETRY_AFTER,
};
use axum::http::uri::{Authority, PathAndQuery};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use percent_encoding::percent_decode_str;
use tokio::sync::Semaphore;
use tokio::sync::watch::Receiver;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::document::Document;
use super::edit::{self, Editor};
use super::event::{OnEvent, PreviewEvent};
use super::listen::Lasting;
use super::state::{Shown, State};
use crate::content::catalogue::Subject;
use crate::publish::bundle::{Artifact, Bundle, Contents};
use crate::publish::headers;
use crate::site::route::{Page, SharedPage, Site};

/// The paths of the preview's own files. No file of a site can be there, because `.katalog` is its list of files.
const SCRIPT: &str = "/.katalog/preview.js";
const STYLE: &str = "/.katalog/preview.css";
const EVENTS: &str = "/.katalog/events";

/// The state shared by all requests.
#[derive(Clone)]
struct AppState {
    state: Receiver<Option<State>>,
    on_event: Arc<OnEvent>,
    root: Arc<Path>,
    /// Permits for making files at the same time.
    room: Arc<Semaphore>,
    /// Permits for pages that listen for changes.
    listeners: Arc<Semaphore>,
    /// The origin of the forms to which pages lead.
    forms: Option<Arc<str>>,
    /// Where the site is.
    address: SocketAddr,
}

/// The maximum number of files that are made at the same time. Each may need much memory.
pub(super) const MADE_AT_ONCE: usize = 4;

/// The maximum number of pages that listen for changes. Each keeps a connection open, and other requests need some too.
const MOST_LISTENERS: usize = 64;

/// The number of seconds after which a page that was refused may try again.
const ASK_AGAIN: &str = "5";

/// Builds the service for a preview of the catalogue at `root`.
/// With an `editor`, the content can be changed there.
pub(super) fn router(
    state: Receiver<Option<State>>,
    on_event: Arc<OnEvent>,
    root: PathBuf,
    address: SocketAddr,
    editor: Option<Arc<Editor>>,
) -> Router {
    let room = Arc::new(Semaphore::new(MADE_AT_ONCE));
    let listeners = Arc::new(Semaphore::new(MOST_LISTENERS));
    let origin = editor.as_ref().map(|editor| editor.origin().into());
    let app = AppState { state, on_event, root: root.into(), room, listeners, forms: origin, address };
    let own = |content_type: &'static str, text: &'static str| {
        get(move || async move { ([(CONTENT_TYPE, content_type)], text) })
    };
    let forms = editor.map_or_else(Router::new, |editor| {
        let forms = any(edit::respond).with_state(editor);
        Router::new()
            .route_service("/_edit", forms.clone())
            .route_service("/_edit/{*rest}", forms.clone())
            .route_service(edit::HOME, forms)
    });
    Router::new()
        .route(SCRIPT, own("text/javascript; charset=utf-8", include_str!("preview.js")))
        .route(STYLE, own("text/css; charset=utf-8", include_str!("preview.css")))
        .route(EVENTS, get(events))
        .merge(forms)
        .fallback_service(get(file).with_state(app.clone()))
        .layer(middleware::map_response(with_preview_headers))
        .layer(middleware::from_fn(refuse_foreign_names))
        .with_state(app)
}

/// Rejects requests for other host names. Otherwise another website could point its name to this machine, and read what
/// is not yet published.
async fn refuse_foreign_names(request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(HOST).iter().peekable();
    let is_own = named.peek().is_some()
        && named.all(|host| host.to_str().is_ok_and(|host| host.parse().as_ref().is_ok_and(is_own_name)))
        && request.uri().authority().is_none_or(is_own_name);
    if is_own {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "the preview only answers requests for localhost and 127.0.0.1\n")
        .into_response()
}

fn is_own_name(authority: &Authority) -> bool {
    let has_user = authority.as_str().contains('@');
    !has_user && ["localhost", "127.0.0.1", "[::1]"].contains(&authority.host())
}

/// Forbids caching, because everything may change, and use by other sites, because it is not yet published. Sends the
/// security headers of the published site too.
async fn with_preview_headers(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let own_policy = HeaderName::from_static("cross-origin-resource-policy");
    response.headers_mut().insert(own_policy, HeaderValue::from_static("same-origin"));
    for (name, value) in headers::HEADERS {
        // The forms have stricter ones.
        if !response.headers().contains_key(name) {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

/// Sends the current state and every later one as events.
async fn events(Given(app): Given<AppState>, Extension(lasting): Extension<Lasting>) -> Response {
    let Ok(place) = app.listeners.try_acquire_owned() else {
        let reason = "too many pages are open\n";
        return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, ASK_AGAIN)], reason).into_response();
    };
    let kept = (place, lasting.keep());
    let states = WatchStream::new(app.state).filter_map(|state| state);
    let events = states.filter_map(move |state| {
        // The permit and the guard are released when the page is closed.
        let _ = &kept;
        let data = serde_json::to_string(&state).ok()?;
        Some(Ok::<_, Infallible>(Event::default().data(data)))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

/// Returns whether a request is for the name at which the forms are. The scripts of a theme must not run there.
fn names_forms(request: &Request) -> bool {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    host.is_some_and(|host| host.host() == edit::HOST_OF_FORMS)
}

/// Responds with a file of the site.
async fn file(Given(mut app): Given<AppState>, request: Request) -> Response {
    if app.forms.is_some() && names_forms(&request) {
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        return redirect(&format!("http://{}{path}", app.address));
    }
    let Ok(Some(state)) = app.state.wait_for(Option::is_some).await.map(|state| state.clone()) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let Some(shown) = state.shown else {
        let script = app.script("", edit::HOME);
        return notice(StatusCode::SERVICE_UNAVAILABLE, &script, "There is no site to show yet.");
    };
    let found = find(&shown.bundle, request.uri());
    let (status, path) = match found {
        Found::File(path) => (StatusCode::OK, path),
        Found::Nothing(path) => (StatusCode::NOT_FOUND, path),
        Found::Elsewhere(address) => return redirect(&address),
    };
    let Ok(room) = Arc::clone(&app.room).acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let make = move || {
        let made = make(&shown, &path, &app);
        drop(room);
        made
    };
    let made = tokio::task::spawn_blocking(make).await;
    match made {
        Ok(Answer::Bytes(bytes, content_type)) => {
            (status, [(CONTENT_TYPE, content_type)], Bytes::from_owner(Sent(bytes))).into_response()
        }
        Ok(Answer::Document(document, content_type)) => {
            part(document, content_type, request.headers().get(RANGE).and_then(|range| range.to_str().ok()))
        }
        Ok(Answer::Broken(page)) => page,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The target of a URL.
enum Found {
    /// A file, by its path relative to the output folder.
    File(String),
    /// Nothing; the path of the 404 page to show.
    Nothing(String),
    /// Another URL.
    Elsewhere(String),
}

/// Finds the target of a URL. Only files of the published site can be found; nothing is looked up on disk.
fn find(bundle: &Bundle, uri: &Uri) -> Found {
    let root = bundle.site().root_href();
    let Some(below) = uri.path().strip_prefix(root.as_str()) else {
        let is_above = root.starts_with(uri.path());
        return if is_above { Found::Elsewhere(root) } else { nothing(bundle, "") };
    };
    let Ok(path) = percent_decode_str(below).decode_utf8() else { return nothing(bundle, "") };
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.clone().into_owned() };
    if bundle.product(&file).is_some() {
        return Found::File(file);
    }
    if !is_folder && bundle.product(&format!("{path}/index.html")).is_some() {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Found::Elsewhere(format!("{}/{query}", uri.path()));
    }
    nothing(bundle, &path)
}

/// Returns the 404 page of the locale that a path starts with, or the one shared by all locales.
fn nothing(bundle: &Bundle, path: &str) -> Found {
    let prefix = path.split('/').next().unwrap_or_default();
    let locale = bundle.site().locales().iter().find(|locale| locale.prefix() == prefix);
    Found::Nothing(match locale {
        Some(locale) => bundle.site().path(Page::first(Subject::NotFound), *locale),
        None => SharedPage::NotFound.path().to_owned(),
    })
}

enum Answer {
    Bytes(Arc<Vec<u8>>, HeaderValue),
    /// A document or picture, which supports range requests.
    Document(Document, HeaderValue),
    /// An error page.
    Broken(Response),
}

/// A file that several responses may share.
struct Sent(Arc<Vec<u8>>);

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn make(shown: &Shown, path: &str, app: &AppState) -> Answer {
    let Some(product) = shown.bundle.product(path) else {
        return Answer::Broken(StatusCode::NOT_FOUND.into_response());
    };
    let content_type = content_type(path);
    if let Some(bytes) = shown.sent(path) {
        return Answer::Bytes(bytes, content_type);
    }
    match shown.bundle.make(product) {
        Ok(Contents::Copy(from)) => match Document::open(&app.root, from) {
            Ok(document) => Answer::Document(document, content_type),
            Err(_) => Answer::Broken(StatusCode::NOT_FOUND.into_response()),
        },
        Ok(Contents::Bytes(bytes)) => {
            let bytes = match product {
                Artifact::Page(page, _) => {
                    let form = form_of(shown.bundle.site(), page.subject);
                    with_script(bytes.into_owned(), &app.script(&shown.number, &form))
                }
                Artifact::SharedPage(_) => {
                    with_script(bytes.into_owned(), &app.script(&shown.number, edit::HOME))
                }
                _ => bytes.into_owned(),
            };
            Answer::Bytes(shown.send(path, bytes), content_type)
        }
        Err(error) => {
            let reason = error.to_string();
            (app.on_event)(PreviewEvent::Broken(&reason));
            let script = app.script(&shown.number, edit::HOME);
            Answer::Broken(notice(StatusCode::INTERNAL_SERVER_ERROR, &script, &reason))
        }
    }
}

/// Responds with a document or picture, or with the requested range. A request for several ranges gets all of it.
fn part(document: Document, content_type: HeaderValue, range: Option<&str>) -> Response {
    let length = document.length();
    let asked =
        range.and_then(|range| parse_range_header(range).ok()).filter(|asked| asked.ranges.len() == 1);
    let asked = asked.map(|asked| asked.validate(length));
    let bounds = match asked {
        None | Some(Err(RangeUnsatisfiableError::FileSuffixOutOfBounds)) => None,
        Some(Ok(ranges)) => ranges.into_iter().next().filter(|range| *range.end() < length),
        Some(Err(_)) => {
            let range = [(CONTENT_RANGE, format!("bytes */{length}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, range).into_response();
        }
    };
    let headers = [(ACCEPT_RANGES, HeaderValue::from_static("bytes")), (CONTENT_TYPE, content_type)];
    let body = |bytes: Range<u64>| {
        let length = [(CONTENT_LENGTH, HeaderValue::from(bytes.end - bytes.start))];
        (length, Body::from_stream(document.pieces(bytes)))
    };
    match bounds {
        Some(bounds) => {
            let (start, end) = bounds.into_inner();
            let range = [(CONTENT_RANGE, format!("bytes {start}-{end}/{length}"))];
            (StatusCode::PARTIAL_CONTENT, headers, range, body(start..end + 1)).into_response()
        }
        None => (headers, body(0..length)).into_response(),
    }
}

/// Returns the media type of a file, from its extension. All text is UTF-8.
fn content_type(path: &str) -> HeaderValue {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == mime_guess::mime::TEXT || guess.suffix() == Some(mime_guess::mime::XML);
    let name = if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() };
    HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

impl AppState {
    /// Returns the tag that makes a page listen for changes. `shown` is the number of the site that the page belongs to,
    /// and `form` the path of the form for it.
    fn script(&self, shown: &str, form: &str) -> String {
        let forms = self.forms.as_ref();
        let form = forms.map(|origin| format!(" data-form=\"{origin}{form}\"")).unwrap_or_default();
        format!("<script src=\"{SCRIPT}\" data-site=\"{shown}\"{form} defer></script>")
    }
}

/// Returns the address of the form for what a page shows, or of all forms.
fn form_of(site: &Site, subject: Subject) -> String {
    let catalogue = &site.catalogue;
    let typed = catalogue.typed_id(subject).map(|id| id.replacen(':', "/", 1));
    let page = || match subject {
        Subject::Page(at) => Some(format!("page/{}", catalogue.own_pages[at].id)),
        Subject::Home | Subject::Data | Subject::About | Subject::Accessibility => {
            subject.name().map(|name| format!("page/{name}"))
        }
        _ => None,
    };
    typed.or_else(page).map_or_else(|| edit::HOME.to_owned(), |entry| format!("{}e/{entry}", edit::HOME))
}

/// Adds the script at the end of a page's head.
fn with_script(mut html: Vec<u8>, script: &str) -> Vec<u8> {
    const END_OF_HEAD: &[u8] = b"</head>";
    let end = html.windows(END_OF_HEAD.len()).position(|bytes| bytes == END_OF_HEAD).unwrap_or(html.len());
    html.splice(end..end, script.bytes());
    html
}

/// Returns a page of the preview itself, which reloads when there is a site to show.
fn notice(status: StatusCode, script: &str, text: &str) -> Response {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>katalog</title>{script}</head>\n\
         <body><pre>{text}</pre></body>\n</html>\n"
    );
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn redirect(address: &str) -> Response {
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, address)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
