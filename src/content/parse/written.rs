//! Defines texts with a format, such as ids and addresses. They are kept as written and checked in the next stage.

use std::marker::PhantomData;
use std::ops::Deref;

use super::decode::{Decode, single_help, wrong_type, wrong_value};
use super::leaf::Leaf;
use super::node::Node;
use super::shape::{Choice, Numbers, Scalar, Shape};
use crate::base::id::{Id, Kind};
use crate::base::language::Locale;
use crate::base::problem::{Placed, Problems};

/// A text of the format `S`, as written, with its place.
#[derive(Clone, Debug)]
pub struct Written<S> {
    text: Placed<String>,
    sort: PhantomData<fn() -> S>,
}

/// The format of a text.
pub trait Sort {
    /// The kind of entry that it names by id, if it names one.
    const REFERS_TO: Option<Kind> = None;

    /// Returns how it is written.
    fn shape() -> Shape;

    /// Returns a text of this format as one to visit.
    fn leaf(text: &Written<Self>) -> Leaf<'_>
    where
        Self: Sized,
    {
        Self::REFERS_TO.map_or(Leaf::Text(text), |kind| Leaf::Reference(kind, text))
    }
}

impl<S> Deref for Written<S> {
    type Target = Placed<String>;

    fn deref(&self) -> &Placed<String> {
        &self.text
    }
}

impl<S: Sort> Decode for Written<S> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        if let (Some(kind), Node::Map(_) | Node::List(_)) = (S::REFERS_TO, &node.value) {
            let help = match kind {
                Kind::TargetGroup => format!(
                    "write only its id from `{}`; `katalog migrate` makes entries of the texts in programmes",
                    kind.home()
                ),
                _ if matches!(node.value, Node::List(_)) => single_help(&node.value),
                _ => format!("write only its id from `{}`, or add it there first", kind.home()),
            };
            return wrong_type(&node, &format!("the id of {}", kind.with_article()), &help, problems);
        }
        if let (Some(kind), Node::Null(None)) = (S::REFERS_TO, &node.value) {
            let help =
                format!("write the id of {}, or delete the line if it is not needed", kind.with_article());
            return wrong_value(node.place, "nothing is written here".to_owned(), &help, problems);
        }
        Some(Written { text: Decode::decode(node, problems)?, sort: PhantomData })
    }

    fn shape() -> Shape {
        S::shape()
    }
}

/// A record to which others refer by id.
pub trait Referred {
    /// The kind of entry that it describes.
    const KIND: Kind;
}

/// The id of an entry that `R` describes.
#[derive(Clone, Copy, Debug)]
pub struct IdOf<R>(PhantomData<R>);

/// A reference by id that is not yet resolved.
pub type Reference<R> = Written<IdOf<R>>;

impl<R: Referred> Sort for IdOf<R> {
    const REFERS_TO: Option<Kind> = Some(R::KIND);

    fn shape() -> Shape {
        let name = format!("id of {}", R::KIND.with_article());
        let help = format!("write the {name} in {}; {}", R::KIND.home(), Id::GRAMMAR);
        let refers_to = Some(R::KIND);
        let numbers = if R::KIND == Kind::SubArea { Numbers::None } else { Numbers::Unsigned };
        Shape::Scalar(Scalar { refers_to, numbers, ..Scalar::text(&name, R::KIND.pattern(), &help) })
    }
}

fn id() -> Shape {
    let numbers = Numbers::Unsigned;
    Shape::Scalar(Scalar { numbers, ..Scalar::text("id", Id::pattern(), Id::GRAMMAR) })
}

/// The ids of the entries of a list.
#[derive(Clone, Copy, Debug)]
pub enum EntryIds {}

impl Sort for EntryIds {
    fn shape() -> Shape {
        id()
    }
}

/// The id that a record contains for what it describes.
#[derive(Clone, Copy, Debug)]
pub enum OwnId {}

impl Sort for OwnId {
    fn shape() -> Shape {
        id()
    }
}

/// The id of a phase of the programme.
#[derive(Clone, Copy, Debug)]
pub enum PhaseId {}

impl Sort for PhaseId {
    fn shape() -> Shape {
        id()
    }
}

/// A former id.
#[derive(Clone, Copy, Debug)]
pub enum OldId {}

/// A former id and its place.
pub type Alias = Written<OldId>;

/// A record that may have former ids.
pub trait Aliased {
    /// Returns the former ids, if they were written. `None` if records of this type have none.
    fn aliases(&self) -> Option<&Option<Vec<Alias>>>;
}

impl Sort for OldId {
    fn shape() -> Shape {
        id()
    }
}

/// The kind and the id of an entry with a page, as in links: `municipality:bor`.
#[derive(Clone, Copy, Debug)]
pub enum AnyEntryId {}

