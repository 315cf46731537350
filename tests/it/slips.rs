//! Tests situations in which a site was wrong or something was lost without a word, each with several inputs of its kind
//! and at least one that looks alike and is right.

use std::fs;

use crate::history::{git, git_on};
use crate::support::catalogue::Catalogue;
use crate::support::site::{built, page, select};

const SR: &str = "projects/first-lessons/sr.md";
const EN: &str = "projects/first-lessons/en.md";

fn text(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nsummary: S.\n---\n\n{body}\n")
}

/// Returns the words of the project's text on its page, in Serbian and English.
fn words(serbian: &str, english: &str) -> [String; 2] {
    let catalogue =
        Catalogue::small().with(SR, text("Prve lekcije", serbian)).with(EN, text("First", english));
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    ["sr/projekti/first-lessons", "en/projects/first-lessons"].map(|address| {
        let html = page(catalogue.root(), address);
        let prose = html.select(&select(".prose")).next().expect("a text");
        let words = prose.text().collect::<String>();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

#[test]
fn a_day_at_the_beginning_of_a_paragraph_stays_that_day() {
    for day in [
        "2. juna 2021. otvoren je park.",
        "31. decembra 2026. ističe rok.",
        "5. član Zakona važi.",
        "1. 2. 2023. je rok.",
        "12. 10. 2024. otvoren je dom.",
        "3. 4. je dan grada.",
        "21. vek je počeo.",
        "1990. godina je bila teška.",
        "+ 387 33 123 456 je broj.",
        "+ 2 stepena je bilo.",
        "+381 18 123 456 je broj.",
        "#mojgrad je oznaka.",
        "#5 je broj.",
        "##2 je broj.",
        "– Ko je to? – upitao je.",
    ] {
        let [serbian, _] = words(&format!("Uvod.\n\n{day}\n\n{day}"), "Text.");
        assert_eq!(serbian.matches(day).count(), 2, "{serbian}");
    }
    // A list stays one.
    let [_, english] = words("Tekst.", "1. One\n2. Two");
    assert_eq!(english, "OneTwo");
    let [serbian, _] = words("+ prvi dodatak\n+ drugi\n\n## Naslov\n\n1. Peta\n2. Šesta", "Text.");
    assert_eq!(serbian, "prvi dodatakdrugiNaslovPetaŠesta");
}

#[test]
fn a_closing_mark_never_looks_like_an_opening_one() {
    for (written, shown) in [
        ("Udruženje „Njiva\" i škola.", "Udruženje „Njiva“ i škola."),
        ("Zadruga ,,Njiva'' radi.", "Zadruga „Njiva“ radi."),
        ("Projekat \"Dom\" radi.", "Projekat „Dom“ radi."),
        ("Ekran od 24\" je tu.", "Ekran od 24\" je tu."),
        ("Rok'n'rol i '90-e.", "Rok’n’rol i ’90-e."),
        ("Cena -- 5 dinara...", "Cena – 5 dinara…"),
    ] {
        assert_eq!(words(written, "Text.")[0], shown);
        // The same in facts and front matter.
        let yaml = written.replace('\'', "''");
        let catalogue = Catalogue::small().with(SR, text(&format!("'{yaml}'"), "Tekst."));
        built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
        let html = page(catalogue.root(), "sr/projekti/first-lessons");
        let title = html.select(&select("h1")).next().expect("a title").text().collect::<String>();
        assert_eq!(title.trim().replace('\u{a0}', " "), shown);
    }
}

#[test]
fn text_behind_a_hash_is_not_cut_in_silence() {
    for (path, old, new) in [
        (EN, "title: ", "title: Room #3 "),
        ("organisations.yaml", "sr: Jezerski fond", "sr: Fond #2"),
        ("projects/clean-banks/project.yaml", "currency: RSD", "currency: RSD #2"),
        (EN, "summary: The", "summary: The\n  #3"),
        (EN, "summary: ", "summary: ! "),
        (EN, "summary: ", "summary: !important "),
        ("organisations.yaml", "sr: Jezerski fond", "sr: ! Jezerski fond"),
        ("areas.yaml", "sr: ", "sr: ! "),
    ] {
        let catalogue = Catalogue::small().replacing(path, old, new);
        assert_eq!(catalogue.check().code, Some(1), "{new}");
    }
    Catalogue::small()
        .replacing("projects/home-nursing/project.yaml", "support: grant", "support: grant # a grant")
        .replacing(
            "projects/home-nursing/project.yaml",
            "    support: training",
            "    support: training\n    #status: planned\n      # for the staff",
        )
        .replacing(
            EN,
            "summary: The first talks about health.",
            "summary: Stop! The first talks! About\n  health.",
        )
        .check()
        .is_clean();
}

#[test]
fn marks_within_words_are_text() {
    for (written, shown) in [
        ("Za građani*ke i radnici*e.", "Za građani*ke i radnici*e."),
        ("Udaljenost je ~5~ km.", "Udaljenost je ~5~ km."),
        ("Račun 2*3*4.", "Račun 2*3*4."),
        ("Ovo je *važno* i **vrlo** važno.", "Ovo je važno i vrlo važno."),
    ] {
        assert_eq!(words(written, "Text.")[0], shown);
    }
}

#[test]
fn notes_stand_behind_the_text_with_a_link_back() {
    let body = "A[^b] and B[^a].\n\n[^a]: Second note.\n[^b]: First note.\n\nEnd.";
    let catalogue = Catalogue::small().with(EN, text("First", body)).with(SR, text("Prve", "Tekst."));
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let html = page(catalogue.root(), "en/projects/first-lessons");
    let prose = html.select(&select(".prose")).next().expect("a text").text().collect::<String>();
    let at = |words: &str| prose.find(words).unwrap_or_else(|| panic!("{words} in {prose}"));
    assert!(at("End.") < at("First note.") && at("First note.") < at("Second note."), "{prose}");
    for (links, name) in [(".footnote-reference > a", "Note "), (".footnote-definition p > a", "Back to ")] {
        let links = select(links);
        let names = html.select(&links).filter_map(|link| link.value().attr("aria-label"));
        assert_eq!(names.filter(|label| label.starts_with(name)).count(), 2);
    }
}

#[test]
fn columns_are_aligned_without_styles_of_their_own() {
    let body = "| A | B | C | D |\n|:--|:-:|--:|---|\n| a | b | c | `style=\"text-align: right\"` |";
    let catalogue = Catalogue::small().with(EN, text("First", body)).with(SR, text("Prve", body));
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    for address in ["en/projects/first-lessons", "sr/projekti/first-lessons"] {
        let html = page(catalogue.root(), address);
        for cells in [".prose th", ".prose td"] {
            let cells = select(cells);
            let classes: Vec<_> = html.select(&cells).map(|cell| cell.value().attr("class")).collect();
            assert_eq!(classes, [None, Some("center"), Some("right"), None], "{address}");
        }
        assert_eq!(html.select(&select("[style]")).count(), 0, "{address}");
        let words = html.select(&select(".prose td code")).flat_map(|code| code.text()).collect::<String>();
        assert_eq!(words, "style=\"text-align: right\"");
    }
}

#[test]
fn letters_that_do_not_decompose_stay_in_the_ids_of_headings() {
    let catalogue = Catalogue::small()
        .with(EN, text("First", "## Łódź\n\nA.\n\n## Straße\n\nB.\n\n## Ørsted\n\nC."))
        .with(SR, text("Prve", "## Čačak i Đurđevo\n\nA."));
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    for (address, ids) in [
        ("en/projects/first-lessons", &["lodz", "strasse", "orsted"][..]),
        ("sr/projekti/first-lessons", &["cacak-i-djurdjevo"]),
    ] {
        let html = page(catalogue.root(), address);
        let found: Vec<_> =
            html.select(&select(".prose h2")).filter_map(|it| it.value().attr("id")).collect();
        assert!(ids.iter().all(|id| found.contains(id)) || found == ["cacak-i-đurđevo"], "{found:?}");
    }
}

#[test]
fn pictures_have_their_width_and_height() {
    let catalogue = Catalogue::small();
    let png = fs::read(catalogue.root().join("content/projects/clean-banks/river.png")).expect("a picture");
    // A GIF of 3 by 2, as far as its head says.
    let gif = b"GIF89a\x03\x00\x02\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x03\x00\x02\x00\x00\x02\x02D\x01\x00;";
    // A JPEG of 5 by 4 and a WebP of 7 by 6, and a picture that ends before it says its size.
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08\0\x04\0\x05\x01\x01\x11\0\xff\xd9";
    let webp = b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x06\0\0\x05\0\0VP8L\x05\0\0\0\x2f\x06\x40\x01\0\0";
    let body = "![River](river.png) ![Dot](dot.gif) ![Photo](photo.jpg) ![Web](web.webp) ![Cut](cut.jpg) [The \
                picture](river.png)";
    let catalogue = catalogue
        .with("projects/first-lessons/river.png", &png)
        .with("projects/first-lessons/dot.gif", gif)
        .with("projects/first-lessons/photo.jpg", jpeg)
        .with("projects/first-lessons/web.webp", webp)
        .with("projects/first-lessons/cut.jpg", &jpeg[..20])
        .with(EN, text("First", body))
        .with(
            SR,
            text(
                "Prve",
                &body.replace("River", "Reka").replace("Dot", "Tačka").replace("The picture", "Slika"),
            ),
        );
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let html = page(catalogue.root(), "en/projects/first-lessons");
    let size = |name: &str| {
        let picture = html
            .select(&select(".prose img"))
            .find(|img| img.value().attr("src").is_some_and(|src| src.ends_with(name)));
        let picture = picture.expect("a picture").value();
        [picture.attr("width"), picture.attr("height")].map(|it| it.map(str::to_owned))
    };
    for (name, width, height) in [("dot.gif", "3", "2"), ("photo.jpg", "5", "4"), ("web.webp", "7", "6")] {
        assert_eq!(size(name), [Some(width.to_owned()), Some(height.to_owned())], "{name}");
    }
    assert_eq!(size("cut.jpg"), [None, None]);
    assert_eq!(html.select(&select("a[width], a[height]")).count(), 0);
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes")).to_string();
    assert_eq!(size("river.png"), [Some(number(16)), Some(number(20))]);
}

#[test]
fn addresses_are_shown_with_the_letters_that_people_read() {
    let catalogue = Catalogue::small().replacing(
        "organisations.yaml",
        "url: https://lake-fund.example/",
        "url: https://jezero-čačak.example/o-nama/%C5%A1uma",
    );
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let html = page(catalogue.root(), "en/organisations/lake-fund");
    let links: Vec<_> = html.select(&select("main a")).filter_map(|link| link.value().attr("href")).collect();
    assert!(links.contains(&"https://jezero-čačak.example/o-nama/šuma"), "{links:?}");
}

#[test]
fn what_only_the_programme_says_is_not_shown_as_the_projects_own() {
    let files = built(
        Catalogue::small().root(),
        &tempfile::tempdir().expect("a folder").path().join("public"),
        &["--quiet"],
    );
    let mut table = csv::Reader::from_reader(&files["data/activities.csv"][..]);
    let headings = table.headers().expect("headings").clone();
    let rows: Vec<_> = table.records().map(|row| row.expect("a row")).collect();
    for (project, place, expected) in [
        // The programme is over, and began in February 2019.
        ("home-nursing", "cardak", ["", "", ""]),
        ("home-nursing", "zlatar", ["", "", ""]),
        ("first-lessons", "cardak", ["", "", ""]),
        // The days of a phase are those of its projects, and what an activity says is its own.
        ("clean-banks", "crnobor", ["2019-02", "2019-10", ""]),
        ("home-nursing", "dubrava", ["2020", "2020-06", "cancelled"]),
        ("school-check-ups", "cardak", ["2021-09", "", "ongoing"]),
    ] {
        let cell = |row: &csv::StringRecord, name: &str| {
            row[headings.iter().position(|heading| heading == name).expect("a column")].to_owned()
        };
        let row =
            rows.iter().find(|row| cell(row, "project") == project && cell(row, "municipality") == place);
        let row = row.expect("a row");
        assert_eq!(["start", "end", "status"].map(|name| cell(row, name)), expected, "{project} {place}");
    }
    let html = String::from_utf8_lossy(&files["en/projects/home-nursing/index.html"]).into_owned();
    assert!(!html.contains("February 2019") && !html.contains("March 2022"));
    let html = String::from_utf8_lossy(&files["en/programmes/healthy-town/index.html"]).into_owned();
    assert!(html.contains("February 2019") && html.contains("March 2022"));
}

#[test]
fn an_edit_within_a_merge_has_a_day() {
    let catalogue = Catalogue::small();
    let root = catalogue.root();
    git(root, &["init", "--quiet", "--initial-branch", "main"]);
    let commit = |day: &str| {
        git_on(root, day, &["add", "content"]);
        git_on(root, day, &["commit", "--quiet", "--message", "Content"]);
    };
    let change = |path: &str, more: &str| {
        let path = root.join("content").join(path);
        fs::write(&path, fs::read_to_string(&path).expect("a text") + more)
            .expect("a file that can be written");
    };
    commit("2026-01-01");
    git(root, &["checkout", "--quiet", "-b", "side"]);
    change("projects/home-nursing/en.md", "\nOne.\n");
    change("projects/school-check-ups/en.md", "\nTheirs.\n");
    commit("2026-01-02");
    git(root, &["checkout", "--quiet", "main"]);
    change("projects/clean-banks/en.md", "\nTwo.\n");
    change("projects/school-check-ups/en.md", "\nOurs.\n");
    commit("2026-01-03");
    git_on(root, "2026-03-04", &["merge", "--quiet", "--no-commit", "--strategy-option", "ours", "side"]);
    change(EN, "\nOnly in the merge.\n");
    // A conflict, resolved with words of both sides.
    change("projects/school-check-ups/en.md", "\nTheirs.\n");
    let added = root.join("content/projects/new-lessons");
    for name in ["project.yaml", "sr.md", "en.md"] {
        let file = fs::read(root.join("content/projects/first-lessons").join(name)).expect("a file");
        crate::support::write(&added.join(name), &file);
    }
    commit("2026-03-04");
    let site = built(root, &root.join("public"), &["--quiet"]);
    let sitemap = String::from_utf8_lossy(&site["en/sitemap.xml"]).into_owned();
    let day = |project: &str| {
        let url = sitemap.split("<url>").find(|url| url.contains(&format!("/en/projects/{project}/<")));
        let url = url.unwrap_or_else(|| panic!("{project}")).split_once("<lastmod>").expect("a day").1;
        url[..10].to_owned()
    };
    for project in ["first-lessons", "school-check-ups", "new-lessons"] {
        assert_eq!(day(project), "2026-03-04", "{project}");
    }
    assert_eq!([day("home-nursing"), day("clean-banks")], ["2026-01-02", "2026-01-03"]);
}

#[test]
fn names_in_the_history_that_no_entry_can_have_are_not_shown() {
    let catalogue = Catalogue::small();
    let root = catalogue.root();
    git(root, &["init", "--quiet"]);
    let commit = |day: &str| {
        git_on(root, day, &["add", "--all", "content"]);
        git_on(root, day, &["commit", "--quiet", "--message", "Content"]);
    };
    let long = "x".repeat(200);
    let names = ["gone", &long, "Evil\u{202e}name", "<script>", "a b"];
    for name in names {
        let facts = fs::read(root.join("content/projects/clean-banks/project.yaml")).expect("facts");
        crate::support::write(&root.join("content/projects").join(name).join("project.yaml"), &facts);
    }
    commit("2026-01-01");
    for name in names {
        fs::remove_dir_all(root.join("content/projects").join(name)).expect("a folder");
    }
    commit("2026-01-02");
    built(root, &root.join("public"), &["--quiet"]);
    let html = page(root, "en/changes").root_element().text().collect::<String>();
    assert!(html.contains("gone"), "{html}");
    for name in &names[1..] {
        assert!(!html.contains(name), "{name}");
    }
}

#[test]
fn the_address_of_a_site_has_no_empty_parts() {
    for address in ["https://example.org//", "https://example.org/a//b/", "https://example.org///"] {
        let catalogue =
            Catalogue::small().replacing("catalogue.yaml", "base_url: ", &format!("base_url: {address} # "));
        assert_eq!(catalogue.check().code, Some(1), "{address}");
    }
    let catalogue =
        Catalogue::small().replacing("catalogue.yaml", "base_url: ", "base_url: https://example.org/a/b/ # ");
    assert_eq!(catalogue.check().code, Some(0));
}
