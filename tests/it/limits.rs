//! Tests limits on what entries multiply: they are reported before a build makes it.

use crate::support::catalogue::Catalogue;
use crate::support::{katalog, small_catalogue};

/// Writes `count` projects of a programme, with further facts.
fn with_projects(mut catalogue: Catalogue, count: usize, facts: &str) -> Catalogue {
    let text = "---\ntitle: T\nsummary: S.\n---\n\nX.\n";
    for number in 0..count {
        let record = format!(
            "programme: first-step\narea: health/nursing\nsupport: grant\nsources: [work-plan]\n{facts}"
        );
        catalogue = catalogue
            .with(&format!("projects/made-up-{number}/project.yaml"), &record)
            .with(&format!("projects/made-up-{number}/sr.md"), text)
            .with(&format!("projects/made-up-{number}/en.md"), text);
    }
    catalogue
}

/// Whatever content costs, a run stops in time. Builds of the small catalogue are far from both limits.
#[test]
fn a_run_stops_at_its_memory() {
    let root = small_catalogue();
    let checked = |memory| katalog("check", root.path(), &["--max-memory", memory]);
    let stopped = checked("1");
    assert_eq!(stopped.code, Some(1));
    let message = "error: stopped: 1 MiB of memory were not enough for ";
    assert!(stopped.stderr.starts_with(message), "{}", stopped.stderr);
    assert_eq!(checked("1000").code, Some(0));
}

/// Maps of every programme show every municipality.
#[test]
fn a_catalogue_has_at_most_300_municipalities() {
    let mut catalogue = Catalogue::small();
    for number in 0..301 {
        let text = format!(
            "name: {{ sr: Mesto {number}, en: Mesto {number} }}\ntype: municipality\ndistrict: planinski\n\
             coordinates: {{ latitude: 44.1, longitude: 20.{number:03} }}\n"
        );
        catalogue = catalogue.with(&format!("municipalities/m{number}/municipality.yaml"), &text);
    }
    catalogue.check().reports("a catalogue can have at most 300 municipalities");
}

/// The description of the data repeats all its keywords for every release.
#[test]
fn a_catalogue_has_at_most_300_releases() {
    let releases: String = (0..301)
        .map(|number| {
            let digit = "a";
            format!(
                "r{number}: {{ date: 2026-01-01, commit: \"{}\", sha256: \"{}\" }}\n",
                digit.repeat(40),
                digit.repeat(64)
            )
        })
        .collect();
    Catalogue::small()
        .with("releases.yaml", &releases)
        .check()
        .reports("a catalogue can have at most 300 releases");
}

/// Every project repeats what the funders of its programme want said.
#[test]
fn statements_of_funders_are_limited() {
    let statement = "š".repeat(990);
    let mut funders = String::new();
    let mut organisations = String::new();
    for number in 0..200 {
        organisations += &format!(
            "made-up-{number}:\n  name: {{ sr: Fond {number}, en: Fund {number} }}\n  kind: international\n  \
             statement: {{ sr: {statement}, en: {statement} }}\n"
        );
        funders += &format!("  - {{ organisation: made-up-{number}, role: funder }}\n");
    }
    let catalogue = Catalogue::small()
        .appending("organisations.yaml", &organisations)
        .appending("programmes/first-step/programme.yaml", &format!("institutions:\n{funders}"));
    let facts = "implementers: [lake-fund]\nscope: national\n";
    with_projects(catalogue, 200, facts).check().reports("what funders want said has 153 MiB on the pages");
}

/// A project without activities has a row too.
#[test]
fn rows_of_projects_without_activities_count() {
    let name = "š".repeat(190);
    let list = |kind: &str| (0..290).map(|number| format!("{kind}-{number}")).collect::<Vec<_>>();
    let mut organisations = String::new();
    for id in list("made-up") {
        organisations += &format!("{id}:\n  name: {{ sr: {name}, en: {name} }}\n  kind: civil-society\n");
    }
    let facts = format!("scope: national\nimplementers: [{}]\n", list("made-up").join(", "));
    let catalogue = Catalogue::small().appending("organisations.yaml", &organisations);
    with_projects(catalogue, 12, &facts).check().reports("MiB in the files of all entries");
}

/// Every page has the menu.
#[test]
fn a_menu_has_at_most_30_pages() {
    let menu = vec!["projects"; 31].join(", ");
    let catalogue = Catalogue::small().appending("catalogue.yaml", &format!("\nmenu: [{menu}]\n"));
    catalogue.check().reports("this list has 31 items; `menu` may have at most 30");
}