impl AnyEntryId {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write the kind and the id of an entry: `programme:lip-2`, `municipality:bor`";
}

impl Sort for AnyEntryId {
    fn shape() -> Shape {
        const PATTERN: &str = "^[a-z]+(-[a-z]+)*:[a-z0-9]+([-/][a-z0-9]+)*$";
        Shape::Scalar(Scalar::text("entry", PATTERN, Self::HELP))
    }

    fn leaf(entry: &Written<AnyEntryId>) -> Leaf<'_> {
        Leaf::Entry(entry)
    }
}

/// A digest of the words of a text, which `katalog translations --confirm` writes.
#[derive(Clone, Copy, Debug)]
pub enum WordsDigest {}

impl WordsDigest {
    /// Advice to editors on what to write.
    pub const HELP: &str = "remove this item; `katalog translations --confirm FILE` writes it again";

    /// Returns whether a text can be a digest.
    pub fn is_valid(text: &str) -> bool {
        text.len() == 17 && text.strip_prefix('w').is_some_and(is_lower_hex)
    }
}

impl Sort for WordsDigest {
    fn shape() -> Shape {
        Shape::Scalar(Scalar::text("digest", "^w[0-9a-f]{16}$", Self::HELP))
    }
}

/// The name of a release, which is also that of a tag of git.
#[derive(Clone, Copy, Debug)]
pub enum ReleaseName {}

impl ReleaseName {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write up to 50 letters without accents, digits, and single `.`, `-` or `_` between them: `2026-11-30`";

    /// Returns whether a text can be the name of a release.
    pub fn is_valid(text: &str) -> bool {
        let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // Git accepts no tag with this ending.
        text.len() <= 50 && text.split(['.', '-', '_']).all(is_word) && !text.ends_with(".lock")
    }
}

impl Sort for ReleaseName {
    fn shape() -> Shape {
        const PATTERN: &str = r"^(?=.{1,50}$)(?!.*\.lock$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$";
        Shape::Scalar(Scalar::text("release-name", PATTERN, Self::HELP))
    }
}

/// The id of a commit.
#[derive(Clone, Copy, Debug)]
pub enum CommitId {}

impl CommitId {
    /// Advice to editors on what to write.
    pub const HELP: &str =
        "write the whole id that `git rev-parse` prints, in quotes; it has 40 or 64 digits";

    /// Returns whether a text can be the id of a commit.
    pub fn is_valid(text: &str) -> bool {
        matches!(text.len(), 40 | 64) && is_lower_hex(text)
    }
}

impl Sort for CommitId {
    fn shape() -> Shape {
        Shape::Scalar(Scalar::text("commit", "^([0-9a-f]{40}|[0-9a-f]{64})$", Self::HELP))
    }
}

/// The SHA-256 of a file.
#[derive(Clone, Copy, Debug)]
pub enum Sha256 {}

impl Sha256 {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write the 64 digits that `sha256sum` prints, in quotes";

    /// Returns whether a text can be a SHA-256.
    pub fn is_valid(text: &str) -> bool {
        text.len() == 64 && is_lower_hex(text)
    }
}

impl Sort for Sha256 {
    fn shape() -> Shape {
        Shape::Scalar(Scalar::text("sha256", "^[0-9a-f]{64}$", Self::HELP))
    }
}

/// Returns whether a text consists of hexadecimal digits without capitals.
fn is_lower_hex(text: &str) -> bool {
    text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// The name of a file in the folder of an entry.
#[derive(Clone, Copy, Debug)]
pub enum FileName {}

impl Sort for FileName {
    fn shape() -> Shape {
        let help = "write the name of a file in this folder: `report.pdf`";
        Shape::Scalar(Scalar::text("file-name", r"^[^/\\]+\.[A-Za-z0-9]+$", help))
    }

    fn leaf(file: &Written<FileName>) -> Leaf<'_> {
        Leaf::File(file)
    }
}

/// A web address.
#[derive(Clone, Copy, Debug)]
pub enum WebAddress {}

impl WebAddress {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write the whole address: `https://example.org/`";
}

impl Sort for WebAddress {
    fn shape() -> Shape {
        // No user before an `@`, and no escaped control character such as `%0A`.
        const PATTERN: &str =
            r"^[Hh][Tt][Tt][Pp][Ss]?:(?![/\\]*[^/\\?#]*@)(?!.*%([01][0-9A-Fa-f]|7[Ff])).*[^\s/\\]";
        Shape::Scalar(Scalar::text("address", PATTERN, Self::HELP))
    }

    fn leaf(address: &Written<WebAddress>) -> Leaf<'_> {
        Leaf::Address(address)
    }
}

