//! Tests activities that are not in one municipality: in a whole district or region, in the whole country, or in a place
//! that is not known yet.

use std::fs;

use crate::support::catalogue::Catalogue;
use crate::support::katalog;
use crate::support::site::{built, page, select, texts};

const PROJECT: &str = "projects/first-lessons/project.yaml";

const ACTIVITIES: &str = "activities:
  - { district: planinski, implementers: [care-network] }
  - { region: brda, implementers: [care-network] }
  - { scope: national, implementers: [care-network] }
  - { scope: unknown, implementers: [care-network] }
";

fn wide() -> Catalogue {
    Catalogue::small().replacing(PROJECT, "activities:\n", ACTIVITIES)
}

#[test]
fn a_project_shows_the_place_of_each_activity_and_municipalities_first() {
    let catalogue = wide();
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let page_of = |address| page(catalogue.root(), address);
    let project = page_of("en/projects/first-lessons");
    let places = texts(&project, ".activities > li h3");
    assert_eq!(
        places,
        [
            "Čardak",
            "Novi Most",
            "Mountain District",
            "The Hills",
            "The whole of Serbia",
            "Place not known yet"
        ]
    );
    for (anchor, selector) in [("planinski", "#planinski"), ("brda", "#brda"), ("national", "#national")] {
        assert_eq!(project.select(&select(selector)).count(), 1, "{anchor}");
    }
    let serbian = texts(&page_of("sr/projekti/first-lessons"), ".activities > li h3");
    assert_eq!(serbian[4..], ["Cela Srbija", "Mesto još nije poznato"]);
}

#[test]
fn only_municipalities_are_counted_and_marked_as_such() {
    let (before, after) = (Catalogue::small(), wide());
    let table = |catalogue: &Catalogue| {
        let files = built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
        String::from_utf8(files["data/municipalities.csv"].clone()).expect("UTF-8")
    };
    assert_eq!(table(&before), table(&after));
    let programme = page(after.root(), "en/programmes/first-step");
    let heading = texts(&programme, "#municipalities strong");
    assert_eq!(heading, texts(&page(before.root(), "en/programmes/first-step"), "#municipalities strong"));
    let notes = texts(&programme, ".map .detail");
    assert!(notes.iter().any(|note| note.starts_with("4 more activities are not in a single")), "{notes:?}");
    let district = page(after.root(), "en/districts/planinski");
    assert!(texts(&district, ".rows a").iter().any(|link| link == "Mountain District"), "it lists its own");
}

#[test]
fn data_say_the_scope_and_are_imported_unchanged() {
    let catalogue = wide();
    let files = built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let mut table = csv::Reader::from_reader(&files["data/activities.csv"][..]);
    let headings = table.headers().expect("headings").clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).expect("a column");
    let columns = [at("municipality"), at("district"), at("region"), at("scope")];
    let of_project = table.records().map(|row| row.expect("a row"));
    let rows: Vec<String> = of_project
        .filter(|row| &row[at("project")] == "first-lessons")
        .map(|row| columns.map(|column| row[column].to_owned()).join("|"))
        .collect();
    assert_eq!(rows[2..], ["|planinski|brda|district", "||brda|region", "|||national", "|||unknown"]);
    let sheet = catalogue.root().join("activities.csv");
    fs::write(&sheet, &files["data/activities.csv"]).expect("a writable file");
    let said = katalog("import", catalogue.root(), &[sheet.to_str().expect("a path in UTF-8")]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("0 new activities"), "{}", said.stderr);
    assert!(!said.stderr.contains("ignored columns"), "{}", said.stderr);
}

