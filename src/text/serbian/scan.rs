//! Splits text, which may contain Markdown and HTML, into words and parts that must not be converted.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::letters::{is_word_char, joint_length, push_latin};

/// A piece of a text. All pieces in order make up the whole text.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A part that stays unchanged: a URL, file name, code, tag, link target or text in another language.
    Keep(&'a str),
    /// Characters between words.
    Gap(&'a str),
    /// The author's mark: `-{UNOPS}-`, the same in both scripts, or `-{Google|Гугл}-`.
    Mark { latin: &'a str, cyrillic: &'a str },
    /// The value of an attribute with text for readers (`title`, `alt`), which is split in turn.
    Nested(&'a str),
    /// A word of letters and digits, as a range in the text.
    Word(Range<usize>),
}

/// The top-level domains that make a host name a URL even without `https://` or `www.`
///
/// Those that are also Serbian words or abbreviations (`me`, `si`, `al`) are not included: a missing space after a full
/// stop would turn text into a URL.
#[rustfmt::skip]
const TOP_DOMAINS: &[&str] = &[
    "rs", "com", "org", "net", "eu", "int", "info", "gov", "edu", "ch", "de", "fr", "uk", "us", "hr", "ba",
    "mk", "bg", "ro", "hu", "io", "dev", "app", "example", "biz", "cc", "cloud", "cz", "gl", "gle", "gr", "ly", "ngo",
    "nl", "online", "pl", "ru", "tech", "tr", "tv", "ua", "xyz",
];

/// Further top-level domains, which make a host name a URL only before a path: `t.me/opstina`.
#[rustfmt::skip]
const TOP_DOMAINS_BEFORE_PATH: &[&str] = &[
    "al", "am", "art", "at", "au", "be", "blog", "ca", "cat", "club", "cn", "co", "dk", "ee", "es", "fi", "fm", "fyi",
    "gg", "ie", "il", "in", "is", "it", "jp", "la", "li", "link", "lt", "lu", "lv", "me", "media", "news", "no", "page",
    "pro", "pt", "se", "sh", "si", "site", "sk", "social", "store", "to", "vc", "ws",
];

#[rustfmt::skip]
const EXTENSIONS: &[&str] = &[
    "7z", "apk", "avi", "bak", "bat", "bmp", "bz2", "cfg", "conf", "cpp", "css", "csv", "db", "dbf", "dll",
    "doc", "docm", "docx", "dwg", "dxf", "eml", "env", "eps", "epub", "exe", "flac", "ftl", "geojson", "gif",
    "gitignore", "gpkg", "gpx", "gz", "heic", "htm", "html", "ico", "ics", "ini", "ipynb", "jar", "java",
    "jpeg", "jpg", "js", "json", "jsx", "kml", "kmz", "lock", "log", "m4a", "md", "mdb", "mjs", "mkv", "mov",
    "mp3", "mp4", "mpg", "msg", "odg", "odp", "ods", "odt", "ogg", "parquet", "pdf", "php", "png", "pps",
    "ppsx", "ppt", "pptx", "psd", "py", "rar", "rdf", "rs", "rst", "rtf", "scss", "sh", "shp", "sql",
    "sqlite", "svg", "tar", "tex", "tgz", "tif", "tiff", "toml", "ts", "tsv", "tsx", "ttf", "ttl", "txt",
    "vcf", "vtt", "wasm", "wav", "webm", "webp", "wmv", "woff", "woff2", "xhtml", "xls", "xlsm", "xlsx",
    "xml", "xsd", "xsl", "yaml", "yml", "zip",
];

/// The elements whose content is code or not shown to readers.
const CODE_ELEMENTS: &[&str] = &["code", "kbd", "pre", "samp", "script", "style", "var"];

/// The attributes whose value is text for readers.
const TEXT_ATTRIBUTES: &[&str] = &["alt", "aria-label", "placeholder", "title"];

const QUOTES: [char; 2] = ['"', '\''];

/// An iterator over the [`Token`]s of a text. It remembers which parts it has searched in vain, so that it takes time
/// linear in the length of the text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The end of the part that is known to have no URL or file name.
    plain_until: usize,
    /// The end of the part that is known to have no tag.
    untagged_until: usize,
    /// The last positions at which a mark, a comment and a quoted attribute value can end.
    last_mark_end: Option<usize>,
    last_comment_end: Option<usize>,
    last_quotes: [Option<usize>; 2],
    /// The end of the closing run of backticks, by the start of the opening run.
    code_ends: HashMap<usize, usize>,
    pending: VecDeque<Token<'a>>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner {
            text,
            at: 0,
            plain_until: 0,
            untagged_until: 0,
            last_mark_end: text.rfind("}-"),
            last_comment_end: text.rfind("-->"),
            last_quotes: QUOTES.map(|quote| text.rfind(quote)),
            code_ends: code_ends(text),
            pending: VecDeque::new(),
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Continues at `at`, unless the scanner is already past it.
    pub(super) fn skip_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    fn take(&mut self, length: usize) -> &'a str {
        let taken = &self.rest()[..length];
        self.at += length;
        taken
    }

    fn keep(&mut self, length: usize) -> Option<Token<'a>> {
        Some(Token::Keep(self.take(length)))
    }

    /// Scans a piece that begins with a special character: a mark, code, a tag, an entity or a link target.
    fn special(&mut self, first: char) -> Option<Token<'a>> {
        match first {
            '-' => self.mark(),
            '`' => self.code(),
            '<' => self.tag(),
            '&' => entity_length(self.rest()).and_then(|length| self.keep(length)),
            ']' => link_target_length(self.rest()).and_then(|length| self.keep(length)),
            '[' => {
                let begins_line =
                    matches!(self.text[..self.at].trim_end_matches(' ').chars().last(), None | Some('\n'));
                definition_length(self.rest(), begins_line).and_then(|length| self.keep(length))
            }
            '{' => heading_id_length(self.rest()).and_then(|length| self.keep(length)),
            '#' => self.hashtag(),
            _ => None,
        }
    }

    fn mark(&mut self) -> Option<Token<'a>> {
        let inner = self.rest().strip_prefix("-{")?;
        if self.last_mark_end.is_none_or(|last| last < self.at + 2) {
            return None;
        }
        let inner = &inner[..inner.find("}-")?];
        self.at += inner.len() + 4;
        let (latin, cyrillic) = inner.split_once('|').unwrap_or((inner, inner));
        Some(Token::Mark { latin, cyrillic })
    }

    fn code(&mut self) -> Option<Token<'a>> {
        let run = self.rest().len() - self.rest().trim_start_matches('`').len();
        match self.code_ends.get(&self.at) {
            Some(end) => self.keep(end - self.at),
            None => self.keep(run),
        }
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        if self.at < self.untagged_until {
            return None;
        }
        if self.rest().starts_with("<!--") {
            self.last_comment_end.filter(|last| *last >= self.at + 4)?;
            let end = self.text[self.at + 4..].find("-->")?;
            return self.keep(end + 7);
        }
        let tag = match Tag::parse(self.text, self.at, self.last_quotes) {
            Ok(tag) => tag,
            Err(end) => {
                self.untagged_until = end;
                return None;
            }
        };
        if tag.hides_content() {
            let end = element_end(self.text, tag.end, tag.name);
            return self.keep(end - self.at);
        }
        let mut from = self.at;
        for value in &tag.values {
            self.pending.push_back(Token::Keep(&self.text[from..value.start]));
            self.pending.push_back(Token::Nested(&self.text[value.clone()]));
            from = value.end;
        }
        self.pending.push_back(Token::Keep(&self.text[from..tag.end]));
        self.at = tag.end;
        self.pending.pop_front()
    }

    /// Scans a URL, e-mail address, file name, path or user name.
    fn address(&mut self) -> Option<Token<'a>> {
        if self.at < self.plain_until {
            return None;
        }
        let rest = self.rest();
        let atom = atom(rest);
        match address_length(rest, atom) {
            Some(length) => self.keep(length),
            None => {
                self.plain_until = self.at + atom.len();
                None
            }
        }
    }

    /// Scans a hashtag: `#mojgrad`.
    fn hashtag(&mut self) -> Option<Token<'a>> {
        let begins = !self.text[..self.at].ends_with(|c: char| is_word_char(c) || c == '#' || c == '&');
        let tag = leading(&self.rest()[1..], |c| is_word_char(c) || c == '_');
        if begins && tag.contains(char::is_alphabetic) { self.keep(1 + tag.len()) } else { None }
    }

    /// Scans a word, or an identifier of several words (`naziv_opstine`).
    fn word(&mut self) -> Token<'a> {
        let (start, rest) = (self.at, self.rest());
        let mut end = word_length(rest);
        let mut is_identifier = false;
        if is_before_feminine_ending(&rest[end..]) {
            self.at += end;
            return Token::Word(start..start + end);
        }
        while let Some(more) = rest[end..].strip_prefix('_').map(word_length).filter(|more| *more > 0) {
            end += 1 + more;
            is_identifier = true;
        }
        self.at += end;
        if is_identifier { Token::Keep(&rest[..end]) } else { Token::Word(start..start + end) }
    }
}

