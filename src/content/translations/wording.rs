//! Whether two versions of a text say the same, for a translator: links, markup, spaces and single slips do not count.

use crate::base::hash;
use crate::base::language::Language;
use crate::content::parse::TextRecord;
use crate::text::language::fold;
use crate::text::markdown::survey;
use crate::text::suggest::is_slip;

/// The number of words of a text of which one may be a corrected slip.
const WORDS_PER_SLIP: usize = 50;

/// A part of a text with front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// The Markdown below.
    Text,
}

impl Field {
    /// All parts, in their order in the file.
    pub const ALL: [Field; 3] = [Field::Title, Field::Summary, Field::Text];

    /// Its name in reports, which is its key in the front matter.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Summary => "summary",
            Field::Text => "text",
        }
    }

    /// Returns this part of a text; `None` if there is none.
    pub fn of(self, record: &TextRecord) -> Option<&str> {
        let text = match self {
            Field::Title => &record.front.title.as_ref()?.value,
            Field::Summary => &record.front.summary.as_ref()?.value,
            Field::Text => &record.text[record.body.clone()],
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns its words by their search keys.
    fn words(self, record: &TextRecord, language: Language) -> Vec<String> {
        let text = self.of(record).unwrap_or_default();
        match self {
            Field::Title | Field::Summary => words(text),
            Field::Text => {
                let survey = survey(text, language);
                let mut spans = [survey.words, survey.code].concat();
                spans.sort_by_key(|span| span.start);
                spans.into_iter().flat_map(|span| words(&text[span])).collect()
            }
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(fold).collect()
}

/// Returns whether a part of a text says the same in both versions, but for a few corrected slips.
pub(super) fn says_the_same(field: Field, before: &TextRecord, now: &TextRecord, language: Language) -> bool {
    let (before, now) = (field.words(before, language), field.words(now, language));
    if before.len() != now.len() {
        return false;
    }
    let mut slips = 1 + now.len() / WORDS_PER_SLIP;
    before.iter().zip(&now).filter(|(before, now)| before != now).all(|(before, now)| {
        let is_left = slips > 0;
        slips = slips.saturating_sub(1);
        is_left && is_slip(before, now)
    })
}

/// Returns a digest of the words of a text, which stays the same as long as it says the same.
pub fn digest(record: &TextRecord, language: Language) -> String {
    let fields = Field::ALL.map(|field| field.words(record, language).join(" "));
    format!("w{}", hash::hex_of_all(fields.iter().map(String::as_str), 16))
}
