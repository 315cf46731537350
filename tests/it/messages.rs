//! Tests the interface text: both languages have the same messages, every message is used, and counts agree with their
//! nouns.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use katalog::base::language::Locale;
use katalog::content::catalogue::{
    Applicant, DataFile, DataSet, DocumentKind, DocumentLanguage, IndicatorKind, MunicipalityType,
    OrganisationKind, PostKind, Role, Status, Subject,
};
use katalog::content::parse::{
    DistrictRecord, FILE, FILES, FrontMatter, MunicipalityRecord, OrganisationRecord, PhaseRecord,
    ProgrammeRecord, ProjectRecord, Shape, TEXT, WideScope,
};
use katalog::site::tables;
use katalog::text::serbian::Acronyms;
use katalog::theme::locales::{self, Argument, Locales};
use walkdir::WalkDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Counts that cover every plural form of Serbian and English.
const COUNTS: [u64; 8] = [0, 1, 2, 5, 11, 21, 22, 111];

/// A message and its text in each locale, for each of the counts.
const FORMS: [(&str, [[&str; 8]; 3]); 4] = [
    (
        "activities-count",
        [
            [
                "0 aktivnosti",
                "1 aktivnost",
                "2 aktivnosti",
                "5 aktivnosti",
                "11 aktivnosti",
                "21 aktivnost",
                "22 aktivnosti",
                "111 aktivnosti",
            ],
            [
                "0 активности",
                "1 активност",
                "2 активности",
                "5 активности",
                "11 активности",
                "21 активност",
                "22 активности",
                "111 активности",
            ],
            [
                "0 activities",
                "1 activity",
                "2 activities",
                "5 activities",
                "11 activities",
                "21 activities",
                "22 activities",
                "111 activities",
            ],
        ],
    ),
    (
        "projects-count",
        [
            [
                "0 projekata",
                "1 projekat",
                "2 projekta",
                "5 projekata",
                "11 projekata",
                "21 projekat",
                "22 projekta",
                "111 projekata",
            ],
            [
                "0 пројеката",
                "1 пројекат",
                "2 пројекта",
                "5 пројеката",
                "11 пројеката",
                "21 пројекат",
                "22 пројекта",
                "111 пројеката",
            ],
            [
                "0 projects",
                "1 project",
                "2 projects",
                "5 projects",
                "11 projects",
                "21 projects",
                "22 projects",
                "111 projects",
            ],
        ],
    ),
    (
        "municipalities-count",
        [
            [
                "0 gradova i opština",
                "1 grad ili opština",
                "2 grada i opštine",
                "5 gradova i opština",
                "11 gradova i opština",
                "21 grad i opština",
                "22 grada i opštine",
                "111 gradova i opština",
            ],
            [
                "0 градова и општина",
                "1 град или општина",
                "2 града и општине",
                "5 градова и општина",
                "11 градова и општина",
                "21 град и општина",
                "22 града и општине",
                "111 градова и општина",
            ],
            [
                "0 cities and municipalities",
                "1 city or municipality",
                "2 cities and municipalities",
                "5 cities and municipalities",
                "11 cities and municipalities",
                "21 cities and municipalities",
                "22 cities and municipalities",
                "111 cities and municipalities",
            ],
        ],
    ),
    (
        "programmes-count",
        [
            [
                "0 programa",
                "1 program",
                "2 programa",
                "5 programa",
                "11 programa",
                "21 program",
                "22 programa",
                "111 programa",
            ],
            [
                "0 програма",
                "1 програм",
                "2 програма",
                "5 програма",
                "11 програма",
                "21 програм",
                "22 програма",
                "111 програма",
            ],
            [
                "0 programmes",
                "1 programme",
                "2 programmes",
                "5 programmes",
                "11 programmes",
                "21 programmes",
                "22 programmes",
                "111 programmes",
            ],
        ],
    ),
];

/// The references of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Message {
    id: String,
    variables: BTreeSet<String>,
    messages: BTreeSet<String>,
}

/// Returns the messages of a language, in file order.
fn messages(language: &str) -> Vec<Message> {
    let text = read(&Path::new(ROOT).join(format!("locales/{language}.ftl")));
    let resource = fluent_syntax::parser::parse(&text[..]).expect("valid Fluent");
    let mut messages = Vec::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let mut found = Message { id: message.id.name.to_owned(), ..Message::default() };
                collect(message.value.as_ref().expect("a message with a value"), &mut found);
                messages.push(found);
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            other => panic!("{language}.ftl holds something else than messages: {other:?}"),
        }
    }
    messages
}

