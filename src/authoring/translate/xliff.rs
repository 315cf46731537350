//! Texts for translators as XLIFF 1.2 (<https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html>).

use std::io;

use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, escape};

use super::{Job, Returned, Unit};
use crate::base::language::Language;

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// The state of a translation whose counterpart has changed.
const STALE: &str = "needs-review-translation";

/// Writes one unit for each text. The name of its resource is the file and the field.
pub(super) fn write(job: &Job) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let language = job.language;
    // Writing to a vector cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let file = [
        ("original", "content"),
        ("source-language", language.other().code()),
        ("target-language", language.code()),
        ("datatype", "plaintext"),
    ];
    let units = |xml: &mut Writer<Vec<u8>>| {
        (1..).zip(&job.units).try_for_each(|(number, unit): (usize, _)| write_unit(xml, number, unit))
    };
    let _ = xml
        .create_element("xliff")
        .with_attributes([("version", "1.2"), ("xmlns", NAMESPACE)])
        .write_inner_content(|xml| {
            xml.create_element("file").with_attributes(file).write_inner_content(|xml| {
                xml.create_element("body").write_inner_content(units).map(|_| ())
            })?;
            Ok(())
        })
        .map(|_| ());
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn write_unit(xml: &mut Writer<Vec<u8>>, number: usize, unit: &Unit) -> io::Result<()> {
    let number = number.to_string();
    let names = [("id", number.as_str()), ("resname", unit.id.as_str()), ("xml:space", "preserve")];
    xml.create_element("trans-unit").with_attributes(names).write_inner_content(|xml| {
        xml.create_element("source").write_text_content(BytesText::new(&unit.source))?;
        if let Some(target) = &unit.target {
            let state = [("state", STALE)];
            xml.create_element("target").with_attributes(state).write_text_content(BytesText::new(target))?;
        }
        if let Some(text) = &unit.suggestion {
            xml.create_element("alt-trans").write_inner_content(|xml| {
                xml.create_element("target").write_text_content(BytesText::new(text)).map(|_| ())
            })?;
        }
        if let Some(page) = &unit.page {
            xml.create_element("note").write_text_content(BytesText::new(page))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// How deeply the elements of a file may be nested.
const DEEPEST: usize = 100;

/// A unit that is being read.
#[derive(Default)]
struct Open {
    number: String,
    id: String,
    source: String,
    target: String,
    is_unfinished: bool,
}

/// Reads the units. Those whose state says that they need work count as not translated.
pub(super) fn read(file: &[u8]) -> Result<(Language, Vec<Returned>), String> {
    let text = str::from_utf8(file).map_err(|_| "it is not UTF-8")?;
    let mut reader = Reader::from_str(text);
    let (mut into, mut returned, mut path) = (None, Vec::new(), Vec::<String>::new());
    let mut unit = Open::default();
    // How many elements are around the unit. The part of it in which a text stands is the element below.
    let mut unit_at = 0;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                match name.as_str() {
                    "file" => into = Language::of_code(&attribute(&start, "target-language")?),
                    "trans-unit" => {
                        let (number, id) = (attribute(&start, "id")?, attribute(&start, "resname")?);
                        unit = Open { number, id, ..Open::default() };
                    }
                    "target" if path.last().is_some_and(|above| above == "trans-unit") => {
                        unit.is_unfinished = attribute(&start, "state")?.starts_with("needs");
                    }
                    _ => {}
                }
                if name == "trans-unit" {
                    unit_at = path.len();
                }
                if path.len() == DEEPEST {
                    return Err("its elements are nested too deeply".to_owned());
                }
                path.push(name);
            }
            Event::End(_) => {
                let ended = path.pop();
                if ended.as_deref() == Some("trans-unit") {
                    super::refuse_many(returned.len())?;
                    let Open { number, id, source, target, is_unfinished } = std::mem::take(&mut unit);
                    let target = if is_unfinished { String::new() } else { target };
                    returned.push(Returned { at: format!("unit {number}"), id, source, target });
                }
            }
            Event::Text(text) => unit.push(path.get(unit_at + 1), &text),
            Event::CData(text) => unit.push(path.get(unit_at + 1), &text),
            Event::GeneralRef(name) => {
                let c = name.resolve_char_ref().map_err(|error| error.to_string())?;
                match (c, escape::resolve_predefined_entity(&name)) {
                    (Some(c), _) => unit.push(path.get(unit_at + 1), c.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => unit.push(path.get(unit_at + 1), text),
                    (None, None) => return Err(format!("it has the unknown entity `&{};`", &*name)),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !path.is_empty() {
        return Err("its end is missing".to_owned());
    }
    let into = into.ok_or("its `target-language` is neither sr nor en")?;
    Ok((into, returned))
}

impl Open {
    /// Adds a text to the part of the unit in which it stands. Programs put parts of it into elements of their own.
    fn push(&mut self, part: Option<&String>, text: &str) {
        match part.map(String::as_str) {
            Some("source") => self.source.push_str(text),
            Some("target") => self.target.push_str(text),
            _ => {}
        }
    }
}

/// Returns the value of an attribute; empty if there is none.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<String, String> {
    let found = element.try_get_attribute(name).map_err(|error| error.to_string())?;
    let Some(found) = found else { return Ok(String::new()) };
    Ok(escape::unescape(&found.value).map_err(|error| error.to_string())?.into_owned())
}
