//! Sitemaps (sitemaps.org protocol 0.9), one for each locale, and robots.txt (RFC 9309).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::language::Locale;
use crate::route::{self, Site};

/// The addresses of a locale's pages that are written in its language.
pub(super) fn xml(site: &Site, locale: Locale) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to a vector can not fail.
    let _ = write(site, locale, &mut writer);
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn write(site: &Site, locale: Locale, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let set =
        BytesStart::new("urlset").with_attributes([("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    writer.write_event(Event::Start(set))?;
    for page in site.pages() {
        if !site.is_indexable(page.subject) || !site.written_in(page.subject).contains(&locale) {
            continue;
        }
        let address = site.absolute(&site.href(*page, locale));
        writer.create_element("url").write_inner_content(|url| {
            url.create_element("loc").write_text_content(BytesText::new(&address))?;
            Ok(())
        })?;
    }
    writer.write_event(Event::End(BytesEnd::new("urlset")))
}

/// Everything may be read; here are the sitemaps.
pub(super) fn robots(site: &Site) -> String {
    let mut robots = "User-agent: *\nAllow: /\n\n".to_owned();
    for locale in site.locales() {
        let path = format!("{}{}", site.root_href(), route::sitemap_path(*locale));
        robots.push_str(&format!("Sitemap: {}\n", site.absolute(&path)));
    }
    robots
}