/// Splits a text into parts, each with whether it is plain words and what is between them. The others are code,
/// addresses, tags, identifiers and authors' marks.
pub(crate) fn plain_parts(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut scanner = Scanner::new(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        let token = scanner.next()?;
        let (length, is_plain) = match token {
            Token::Keep(part) | Token::Nested(part) => (part.len(), false),
            Token::Gap(part) => (part.len(), true),
            Token::Word(range) => (range.len(), true),
            Token::Mark { .. } => (scanner.at - at, false),
        };
        let part = &text[at..at + length];
        at += length;
        Some((part, is_plain))
    })
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(piece) = self.pending.pop_front() {
            return Some(piece);
        }
        let first = self.rest().chars().next()?;
        if let Some(piece) = self.special(first) {
            return Some(piece);
        }
        if is_atom_char(first)
            && let Some(piece) = self.address()
        {
            return Some(piece);
        }
        if first.is_alphabetic() || first.is_ascii_digit() {
            return Some(self.word());
        }
        let gap = self
            .rest()
            .find(|c: char| is_atom_char(c) || "-`<&[]{#".contains(c))
            .unwrap_or(self.rest().len());
        Some(Token::Gap(self.take(gap.max(first.len_utf8()))))
    }
}

/// An HTML tag in a text.
struct Tag<'a> {
    name: &'a str,
    is_opening: bool,
    is_foreign: bool,
    /// The ranges of attribute values with text for readers.
    values: Vec<Range<usize>>,
    end: usize,
}

