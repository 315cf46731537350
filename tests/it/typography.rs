//! Tests that readers see typographic marks, in each language and script, wherever a text is written.

use std::fs;
use std::path::Path;

use crate::support;
use crate::support::site::Published;
use scraper::{Html, Selector};

/// Builds the small catalogue in three locales, with these texts of a project.
fn site(serbian: &str, english: &str, change: impl Fn(&Path)) -> Published {
    Published::in_three_locales(|root| {
        let folder = root.join("content/projects/first-lessons");
        support::write(&folder.join("sr.md"), serbian.as_bytes());
        support::write(&folder.join("en.md"), english.as_bytes());
        change(root);
    })
}

const PAGES: [&str; 3] =
    ["sr/projekti/first-lessons/", "sr-cyrl/projekti/first-lessons/", "en/projects/first-lessons/"];

/// Returns the words in the elements that `selector` finds on a page, each on a line.
fn words(site: &Published, page: &str, selector: &str) -> String {
    let html = site.page(page);
    let selector = Selector::parse(selector).expect("a selector");
    let words = html.select(&selector).map(|element| element.text().collect::<String>());
    words.collect::<Vec<_>>().join("\n").trim().to_owned()
}

const FRONT: &str = "---\ntitle: T\nsummary: S.\n---\n\n";

/// The paragraphs that readers of the three locales see.
fn paragraphs(serbian: &str, english: &str) -> [String; 3] {
    let site = site(&format!("{FRONT}{serbian}\n"), &format!("{FRONT}{english}\n"), |_| {});
    PAGES.map(|page| words(&site, page, ".prose > p"))
}

#[test]
fn quotations_span_markup() {
    let [latin, cyrillic, english] = paragraphs(
        "\"**Prva** škola\" i *\"Vrt\"* i „[Dom](https://example.org/a--b)\", \"drvo i `\"kod\"`\".",
        "\"**First** school\" and *\"Field\"* and “[Home](https://example.org)\", \"a `\"code\"`\".",
    );
    assert_eq!(latin, "„Prva škola“ i „Vrt“ i „Dom“, „drvo i \"kod\"“.");
    assert_eq!(cyrillic, "„Прва школа“ и „Врт“ и „Дом“, „дрво и \"kod\"“.");
    assert_eq!(english, "“First school” and “Field” and “Home”, “a \"code\"”.");
}

#[test]
fn entities_escapes_addresses_and_marks_stay() {
    let [latin, cyrillic, english] = paragraphs(
        r#"\"Dom\" &quot;Vrt&quot; -{"Box"}- https://example.org/a--b <https://example.org/c--d> 5" i k'o"#,
        r#"\"Home\" &quot;Field&quot; https://example.org/a...b and \-- 5' and it's"#,
    );
    let serbian = "\"Dom\" \"Vrt\" \"Box\" https://example.org/a--b https://example.org/c--d 5\" i k’o";
    assert_eq!(latin, serbian);
    assert!(cyrillic.starts_with("\"Дом\" \"Врт\" \"Box\" https://example.org/a--b"), "{cyrillic}");
    assert_eq!(english, "\"Home\" \"Field\" https://example.org/a...b and -- 5' and it’s");
}

#[test]
fn a_quotation_can_go_on_in_the_next_paragraph() {
    let [latin, _, english] = paragraphs("\"Prvo.\n\nDrugo.\"", "\"First.\n\n24\" second.\"");
    assert_eq!(latin, "„Prvo.\nDrugo.“");
    assert_eq!(english, "“First.\n24\" second.”");
}

#[test]
fn titles_summaries_and_names_are_typeset_like_texts() {
    let site = site(
        "---\ntitle: Škola \"Vrt\" -- prva\nsummary: 'Ustanova ,,Dom'''' i dr...'\n---\n\nTekst \"Vrt\".\n",
        "---\ntitle: School \"Field\" -- the first\nsummary: The town's rock 'n' roll of the '90s.\n---\n\nText.\n",
        |root| {
            let list = root.join("content/organisations.yaml");
            let text = fs::read_to_string(&list).expect("the organisations");
            let names = "{ sr: 'Mreža \"Nega\" --- 24\"', en: 'Network \"Care\" --- 24\"' }";
            let text = text.replace("{ sr: Mreža nege, en: Care Network }", names);
            support::write(&list, text.as_bytes());
        },
    );
    let title = PAGES.map(|page| words(&site, page, "h1"));
    assert_eq!(title, ["Škola „Vrt“ – prva", "Школа „Врт“ – прва", "School “Field” – the first"]);
    assert!(site.text("sr/projekti/first-lessons/index.html").contains("Ustanova „Dom“ i dr…"));
    assert!(
        site.text("en/projects/first-lessons/index.html").contains("The town’s rock ’n’ roll of the ’90s.")
    );
    let data = site.text("data/catalogue.json");
    for name in ["Mreža „Nega“ — 24\\\"", "Мрежа „Нега“ — 24\\\"", "Network “Care” — 24\\\""]
    {
        assert!(data.contains(name), "{name}");
    }
    assert!(data.contains("Škola „Vrt“ – prva") && !data.contains("Škola \\\"Vrt"));
}

#[test]
fn asterisks_within_words_are_no_emphasis() {
    let [latin, cyrillic, english] = paragraphs(
        "Građani*ke i radnici*e, *svi*, i [građani*ke i radnici*e](https://example.org).\n\nBroj 2*3*4 i `a*b c*d`.",
        "An *im*portant mem*b*er, *very a*b*, of a*b c*d or *a\\*b*, **e**very **day**.",
    );
    assert_eq!(latin, "Građani*ke i radnici*e, svi, i građani*ke i radnici*e.\nBroj 2*3*4 i a*b c*d.");
    assert!(cyrillic.starts_with("Грађани*ке и радници*е, сви, и грађани*ке"), "{cyrillic}");
    assert_eq!(english, "An important member, very a*b, of a*b c*d or a*b, every day.");
}

