//! JSON Schemas for the YAML files, made from the shapes that parse them. Editors use them to complete and explain
//! keys.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::authoring::transaction::{TransactionError, write_files};
use crate::base::id::Kind;
use crate::content::lint::all_rules;
use crate::content::parse::{
    ANY_TEXT, Choice, Code, Codelist, FILES, FactsFile, Key, LANGUAGES, Numbers, Scalar, Shape,
    most_characters, most_items,
};

/// The folder for the schemas, next to `content/`.
pub const FOLDER: &str = "schemas";

/// The settings file that tells VS Code which schema applies to which files.
pub const SETTINGS: &str = ".vscode/settings.json";

/// Returns the file name and text of each schema.
pub fn schemas() -> Vec<(String, String)> {
    FILES.iter().map(|file| (schema_name(file), pretty(&document(file)))).collect()
}

/// Writes the schemas into a folder and returns their paths. Creates the folder if necessary. Calls `waiting` if it
/// must wait for another command that writes there.
///
/// # Errors
/// If one of them cannot be written.
pub fn write(folder: &Path, waiting: &dyn Fn()) -> Result<Vec<PathBuf>, TransactionError> {
    let files: Vec<(String, Vec<u8>)> =
        schemas().into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    write_files(folder, &files, waiting)?;
    Ok(files.into_iter().map(|(name, _)| folder.join(name)).collect())
}

/// Returns the files that a catalogue needs for text editors: the schemas, and the settings that apply them.
pub fn for_editors() -> Vec<(String, String)> {
    let schemas = schemas().into_iter().map(|(name, text)| (format!("{FOLDER}/{name}"), text));
    schemas.chain([(SETTINGS.to_owned(), settings())]).collect()
}

/// Returns the VS Code settings that apply the schemas to the files below `content/`.
pub fn settings() -> String {
    let schemas: Map<String, Value> =
        FILES.iter().map(|file| (format!("./{FOLDER}/{}", schema_name(file)), path(file).into())).collect();
    pretty(&json!({ "yaml.schemas": schemas }))
}

fn schema_name(file: &FactsFile) -> String {
    file.name.replace(".yaml", ".schema.json")
}

/// Returns the location of such files as a pattern of paths.
fn path(file: &FactsFile) -> String {
    let folder = file.collection.map(|collection| format!("{collection}/*/")).unwrap_or_default();
    format!("content/{folder}{}", file.name)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Returns the schema of a file. The parts that several values share are below `$defs`.
fn document(file: &FactsFile) -> Value {
    let mut definitions = Definitions::default();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), path(file).into());
    schema.extend(definitions.of(&(file.shape)()));
    schema.insert("$defs".to_owned(), definitions.0.into());
    schema.into()
}

/// The shared parts of a schema, by name.
#[derive(Default)]
struct Definitions(Map<String, Value>);

impl Definitions {
    /// Returns the schema of a value.
    fn of(&mut self, shape: &Shape) -> Map<String, Value> {
        match shape {
            Shape::Scalar(value) => self.reference(&value.name, |_| scalar(value)),
            Shape::Word { choices, .. } => words(choices),
            Shape::Rule => words(&rules()),
            Shape::Words => self.reference("text in both languages", |definitions| {
                let mut schema = definitions.group(LANGUAGES);
                schema.insert("minProperties".to_owned(), 1.into());
                schema
            }),
            Shape::MarkedWords => {
                let mut schema = self.of(&Shape::Words);
                schema.insert(
                    "description".to_owned(),
                    "It may contain links and emphasis, written as in Markdown.".into(),
                );
                schema
            }
            Shape::List(items) => {
                let mut schema = object(json!({ "type": "array", "items": self.of(items) }));
                if referred_to(items).is_some() {
                    schema.insert("uniqueItems".to_owned(), true.into());
                }
                schema
            }
            Shape::Either(usual, other) => {
                let mut other_form = self.of(other);
                if matches!(**other, Shape::List(_)) {
                    other_form.insert("minItems".to_owned(), 1.into());
                }
                object(json!({ "anyOf": [self.of(usual), other_form] }))
            }
            Shape::Record { about, keys, exactly_one, .. } => {
                let mut schema = described(about);
                schema.extend(self.group(keys));
                if !exactly_one.is_empty() {
                    let required: Vec<Value> =
                        exactly_one.iter().map(|key| json!({ "required": [key] })).collect();
                    schema.insert("oneOf".to_owned(), required.into());
                }
                if keys.iter().all(|key| !key.required) {
                    // An empty value is read as a group without keys.
                    schema.insert("type".to_owned(), json!(["object", "null"]));
                }
                schema
            }
            Shape::Keyed(names, values) => self.keyed(names, values),
        }
    }

