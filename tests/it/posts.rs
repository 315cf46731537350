//! Tests posts: their pages and lists, the pages that they are about, feeds, calendars and data.

use crate::history::commit;
use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{page, select};

const CALL: &str = "posts/keepers-wanted/post.yaml";

/// Adds a post of a kind and date to the small catalogue.
fn with_post(catalogue: Catalogue, id: &str, facts: &str) -> Catalogue {
    let text = |title: &str| format!("---\ntitle: {title}\nsummary: {title} in a sentence.\n---\n\nText.\n");
    catalogue
        .with(&format!("posts/{id}/post.yaml"), facts)
        .with(&format!("posts/{id}/en.md"), text(&format!("About {id}")))
        .with(&format!("posts/{id}/sr.md"), text(&format!("O tome {id}")))
}

fn several() -> Catalogue {
    let catalogue = with_post(
        Catalogue::small(),
        "bank-day",
        "kind: news\ndate: 2021-06\nabout: [project:clean-banks]\n",
    );
    with_post(catalogue, "river-boy", "kind: story\ndate: 2022-03-01\nabout: [municipality:zlatar]\n")
}

#[test]
fn a_page_shows_the_call_and_what_belongs_to_it() {
    let catalogue = Catalogue::small();
    catalogue.built();
    let address = "en/updates/keepers-wanted";
    assert_eq!(
        catalogue.texts(address, "main dl.facts dd"),
        [
            "call for applications",
            "12 April 2021",
            "31 May 2021 at 12:00",
            "Add the deadline to your calendar",
            "municipalities and cities",
            "civil society organisations",
            "EUR 7,000",
            "Healthy Town",
            "Environment",
            "Zlatar",
        ]
    );
    assert_eq!(catalogue.texts("sr/aktuelno/keepers-wanted", "main dl.facts dd")[2], "31. maj 2021. u 12.00");
    let listed = |heading: &str| catalogue.texts(address, &format!("section:has(> #{heading}) li > a"));
    assert_eq!(listed("documents")[0], "Guide for River Keepers");
    assert_eq!(listed("sources")[0], "Work Plan");
}

/// The browser tells whether a call is open, and needs the moments in UTC.
#[test]
fn a_page_gives_browsers_the_moment_of_the_deadline() {
    let catalogue = Catalogue::small()
        .replacing(CALL, "deadline:", "opens: 2021-12-01\ndeadline:")
        .replacing(CALL, "2021-05-31T12:00", "2021-12-31");
    catalogue.built();
    let page = page(catalogue.root(), "en/updates/keepers-wanted");
    let state = page.select(&select(".call-state")).next().expect("a state").value();
    assert_eq!(state.attr("data-passes"), Some("2021-12-31T23:00:00Z"));
    assert_eq!(state.attr("data-opens"), Some("2021-11-30T23:00:00Z"));
    assert!(state.attr("hidden").is_some(), "without scripts, nothing is claimed");
}

#[test]
fn lists_begin_with_the_latest_and_there_is_one_for_each_kind_and_year() {
    let catalogue = several();
    let files = catalogue.built();
    let titles = |address| catalogue.texts(address, ".entries .entry-title");
    assert_eq!(titles("en/updates"), ["About river-boy", "About bank-day", "River Keepers Wanted"]);
    assert_eq!(titles("en/updates/2021"), ["About bank-day", "River Keepers Wanted"]);
    assert_eq!(titles("sr/aktuelno/price"), ["O tome river-boy"]);
    assert_eq!(
        catalogue.texts("en/updates/calls", ".groups a"),
        ["All", "News", "Stories", "Calls", "2022", "2021"]
    );
    assert_eq!(catalogue.texts("en/updates/2021", "h1"), ["News and calls of 2021"]);
    assert_eq!(catalogue.texts("en/updates/2021", ".breadcrumb a"), ["Home", "News and calls"]);
    assert!(catalogue.texts("en/projects", "nav a").contains(&"News and calls".to_owned()));
    let sitemap = String::from_utf8_lossy(&files["en/sitemap.xml"]).into_owned();
    for address in ["updates/", "updates/calls/", "updates/2022/", "updates/river-boy/"] {
        assert!(sitemap.contains(&format!("/en/{address}</loc>")), "{address}");
    }
}

#[test]
fn a_catalogue_without_posts_has_no_list_of_them() {
    let files = Catalogue::small().without_folder("posts").built();
    assert!(!files.keys().any(|path| path.contains("updates") || path.ends_with(".ics")));
}

#[test]
fn pages_show_the_posts_about_them() {
    let catalogue = several();
    catalogue.built();
    let of = |address| catalogue.texts(address, "section:has(> #updates) li > a");
    assert_eq!(of("en/municipalities/zlatar"), ["About river-boy", "River Keepers Wanted"]);
    assert_eq!(of("en/projects/clean-banks"), ["About bank-day"]);
    assert_eq!(of("en/areas/environment"), ["River Keepers Wanted"]);
    assert!(of("en/projects/home-nursing").is_empty());
    let cited = catalogue.texts("en/documents/work-plan", "main section li");
    assert!(cited.contains(&"River Keepers Wanted".to_owned()), "{cited:?}");
}

