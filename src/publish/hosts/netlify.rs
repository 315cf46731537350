//! `_headers` and `_redirects`, in the format of Netlify, which Cloudflare adopted.
//!
//! Sources: <https://docs.netlify.com/routing/headers/>, <https://docs.netlify.com/routing/redirects/>,
//! <https://developers.cloudflare.com/pages/configuration/headers/> and `…/redirects/`.

use super::{CALENDAR_TYPE, CLOUDFLARE_REDIRECTS, FEED_TYPE, FOR_EVER, Published};
use crate::site::route::{self, CALENDAR, FEED, Site};

/// Writes headers by path. No two rules set the same header for one file, because Cloudflare would send both values.
pub(super) fn headers(published: &Published<'_>) -> String {
    let mut text = "/*\n".to_owned();
    for (name, value) in published.headers {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    for folder in published.unchanging {
        text.push_str(&format!("/{folder}*\n  Cache-Control: {FOR_EVER}\n"));
    }
    for folder in ["", "/:list", "/:list/:entry"] {
        text.push_str(&format!("/:locale{folder}/{FEED}\n  Content-Type: {FEED_TYPE}\n"));
    }
    text.push_str(&format!(
        "/:locale/:list/:entry/{CALENDAR}\n  Content-Type: {CALENDAR_TYPE}; charset=utf-8\n"
    ));
    let catalogue = &published.site.catalogue;
    for file in catalogue.data_files().filter(|file| file.has_rare_type()) {
        text.push_str(&format!("/{}\n  Content-Type: {}\n", route::data_path(file), file.media_type().0));
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
/// Further former addresses are served by pages that redirect. Cloudflare finds the nearest `404.html` itself.
pub(super) fn cloudflare_redirects(site: &Site) -> String {
    super::redirects(site).take(CLOUDFLARE_REDIRECTS).map(|(from, to)| format!("{from} {to} 301\n")).collect()
}
