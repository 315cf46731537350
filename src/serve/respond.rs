//! Answers to browsers: the files of the site, and news for pages that are open.

use std::convert::Infallible;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Given};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HOST, HeaderValue, LOCATION,
    RANGE, RETRY_AFTER,
};
use axum::http::uri::Authority;
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use percent_encoding::percent_decode_str;
use tokio::sync::Semaphore;
use tokio::sync::watch::Receiver;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::document::Document;
use super::listen::Lasting;
use super::state::{Shown, State};
use super::{OnEvent, PreviewEvent};
use crate::content::catalogue::Subject;
use crate::publish::bundle::{Artifact, Bundle, Contents};
use crate::publish::csp;
use crate::site::route::{Page, SharedPage};

/// Where the preview's own files stand. No file of a site does: its list of files has that name.
const SCRIPT: &str = "/.katalog/preview.js";
const STYLE: &str = "/.katalog/preview.css";
const EVENTS: &str = "/.katalog/events";

/// What answers need to know.
#[derive(Clone)]
struct AppState {
    state: Receiver<Option<State>>,
    tell: Arc<OnEvent>,
    root: Arc<Path>,
    /// Room for files that are made at the same time.
    room: Arc<Semaphore>,
    /// Room for pages that hear of changes.
    listeners: Arc<Semaphore>,
}

/// How many files are made at the same time. One may take much memory.
pub(super) const MADE_AT_ONCE: usize = 4;

/// How many pages hear of changes at the same time. Each keeps a connection for as long as it is open, and the others
/// need some too.
const MOST_LISTENERS: usize = 64;

/// After how many seconds a page that found no room may ask again.
const ASK_AGAIN: &str = "5";

/// The preview as a service, of what stands below `root`.
pub(super) fn router(state: Receiver<Option<State>>, tell: Arc<OnEvent>, root: PathBuf) -> Router {
    let room = Arc::new(Semaphore::new(MADE_AT_ONCE));
    let listeners = Arc::new(Semaphore::new(MOST_LISTENERS));
    let desk = AppState { state, tell, root: root.into(), room, listeners };
    let own = |content_type: &'static str, text: &'static str| {
        get(move || async move { ([(CONTENT_TYPE, content_type)], text) })
    };
    Router::new()
        .route(SCRIPT, own("text/javascript; charset=utf-8", include_str!("preview.js")))
        .route(STYLE, own("text/css; charset=utf-8", include_str!("preview.css")))
        .route(EVENTS, get(events))
        .fallback_service(get(file).with_state(desk.clone()))
        .layer(middleware::map_response(with_preview_headers))
        .layer(middleware::from_fn(refuse_foreign_names))
        .with_state(desk)
}

/// Refuses requests under other names: a page elsewhere could give its own name this machine's address, and read what
/// is not published yet.
async fn refuse_foreign_names(request: Request, next: Next) -> Response {
    let named = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let header = named.and_then(|host| host.parse::<Authority>().ok());
    let is_own =
        header.as_ref().is_some_and(is_own_name) && request.uri().authority().is_none_or(is_own_name);
    if is_own {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "the preview answers to localhost and 127.0.0.1 only\n").into_response()
}

fn is_own_name(authority: &Authority) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].contains(&authority.host())
}

