//! Tests pages of free text that a catalogue adds: their addresses, menus, data and links.

use crate::rename::{must_pass, rename};
use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{built, page, select};

fn text(title: &str) -> String {
    format!("---\ntitle: {title}\nsummary: {title}, ukratko.\n---\n\nTekst strane.\n")
}

/// The small catalogue with a page in each menu, and one below another.
fn with_pages() -> Catalogue {
    let page = |catalogue: Catalogue, id: &str, facts: &str, sr: &str, en: &str| {
        catalogue
            .with(&format!("pages/{id}/page.yaml"), facts)
            .with(&format!("pages/{id}/sr.md"), text(sr))
            .with(&format!("pages/{id}/en.md"), text(en))
    };
    let catalogue = page(Catalogue::small(), "contact", "menu: footer\n", "Kontakt", "Contact");
    let catalogue = page(catalogue, "calls", "menu: main\norder: 2\n", "Pozivi", "Calls");
    let catalogue = page(catalogue, "team", "menu: main\norder: 1\n", "Tim", "Team");
    page(catalogue, "advice", "menu: none\nbelow: calls\n", "Saveti", "Advice")
}

fn links(page: &scraper::Html, selector: &str) -> Vec<String> {
    let selector = select(selector);
    page.select(&selector).map(|link| link.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn menus_contain_the_pages_in_their_order() {
    let catalogue = with_pages();
    catalogue.check_strictly().is_clean();
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let home = page(catalogue.root(), "sr");
    let main = links(&home, ".main-navigation a");
    assert_eq!(main[main.len() - 2..], ["Tim", "Pozivi"]);
    let foot = links(&home, ".site-footer a");
    assert!(foot.contains(&"Kontakt".to_owned()), "{foot:?}");
    assert!(!foot.contains(&"Saveti".to_owned()) && !main.contains(&"Saveti".to_owned()));
    let here = page(catalogue.root(), "en/team");
    assert_eq!(links(&here, ".main-navigation a[aria-current]"), ["Team"]);
}

#[test]
fn a_page_below_another_is_linked_from_it_and_leads_back() {
    let catalogue = with_pages();
    let files = built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    assert_eq!(links(&page(catalogue.root(), "en/calls"), "main li a"), ["Advice"]);
    assert_eq!(links(&page(catalogue.root(), "en/advice"), ".breadcrumb a")[1..], ["Calls"]);
    let is_listed = |(path, bytes): (&String, &Vec<u8>)| {
        path.ends_with(".xml") && String::from_utf8_lossy(bytes).contains("/en/advice/")
    };
    assert!(files.iter().any(is_listed), "the sitemap has the page");
    let json: serde_json::Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    assert_eq!(json["pages"][0]["below"], "calls");
}

#[test]
fn texts_link_to_the_pages() {
    let catalogue = with_pages().with(
        "pages/contact/sr.md",
        "---\ntitle: Kontakt\nsummary: Kako do nas.\n---\n\nVidite [tim](page:team) i [saveti](page:advcie).\n",
    );
    catalogue
        .check()
        .has_errors(1)
        .reports("there is no page `advcie`")
        .reports("did you mean `page:advice`?");
}

#[test]
fn an_address_of_the_site_cannot_be_that_of_a_page() {
    for id in ["projects", "search"] {
        let catalogue = Catalogue::small()
            .with(&format!("pages/{id}/page.yaml"), "menu: none\n")
            .with(&format!("pages/{id}/sr.md"), text("Strana"))
            .with(&format!("pages/{id}/en.md"), text("Page"));
        catalogue.check().has_errors(1).reports("two pages have the address");
    }
}

#[test]
fn slips_are_reported() {
    let with = |facts: &str| {
        Catalogue::small()
            .with("pages/team/page.yaml", facts)
            .with("pages/team/sr.md", text("Tim"))
            .with("pages/team/en.md", text("Team"))
    };
    with("menu: top\n").check().has_errors(1).reports("`top` is not a menu");
    with("below: team\n").check().has_errors(1).reports("`team` cannot be above this page");
    with("below: about\n").check().has_errors(1).reports("there is no page `about`");
    let standing = Catalogue::small().with("pages/about/page.yaml", "menu: none\n");
    standing.check().has_errors(1).reports("a standing page has no `page.yaml`");
    let without = Catalogue::small().with("pages/abuot/sr.md", text("O katalogu"));
    without.check().reports("did you mean `content/pages/about/`? to add a page of your own, write");
}

#[test]
fn the_catalogue_orders_the_menu_and_says_where_to_report_mistakes() {
    const SETTINGS: &str = "locales: [sr-Latn, en]\n";
    let with = |more: &str| with_pages().replacing("catalogue.yaml", SETTINGS, &format!("{SETTINGS}{more}"));
    let catalogue = with("menu: [team, projects, about]\ncorrections: mailto:greske@example.org\n");
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let home = page(catalogue.root(), "en");
    assert_eq!(links(&home, ".main-navigation a"), ["Team", "Projects", "About"]);
    assert!(links(&home, ".site-footer a").contains(&"Report a mistake".to_owned()));
    let mail = home.select(&select(".site-footer a[href^=\"mailto:\"]")).next().expect("a link");
    assert_eq!(
        mail.attr("href"),
        Some(
            "mailto:greske@example.org?subject=Small%20Catalogue&body=https%3A%2F%2Fexample.org%2Fkatalog%2Fen%2F"
        )
    );
    let on_the_web = with("corrections: https://example.org/form?of=katalog\n");
    built(on_the_web.root(), &on_the_web.root().join("public"), &["--quiet"]);
    let page = page(on_the_web.root(), "en");
    let form =
        page.select(&select(".site-footer a[href^=\"https://example.org/form\"]")).next().expect("a link");
    let address = "https://example.org/form?of=katalog&page=https%3A%2F%2Fexample.org%2Fkatalog%2Fen%2F";
    assert_eq!(form.attr("href"), Some(address));
    with("menu: [teem]\n").check().has_errors(1).reports("the menu cannot contain `teem`").reports("`team`?");
    with("menu: [team, team]\n").check().has_errors(1).reports("`team` is in the menu twice");
    with("corrections: nowhere\n").check().has_errors(1).reports("`nowhere` is not a web address");
    with("corrections: javascript:alert(1)\n").check().has_errors(1);
    with("corrections: mailto:ana.ilic@example.org\n").check().reports("personal-contact");
    with("corrections: mailto:a b@example.org\n").check().has_errors(1).reports("is not an e-mail address");
}

#[test]
fn a_menu_has_room_for_few_pages() {
    let with = |count: usize| {
        (0..count).fold(Catalogue::small(), |catalogue, number| {
            catalogue
                .with(&format!("pages/page-{number:02}/page.yaml"), "menu: footer\n")
                .with(&format!("pages/page-{number:02}/sr.md"), text(&format!("Strana {number}")))
                .with(&format!("pages/page-{number:02}/en.md"), text(&format!("Page {number}")))
        })
    };
    with(20).check().has_errors(0);
    with(21).check().has_errors(1).reports("the menu `footer` has more than 20 pages of your own");
}

#[test]
fn own_pages_are_found_and_renamed() {
    let catalogue = with_pages()
        .replacing("catalogue.yaml", "locales:", "menu: [projects, calls, team]\nlocales:")
        .with("pages/team/sr.md", text("Tim").replace("Tekst", "[Pozivi](page:calls)"))
        .with("pages/team/en.md", text("Team").replace("Tekst", "[Calls](page:calls)"));
    let refs = |entry: &str| katalog("refs", catalogue.root(), &[entry]).stdout;
    let found = refs("page:calls");
    for reference in
        ["menu of the catalogue", "below of page:advice", "sr.md:6:10: link to page:calls in page:team"]
    {
        assert!(found.contains(reference), "{reference} is not in {found}");
    }
    assert_eq!(found.lines().count(), 4, "{found}");
    rename(catalogue.root(), "page:calls", "open-calls");
    must_pass(catalogue.root(), "a renaming of a page");
    assert_eq!(refs("page:open-calls").lines().count(), 4);
    let files = catalogue.built();
    for path in ["en/open-calls/index.html", "en/calls/index.html", "sr/calls/index.html"] {
        assert!(files.contains_key(path), "{path}");
    }
    let former = String::from_utf8(files["en/calls/index.html"].clone()).expect("UTF-8");
    assert!(former.contains("/en/open-calls/"), "{former}");
    let said = katalog("refs", catalogue.root(), &["page:calls"]);
    assert!(said.stderr.contains("it was renamed to page:open-calls"), "{}", said.stderr);
    let standing = katalog("rename", catalogue.root(), &["page:about", "us"]);
    assert_eq!(standing.code, Some(1));
    rename(catalogue.root(), "page:open-calls", "calls");
    must_pass(catalogue.root(), "a renaming back");
}

#[test]
fn a_page_is_created_with_a_command() {
    let catalogue = Catalogue::small();
    let said = katalog(
        "new",
        catalogue.root(),
        &["page", "contact", "--title-sr", "Kontakt", "--title-en", "Contact"],
    );
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(catalogue.root().join("content/pages/contact/page.yaml").exists());
}