fn collect(pattern: &Pattern<&str>, message: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression: Expression::Inline(inline) } => refer(inline, message),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                refer(selector, message);
                for variant in variants {
                    collect(&variant.value, message);
                }
            }
        }
    }
}

fn refer(expression: &InlineExpression<&str>, message: &mut Message) {
    match expression {
        InlineExpression::VariableReference { id } => {
            message.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, attribute: None } => {
            message.messages.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("`{}` uses something else than variables and messages: {other:?}", message.id),
    }
}

/// Returns the variables that each message needs, including those of the messages it refers to.
fn needs(messages: &[Message]) -> BTreeMap<&str, BTreeSet<&str>> {
    let named: BTreeMap<&str, &Message> = messages.iter().map(|message| (&message.id[..], message)).collect();
    messages
        .iter()
        .map(|message| {
            let inner = message.messages.iter().flat_map(|id| &named[&id[..]].variables);
            (&message.id[..], message.variables.iter().chain(inner).map(String::as_str).collect())
        })
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the files of a folder with an extension, by path relative to the root.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let walk = WalkDir::new(Path::new(ROOT).join(folder)).sort_by_file_name();
    let entries = walk.into_iter().map(|entry| entry.expect("a readable folder").into_path());
    entries
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .map(|path| (path.strip_prefix(ROOT).expect("below the root").display().to_string(), read(&path)))
        .collect()
}

/// A use of a message.
#[derive(Debug)]
struct Call {
    place: String,
    /// The name of the message, or its prefix.
    key: String,
    is_prefix: bool,
    arguments: BTreeSet<String>,
}

/// Returns the text between the bracket that ends just before `text` and the matching closing one.
fn bracketed(text: &str) -> &str {
    let (mut depth, mut in_string, mut escaped) = (1, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_string = !in_string,
            '(' | '[' | '{' if !in_string => depth += 1,
            ')' | ']' | '}' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return &text[..at];
                }
            }
            _ => {}
        }
    }
    panic!("an open bracket: {}", text.lines().next().unwrap_or_default());
}