/// Nothing may be kept, since everything may change; and browsers may do what they may on the published site.
async fn with_preview_headers(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in csp::HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The state now, and every one that follows.
async fn events(Given(desk): Given<AppState>, Extension(lasting): Extension<Lasting>) -> Response {
    let Ok(place) = desk.listeners.try_acquire_owned() else {
        let reason = "too many pages are open\n";
        return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, ASK_AGAIN)], reason).into_response();
    };
    let kept = (place, lasting.keep());
    let states = WatchStream::new(desk.state).filter_map(|state| state);
    let events = states.filter_map(move |state| {
        // Both are given back when the page is closed.
        let _ = &kept;
        let data = serde_json::to_string(&state).ok()?;
        Some(Ok::<_, Infallible>(Event::default().data(data)))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

/// A file of the site.
async fn file(Given(mut desk): Given<AppState>, request: Request) -> Response {
    let Ok(Some(state)) = desk.state.wait_for(Option::is_some).await.map(|state| state.clone()) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let Some(shown) = state.shown else {
        return notice(StatusCode::SERVICE_UNAVAILABLE, "", "There is no site to show yet.");
    };
    let found = find(&shown.bundle, request.uri());
    let (status, path) = match found {
        Found::File(path) => (StatusCode::OK, path),
        Found::Nothing(path) => (StatusCode::NOT_FOUND, path),
        Found::Elsewhere(address) => return redirect(&address),
    };
    let Ok(room) = desk.room.acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let make = move || {
        let made = make(&shown, &path, &desk.root, &*desk.tell);
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

/// Where an address leads.
enum Found {
    /// To a file, by its path below the output folder.
    File(String),
    /// Nowhere; this file says so.
    Nothing(String),
    /// To another address.
    Elsewhere(String),
}

/// Only what the site is published as can be found; nothing is looked up on the disk.
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

/// The page of the locale that an address begins with, or that of all locales.
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
    /// A document or picture, of which parts can be asked for.
    Document(Document, HeaderValue),
    /// A page that says why there is no page.
    Broken(Response),
}

/// A file that several answers may share.
struct Sent(Arc<Vec<u8>>);

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn make(shown: &Shown, path: &str, root: &Path, tell: &OnEvent) -> Answer {
    let Some(product) = shown.bundle.product(path) else {
        return Answer::Broken(StatusCode::NOT_FOUND.into_response());
    };
    let content_type = content_type(path);
    if let Some(bytes) = shown.sent(path) {
        return Answer::Bytes(bytes, content_type);
    }
    match shown.bundle.make(product) {
        Ok(Contents::Copy(from)) => match Document::open(root, from) {
            Ok(document) => Answer::Document(document, content_type),
            Err(_) => Answer::Broken(StatusCode::NOT_FOUND.into_response()),
        },
        Ok(Contents::Bytes(bytes)) => {
            let bytes = match product {
                Artifact::Page(..) | Artifact::SharedPage(_) => {
                    with_script(bytes.into_owned(), &shown.number)
                }
                _ => bytes.into_owned(),
            };
            Answer::Bytes(shown.send(path, bytes), content_type)
        }
        Err(error) => {
            let reason = error.to_string();
            tell(PreviewEvent::Broken(&reason));
            Answer::Broken(notice(StatusCode::INTERNAL_SERVER_ERROR, &shown.number, &reason))
        }
    }
}

/// A document or picture, or the part of it that is asked for; of several parts, all of it.
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

/// What a file is, by the ending of its name, as web servers say it. All text is UTF-8.
fn content_type(path: &str) -> HeaderValue {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == mime_guess::mime::TEXT || guess.suffix() == Some(mime_guess::mime::XML);
    let name = if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() };
    HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// The tag that makes a page hear of changes. `shown` is the number of the site that the page belongs to.
fn script(shown: &str) -> String {
    format!("<script src=\"{SCRIPT}\" data-site=\"{shown}\" defer></script>")
}

/// The page with the script, as the last thing in its head.
fn with_script(mut html: Vec<u8>, shown: &str) -> Vec<u8> {
    const END_OF_HEAD: &[u8] = b"</head>";
    let end = html.windows(END_OF_HEAD.len()).position(|bytes| bytes == END_OF_HEAD).unwrap_or(html.len());
    html.splice(end..end, script(shown).into_bytes());
    html
}

/// A page of the preview itself, which is loaded again when there is something to show.
fn notice(status: StatusCode, shown: &str, text: &str) -> Response {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>katalog</title>{}</head>\n\
         <body><pre>{text}</pre></body>\n</html>\n",
        script(shown)
    );
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn redirect(address: &str) -> Response {
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, address)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