#[test]
fn a_file_of_facts_has_at_most_250000_values() {
    let entries: String = (0..130_000).map(|number| format!("o{number}:\n")).collect();
    let catalogue = Catalogue::small().appending("organisations.yaml", &format!("\n{entries}"));
    catalogue.check().reports("this file has too many values");
}

/// Very many problems would fill the memory.
#[test]
fn problems_of_one_rule_are_kept_up_to_a_limit() {
    let keys: String = (0..300).map(|number| format!("key-{number}: 1\n")).collect();
    let mut catalogue = Catalogue::small();
    for number in 0..68 {
        catalogue = catalogue.with(&format!("documents/made-up-{number}/document.yaml"), &keys);
    }
    catalogue.check().reports("this rule is broken more than 20000 times; not all places are listed");
}

/// What is found out about a key is found out once, however often it is written.
#[test]
fn keys_that_are_written_very_often_are_looked_at_once() {
    let entries: String = (0..10_000).map(|number| format!("a{number}: {{}}, ")).collect();
    let lists = format!("  sub_areas: {{{entries}}}\n{}", "  sub_areas: {a: {}}\n".repeat(10_000));
    let within: String = (0..10_000).map(|number| format!("x{number}: 1, ")).collect();
    let periods = format!("period: {{{within}}}\n{}", "start: 2020\n".repeat(10_000));
    for (file, lines) in [
        ("areas.yaml", format!("\nzz:\n  name: {{ sr: A, en: B }}\n{lists}")),
        ("programmes/first-step/programme.yaml", format!("\n{periods}")),
    ] {
        let catalogue = Catalogue::small().appending(file, &lines);
        katalog("check", catalogue.root(), &["--max-seconds", "60"]).reports("error[duplicate-key]");
    }
}

/// What stands often in a text or a record is read once, however often it is repeated.
#[test]
fn repeated_words_numbers_and_partners_are_read_once() {
    let text = |words: &str| format!("\n{words}\n");
    let own = " - municipality: zlatar\n   partner_municipalities: [zlatar";
    let partners = format!("{own}{}]\n", ", zlatar".repeat(290));
    for (file, lines) in [
        ("projects/home-nursing/sr.md", text(&"1\u{a0}opština\u{a0}".repeat(19_000))),
        ("projects/home-nursing/en.md", text(&"12.".repeat(80_000))),
        ("projects/home-nursing/en.md", text(&"** ".repeat(80_000))),
        ("projects/home-nursing/en.md", text(&"*aa\n\n".repeat(50_000))),
        (
            "projects/home-nursing/project.yaml",
            format!("\nx:\n{}y: 1\n{}z: 1\n", " ".repeat(50_000), "\t".repeat(100_000)),
        ),
        ("projects/home-nursing/project.yaml", format!("\nactivities:\n{}", partners.repeat(100))),
    ] {
        let catalogue = Catalogue::small().appending(file, &lines);
        let checked = katalog("check", catalogue.root(), &["--max-seconds", "60"]);
        assert!(!checked.stderr.contains("stopped"), "{file}: {}", checked.stderr);
        assert!(!checked.stderr.contains("[file-too-large]"), "{file}: {}", checked.stderr);
    }
}

/// What is compared in pairs is indexed or limited.
#[test]
fn partners_and_values_are_compared_with_few_others() {
    let others: Vec<String> = (0..1_600).map(|number| format!("m{number}")).collect();
    let naming = format!(
        "- {{ municipality: a, partner_municipalities: [{}] }}\n{}- {{ municipality: z, partner_municipalities: [y] }}\n{}",
        others.join(", "),
        others
            .iter()
            .map(|other| format!("- {{ municipality: {other}, partner_municipalities: [a] }}\n"))
            .collect::<String>(),
        format!("- {{ municipality: a, partner_municipalities: [z{}] }}\n", ", z".repeat(300)).repeat(150),
    );
    // Each value is nearly each of the numbers.
    let numbers: String = (1..10).map(|tens| format!("{tens}5 aaaa, 5{tens} aaaa, ")).collect();
    let results = format!(" - {{ sr: \"{numbers}\", en: \"{numbers}\" }}\n").repeat(300);
    let indicator = "aaaa bbbb cccc";
    let indicators = format!(
        " - name: {{ sr: {indicator}, en: {indicator} }}\n   actual: [{{ value: 5 }}, {{ value: 4 }}]\n"
    );
    let indicators = indicators.repeat(1_000);
    let measured = format!("results:\n{results} - {{ sr: \"5 x\", en: \"5 x\" }}\nindicators:\n{indicators}");
    // Many values are nearly the same number, which all texts say.
    let values: String =
        (10..28).map(|value| format!("{{ value: 5{value} }}, {{ value: {value}5 }}, ")).collect();
    let indicators = format!(" - name: {{ sr: {indicator}, en: {indicator} }}\n   actual: [{values}]\n");
    let five = "55 a b dddd ".repeat(20);
    let results = format!(" - {{ sr: \"{five}\", en: \"{five}\" }}\n").repeat(200);
    let said = format!("results:\n{results}indicators:\n{}", indicators.repeat(28));
    for (file, facts) in [
        ("projects/many/project.yaml", format!("activities:\n{naming}")),
        ("programmes/many/programme.yaml", measured),
        ("programmes/said/programme.yaml", said),
    ] {
        let catalogue = Catalogue::small().with(file, &facts);
        let checked = katalog("check", catalogue.root(), &["--max-seconds", "60"]);
        assert!(!checked.stderr.contains("stopped"), "{file}: {}", checked.stderr);
        checked.reports(file);
    }
}

