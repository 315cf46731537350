//! What `docs/themes.md` says of the built-in files. The program contains that page, so that it says the same.

/// The page on themes.
const GUIDE: &str = include_str!("../../docs/themes.md");

/// The first heading of the table of templates, with what each shows and its own variables.
const TEMPLATES: &str = "template";

/// The first heading of the table of the variables of all templates.
const VARIABLES: &str = "name";

/// The first heading of the table of scripts, with what each does and the elements that it needs.
const SCRIPTS: &str = "asset";

/// The first heading of the table of all other files.
const OTHERS: &str = "file";

/// The title of the section on the values of variables.
const VALUES: &str = "### Values";

/// The width of lines in comments, in characters.
const WIDTH: usize = 118;

/// Returns what a file is or does, in one line.
pub(super) fn about(name: &str) -> Option<String> {
    let cell =
        [TEMPLATES, SCRIPTS, OTHERS].into_iter().find_map(|table| row(table, name)?.get(1).copied())?;
    Some(without_links(cell.split("; ").next().unwrap_or_default()))
}

/// Returns the elements of a page that a script needs.
pub(super) fn elements(script: &str) -> Option<&'static str> {
    row(SCRIPTS, script)?.get(2).copied().filter(|cell| !cell.is_empty())
}

/// Returns what a template shows and which variables it sees, as a comment of the template language.
pub(super) fn data(template: &str) -> Option<String> {
    let row = row(TEMPLATES, template)?;
    let (shows, own) = (row.get(1)?, row.get(2)?);
    let mut lines =
        vec![format!("{template} shows: {shows}"), String::new(), format!("Its variables: {own}")];
    // These templates have no page with a locale.
    if !own.starts_with("only ") {
        lines.push(String::new());
        lines.push("The variables of every template:".to_owned());
        lines.extend(table(VARIABLES).map(|cells| format!("- {}", cells.join(": "))));
    }
    lines.push(String::new());
    for line in section(VALUES).lines() {
        match (line.strip_prefix("  "), lines.last_mut()) {
            (Some(rest), Some(item)) => *item = format!("{item} {rest}"),
            _ => lines.push(line.to_owned()),
        }
    }
    let text: String = lines.iter().map(|line| wrapped(line)).collect();
    Some(format!("{{#\n{}\n\ndocs/themes.md explains templates.\n-#}}\n", text.trim_end()))
}

/// Returns the rows of the table whose first heading is `heading`, as their cells.
fn table(heading: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let start = format!("| {heading} |");
    let lines = GUIDE.lines().skip_while(move |line| !line.starts_with(&start)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
}

/// Returns the row of a table about a name. Some rows are about several.
fn row(heading: &str, name: &str) -> Option<Vec<&'static str>> {
    let is_about = |cells: &Vec<&str>| cells[0].split('`').skip(1).step_by(2).any(|named| named == name);
    table(heading).find(is_about)
}

/// Returns the text of a section, up to the next heading.
fn section(title: &str) -> &'static str {
    let text = GUIDE.split_once(title).map_or("", |(_, text)| text);
    text.split_once("\n#").map_or(text, |(section, _)| section).trim()
}

/// Returns a text of Markdown with the words of its links only.
fn without_links(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, (link, after))) =
        rest.split_once('[').and_then(|(before, link)| Some((before, link.split_once(']')?)))
    {
        words.push_str(before);
        words.push_str(link);
        rest = after
            .strip_prefix('(')
            .and_then(|address| address.split_once(')'))
            .map_or(after, |(_, after)| after);
    }
    words + rest
}

/// Breaks a line between words. Further lines of an item of a list are indented.
fn wrapped(line: &str) -> String {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut text = String::new();
    let mut length = 0;
    for word in line.split(' ') {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > WIDTH {
            text.push('\n');
            text.push_str(indent);
            length = indent.len();
        } else if !text.is_empty() || length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += word_length;
    }
    text.push('\n');
    text
}