#[test]
fn deadlines_are_calendar_entries_with_stable_ids() {
    let named = "call-keepers-wanted@";
    let catalogue = Catalogue::small();
    let files = catalogue.built();
    let calendar = String::from_utf8_lossy(&files["sr/aktuelno/keepers-wanted/deadline.ics"]).into_owned();
    assert!(calendar.contains(&format!("\r\nUID:{named}")), "{calendar}");
    assert!(calendar.contains("\r\nDTSTART:20210531T100000Z\r\n"), "{calendar}");
    assert!(calendar.contains("\r\nSUMMARY;LANGUAGE=sr-Latn:Traže se čuvari reka\r\n"), "{calendar}");
    assert!(files.contains_key("en/updates/calls/deadline.ics"));

    let said = katalog("rename", catalogue.root(), &["post:keepers-wanted", "keepers"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let catalogue = catalogue.replacing("posts/keepers/post.yaml", "2021-05-31T12:00", "2021-05-31");
    let files = catalogue.built();
    let calendar = String::from_utf8_lossy(&files["en/updates/keepers/deadline.ics"]).into_owned();
    assert!(calendar.contains(&format!("\r\nUID:{named}")), "{calendar}");
    assert!(calendar.contains("\r\nDTSTART;VALUE=DATE:20210531\r\n"), "{calendar}");
}

#[test]
fn a_call_without_a_deadline_has_no_calendar_entry() {
    let files = Catalogue::small().replacing(CALL, "deadline: 2021-05-31T12:00\n", "").built();
    assert!(!files.keys().any(|path| path.ends_with(".ics")));
}

#[test]
fn a_new_post_is_news_of_the_site_and_of_what_it_is_about() {
    let catalogue = Catalogue::small();
    commit(catalogue.root(), "2025-03-01");
    let catalogue =
        with_post(catalogue, "bank-day", "kind: news\ndate: 2025-04-02\nabout: [programme:healthy-town]\n");
    commit(catalogue.root(), "2025-04-02");
    let files = catalogue.built();
    for (feed, count) in [
        ("en/atom.xml", 1),
        ("en/updates/atom.xml", 1),
        ("en/programmes/healthy-town/atom.xml", 1),
        ("en/municipalities/zlatar/atom.xml", 0),
        ("en/documents/atom.xml", 0),
    ] {
        let xml = String::from_utf8_lossy(&files[feed]).into_owned();
        assert_eq!(xml.matches("post/bank-day/en</id>").count(), count, "{feed}");
    }
    assert_eq!(catalogue.texts("en/changes", "main li")[0], "About bank-day News");
}

#[test]
fn data_tell_what_a_post_is_about_and_when_a_call_ends() {
    let files = Catalogue::small().built();
    let table = String::from_utf8_lossy(&files["data/posts.csv"]).into_owned();
    let row = table.lines().find(|line| line.starts_with("keepers-wanted")).expect("a row");
    let about = "programme:healthy-town; area:environment; municipality:zlatar";
    assert!(row.contains(&format!(",call,2021-04-12,{about},,2021-05-31T12:00,")), "{row}");
    assert!(row.contains("local-government; civil-society,7000"), "{row}");
    let all: serde_json::Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    assert_eq!(all["posts"][0]["call"]["budget"]["currency"], "EUR");
    assert_eq!(all["posts"][0]["documents"][0], "river-guide");
}

#[test]
fn references_to_a_post_and_from_it_are_renamed() {
    let catalogue = several().replacing(
        "projects/home-nursing/en.md",
        "\n---\n",
        "\n---\n\n[the story](post:river-boy)\n",
    );
    for (entry, new) in
        [("post:river-boy", "boy"), ("municipality:zlatar", "gold-town"), ("document:river-guide", "guide")]
    {
        let said = katalog("rename", catalogue.root(), &[entry, new]);
        assert_eq!(said.code, Some(0), "{entry}: {}", said.stderr);
    }
    let read = |path: &str| crate::support::read(catalogue.root(), path);
    assert!(read("content/projects/home-nursing/en.md").contains("(post:boy)"));
    assert!(read("content/posts/boy/post.yaml").contains("[municipality:gold-town]"));
    assert!(read("content/posts/keepers-wanted/post.yaml").contains("documents: [guide]"));
    catalogue.check().has_errors(0);
}

#[test]
fn posts_in_lists_are_limited() {
    let about = vec!["programme:first-step"; 300].join(", ");
    let title = "š".repeat(290);
    let mut catalogue = Catalogue::small();
    for number in 0..450 {
        let text = format!("---\ntitle: {title}\nsummary: Sažetak.\n---\n\nTekst.\n");
        catalogue = catalogue
            .with(
                &format!("posts/post-{number}/post.yaml"),
                format!("kind: news\ndate: 2021\nabout: [{about}]\n"),
            )
            .with(&format!("posts/post-{number}/sr.md"), &text)
            .with(&format!("posts/post-{number}/en.md"), &text);
    }
    catalogue.check().reports("the posts and their documents have 152 MiB in lists");
}

#[test]
fn documents_of_a_renamed_post_keep_their_address() {
    let post = "posts/keepers-wanted";
    let catalogue = Catalogue::small().with(&format!("{post}/form.pdf"), "%PDF-1.7 form").replacing(
        &format!("{post}/en.md"),
        "\n---\n\n",
        "\n---\n\n[The form](form.pdf)\n\n",
    );
    let said = katalog("rename", catalogue.root(), &["post:keepers-wanted", "wanted"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let files = catalogue.built();
    for id in ["wanted", "keepers-wanted"] {
        assert!(files.contains_key(&format!("files/posts/{id}/form.pdf")), "{id}: {:?}", files.keys());
    }
}
