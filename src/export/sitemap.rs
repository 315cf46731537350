//! Sitemaps (sitemaps.org protocol 0.9), one or more for each locale, their index, and robots.txt (RFC 9309).

use std::io;

use super::xml::{Xml, document, leaf};
use crate::base::language::Locale;
use crate::content::catalogue::Subject;
use crate::site::route::{self, Page, Site};

const PROTOCOL: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The maximum number of addresses in a sitemap.
const ADDRESSES: usize = 50_000;

/// The maximum size of a sitemap, in bytes.
const BYTES: usize = 50 * 1024 * 1024;

/// Returns the number of sitemaps of a locale.
pub(super) fn part_count(site: &Site, locale: Locale) -> usize {
    let pages = pages(site, locale);
    pages.len().div_ceil(per_part(site, &pages, locale)).max(1)
}

/// Returns the pages that search engines may index in a locale.
fn pages(site: &Site, locale: Locale) -> Vec<Page> {
    let is_found = |page: &&Page| site.found_in(page.subject).contains(&locale);
    site.pages().iter().filter(is_found).copied().collect()
}

/// Returns the number of pages in each sitemap. Very long addresses reduce it, so that the size stays within the limit.
fn per_part(site: &Site, pages: &[Page], locale: Locale) -> usize {
    // The length of the tags around an address, and a reserve for longer addresses in other locales.
    const AROUND: usize = 160;
    let longest = pages.iter().map(|page| site.href(*page, locale).len()).max().unwrap_or_default();
    let address = site.absolute(&site.root_href()).len() + longest + AROUND;
    (BYTES / (address * (site.locales().len() + 2))).clamp(1, ADDRESSES)
}

/// Writes a sitemap of the pages that are written in the locale's language, each with its address in other locales and
/// the day of its last change.
pub(super) fn xml(site: &Site, locale: Locale, part: usize) -> Vec<u8> {
    let pages = pages(site, locale);
    let part = pages.chunks(per_part(site, &pages, locale)).nth(part - 1).unwrap_or_default();
    document("urlset", &[("xmlns", PROTOCOL), ("xmlns:xhtml", XHTML)], |xml| {
        part.iter().try_for_each(|page| address(site, &site.href(*page, locale), *page, xml))
    })
}

/// Writes the sitemap of the chooser, which belongs to no locale.
pub(super) fn shared(site: &Site) -> Vec<u8> {
    document("urlset", &[("xmlns", PROTOCOL), ("xmlns:xhtml", XHTML)], |xml| {
        address(site, &site.root_href(), Page::first(Subject::Home), xml)
    })
}

/// Writes the address of a page, the day of its last change and its alternates.
fn address(site: &Site, href: &str, page: Page, xml: &mut Xml) -> io::Result<()> {
    xml.create_element("url").write_inner_content(|xml| {
        leaf(xml, "loc", [], &site.absolute(href))?;
        if let Some(changed) =
            site.change_log.as_ref().and_then(|change_log| change_log.changed(page.subject))
        {
            leaf(xml, "lastmod", [], &changed.day().to_string())?;
        }
        for (lang, href) in site.alternates(page) {
            let href = site.absolute(&href);
            let link = [("rel", "alternate"), ("hreflang", lang), ("href", &href)];
            xml.create_element("xhtml:link").with_attributes(link).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Writes the index of all sitemaps.
pub(super) fn index(site: &Site) -> Vec<u8> {
    let locales = site.locales().iter();
    let parts = locales.flat_map(|locale| (1..=part_count(site, *locale)).map(|part| (*locale, part)));
    let parts = parts.map(|(locale, part)| route::sitemap_path(locale, part));
    document("sitemapindex", &[("xmlns", PROTOCOL)], |xml| {
        [route::SHARED_SITEMAP_PATH.to_owned()].into_iter().chain(parts).try_for_each(|path| {
            xml.create_element("sitemap")
                .write_inner_content(|xml| leaf(xml, "loc", [], &whole(site, &path)))?;
            Ok(())
        })
    })
}

/// Writes `robots.txt`: it allows everything and names the index of sitemaps. Search engines read it only at the root of a
/// host, so a site below a path says where it belongs.
pub(super) fn robots(site: &Site) -> String {
    let sitemap = format!("Sitemap: {}\n", whole(site, route::SITEMAP_INDEX_PATH));
    let note = match site.root_href().as_str() {
        "/" => String::new(),
        _ => format!(
            "# Search engines read only {}. Add the line that begins with Sitemap there.\n",
            site.absolute("/robots.txt")
        ),
    };
    format!("{note}User-agent: *\nAllow: /\n\n{sitemap}")
}

fn whole(site: &Site, path: &str) -> String {
    site.absolute(&format!("{}{path}", site.root_href()))
}