impl<'a> Tag<'a> {
    /// Parses the tag at `start`. The error is the position at which it turned out not to be a tag.
    fn parse(text: &'a str, start: usize, last_quotes: [Option<usize>; 2]) -> Result<Tag<'a>, usize> {
        let mut at = start + 1;
        let is_closing = text[at..].starts_with('/');
        at += usize::from(is_closing);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':' || c == '!';
        let name = leading(&text[at..], is_name);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
            return Err(start + 1);
        }
        at += name.len();
        let mut tag = Tag { name, is_opening: !is_closing, is_foreign: false, values: Vec::new(), end: at };
        loop {
            at += leading(&text[at..], |c| c.is_whitespace()).len();
            match text[at..].chars().next() {
                Some('>') => {
                    tag.end = at + 1;
                    return Ok(tag);
                }
                Some('/') => {
                    at += 1;
                    tag.is_opening = tag.is_opening && !text[at..].starts_with('>');
                    continue;
                }
                None | Some('<') => return Err(at),
                Some(_) => {}
            }
            let attribute = leading(&text[at..], |c| !c.is_whitespace() && !"=<>/".contains(c));
            at += attribute.len();
            let spaces = leading(&text[at..], |c| c.is_whitespace()).len();
            let Some(value) = text[at + spaces..].strip_prefix('=') else {
                at += spaces;
                continue;
            };
            at = text.len() - value.len();
            at += leading(value, |c| c.is_whitespace()).len();
            let Some(quote) = QUOTES.iter().position(|quote| text[at..].starts_with(*quote)) else {
                let value = leading(&text[at..], |c| !c.is_whitespace() && !"<>".contains(c));
                tag.attribute(attribute, value, None);
                at += value.len();
                continue;
            };
            at += 1;
            if last_quotes[quote].is_none_or(|last| last < at) {
                return Err(at);
            }
            let value = leading(&text[at..], |c| c != QUOTES[quote]);
            tag.attribute(attribute, value, Some(at));
            at += value.len() + 1;
        }
    }

