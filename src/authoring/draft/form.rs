//! The forms for new entries of each kind: flags and questions.

use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{
    AreaRecord, DocumentKind, DocumentRecord, Key, Menu, MunicipalityRecord, MunicipalityType,
    OrganisationKind, OrganisationRecord, PageRecord, PostKind, PostRecord, ProgrammeRecord, ProjectRecord,
    SubAreaRecord, SupportTypeRecord, TargetGroupRecord,
};

/// The form for a new entry of one kind.
#[derive(Debug)]
pub struct Form {
    /// The kind of the entry.
    pub kind: Kind,
    /// The keys of its record.
    pub keys: &'static [Key],
    /// The fields, in the order of the questions.
    pub fields: &'static [Field],
}

/// One field of a form.
#[derive(Debug)]
pub struct Field {
    /// The name of its flag.
    pub flag: &'static str,
    /// The key of the record that holds the value.
    pub key: &'static str,
    /// The key whose value contains `key`; empty if `key` belongs to the entry itself.
    pub within: &'static str,
    /// Whether the field must be filled in.
    pub need: Need,
    /// The type of its value.
    pub takes: Takes,
    /// The question to ask.
    pub asks: &'static str,
}

/// Whether a field must be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The field is required.
    Told,
    /// A missing value leaves a blank.
    Blank,
    /// The field may be left out.
    Optional,
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text in one language.
    Words(Language),
    /// Any other text.
    Text,
    /// A number.
    Number,
    /// One of these words; the first string names what they are.
    Word(&'static str, &'static [&'static str]),
    /// An id.
    One(Kind),
    /// Ids.
    Many(Kind),
}

const fn field(flag: &'static str, key: &'static str, need: Need, takes: Takes, asks: &'static str) -> Field {
    Field { flag, key, within: "", need, takes, asks }
}

const fn within(
    within: &'static str,
    flag: &'static str,
    key: &'static str,
    takes: Takes,
    asks: &'static str,
) -> Field {
    Field { flag, key, within, need: Need::Told, takes, asks }
}

const fn sr(flag: &'static str, key: &'static str, need: Need, asks: &'static str) -> Field {
    field(flag, key, need, Takes::Words(Language::Sr), asks)
}

const fn en(flag: &'static str, key: &'static str, need: Need, asks: &'static str) -> Field {
    field(flag, key, need, Takes::Words(Language::En), asks)
}

const TITLE_SR: Field = sr("title-sr", "title", Need::Blank, "Title in Serbian");
const TITLE_EN: Field = en("title-en", "title", Need::Blank, "Title in English");
const NAME_SR: Field = sr("name-sr", "name", Need::Blank, "Name in Serbian");
const NAME_EN: Field = en("name-en", "name", Need::Blank, "Name in English");
const DESCRIPTION_SR: Field =
    sr("description-sr", "description", Need::Blank, "Description in Serbian, one sentence");
const DESCRIPTION_EN: Field =
    en("description-en", "description", Need::Blank, "Description in English, one sentence");
const SOURCES: Field =
    field("source", "sources", Need::Told, Takes::Many(Kind::Document), "Documents that its facts come from");

/// Returns the words of a closed set.
macro_rules! words {
    ($choice:ident) => {{
        const WORDS: [&str; $choice::ALL.len()] = {
            let mut words = [""; $choice::ALL.len()];
            let mut at = 0;
            while at < words.len() {
                words[at] = $choice::ALL[at].word();
                at += 1;
            }
            words
        };
        &WORDS
    }};
}

/// The forms, one for each kind that `katalog new` can create.
pub static FORMS: [Form; 11] = [
    Form {
        kind: Kind::Project,
        keys: ProjectRecord::KEYS,
        fields: &[
            TITLE_SR,
            TITLE_EN,
            field(
                "programme",
                "programme",
                Need::Told,
                Takes::One(Kind::Programme),
                "Programme it belongs to",
            ),
            field("area", "area", Need::Told, Takes::One(Kind::SubArea), "Sub-area, as `area/sub-area`"),
            field(
                "support",
                "support",
                Need::Told,
                Takes::One(Kind::SupportType),
                "Support type, how it helps",
            ),
            field(
                "implementer",
                "implementers",
                Need::Told,
                Takes::Many(Kind::Organisation),
                "Implementers, the organisations that carry it out",
            ),
            field(
                "target-group",
                "target_groups",
                Need::Optional,
                Takes::Many(Kind::TargetGroup),
                "Target groups, the people whom it is for",
            ),
            within(
                "activities",
                "municipality",
                "municipality",
                Takes::Many(Kind::Municipality),
                "Municipalities, an activity in each",
            ),
            SOURCES,
        ],
    },
    Form {
        kind: Kind::Programme,
        keys: ProgrammeRecord::KEYS,
        fields: &[
            TITLE_SR,
            TITLE_EN,
            field("area", "areas", Need::Told, Takes::Many(Kind::Area), "Areas it works in"),
            SOURCES,
        ],
    },
    Form {
        kind: Kind::Post,
        keys: PostRecord::KEYS,
        fields: &[
            TITLE_SR,
            TITLE_EN,
            field("kind", "kind", Need::Told, Takes::Word("kind of post", words!(PostKind)), "Kind of post"),
            field("date", "date", Need::Told, Takes::Text, "Date published, such as 2024-05-08"),
            field(
                "deadline",
                "deadline",
                Need::Optional,
                Takes::Text,
                "Deadline of a call, such as 2024-06-09T16:00",
            ),
            field(
                "source",
                "sources",
                Need::Optional,
                Takes::Many(Kind::Document),
                "Documents that its facts come from",
            ),
        ],
    },
    Form {
        kind: Kind::StandingPage,
        keys: PageRecord::KEYS,
        fields: &[
            TITLE_SR,
            TITLE_EN,
            field("menu", "menu", Need::Optional, Takes::Word("menu", words!(Menu)), "Menu that links to it"),
        ],
    },
    Form {
        kind: Kind::Municipality,
        keys: MunicipalityRecord::KEYS,
        fields: &[
            sr("name-sr", "name", Need::Blank, "Name in Serbian, without `grad` or `opština`"),
            NAME_EN,
            field(
                "genitive",
                "genitive",
                Need::Blank,
                Takes::Text,
                "Genitive of the Serbian name: iz *Šapca*",
            ),
            field(
                "locative",
                "locative",
                Need::Blank,
                Takes::Text,
                "Locative of the Serbian name: u *Šapcu*",
            ),
            field(
                "type",
                "type",
                Need::Told,
                Takes::Word("type of municipality", words!(MunicipalityType)),
                "Type, what it is by law",
            ),
            field("district", "district", Need::Told, Takes::One(Kind::District), "District it lies in"),
            within(
                "coordinates",
                "latitude",
                "latitude",
                Takes::Number,
                "Latitude of its seat, such as 44.75",
            ),
            within(
                "coordinates",
                "longitude",
                "longitude",
                Takes::Number,
                "Longitude of its seat, such as 19.69",
            ),
        ],
    },
    Form {
        kind: Kind::Organisation,
        keys: OrganisationRecord::KEYS,
        fields: &[
            NAME_SR,
            NAME_EN,
            field(
                "kind",
                "kind",
                Need::Told,
                Takes::Word("kind of organisation", words!(OrganisationKind)),
                "Kind of organisation",
            ),
            field(
                "municipality",
                "municipality",
                Need::Optional,
                Takes::One(Kind::Municipality),
                "Municipality it has its seat in",
            ),
            field("url", "url", Need::Optional, Takes::Text, "Address of its website"),
        ],
    },
    Form {
        kind: Kind::SupportType,
        keys: SupportTypeRecord::KEYS,
        fields: &[NAME_SR, NAME_EN, DESCRIPTION_SR, DESCRIPTION_EN],
    },
    Form {
        kind: Kind::TargetGroup,
        keys: TargetGroupRecord::KEYS,
        fields: &[NAME_SR, NAME_EN, DESCRIPTION_SR, DESCRIPTION_EN],
    },
    Form {
        kind: Kind::Area,
        keys: AreaRecord::KEYS,
        fields: &[NAME_SR, NAME_EN, DESCRIPTION_SR, DESCRIPTION_EN],
    },
    Form {
        kind: Kind::SubArea,
        keys: SubAreaRecord::KEYS,
        fields: &[
            field("area", "", Need::Told, Takes::One(Kind::Area), "Area it belongs to"),
            NAME_SR,
            NAME_EN,
            DESCRIPTION_SR,
            DESCRIPTION_EN,
        ],
    },
    Form {
        kind: Kind::Document,
        keys: DocumentRecord::KEYS,
        fields: &[
            TITLE_SR,
            TITLE_EN,
            field(
                "kind",
                "kind",
                Need::Told,
                Takes::Word("kind of document", words!(DocumentKind)),
                "Kind of document",
            ),
            field("date", "date", Need::Optional, Takes::Text, "Date published, such as 2024-05"),
            field(
                "publisher",
                "publisher",
                Need::Optional,
                Takes::One(Kind::Organisation),
                "Organisation that published it",
            ),
        ],
    },
];

/// Returns the form for a kind if `katalog new` can create such entries.
pub(super) fn form(kind: Kind) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.kind == kind)
}

impl Form {
    /// Returns the word for the kind on the command line.
    pub fn word(&self) -> &'static str {
        match self.kind {
            Kind::SupportType => "support-type",
            Kind::TargetGroup => "target-group",
            kind => kind.noun(),
        }
    }

    /// Returns whether the form has this flag.
    pub fn has(&self, flag: &str) -> bool {
        self.fields.iter().any(|field| field.flag == flag)
    }

    /// Returns the command that creates such an entry.
    pub fn command(&self) -> String {
        format!("katalog new {}", self.word())
    }
}