#[test]
fn a_project_that_says_only_its_scope_is_one_activity() {
    let facts = "programme: first-step\narea: health/prevention\nsupport: training\nimplementers: \
                 [care-network]\nsources: [work-plan]\nscope: national\n";
    let catalogue = Catalogue::small().with(PROJECT, facts);
    let files = built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let project = page(catalogue.root(), "en/projects/first-lessons");
    assert_eq!(texts(&project, ".activities > li h3"), ["The whole of Serbia"]);
    let json: serde_json::Value = serde_json::from_slice(&files["data/catalogue.json"]).expect("JSON");
    let projects = json["projects"].as_array().expect("a list").iter();
    let activities: Vec<_> =
        projects.filter(|project| project["id"] == "first-lessons").map(|it| &it["activities"]).collect();
    assert_eq!(activities[0][0]["scope"], "national");
    assert!(activities[0][0]["municipality"].is_null());
}

#[test]
fn names_without_cases_stay_as_they_are_behind_the_word_for_their_kind() {
    const PLACE: &str = "municipalities/cardak/municipality.yaml";
    let catalogue = Catalogue::small().replacing(PLACE, "genitive: Čardaka\n", "").replacing(
        PLACE,
        "locative: Čardaku\n",
        "number: plural\n",
    );
    catalogue.check_strictly().is_clean();
    built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let serbian = page(catalogue.root(), "sr/opstine/cardak");
    assert!(texts(&serbian, "#activities")[0].starts_with("Aktivnosti u gradu Čardak"));
    assert!(
        texts(&serbian, ".summary")[0].starts_with("Čardak su grad"),
        "{:?}",
        texts(&serbian, ".summary")
    );
    let english = page(catalogue.root(), "en/municipalities/cardak");
    assert!(texts(&english, "#activities")[0].starts_with("Activities in Čardak"));
}

#[test]
fn a_population_gives_the_share_of_activities() {
    let catalogue = Catalogue::small();
    let files = built(catalogue.root(), &catalogue.root().join("public"), &["--quiet"]);
    let facts = texts(&page(catalogue.root(), "en/municipalities/zlatar"), "dl.facts div");
    assert!(facts.contains(&"Inhabitants1,2002022 – Final Report".to_owned()), "{facts:?}");
    assert!(facts.contains(&"Activities per 1,000 inhabitants0.833".to_owned()), "{facts:?}");
    let mut table = csv::Reader::from_reader(&files["data/municipalities.csv"][..]);
    let column = |name: &str, table: &mut csv::Reader<&[u8]>| {
        table.headers().expect("headings").iter().position(|heading| heading == name).expect("a column")
    };
    let columns = ["population", "population_date", "population_source", "activities_per_1000"];
    let columns = columns.map(|name| column(name, &mut table));
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let cells = |id: &str| {
        let row = rows.iter().find(|row| &row[0] == id).expect("the municipality");
        columns.map(|at| row[at].to_owned())
    };
    assert_eq!(cells("zlatar"), ["1200", "2022", "final-report", "0.833"]);
    assert_eq!(cells("cardak"), ["", "", "", ""]);
    for (new, report) in [
        ("population: { value: 0, date: 2022 }", "`0` is not a number of things"),
        ("population: { value: 12 }", "a population lacks `date`"),
        ("population: { value: 12, date: 2022, source: census }", "there is no document `census`"),
    ] {
        let old = "population: { value: 1200, date: 2022, source: final-report }";
        Catalogue::small()
            .replacing("municipalities/zlatar/municipality.yaml", old, new)
            .check()
            .reports(report);
    }
}

#[test]
fn a_map_without_municipalities_explains_the_colours_of_districts() {
    let says = |catalogue: &Catalogue, address: &str| catalogue.texts(address, ".map-says").concat();
    let with_borders = Catalogue::everything();
    with_borders.built();
    let hint = says(&with_borders, "en/support/grant");
    assert!(
        hint.starts_with("The stronger the colour of a district") && hint.contains("Each mark"),
        "{hint}"
    );
    let catalogue = with_borders.without("districts.geojson");
    catalogue.built();
    let says = |address: &str| says(&catalogue, address);
    assert!(says("en/support/training").starts_with("The stronger the colour of a district"));
    assert!(says("en/support/grant").starts_with("Each mark is a city or municipality"));
}
