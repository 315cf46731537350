//! Tests that a text missing in one language is shown in the other one and marked as such, and that the page does not
//! count as a page of the missing language.

use std::fs;

use crate::support;
use crate::support::site::Published;

use scraper::{Html, Selector};

fn all(html: &Html, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
}

fn words(html: &Html, selector: &str) -> String {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).flat_map(|element| element.text()).collect::<String>().trim().to_owned()
}

const HREFLANGS: &str = "link[rel=alternate][hreflang]";

#[test]
fn a_page_without_english_is_shown_in_serbian() {
    let site = Published::in_three_locales(|root| {
        fs::remove_file(root.join("content/projects/home-nursing/en.md")).expect("a file to remove");
    });
    let english = site.page("en/projects/home-nursing/");
    let serbian = site.page("sr/projekti/home-nursing/");
    assert_eq!(all(&english, "html", "lang"), ["en"]);
    assert_eq!(
        words(&english, ".notice"),
        "This page is not yet written in English. It is shown in Serbian."
    );
    assert_eq!(words(&english, "main h1 [lang=sr-Latn]"), words(&serbian, "main h1"));
    assert_eq!(words(&english, ".prose > [lang=sr-Latn]"), words(&serbian, ".prose"));
    assert!(all(&english, HREFLANGS, "hreflang").is_empty(), "no page of English");
    assert_eq!(all(&english, "link[rel=canonical]", "href"), all(&serbian, "link[rel=canonical]", "href"));
    assert_eq!(all(&serbian, HREFLANGS, "hreflang"), ["sr-Latn", "sr-Cyrl", "x-default"]);
    assert!(words(&serbian, ".notice").is_empty());
    assert!(!site.text("en/sitemap.xml").contains("/en/projects/home-nursing/"));
    assert!(site.text("sr/sitemap.xml").contains("/sr/projekti/home-nursing/"));
    assert_eq!(all(&english, ".languages a", "href").len(), 3, "the language links stay");
}

#[test]
fn a_page_without_serbian_is_shown_in_english_in_both_scripts() {
    let site = Published::in_three_locales(|root| {
        fs::remove_file(root.join("content/projects/home-nursing/sr.md")).expect("a file to remove");
    });
    let english = site.page("en/projects/home-nursing/");
    let notices = [
        ("sr", "Ova strana još nije napisana na srpskom. Prikazana je na engleskom."),
        ("sr-cyrl", "Ова страна још није написана на српском. Приказана је на енглеском."),
    ];
    for (locale, notice) in notices {
        let page = site.page(&format!("{locale}/projekti/home-nursing/"));
        assert_eq!(words(&page, ".notice"), notice);
        assert_eq!(words(&page, "main h1 [lang=en]"), words(&english, "main h1"));
        assert!(all(&page, HREFLANGS, "hreflang").is_empty());
        assert_eq!(all(&page, "link[rel=canonical]", "href"), all(&english, "link[rel=canonical]", "href"));
    }
    assert_eq!(all(&english, HREFLANGS, "hreflang"), ["en", "x-default"]);
}

#[test]
fn a_field_without_english_is_marked_wherever_it_appears() {
    let site = Published::in_three_locales(|root| {
        let path = root.join("content/organisations.yaml");
        let text = fs::read_to_string(&path).expect("the organisations");
        let changed = text.replace(", en: Care Network", "");
        assert_ne!(text, changed, "the small catalogue has a Care Network");
        support::write(&path, changed.as_bytes());
    });
    let page = site.page("en/organisations/care-network/");
    assert_eq!(words(&page, "main h1 [lang=sr-Latn]"), "Mreža nege");
    assert_eq!(words(&page, ".notice"), "This page is not yet written in English. It is shown in Serbian.");
    let list = site.page("en/organisations/");
    assert_eq!(words(&list, ".organisations [lang=sr-Latn]"), "Mreža nege");
    let partly = "Some texts on this page are not yet written in English. They are shown in Serbian.";
    assert_eq!(words(&list, ".notice"), partly);
    assert_eq!(all(&list, HREFLANGS, "hreflang"), ["sr-Latn", "sr-Cyrl", "en", "x-default"]);
}