/// Splits a list of arguments at the commas outside brackets and strings.
fn arguments(list: &str) -> Vec<&str> {
    let (mut depth, mut in_string, mut start) = (0, false, 0);
    let mut parts = Vec::new();
    for (at, c) in list.char_indices() {
        match c {
            '"' => in_string = !in_string,
            '(' | '[' | '{' if !in_string => depth += 1,
            ')' | ']' | '}' if !in_string => depth -= 1,
            ',' if !in_string && depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns the value of a string literal at the start of `text`.
fn literal(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

/// Returns every `t(key="…", name=value)` in the templates.
fn calls_in_templates() -> Vec<Call> {
    let mut calls = Vec::new();
    for (place, text) in files("themes", "html") {
        for (at, _) in text.match_indices("t(") {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let mut call = Call {
                place: place.clone(),
                key: String::new(),
                is_prefix: false,
                arguments: BTreeSet::new(),
            };
            for argument in arguments(bracketed(&text[at + 2..])) {
                let (name, value) = argument.split_once('=').expect("a named argument");
                if name.trim() == "key" {
                    literal(value).expect("a key written out").clone_into(&mut call.key);
                } else {
                    call.arguments.insert(name.trim().to_owned());
                }
            }
            calls.push(call);
        }
    }
    calls
}

/// Returns every `message("…", …)` and `message(&format!("prefix-{}", …), …)` in the source.
fn calls_in_source() -> Vec<Call> {
    let mut calls = Vec::new();
    for (place, text) in files("src", "rs") {
        for (at, name) in text.match_indices("message(") {
            let inside = &text[at + name.len()..];
            let first = inside.trim_start();
            let formatted = first.strip_prefix("&format!(");
            let Some(key) = literal(formatted.unwrap_or(first)) else { continue };
            // Problems have messages too; those for readers are requested from `self`, a `viewer` or the `wording`.
            if !["self.", "viewer.", "wording."].iter().any(|of| text[..at].ends_with(of)) {
                continue;
            }
            // Arguments are pairs, ("name", value); the first bracket of a formatted key belongs to the key.
            let names = bracketed(inside).split("(\"").skip(1 + usize::from(formatted.is_some()));
            calls.push(Call {
                place: place.clone(),
                key: key.split('{').next().unwrap_or_default().to_owned(),
                is_prefix: formatted.is_some(),
                arguments: names.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect(),
            });
        }
    }
    calls
}

/// Returns what can follow a prefix.
fn members(prefix: &str) -> Vec<String> {
    let words = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    match prefix {
        "status-" => words(Status::ALL.iter().map(|status| status.word()).collect()),
        "role-" => words(Role::ALL.iter().map(|role| role.word()).collect()),
        "organisation-" => words(OrganisationKind::ALL.iter().map(|kind| kind.word()).collect()),
        "nav-" => words(Subject::MENU.iter().filter_map(|subject| subject.name()).collect()),
        "type-" => words(MunicipalityType::ALL.iter().map(|kind| kind.word()).collect()),
        "data-file-" => DataFile::ALL.iter().map(|file| file.message()).collect(),
        "data-set-" | "data-set-about-" => words(DataSet::ALL.iter().map(|set| set.name()).collect()),
        "in-" => words(vec!["municipality", "district", "region", "national", "unknown"]),
        "scope-" => words(WideScope::ALL.iter().map(|scope| scope.word()).collect()),
        "indicator-kind-" => words(IndicatorKind::ALL.iter().map(|kind| kind.word()).collect()),
        "document-kind-" => words(DocumentKind::ALL.iter().map(|kind| kind.word()).collect()),
        "post-kind-" => words(PostKind::ALL.iter().map(|kind| kind.word()).collect()),
        "posts-" => words(PostKind::ALL.iter().map(|kind| kind.word()).collect()),
        "applicant-" => words(Applicant::ALL.iter().map(|who| who.word()).collect()),
        "language-" => words(DocumentLanguage::ALL.iter().map(|language| language.word()).collect()),
        "in-language-" => words(vec!["sr", "en"]),
        "sdg-" => (1..=17).map(|goal: u8| goal.to_string()).collect(),
        _ => panic!("nobody knows what can follow `{prefix}`"),
    }
}

/// Returns the messages of all details that records declare.
fn of_details() -> Vec<String> {
    let keys = [
        ProgrammeRecord::detail_keys(),
        PhaseRecord::detail_keys(),
        ProjectRecord::detail_keys(),
        MunicipalityRecord::detail_keys(),
        DistrictRecord::detail_keys(),
        OrganisationRecord::detail_keys(),
    ];
    let mut messages = Vec::new();
    for key in keys.into_iter().flatten() {
        let label = format!("detail-{}", key.name.replace('_', "-"));
        if matches!(&key.shape, Shape::Scalar(scalar) if scalar.name == "count") {
            messages.push(format!("{label}-value"));
        }
        messages.push(label);
    }
    messages
}

/// Returns the messages of all keys and words of entries, which the change log shows.
fn of_changes() -> BTreeSet<String> {
    fn collect(shape: &Shape, messages: &mut BTreeSet<String>) {
        match shape {
            Shape::Record { keys, .. } => {
                for key in *keys {
                    messages.insert(format!("field-{}", key.name.replace('_', "-")));
                    collect(&(key.shape)(), messages);
                }
            }
            Shape::List(items) => collect(items, messages),
            Shape::Either(short, long) => [short, long].into_iter().for_each(|form| collect(form, messages)),
            Shape::Word { choices, messages: Some(start), .. } => {
                messages.extend(choices.iter().map(|choice| format!("{start}{}", choice.word)));
            }
            _ => {}
        }
    }
    let of_text = FrontMatter::KEYS.iter().map(|key| key.name).chain([TEXT, FILE]);
    let mut messages: BTreeSet<String> = of_text.map(|name| format!("field-{name}")).collect();
    for file in FILES.iter().filter(|file| file.collection.is_some_and(|name| name != "pages")) {
        collect(&(file.shape)(), &mut messages);
    }
    messages
}

/// Returns the names of all messages that are used, and where.
fn used() -> BTreeMap<String, String> {
    let mut used = BTreeMap::new();
    for call in calls_in_templates().into_iter().chain(calls_in_source()) {
        if call.is_prefix {
            let all = members(&call.key).into_iter();
            used.extend(all.map(|member| (format!("{}{member}", call.key), call.place.clone())));
        } else {
            used.insert(call.key, call.place);
        }
    }
    let tables = tables::descriptions();
    let of_tables = tables.iter().flat_map(|table| &table.columns).map(|column| column.message.clone());
    used.extend(of_tables.map(|message| (message, "a column of a table".to_owned())));
    used.insert("scope".to_owned(), "a facet".to_owned());
    used.extend(of_changes().into_iter().map(|message| (message, "a key or word of an entry".to_owned())));
    used.extend(of_details().into_iter().map(|message| (message, "a detail of a record".to_owned())));
    used
}

#[test]
fn calls_are_parsed() {
    let call = r#"key="a, (b", count=list | length, name=f(x, y)) }} (c)"#;
    assert_eq!(arguments(bracketed(call)), [r#"key="a, (b""#, "count=list | length", "name=f(x, y)"]);
    assert_eq!(literal(r#" "status-{}", word"#), Some("status-{}"));
    assert_eq!(literal("key"), None);
}

#[test]
fn both_languages_have_the_same_messages() {
    let (en, sr) = (messages("en"), messages("sr"));
    let ids = |list: &[Message]| list.iter().map(|message| message.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&en), ids(&sr));
    let unique: BTreeSet<String> = ids(&en).into_iter().collect();
    assert_eq!(unique.len(), en.len(), "a message is defined twice");
    assert_eq!(en, sr, "messages with other variables");
}

#[test]
fn every_message_is_used_and_every_used_one_exists() {
    let messages = messages("en");
    let mut used = used();
    for message in &messages {
        used.extend(message.messages.iter().map(|id| (id.clone(), message.id.clone())));
    }
    let unused: Vec<&str> =
        messages.iter().map(|message| &message.id[..]).filter(|id| !used.contains_key(*id)).collect();
    let defined: BTreeSet<&str> = messages.iter().map(|message| &message.id[..]).collect();
    used.retain(|id, _| !defined.contains(&id[..]));
    assert!(unused.is_empty() && used.is_empty(), "unused: {unused:?}\nundefined: {used:?}");
}

#[test]
fn templates_pass_exactly_what_a_message_needs() {
    let messages = messages("en");
    let needs = needs(&messages);
    let calls = calls_in_templates();
    assert!(calls.len() > 50, "hardly any call was found");
    let wrong: Vec<String> = calls
        .iter()
        .filter(|call| {
            needs.get(&call.key[..]).is_none_or(|needs| !needs.iter().copied().eq(&call.arguments))
        })
        .map(|call| format!("{call:?}, needed: {:?}", needs.get(&call.key[..])))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_program_passes_at_least_what_a_message_needs() {
    let messages = messages("en");
    let needs = needs(&messages);
    let calls = calls_in_source();
    assert!(calls.len() > 20, "hardly any call was found");
    for call in calls {
        let ends = if call.is_prefix { members(&call.key) } else { vec![String::new()] };
        for key in ends.iter().map(|end| format!("{}{end}", call.key)) {
            let missing: Vec<&&str> =
                needs[&key[..]].iter().filter(|name| !call.arguments.contains(**name)).collect();
            assert!(missing.is_empty(), "{}: `{key}` is not given {missing:?}", call.place);
        }
    }
}

fn built_in() -> Locales {
    let empty = tempfile::tempdir().expect("a temporary folder");
    locales::load(empty.path(), &Acronyms::default()).expect("the built-in messages")
}

#[test]
fn counts_agree_with_their_nouns() {
    let locales = built_in();
    for (id, forms) in FORMS {
        for (locale, forms) in [Locale::SrLatn, Locale::SrCyrl, Locale::En].into_iter().zip(forms) {
            let said = COUNTS.map(|count| {
                locales.message(locale, id, &[("count", Argument::Count(count))]).expect("a message")
            });
            assert_eq!(said, forms, "{id} in {}", locale.tag());
        }
    }
}

#[test]
fn names_in_the_plural_take_a_verb_in_the_plural() {
    let locales = built_in();
    let said = |locale, id, name: &str, number: &str| {
        let text = |text: &str| Argument::Text(text.to_owned());
        let given = [
            ("name", text(name)),
            ("number", text(number)),
            ("type", text("opština")),
            ("district_loc", text("Okrugu")),
        ];
        let given: Vec<_> =
            given.into_iter().take(if id == "municipality-summary" { 4 } else { 2 }).collect();
        locales.message(locale, id, &given).expect("a message")
    };
    let latin = Locale::SrLatn;
    assert_eq!(
        said(latin, "municipality-summary", "Vladimirci", "plural"),
        "Vladimirci su opština u Okrugu."
    );
    assert_eq!(said(latin, "municipality-summary", "Ruma", "singular"), "Ruma je opština u Okrugu.");
    assert!(said(latin, "mentioned-elsewhere", "Žabari", "plural").ends_with("u kojima se pominju Žabari"));
    assert!(said(latin, "mentioned-elsewhere", "Ruma", "singular").ends_with("u kojima se pominje Ruma"));
    assert!(
        said(Locale::SrCyrl, "mentioned-elsewhere", "Жабари", "plural")
            .ends_with("у којима се помињу Жабари")
    );
    assert!(said(Locale::En, "municipality-summary", "Žabari", "plural").starts_with("Žabari is a"));
}

#[test]
fn every_message_can_be_formatted_with_any_count() {
    let locales = built_in();
    let messages = messages("en");
    for (id, variables) in needs(&messages) {
        for locale in Locale::ALL {
            for count in COUNTS {
                let argument = |name: &&'static str| (*name, Argument::Count(count));
                let known = [
                    "count",
                    "activities",
                    "projects",
                    "active",
                    "part",
                    "parts",
                    "number",
                    "known",
                    "from",
                    "to",
                    "added",
                    "removed",
                ];
                let mut given: Vec<(&str, Argument)> = known.iter().map(argument).collect();
                let texts = [
                    "name",
                    "type",
                    "gen",
                    "loc",
                    "district_loc",
                    "programme",
                    "others",
                    "date",
                    "belgrade",
                    "title",
                    "kind",
                    "year",
                    "hour",
                    "minute",
                    "place",
                    "area",
                    "areas",
                    "amount",
                    "currency",
                ];
                given.extend(texts.map(|name| (name, Argument::Text("Šabac".to_owned()))));
                given.retain(|(name, _)| variables.contains(name));
                assert_eq!(given.len(), variables.len(), "{id}: a variable of unknown kind in {variables:?}");
                let said = locales.message(locale, id, &given);
                assert!(said.as_ref().is_ok_and(|said| !said.trim().is_empty()), "{id}: {said:?}");
            }
        }
    }
}

/// Returns the plural category of a count in Serbian (CLDR).
fn serbian_category(count: u64) -> &'static str {
    match (count % 10, count % 100) {
        (1, tens) if tens != 11 => "one",
        (2..=4, tens) if !(12..=14).contains(&tens) => "few",
        _ => "other",
    }
}

fn english_category(count: u64) -> &'static str {
    if count == 1 { "one" } else { "other" }
}

/// In every selection by a count, the variant for its number, its category or the default is used. A Serbian selection
/// that has a variant for one also has one for few.
#[test]
fn every_selection_by_a_count_has_the_forms_of_the_language() {
    use fluent_syntax::ast::VariantKey;
    let languages = [
        ("sr", include_str!("../../locales/sr.ftl"), serbian_category as fn(u64) -> &'static str),
        ("en", include_str!("../../locales/en.ftl"), english_category),
    ];
    let mut choices = 0;
    for (language, text, category) in languages {
        let mut resource = fluent_syntax::parser::parse(text.to_owned()).expect("valid Fluent");
        let mut tables: Vec<(String, String, Vec<String>, String)> = Vec::new();
        for entry in &mut resource.body {
            let Entry::Message(message) = entry else { continue };
            let Some(pattern) = &mut message.value else { continue };
            for element in &mut pattern.elements {
                let PatternElement::Placeable { expression: Expression::Select { selector, variants } } =
                    element
                else {
                    continue;
                };
                let InlineExpression::VariableReference { id } = selector else { continue };
                let mut keys = Vec::new();
                let mut default = String::new();
                for variant in variants {
                    let key = match &variant.key {
                        VariantKey::Identifier { name } => name.clone(),
                        VariantKey::NumberLiteral { value } => value.clone(),
                    };
                    if variant.default {
                        default.clone_from(&key);
                    }
                    variant.value.elements = vec![PatternElement::TextElement { value: format!("<{key}>") }];
                    keys.push(key);
                }
                tables.push((message.id.name.clone(), id.name.clone(), keys, default));
            }
        }
        let marked = fluent_syntax::serializer::serialize(&resource);
        let resource = fluent::FluentResource::try_new(marked).expect("valid Fluent");
        let mut bundle = fluent::FluentBundle::new(vec![language.parse().expect("a language")]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("messages of different names");
        for (message, variable, keys, default) in tables {
            choices += 1;
            if language == "sr" && keys.iter().any(|key| key == "one") {
                assert!(keys.iter().any(|key| key == "few"), "{message}: no form for 2, 3 and 4");
            }
            for count in [0, 1, 2, 5, 11, 21, 22, 111] {
                let number = count.to_string();
                let expected = [number.as_str(), category(count)]
                    .into_iter()
                    .find(|wanted| keys.iter().any(|key| key == wanted))
                    .unwrap_or(&default);
                let mut arguments = fluent::FluentArgs::new();
                for name in ["count", "activities", "active", "projects", variable.as_str()] {
                    arguments.set(name.to_owned(), count);
                }
                let pattern =
                    bundle.get_message(&message).and_then(|message| message.value()).expect("a message");
                let shown = bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned();
                assert!(shown.contains(&format!("<{expected}>")), "{language} {message} {count}: {shown}");
            }
        }
    }
    assert!(choices > 40, "{choices} choices");
}