    fn attribute(&mut self, name: &str, value: &str, quoted_at: Option<usize>) {
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "lang" | "xml:lang") {
            let language = value.split(['-', '_']).next().unwrap_or_default();
            self.is_foreign |= !value.is_empty() && !language.eq_ignore_ascii_case("sr");
        } else if let Some(at) = quoted_at
            && TEXT_ATTRIBUTES.contains(&name.as_str())
        {
            self.values.push(at..at + value.len());
        }
    }

    fn hides_content(&self) -> bool {
        let is_void = ["area", "br", "hr", "img", "input", "link", "meta", "source", "wbr"];
        let name = self.name.to_ascii_lowercase();
        self.is_opening
            && !is_void.contains(&name.as_str())
            && (self.is_foreign || CODE_ELEMENTS.contains(&name.as_str()))
    }
}

/// Returns the end of the element `name` whose content begins at `from`: after its closing tag, or the end of the text.
fn element_end(text: &str, from: usize, name: &str) -> usize {
    let mut depth = 1;
    let mut at = from;
    while let Some(found) = text[at..].find('<') {
        at += found + 1;
        let is_closing = text[at..].starts_with('/');
        let tag = &text[at + usize::from(is_closing)..];
        let is_ours = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && !tag[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if !is_ours {
            continue;
        }
        depth = if is_closing { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return tag.find('>').map_or(text.len(), |end| text.len() - tag.len() + end + 1);
        }
    }
    text.len()
}

/// Returns the length of the entity that `rest` begins with, such as `&nbsp;` or `&#269;`.
pub(super) fn entity_length(rest: &str) -> Option<usize> {
    let name = leading(&rest[1..], |c| c.is_ascii_alphanumeric() || c == '#');
    (!name.is_empty() && rest[1 + name.len()..].starts_with(';')).then_some(name.len() + 2)
}

/// Returns the length of `](target` or `][target]` in a Markdown link. A quoted title after it is text, not included.
fn link_target_length(rest: &str) -> Option<usize> {
    if let Some(label) = rest.strip_prefix("][") {
        let length = identifier_length(label);
        return (length > 0 && label[length..].starts_with(']')).then_some(length + 3);
    }
    let target = rest.strip_prefix("](")?;
    if let Some(inner) = target.strip_prefix('<') {
        let inner = leading(inner, |c| !"<>\n".contains(c));
        if target[1 + inner.len()..].starts_with('>') {
            return Some(inner.len() + 4);
        }
    }
    let mut depth = 0_usize;
    let end = target.find(|c: char| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        c.is_whitespace()
    });
    Some(2 + end.unwrap_or(target.len()))
}

/// Returns the length of `[^note]`, or of `[id]: target` at the beginning of a line. A label that reads like text is
/// not included, because it may be a link itself.
fn definition_length(rest: &str, begins_line: bool) -> Option<usize> {
    if let Some(note) = rest.strip_prefix("[^") {
        let length = leading(note, |c| is_word_char(c) || "-_".contains(c)).len();
        return (length > 0 && note[length..].starts_with(']')).then_some(length + 3);
    }
    let label = identifier_length(&rest[1..]);
    let target = rest[1 + label..].strip_prefix("]: ").filter(|_| begins_line && label > 0)?;
    let target = leading(target, |c| !c.is_whitespace());
    let is_target = target.starts_with(['/', '#', '<']) || target.trim_end_matches('.').contains(['/', '.']);
    is_target.then_some(label + 4 + target.len())
}