#[test]
fn emphasis_of_a_part_of_a_word_stays() {
    let site = site(&format!("{FRONT}Reč *knji*ga i va*žno*st.\n"), &format!("{FRONT}Text.\n"), |_| {});
    assert_eq!(words(&site, PAGES[0], ".prose em"), "knji\nžno");
    assert_eq!(words(&site, PAGES[0], ".prose > p"), "Reč knjiga i važnost.");
}

#[test]
fn only_two_tildes_strike_through() {
    let site = site(
        &format!("{FRONT}Oko ~5~ km, ~ 6 ~ km, ~~sedam~~ i `~8~`, [~9~](https://example.org).\n"),
        &format!("{FRONT}Text.\n"),
        |_| {},
    );
    assert_eq!(words(&site, PAGES[0], ".prose del"), "sedam");
    assert_eq!(words(&site, PAGES[0], ".prose > p"), "Oko ~5~ km, ~ 6 ~ km, sedam i ~8~, ~9~.");
}

#[test]
fn feminine_endings_are_converted_and_identifiers_are_not() {
    let [_, cyrillic, _] =
        paragraphs("Učenik_ca, STUDENT_KINJA i radnici_e, polje naziv_opstine i ca_ke_x.", "Text.");
    assert_eq!(cyrillic, "Ученик_ца, СТУДЕНТ_КИЊА и радници_е, поље naziv_opstine и ca_ke_x.");
    let [latin, _, _] = paragraphs("Ученик_ца и студент_кињама.", "Text.");
    assert_eq!(latin, "Učenik_ca i student_kinjama.");
}

#[test]
fn ids_of_headings_keep_letters_that_do_not_decompose() {
    let text = format!("{FRONT}## Łódź\n\n## Straße i ŁÓDŹ\n\n## Ærø, Đurđevo\n\n## Œuvre ’n’ 100 €\n");
    let site = site(&text, &text, |_| {});
    let page = site.text("sr/projekti/first-lessons/index.html");
    for id in ["lodz", "strasse-i-lodz", "aero-djurdjevo", "oeuvre-n-100"] {
        assert!(page.contains(&format!("<h2 id={id}>")), "{id}");
    }
}

#[test]
fn notes_stand_behind_the_text_and_lead_back() {
    let text = "Prva[^b] i druga[^a], opet[^b].\n\n[^a]: Napomena *A*.\n\n[^b]: Napomena B[^c].\n\n    - spisak\n\n> [^c]: Treća.\n\nKraj.";
    let site = site(
        &format!("{FRONT}{text}\n"),
        &format!("{FRONT}No note[^1].\n\n[^1]: One.\n\n## The end\n"),
        |_| {},
    );
    let page = PAGES[0];
    assert_eq!(words(&site, page, ".prose > p"), "Prva1 i druga2, opet1.\nKraj.");
    let notes = words(&site, page, ".prose > .footnote-definition > sup");
    assert_eq!(notes, "1\n2\n3");
    let html = Html::parse_document(&site.text(&format!("{page}index.html")));
    let ids = |selector: &str, attribute: &str| -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        html.select(&selector).filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
    };
    assert_eq!(ids(".footnote-definition", "id"), ["note-b", "note-a", "note-c"]);
    assert_eq!(ids(".footnote-reference > a", "id"), ["note-b-back", "note-a-back", "note-c-back"]);
    assert_eq!(
        ids(".footnote-reference > a", "aria-label"),
        ["Napomena 1", "Napomena 2", "Napomena 1", "Napomena 3"]
    );
    let back = ids(".footnote-definition a[aria-label]:not(.footnote-reference > a)", "href");
    assert_eq!(back, ["#note-b-back", "#note-a-back", "#note-c-back"]);
    let names = ids(".footnote-definition a[aria-label]:not(.footnote-reference > a)", "aria-label");
    assert_eq!(names[0], "Nazad na tekst iz napomene 1");
    let cyrillic = site.text(&format!("{}index.html", PAGES[1]));
    assert!(cyrillic.contains("aria-label=\"Назад на текст из напомене 1\""));
    assert!(cyrillic.contains("aria-label=\"Напомена 1\""));
    let english = site.text(&format!("{}index.html", PAGES[2]));
    assert!(english.contains("aria-label=\"Back to the text from note 1\""));
    assert!(english.contains("aria-label=\"Note 1\""));
    assert!(english.find("The end</h2>") < english.find("footnote-definition"));
    let data = site.text("data/catalogue.json");
    assert!(data.contains("aria-label=\\\"↩\u{fe0e} 1\\\""));
}

/// A note is written once, and a label that nothing explains is no note.
#[test]
fn notes_with_one_label_keep_their_own_ids() {
    let text = format!("{FRONT}Reč[^a] i [^b].\n\n[^a]: Prva.\n\n[^a]: Druga.\n\n## Note a back\n");
    let site = site(&text, &text, |_| {});
    let page = site.text("en/projects/first-lessons/index.html");
    for id in ["id=note-a>", "id=note-a-2>", "id=note-a-back>", "id=note-a-back-2>"] {
        assert_eq!(page.matches(id).count(), 1, "{id}");
    }
    assert!(page.contains("[^b]"));
}
