//! Lets only the person who started the preview edit: one on this machine, who opened the address with the token, in a
//! page of this server.
//!
//! Another website could send requests to this one through the browser of that person. It cannot read the token, its
//! name is not that of this machine, and its pages have another origin; each of these alone is enough to refuse it.
//!
//! The pages of the catalogue are strangers too, because a theme can bring scripts. They are at `127.0.0.1`, and the forms
//! at `localhost`: to browsers, these are two sites.

use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method, Uri};

use crate::base::hash;

/// The name of this machine at which the forms are, and nothing else.
pub(in crate::serve) const HOST_OF_FORMS: &str = "localhost";

/// The secrets of one start of the preview.
pub(super) struct Guard {
    port: u16,
    /// In the address that the program opens.
    token: String,
    /// What the browser gets for it, and sends with each request.
    cookie: String,
    /// What each form of this server contains.
    form: String,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is for another host or port.
    Host,
    /// It is from another origin.
    Origin,
    /// It is not that of a form.
    Type,
}

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Returns whether two texts are equal, in a time that says nothing about them.
fn is_same(one: &str, other: &str) -> bool {
    hash::hex(one.as_bytes(), 64) == hash::hex(other.as_bytes(), 64)
}

impl Guard {
    /// Makes new secrets.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(super) fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let secret = |purpose: &str| hash::hex(&[&bytes[..], purpose.as_bytes()].concat(), 64);
        let (token, cookie, form) = (secret("token"), secret("cookie"), secret("form"));
        Ok(Guard { port, token, cookie, form })
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Returns the secret that forms contain.
    pub(super) fn form(&self) -> &str {
        &self.form
    }

    pub(super) fn has_token(&self, given: &str) -> bool {
        is_same(given, &self.token)
    }

    /// Returns whether a form that was sent contains the secret.
    pub(super) fn has_form(&self, given: &str) -> bool {
        is_same(given, &self.form)
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    fn cookie_name(&self) -> String {
        format!("katalog_edit_{}", self.port)
    }

    /// Returns the cookie for the browser that opened the address with the token. Other sites can only lead to a page with
    /// it, as the pages of the catalogue do. No script can read it.
    pub(super) fn set_cookie(&self) -> String {
        format!("{}={}; Path=/_edit; HttpOnly; SameSite=Lax", self.cookie_name(), self.cookie)
    }

    /// Checks where a request is for and where it comes from.
    pub(super) fn check_origin(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), Refusal> {
        let own = format!("{HOST_OF_FORMS}:{}", self.port);
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).unwrap_or_default();
        let is_own = |host: &str| host == own;
        if !is_own(host) || hosts.next().is_some() || uri.authority().is_some_and(|it| !is_own(it.as_str())) {
            return Err(Refusal::Host);
        }
        let is = |name: HeaderName, value: &str| {
            let mut given = headers.get_all(name).iter();
            given.next().is_some_and(|first| first == value) && given.next().is_none()
        };
        // A link on another site may lead here: to look, not to change anything.
        let is_write = !matches!(*method, Method::GET | Method::HEAD);
        if is_write && headers.contains_key(SITE) && !is(SITE, "same-origin") {
            return Err(Refusal::Origin);
        }
        if is_write && !is(ORIGIN, &format!("http://{own}")) {
            return Err(Refusal::Origin);
        }
        let is_form = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).is_some_and(|it| {
            it.split(';').next().is_some_and(|it| it.trim() == "application/x-www-form-urlencoded")
        });
        if is_write && !is_form { Err(Refusal::Type) } else { Ok(()) }
    }

    /// Returns whether the browser has opened the address with the token.
    pub(super) fn has_cookie(&self, headers: &HeaderMap) -> bool {
        cookie(headers, &self.cookie_name()).is_some_and(|given| is_same(&given, &self.cookie))
    }
}

/// Returns a cookie of a request.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = all.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(other, _)| *other == name).map(|(_, value)| value.to_owned())
}