/// The e-mail address of an office.
#[derive(Clone, Copy, Debug)]
pub enum MailAddress {}

impl MailAddress {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write the address of an office: `info@example.org`";

    /// Returns whether a text is an e-mail address that links and data can carry as it is.
    pub fn is_valid(text: &str) -> bool {
        let is_word = |text: &str, signs: &[char]| {
            let is_sign = |c: char| c.is_ascii_alphanumeric() || signs.contains(&c);
            !text.is_empty() && text.chars().all(is_sign)
        };
        text.len() <= 254
            && text.split_once('@').is_some_and(|(local, host)| {
                is_word(local, &['.', '_', '-', '+'])
                    && host.contains('.')
                    && host.split('.').all(|part| is_word(part, &['-']))
            })
    }
}

impl Sort for MailAddress {
    fn shape() -> Shape {
        const PATTERN: &str = r"^(?=.{1,254}$)[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$";
        Shape::Scalar(Scalar::text("e-mail-address", PATTERN, Self::HELP))
    }

    fn leaf(address: &Written<MailAddress>) -> Leaf<'_> {
        Leaf::Mail(address)
    }
}

/// The telephone number of an office.
#[derive(Clone, Copy, Debug)]
pub enum PhoneNumber {}

impl PhoneNumber {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write it with the code of the country: `\"+381 11 3223 446\"`";

    /// Returns the digits of a number that begins with `+`, or `None` if it is not such a number.
    pub fn digits(text: &str) -> Option<String> {
        let rest = text.strip_prefix('+')?;
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/' | '(' | ')');
        let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit())
            && text.len() <= 30
            && rest.chars().all(is_part)
            && (7..=15).contains(&digits.len());
        is_number.then_some(digits)
    }
}

impl Sort for PhoneNumber {
    fn shape() -> Shape {
        const PATTERN: &str = r"^(?=.{1,30}$)\+(?=([^0-9]*[0-9]){7,15}[^0-9]*$)[0-9][0-9 ()/-]*$";
        Shape::Scalar(Scalar::text("phone-number", PATTERN, Self::HELP))
    }

    fn leaf(number: &Written<PhoneNumber>) -> Leaf<'_> {
        Leaf::Phone(number)
    }
}

/// The address of a site: a host and a path.
#[derive(Clone, Copy, Debug)]
pub enum SiteAddress {}

impl SiteAddress {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write `https://example.org/` or, below a path, `https://example.org/catalogue/`";
}

impl Sort for SiteAddress {
    fn shape() -> Shape {
        // No user, and no empty part in the path.
        const PATTERN: &str = "^(?=.{1,300}$)[Hh][Tt][Tt][Pp][Ss]?:(?!//[^/]*@)(?!//.*//)[^?#]+$";
        Shape::Scalar(Scalar::text("site-address", PATTERN, Self::HELP))
    }
}

/// A colour of the catalogue.
#[derive(Clone, Copy, Debug)]
pub enum ColourText {}

impl ColourText {
    /// Advice to editors on what to write.
    pub const HELP: &str = "write `#` and six hexadecimal digits: `\"#0b4a8f\"`";
}

impl Sort for ColourText {
    fn shape() -> Shape {
        Shape::Scalar(Scalar::text("colour", "^#[0-9A-Fa-f]{6}$", Self::HELP))
    }
}

/// The name of a picture.
#[derive(Clone, Copy, Debug)]
pub enum PictureName {}

impl PictureName {
    /// The allowed endings. Other pictures could run scripts.
    pub const ENDINGS: [&str; 6] = ["png", "webp", "avif", "jpg", "jpeg", "gif"];
}

impl Sort for PictureName {
    fn shape() -> Shape {
        let pattern = format!(r"\.({})$", Self::ENDINGS.join("|"));
        let help = format!("name a picture that ends in {}", Self::ENDINGS.join(", "));
        Shape::Scalar(Scalar::text("picture", pattern, &help))
    }
}

/// The tag of a locale.
#[derive(Clone, Copy, Debug)]
pub enum LocaleTag {}

impl Sort for LocaleTag {
    fn shape() -> Shape {
        Shape::Word {
            what: "a locale",
            choices: Locale::ALL.map(|locale| Choice { word: locale.tag(), doc: locale.endonym() }).into(),
            messages: None,
        }
    }
}

/// The name of a rule.
#[derive(Clone, Copy, Debug)]
pub enum RuleName {}

impl Sort for RuleName {
    fn shape() -> Shape {
        Shape::Rule
    }
}

/// Any text.
#[derive(Clone, Copy, Debug)]
pub enum AnyText {}

impl Sort for AnyText {
    fn shape() -> Shape {
        String::shape()
    }
}