fn identifier_length(text: &str) -> usize {
    leading(text, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c)).len()
}

/// Returns the length of `{#id}` or `{.class}` after a Markdown heading, or of a `{$variable}`.
fn heading_id_length(rest: &str) -> Option<usize> {
    let inner = leading(&rest[1..], |c| c.is_ascii_alphanumeric() || " #.$-_=".contains(c));
    let is_id = inner.trim_start().starts_with(['#', '.', '$']);
    (is_id && rest[1 + inner.len()..].starts_with('}')).then_some(inner.len() + 2)
}

/// Maps the start of each run of backticks to the end of the next run of the same length, which closes it.
fn code_ends(text: &str) -> HashMap<usize, usize> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let length = leading(&text[start..], |c| c == '`').len();
        runs.push((start, length));
        at = start + length;
    }
    let mut next_of_length = HashMap::new();
    let mut ends = HashMap::new();
    for (start, length) in runs.into_iter().rev() {
        if let Some(end) = next_of_length.insert(length, start + length) {
            ends.insert(start, end);
        }
    }
    ends
}

/// Returns the longest prefix of `rest` that could be a URL, an e-mail address or a path.
fn atom(rest: &str) -> &str {
    leading(rest, is_atom_char)
}

fn is_atom_char(c: char) -> bool {
    is_word_char(c) || "._-+@/~".contains(c)
}

/// Returns the length of the URL, e-mail address, path or file name that `rest` begins with. `atom` is its prefix.
fn address_length(rest: &str, atom: &str) -> Option<usize> {
    let core = atom.trim_end_matches(['.', '_', '-', '+', '~']);
    let after = &rest[atom.len()..];
    let is_scheme = core.len() == atom.len() && core.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'+');
    if is_scheme
        && !core.is_empty()
        && (after.starts_with("://") || is_opaque_scheme(core) && after.starts_with(':'))
    {
        return Some(url_length(rest)).filter(|length| *length > core.len() + 1);
    }
    if let Some((name, host)) = core.rsplit_once('@') {
        let is_handle = name.is_empty() && !host.is_empty();
        let is_mail = !name.is_empty() && host.contains('.');
        return (is_handle || is_mail).then_some(core.len());
    }
    if is_path(core) {
        return Some(core.len());
    }
    if core.len() == 1 && after.starts_with(":\\") {
        return Some(windows_path_length(rest));
    }
    let (host, file) = (core.split('/').next()?, core.rsplit('/').next()?);
    if is_number_of_document(host, core) {
        return Some(url_length(rest));
    }
    if is_host(host) || is_host_before_path(host, core) || host == "localhost" {
        let goes_on = core.contains('/') || after.starts_with(['?', '#', ':']);
        return Some(if goes_on { url_length(rest) } else { core.len() });
    }
    if is_file(file) {
        return Some(core.len());
    }
    // A Serbian case ending: `plan.xlsx-a`, `sabac.rs-u`.
    let (name, ending) = core.rsplit_once('-')?;
    let file = name.rsplit('/').next()?;
    (ending.chars().all(char::is_lowercase) && (is_file(file) || is_host(name))).then_some(name.len())
}

fn windows_path_length(rest: &str) -> usize {
    leading(rest, |c| !c.is_whitespace() && !"\"<>`|„“”".contains(c))
        .trim_end_matches(['.', ',', ';', '!', '?', ')'])
        .len()
}

