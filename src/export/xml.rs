//! Writes XML documents.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

pub(super) type Xml = Writer<Vec<u8>>;

/// Writes a document with the root element `name`.
pub(super) fn document(
    name: &str,
    attributes: &[(&str, &str)],
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let attributes = attributes.iter().copied();
    // Writing to a vector cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = xml.create_element(name).with_attributes(attributes).write_inner_content(content).map(|_| ());
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

/// Writes an element that contains only text, without the characters that XML cannot represent.
pub(super) fn leaf<'a>(
    xml: &mut Xml,
    name: &str,
    attributes: impl IntoIterator<Item = (&'a str, &'a str)>,
    text: &str,
) -> io::Result<()> {
    let is_allowed = |c: &char| !matches!(c, '\u{FFFE}' | '\u{FFFF}') && (*c >= ' ' || "\t\n\r".contains(*c));
    let text: String = text.chars().filter(is_allowed).collect();
    xml.create_element(name).with_attributes(attributes).write_text_content(BytesText::new(&text))?;
    Ok(())
}