    /// Returns a reference to a shared part, which is made on the first reference.
    fn reference(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut Self) -> Map<String, Value>,
    ) -> Map<String, Value> {
        let name = name.replace(' ', "-");
        if !self.0.contains_key(&name) {
            let part = make(self);
            self.0.insert(name.clone(), part.into());
        }
        object(json!({ "$ref": format!("#/$defs/{name}") }))
    }

    /// Returns the schema of a group of known keys.
    fn group(&mut self, keys: &[Key]) -> Map<String, Value> {
        let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let properties: Map<String, Value> =
            keys.iter().map(|key| (key.name.to_owned(), self.key(key).into())).collect();
        object(json!({
            "type": "object",
            "required": required,
            "additionalProperties": false,
            "properties": properties,
        }))
    }

    fn key(&mut self, key: &Key) -> Map<String, Value> {
        let shape = (key.shape)();
        let mut schema = described(&documentation(key, &shape));
        for (name, value) in self.of(&shape) {
            schema.entry(name).or_insert(value);
        }
        schema.extend(limited(key, &shape));
        schema
    }

    /// Returns the schema of a group whose keys are names, from a closed set or of a given form.
    fn keyed(&mut self, names: &Shape, values: &Shape) -> Map<String, Value> {
        let values = self.of(values);
        let mut schema = object(json!({ "type": "object" }));
        let mut close = |names: &[Choice]| {
            let property = |name: &Choice| {
                let mut property = described(name.doc);
                property.extend(values.clone());
                (name.word.to_owned(), property.into())
            };
            let properties: Map<String, Value> = names.iter().map(property).collect();
            schema.insert("additionalProperties".to_owned(), false.into());
            schema.insert("properties".to_owned(), properties.into());
        };
        match names {
            Shape::Word { choices, .. } => close(choices),
            Shape::Rule => close(&rules()),
            names => {
                schema.insert("propertyNames".to_owned(), self.of(names).into());
                schema.insert("additionalProperties".to_owned(), values.into());
            }
        }
        schema
    }
}

/// Returns the limits on the length of a key's value that its shared part does not state.
fn limited(key: &Key, shape: &Shape) -> Map<String, Value> {
    match (shape, most_characters(key.name)) {
        (Shape::List(_), _) => object(json!({ "maxItems": most_items(key.name) })),
        (Shape::Scalar(_), Some(most)) if most < ANY_TEXT => object(json!({ "maxLength": most })),
        (Shape::Words | Shape::MarkedWords, Some(most)) if most < ANY_TEXT => {
            let properties: Map<String, Value> = LANGUAGES
                .iter()
                .map(|language| (language.name.to_owned(), json!({ "maxLength": most })))
                .collect();
            object(json!({ "properties": properties }))
        }
        (Shape::Either(usual, other), _) => {
            let forms = [limited(key, usual), limited(key, other)].into_iter();
            match forms.filter(|form| !form.is_empty()).collect::<Vec<_>>() {
                forms if forms.is_empty() => Map::new(),
                forms => object(json!({ "allOf": forms })),
            }
        }
        _ => Map::new(),
    }
}

