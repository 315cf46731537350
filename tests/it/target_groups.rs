//! Tests the people whom programmes, projects and activities are for.

use crate::support::catalogue::Catalogue;
use crate::support::katalog;

const PROJECT: &str = "projects/home-nursing/project.yaml";

/// One activity of the project is for others than the rest.
fn grouped() -> Catalogue {
    Catalogue::small().replacing(
        PROJECT,
        "  - municipality: zlatar\n",
        "  - municipality: zlatar\n    target_groups: [pupils]\n",
    )
}

#[test]
fn a_group_lists_its_programmes_and_activities() {
    let catalogue = grouped();
    let files = catalogue.built();
    assert_eq!(catalogue.texts("en/target-groups/pupils", "main section li a")[0], "Healthy Town");
    let pupils = String::from_utf8_lossy(&files["data/target-groups/pupils.csv"]).into_owned();
    assert_eq!(pupils.lines().count(), 2, "a heading and the activity in Zlatar: {pupils}");
    let old = String::from_utf8_lossy(&files["data/target-groups/old-people.csv"]).into_owned();
    assert_eq!(old.lines().count(), 3, "{old}");
    let titles = catalogue.texts("sr/ciljne-grupe", ".entries .entry-title");
    assert_eq!(titles, ["Stari ljudi koji žive sami", "Učenici osnovnih škola"]);
}

#[test]
fn pages_link_to_the_groups() {
    let catalogue = grouped();
    catalogue.built();
    let project = catalogue.texts("en/projects/home-nursing", "main > dl.facts div");
    assert!(project.contains(&"Who it is forOld people who live alone".to_owned()), "{project:?}");
    let zlatar = catalogue.texts("en/projects/home-nursing", "#zlatar dl.facts div");
    assert!(zlatar.contains(&"Who it is forPupils of primary schools".to_owned()), "{zlatar:?}");
    let links = catalogue.texts("en/programmes/healthy-town", "a[href*='/target-groups/']");
    assert!(links.contains(&"Old people who live alone".to_owned()), "{links:?}");
}

#[test]
fn a_catalogue_may_do_without_groups() {
    let without = || {
        Catalogue::small()
            .without("target-groups.yaml")
            .replacing(PROJECT, "target_groups: [old-people]\n", "")
            .replacing("programmes/healthy-town/programme.yaml", "target_groups: [old-people, pupils]\n", "")
    };
    let catalogue = without();
    let files = catalogue.built();
    assert!(!files.keys().any(|path| path.contains("target-groups") || path.contains("ciljne-grupe")));
    let menu = catalogue.texts("en/projects", "nav a");
    assert!(menu.contains(&"Types of support".to_owned()) && !menu.contains(&"Target groups".to_owned()));
    without()
        .replacing("projects/home-nursing/en.md", "Nurses come", "[Nurses](page:target-groups) come")
        .check()
        .reports("there is no page `target-groups`");
}

#[test]
fn a_text_instead_of_an_id_is_explained() {
    Catalogue::small()
        .replacing(PROJECT, "[old-people]", "[{ sr: Stari, en: Old }]")
        .check()
        .reports("write only its id from `content/target-groups.yaml`");
}

#[test]
fn a_group_can_be_renamed() {
    let catalogue = grouped();
    let said = katalog("rename", catalogue.root(), &["target-group:pupils", "primary-pupils"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let files = catalogue.built();
    assert!(files.contains_key("en/target-groups/primary-pupils/index.html"));
    assert!(files.contains_key("en/target-groups/pupils/index.html"), "the old address leads to the new one");
}

/// The files of each group repeat the rows of its activities, which name all groups.
#[test]
fn groups_are_limited_where_they_multiply() {
    let name = |number: usize| format!("{}{number}", "a".repeat(180));
    let groups: String = (0..300)
        .map(|number| format!("group-{number}:\n  name: {{ sr: {0}, en: {0} }}\n", name(number)))
        .collect();
    let list = (0..300).map(|number| format!("group-{number}")).collect::<Vec<_>>().join(", ");
    let small = Catalogue::small();
    let read = |path: &str| std::fs::read_to_string(small.root().join("content").join(path)).expect("a file");
    let (facts, text) = (read(PROJECT), read("projects/home-nursing/en.md"));
    let facts = facts.replacen("target_groups: [old-people]", &format!("target_groups: [{list}]"), 1);
    assert!(facts.contains("group-299"));
    let mut catalogue = Catalogue::small().with("target-groups.yaml", read("target-groups.yaml") + &groups);
    for number in 0..30 {
        catalogue = catalogue
            .with(&format!("projects/copy-{number}/project.yaml"), &facts)
            .with(&format!("projects/copy-{number}/en.md"), &text);
    }
    catalogue.check().reports("MiB in the files of all entries together, but there may be at most 640");
}