fn is_opaque_scheme(scheme: &str) -> bool {
    ["mailto", "tel", "doi", "urn", "arxiv", "sms"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Returns whether a text is the number of a document, as in `10.1000/xyz123`.
fn is_number_of_document(host: &str, core: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    core.len() > host.len() + 1
        && host.strip_prefix("10.").is_some_and(|number| number.len() >= 4 && digits(number))
}

/// Returns whether a text is a path, such as `/sr/nis/` or `./src`. A path has no capitals or accents. After `/` it has
/// at least two segments; after `./`, `../` or `~/`, which begin nothing else, at least one.
fn is_path(core: &str) -> bool {
    let least = match core.starts_with('/') {
        true => 2,
        false if ["./", "../", "~/"].iter().any(|start| core.starts_with(start)) => 1,
        false => return false,
    };
    core.split('/').filter(|step| !step.trim_matches(['.', '~']).is_empty()).count() >= least
        && core.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b"/._-~".contains(&c))
}

fn is_host(host: &str) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let labels =
        name.split('.').all(|label| !label.is_empty() && label.chars().all(|c| is_word_char(c) || c == '-'));
    labels && (TOP_DOMAINS.contains(&top) || name.starts_with("www.") && !top.is_empty() || name == "www")
}

/// Returns whether a text begins like `t.me/opstina`: a host name with a path. Host and path have no capitals there.
fn is_host_before_path(host: &str, core: &str) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    core.len() > host.len() + 1
        && TOP_DOMAINS_BEFORE_PATH.contains(&top)
        && !name.is_empty()
        && name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-.".contains(&c))
}

/// Returns whether a text is a file name, such as `budzet.xlsx`, `IZVEŠTAJ.PDF` or `.csv`.
fn is_file(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(stem, extension)| {
        let lower = extension.to_ascii_lowercase();
        (lower == extension || extension.bytes().all(|c| !c.is_ascii_lowercase()))
            && EXTENSIONS.contains(&lower.as_str())
            && !stem.ends_with('.')
    })
}

/// Returns the length of the URL that `rest` begins with, without the punctuation of the sentence after it.
fn url_length(rest: &str) -> usize {
    let url = leading(rest, |c| match c.is_ascii() {
        true => c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c),
        false => is_word_char(c),
    });
    let mut surplus = url.matches(')').count().saturating_sub(url.matches('(').count());
    let end = url.trim_end_matches(|c: char| {
        let is_surplus = c == ')' && surplus > 0;
        surplus -= usize::from(is_surplus);
        is_surplus || ".,;:!?'*]".contains(c)
    });
    end.len()
}

/// The endings of feminine forms that are written behind the masculine one: učenik_ca, studenti_kinje, radnici_e.
#[rustfmt::skip]
const FEMININE_ENDINGS: [&str; 24] = [
    "ca", "ce", "ci", "cu", "com", "cama", "ica", "ice", "ici", "icu", "icom", "icama", "ka", "ke", "ki", "ku",
    "kom", "kama", "kinja", "kinje", "kinji", "kinju", "kinjama", "e",
];

/// The length of the longest of them in Cyrillic, in bytes.
const LONGEST_ENDING: usize = 14;

/// Returns whether `_` and a feminine ending follow, and nothing else that would make an identifier of several words.
fn is_before_feminine_ending(rest: &str) -> bool {
    let Some(ending) = rest.strip_prefix('_') else { return false };
    let (ending, after) = ending.split_at(word_length(ending));
    if ending.len() > LONGEST_ENDING {
        return false;
    }
    let mut latin = String::new();
    push_latin(&ending.to_lowercase(), false, &mut latin);
    !after.starts_with('_') && FEMININE_ENDINGS.contains(&latin.as_str())
}

/// Returns the length of the word that `rest` begins with, including soft hyphens inside it.
fn word_length(rest: &str) -> usize {
    let mut end = leading(rest, is_word_char).len();
    while let Some(joint) = joint_length(&rest[end..]).filter(|_| end > 0) {
        let more = leading(&rest[end + joint..], is_word_char).len();
        if more == 0 {
            break;
        }
        end += joint + more;
    }
    end
}

fn leading(text: &str, mut belongs: impl FnMut(char) -> bool) -> &str {
    &text[..text.find(|c| !belongs(c)).unwrap_or(text.len())]
}