/// Returns the meaning of a key and, if its value names entries, where their ids are.
fn documentation(key: &Key, shape: &Shape) -> String {
    let doc = key.doc.trim();
    match (referred_to(shape), shape) {
        (Some(kind), Shape::List(_)) => format!("{doc} Ids from `{}`.", kind.home()),
        (Some(kind), _) => format!("{doc} An id from `{}`.", kind.home()),
        (None, _) => doc.to_owned(),
    }
}

/// Returns the kind of the entries that a value names.
fn referred_to(shape: &Shape) -> Option<Kind> {
    match shape {
        Shape::Scalar(scalar) => scalar.refers_to,
        Shape::List(items) | Shape::Either(items, _) => referred_to(items),
        _ => None,
    }
}

/// Returns the description, and a second copy for editors that show Markdown if the text has any.
fn described(text: &str) -> Map<String, Value> {
    let text = text.trim();
    let mut schema = object(json!({ "description": text }));
    if text.contains(['`', '*']) {
        schema.insert("markdownDescription".to_owned(), text.into());
    }
    schema
}

/// Returns the schema of a code of a codelist, whose names editors show. Digits may be written as a number or as a text.
fn code(scalar: &Scalar, list: &Codelist) -> Map<String, Value> {
    let name = |code: &Code| match code.withdrawn {
        None => code.name.to_owned(),
        Some(day) => format!("{} (withdrawn on {day})", code.name),
    };
    let names: Vec<String> = list.codes().iter().map(name).collect();
    let texts: Vec<&str> = list.codes().iter().map(|code| code.code).collect();
    let numbers: Option<Vec<u32>> = match scalar.numbers {
        Numbers::None => None,
        _ => texts.iter().map(|code| code.parse().ok()).collect(),
    };
    let mut schema = described(&scalar.help);
    schema.extend(match numbers {
        None => object(json!({ "enum": texts, "enumDescriptions": names })),
        Some(numbers) => {
            let number = json!({ "enum": numbers, "enumDescriptions": names });
            object(json!({ "anyOf": [number, { "type": "string", "pattern": scalar.pattern }] }))
        }
    });
    schema
}

fn scalar(scalar: &Scalar) -> Map<String, Value> {
    if let Some(list) = scalar.codes {
        return code(scalar, list);
    }
    let mut types = Vec::new();
    let mut schema = described(&scalar.help);
    if let Some(pattern) = &scalar.pattern {
        types.push("string");
        schema.insert("pattern".to_owned(), pattern.as_str().into());
        schema.insert("maxLength".to_owned(), ANY_TEXT.into());
        schema.insert("patternErrorMessage".to_owned(), scalar.help.as_str().into());
    }
    match &scalar.numbers {
        Numbers::None => {}
        Numbers::Any => types.push("number"),
        Numbers::Unsigned => {
            types.push("integer");
            schema.insert("minimum".to_owned(), 0.into());
        }
        Numbers::Whole(range) => {
            types.push("integer");
            schema.insert("minimum".to_owned(), (*range.start()).into());
            schema.insert("maximum".to_owned(), (*range.end()).into());
        }
        Numbers::Between(range) => {
            types.push("number");
            schema.insert("minimum".to_owned(), (*range.start()).into());
            schema.insert("maximum".to_owned(), (*range.end()).into());
        }
    }
    schema.insert("type".to_owned(), types.into());
    schema
}

/// Returns the names of rules that content must follow, with their sentences.
fn rules() -> Vec<Choice> {
    all_rules().map(|rule| Choice { word: rule.name, doc: rule.sentence }).collect()
}

fn words(choices: &[Choice]) -> Map<String, Value> {
    let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
    let docs: Vec<&str> = choices.iter().map(|choice| choice.doc.trim()).collect();
    object(json!({ "enum": words, "enumDescriptions": docs }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
