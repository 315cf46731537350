//! `_headers` and `_redirects`, as Netlify made them and Cloudflare took them over.
//!
//! Sources: <https://docs.netlify.com/routing/headers/>, <https://docs.netlify.com/routing/redirects/>,
//! <https://developers.cloudflare.com/pages/configuration/headers/> and `…/redirects/`.

use super::{FOR_EVER, Published};
use crate::publish::csp;
use crate::site::route::Site;

/// Headers by paths. No two rules set the same header of one file: Cloudflare would send both values.
pub(super) fn headers(published: &Published<'_>) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in csp::HEADERS {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in published.unchanging {
        text.push_str(&format!("/{folder}*\n  Cache-Control: {FOR_EVER}\n"));
    }
    // Open data may be fetched by the pages of others too.
    text.push_str("/data/*\n  Access-Control-Allow-Origin: *\n");
    text
}

/// Netlify serves a file before it looks for a redirect, unless it is forced. What is not found in a locale is said
/// in its language.
pub(super) fn redirects(site: &Site) -> String {
    let mut text = String::new();
    for (from, to) in super::redirects(site) {
        text.push_str(&format!("{from} {to} 301!\n"));
    }
    for locale in site.locales() {
        let prefix = locale.prefix();
        text.push_str(&format!("/{prefix}/* /{prefix}/404.html 404\n"));
    }
    text
}

/// Cloudflare leads on first, and takes the nearest `404.html` by itself. Its redirects are temporary unless they say
/// otherwise.
pub(super) fn cloudflare_redirects(site: &Site) -> String {
    super::redirects(site).map(|(from, to)| format!("{from} {to} 301\n")).collect()
}