/// A text is compared with few of the names that begin with one of its words.
#[test]
fn places_with_the_same_first_word_are_compared_once() {
    let alike = |number: usize| [format!("N {number}a"), format!("N {number}b"), format!("N {number}c")];
    let nested = |number: usize| {
        let words = "N ".repeat(number % 60 + 1);
        [
            format!("{words}Š{}", number / 60),
            format!("{words}B"),
            format!("{}N-B", "N-".repeat(number % 60 + 1)),
        ]
    };
    let names: [&dyn Fn(usize) -> [String; 3]; 2] = [&alike, &nested];
    for (names, count, text) in [(names[0], 2_000, "N "), (names[1], 120, "N "), (names[1], 120, "N-")] {
        let mut catalogue = Catalogue::small();
        for number in 0..count {
            let [sr, en, genitive] = names(number);
            let facts = format!("name: {{ sr: {sr}, en: {en} }}\ngenitive: {genitive}\n");
            catalogue = catalogue.with(&format!("municipalities/m{number}/municipality.yaml"), &facts);
        }
        let text = format!("\n{}\n", text.repeat(110_000));
        let catalogue = ["sr", "en"].into_iter().fold(catalogue, |catalogue, language| {
            catalogue.appending(&format!("projects/home-nursing/{language}.md"), &text)
        });
        let checked = katalog("check", catalogue.root(), &["--max-seconds", "60"]);
        assert!(!checked.stderr.contains("stopped"), "{}", checked.stderr);
    }
}

/// Every text is searched for the misspellings of a catalogue.
#[test]
fn equal_misspellings_are_one() {
    let slips = "  čitaonna: čitaona\n".repeat(40_000);
    let catalogue = Catalogue::small().appending("catalogue.yaml", &format!("\nslips:\n{slips}"));
    katalog("check", catalogue.root(), &["--max-seconds", "60"])
        .reports("the key `čitaonna` is written twice");
}

/// The further pages of a long list repeat nothing of its entry: what is long would be there very many times.
#[test]
fn further_pages_of_a_list_only_continue_it() {
    let facts = "activities:\n  - municipality: zlatar\n    implementers: [lake-fund]\n";
    let catalogue = with_projects(Catalogue::small(), 110, facts);
    catalogue.built();
    for entry in
        ["programmes/first-step", "municipalities/zlatar", "areas/health/nursing", "organisations/lake-fund"]
    {
        let first = format!("en/{entry}/");
        let further = format!("en/{entry}/page-2/");
        let rows = |page: &str| {
            catalogue.texts(page, "ul.rows > li, .projects tbody tr:not(.group):not(.unfold)").len()
        };
        assert_eq!(rows(&first), 100, "{entry}");
        assert!(rows(&further) >= 10, "{entry}");
        let sections = catalogue.texts(&further, "main h2");
        assert_eq!(sections, ["Activities"], "{entry}");
        assert_eq!(catalogue.texts(&further, "main dl, main figure, main .summary"), [""; 0], "{entry}");
        assert_eq!(catalogue.texts(&first, "main h1"), catalogue.texts(&further, "main h1"), "{entry}");
        let links = format!("main > p > a[href$='/en/{entry}/']");
        assert_eq!(catalogue.texts(&further, &links).len(), 1, "{entry}");
    }
}

/// A folder may contain very many files, and a text very many links to files that do not exist.
#[test]
fn similar_files_are_suggested_for_ten_links_of_a_text() {
    let links: String = (0..12).map(|number| format!("[x](rive{number}.png)\n\n")).collect();
    let catalogue = Catalogue::small().appending("projects/clean-banks/en.md", &format!("\n{links}"));
    let said = catalogue.check();
    said.reports("there is no file `rive11.png`");
    assert_eq!(said.stderr.matches("did you mean `river.png`?").count(), 10);
}
