//! `_headers` and `_redirects`, in the format of Netlify, which Cloudflare adopted.
//!
//! Sources: <https://docs.netlify.com/routing/headers/>, <https://docs.netlify.com/routing/redirects/>,
//! <https://developers.cloudflare.com/pages/configuration/headers/> and `…/redirects/`.

use super::{FOR_EVER, Published};
use crate::publish::csp;
use crate::site::route::Site;

/// Writes headers by path. No two rules set the same header for one file, because Cloudflare would send both values.
pub(super) fn headers(published: &Published<'_>) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in csp::HEADERS {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in published.unchanging {
        text.push_str(&format!("/{folder}*\n  Cache-Control: {FOR_EVER}\n"));
    }
    // Pages of other sites may fetch the open data too.
    text.push_str("/data/*\n  Access-Control-Allow-Origin: *\n");
    text
}

/// Writes the redirects for Netlify. They are forced, because Netlify would otherwise prefer an existing file. A page
/// that is not found within a locale gets the 404 page of that locale.
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

/// Writes the redirects for Cloudflare, which take precedence over files and are temporary unless they have a status.
/// Cloudflare finds the nearest `404.html` itself.
pub(super) fn cloudflare_redirects(site: &Site) -> String {
    super::redirects(site).map(|(from, to)| format!("{from} {to} 301\n")).collect()
}
