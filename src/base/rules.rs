//! The rules that the stages of a build check: name, severity and one sentence each. The rules for probable mistakes are
//! beside their checks, in `content/lint/`.

use crate::base::problem::{Rule, Severity};

macro_rules! rules {
    ($( $name:ident = $severity:ident $word:literal, $sentence:literal; )*) => {
        $(
            #[doc = $sentence]
            pub static $name: Rule =
                Rule { name: $word, severity: Severity::$severity, sentence: $sentence };
        )*
        /// The rules of this file, in the order of the stages.
        pub static OF_STAGES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    EMPTY_FILE = Error "empty-file", "No file is empty.";
    FILE_TOO_LARGE = Error "file-too-large", "No text file is larger than two megabytes.";
    CONTROL_CHARACTER = Error "control-character", "No text contains unneeded invisible characters, other than tabs and line breaks.";
    INVALID_UTF8 = Error "invalid-utf8", "Every text file is encoded in UTF-8.";
    MERGE_CONFLICT = Error "merge-conflict", "No file contains the marks of a merge conflict.";
    YAML_SYNTAX = Error "yaml-syntax", "Facts are written in valid YAML, without anchors and aliases.";
    GEOJSON = Error "geojson", "The shapes of districts are written as a GeoJSON collection of polygons in Serbia, with at most 200,000 points in 1,000 rings.";
    CUT_TEXT = Error "cut-text", "No part of a text is lost because it is written without quotes.";
    UNKNOWN_KEY = Error "unknown-key", "Only known keys are used.";
    DUPLICATE_KEY = Error "duplicate-key", "Each key is written once.";
    MISSING_KEY = Error "missing-key", "Every required key is present.";
    WRONG_TYPE = Error "wrong-type", "Every value has the type of its key.";
    WRONG_VALUE = Error "wrong-value", "Every value is one that its key accepts.";
    TEXT_TOO_LONG = Error "text-too-long", "No title is longer than 300 characters, no name than 200, no other text of facts than 1,000.";
    LIST_TOO_LONG = Error "list-too-long", "No list in a file of facts is longer than its key allows: 300 items, unless stated otherwise.";
    UNKNOWN_FILE = Error "unknown-file", "Every file is in a place where katalog reads it, and is of a kind that is published.";
    FILE_TYPE = Error "file-type", "Every file is what its name says: a file called `.pdf` is a PDF.";
    DAMAGED_FILE = Warning "damaged-file", "Every document and picture begins like a file of its kind.";
    TOO_MANY_PIXELS = Error "too-many-pixels", "No picture has more than 50 million pixels.";
    MISSING_FILE = Error "missing-file", "Every folder contains the file that describes it, and no list of the catalogue is missing.";
    FRONT_MATTER = Error "front-matter", "Every text begins with front matter between two lines of `---`.";
    TOO_MANY_ENTRIES = Error "too-many-entries", "No kind has more entries than a catalogue can show: at most 300 programmes, municipalities, support types, target groups and releases, and fewer areas, districts and regions.";
    BAD_ID = Error "bad-id", "Every id is made of lower-case letters, digits and single hyphens.";
    DUPLICATE_ID = Error "duplicate-id", "No two things of one kind have the same id, nor ids that differ in case only.";
    UNKNOWN_REFERENCE = Error "unknown-reference", "Every reference names something that exists.";
    REPEATED_REFERENCE = Error "repeated-reference", "No list names the same thing twice.";
    REPEATED_ACTIVITY = Error "repeated-activity", "A project has one activity in each place.";
    NO_ACTIVITIES = Error "no-activities", "A project has at least one activity, or says its scope.";
    NO_IMPLEMENTER = Error "no-implementer", "Every activity, or its project, says who carries it out.";
    CALL_ONLY = Error "call-only", "Only calls have an opening day, a deadline, applicants and a budget.";
    FUNDING = Error "funding", "Money is given as a total, or as parts that add up to it.";
    PERIOD = Error "period", "No period ends before it starts, or after more than 50 years.";
    MISSING_TEXT = Error "missing-text", "Every required text is written in at least one language.";
    MISSING_TRANSLATION = Warning "missing-translation", "Every text is written in both languages.";
    BROKEN_LINK = Error "broken-link", "Every link leads to an existing page, heading or file.";
    OTHER_SECTION = Warning "other-section", "The links of both languages to places on one page lead to the same sections.";
    FORBIDDEN_LINK = Error "forbidden-link", "Links lead to http, https, mailto, tel and to entries of the catalogue, and nowhere else.";
    RAW_HTML = Error "raw-html", "Texts contain no HTML.";
    DEEP_NESTING = Error "deep-nesting", "Lists, quotes and emphasis are nested at most 32 levels deep.";
    TOO_MANY_NOTES = Error "too-many-notes", "A text refers at most 1,000 times to notes.";
    HEADING_LEVEL = Error "heading-level", "Headings in a text begin at the second level: the title is the first.";
    ALIAS = Error "alias", "Every alias is a former id: it belongs to one entry only and is not in use.";
    TOO_MANY_IN_ALL = Error "too-many-in-all", "Aliases lead to at most 20,000 former addresses, the rows of activities repeat at most 128 MiB of names and the lists of documents and posts 128 MiB, the IATI report at most a million institutions, and the file of grants 200,000 funders.";
    URL_CLASH = Error "url-clash", "No two pages and no two files have the same address.";
    VANISHED_URL = Error "vanished-url", "Every address of the last release still works.";
    BLANK = Error "blank", "No blank marked `___` is left to fill in.";
    SHEET_COLUMNS = Error "sheet-columns", "An imported table has every required column, each once, and no cells outside its columns.";
    AMBIGUOUS_NAME = Error "ambiguous-name", "Every name in an imported table means one entry only.";
    CONTRADICTION = Error "contradiction", "The rows of an imported table agree with each other and with the catalogue.";
}
