//! The mapping file of `katalog import`: how a spreadsheet says what a catalogue holds.

use std::collections::BTreeMap;

use super::decode::{Keyed, choice, record, shorten};
use crate::base::form::nfc;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::SourceFile;
use crate::text::suggest::did_you_mean;

choice! {
    /// A column that an import reads, in the order in which they are explained.
    "a column" Column {
        /// The programme.
        Programme = "programme",
        /// The phase of the programme.
        Phase = "phase",
        /// The id of the project; made from the Serbian title if the sheet has none.
        Project = "project",
        /// The title of the project in Serbian.
        TitleSr = "title_sr",
        /// The title of the project in English.
        TitleEn = "title_en",
        /// What the project is about, in Serbian.
        SummarySr = "summary_sr",
        /// What the project is about, in English.
        SummaryEn = "summary_en",
        /// Where.
        Municipality = "municipality",
        /// The name of the municipality, compared with the catalogue.
        MunicipalityName = "municipality_name",
        /// Its district, compared with the catalogue.
        District = "district",
        /// The area of the sub-area.
        Area = "area",
        /// The sub-area.
        SubArea = "sub_area",
        /// The Serbian name of a sub-area that is new.
        SubAreaSr = "sub_area_sr",
        /// The English name of a sub-area that is new.
        SubAreaEn = "sub_area_en",
        /// How it helps.
        SupportType = "support_type",
        /// The Serbian name of a support type that is new.
        SupportTypeSr = "support_type_sr",
        /// The English name of a support type that is new.
        SupportTypeEn = "support_type_en",
        /// Who carries it out.
        Implementers = "implementers",
        /// The Serbian names of implementers, as many as there are implementers.
        ImplementersSr = "implementers_sr",
        /// Their English names.
        ImplementersEn = "implementers_en",
        /// Who takes part.
        Partners = "partners",
        /// The Serbian names of partners, as many as there are partners.
        PartnersSr = "partners_sr",
        /// Their English names.
        PartnersEn = "partners_en",
        /// Municipalities that work with this one.
        PartnerMunicipalities = "partner_municipalities",
        /// The municipalities in which it takes place.
        Locations = "locations",
        /// The currency of the amounts.
        Currency = "currency",
        /// The whole amount.
        Total = "total",
        /// What the programme pays.
        ProgrammeFunds = "programme_funds",
        /// What the others pay.
        CoFunding = "co_funding",
        /// When it starts.
        Start = "start",
        /// When it ends.
        End = "end",
        /// How far it has come.
        Status = "status",
        /// What is particular to the activity, in Serbian.
        NoteSr = "note_sr",
        /// What is particular to the activity, in English.
        NoteEn = "note_en",
        /// The documents the facts come from.
        Sources = "sources",
        /// The Serbian names of sources, as many as there are sources.
        SourcesSr = "sources_sr",
        /// Their English names.
        SourcesEn = "sources_en",
    }
}

choice! {
    /// What stands between the cells of a row.
    "a delimiter" Delimiter {
        /// `,`
        Comma = "comma",
        /// `;`
        Semicolon = "semicolon",
        /// A tab.
        Tab = "tab",
    }
}

choice! {
    /// What stands before the decimals of an amount.
    "a decimal sign" DecimalSign {
        /// `18460.50`, `18,460.50`
        Point = "point",
        /// `18460,50`, `18.460,50`
        Comma = "comma",
    }
}

choice! {
    /// What stands between the items of a cell that holds several.
    "a list separator" ListSeparator {
        /// `;`
        Semicolon = "semicolon",
        /// `,`
        Comma = "comma",
    }
}

choice! {
    /// How dates are written.
    "a form of dates" DateForm {
        /// `2023`, `2023-03`, `2023-03-01`
        Iso = "iso",
        /// `2023.`, `3.2023.`, `1.3.2023.`; the last point may be missing.
        DayMonthYear = "d.m.yyyy.",
    }
}

record! {
    /// A mapping file as authored.
    "a mapping" MappingRecord {
        /// Our columns, each with the header that it has in the sheet.
        optional columns: Keyed<Placed<String>>,
        /// Values for columns that the sheet lacks.
        optional constants: Keyed<Placed<String>>,
        /// For each column: what the sheet writes, and what is meant.
        optional values: Keyed<Keyed<Placed<String>>>,
        /// What stands between the cells of a row.
        optional delimiter: Delimiter,
        /// What stands before the decimals of an amount.
        optional decimal_sign: DecimalSign,
        /// What stands between the items of a cell that holds several.
        optional list_separator: ListSeparator,
        /// How dates are written.
        optional dates: DateForm,
    }
}

/// What a sheet writes, and what is meant.
pub type Replacement = (Placed<String>, Placed<String>);

/// How a spreadsheet says what a catalogue holds. Without a file, it says it as `activities.csv` does.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// The headers of columns that are called otherwise.
    pub columns: BTreeMap<Column, Placed<String>>,
    /// The values of columns that the sheet lacks.
    pub constants: BTreeMap<Column, Placed<String>>,
    /// What is written in a column and what is meant.
    pub values: BTreeMap<Column, Vec<Replacement>>,
    /// Found by looking at the header, if it is not said.
    pub delimiter: Option<Delimiter>,
    /// If it is not said, every amount that can be meant in one way only is taken.
    pub decimal_sign: Option<DecimalSign>,
    /// Semicolons, if it is not said.
    pub list_separator: Option<ListSeparator>,
    /// Both forms, if it is not said.
    pub dates: Option<DateForm>,
}

/// Reads a mapping file; nothing if something in it was reported.
pub fn mapping(file: &SourceFile, problems: &mut Problems) -> Option<Mapping> {
    let mut found = Problems::default();
    let record: Option<MappingRecord> = super::read_yaml(file, &mut found);
    let mapping = record.map(|record| Mapping {
        columns: composed(by_column(record.columns, &mut found)),
        constants: composed(by_column(record.constants, &mut found)),
        values: by_column(record.values, &mut found)
            .into_iter()
            .map(|(column, values)| {
                (column, values.0.into_iter().map(|(one, other)| (in_nfc(one), in_nfc(other))).collect())
            })
            .collect(),
        delimiter: record.delimiter,
        decimal_sign: record.decimal_sign,
        list_separator: record.list_separator,
        dates: record.dates,
    });
    let mapping = mapping.filter(|mapping| {
        let both = mapping.constants.iter().find(|(column, _)| mapping.columns.contains_key(column));
        if let Some((column, constant)) = both {
            let message = format!("`{}` has a header and a constant", column.word());
            found.push(
                Problem::new(&rules::DUPLICATE_KEY, constant.place.clone(), message)
                    .help("keep one of the two: a constant stands for a column that the sheet lacks"),
            );
        }
        !found.has_errors()
    });
    problems.extend(found);
    mapping
}

/// Texts in NFC, as those of the sheet are.
fn composed(texts: BTreeMap<Column, Placed<String>>) -> BTreeMap<Column, Placed<String>> {
    texts.into_iter().map(|(column, text)| (column, in_nfc(text))).collect()
}

fn in_nfc(text: Placed<String>) -> Placed<String> {
    Placed::new(nfc(&text.value).into_owned(), text.place)
}

fn by_column<T>(keyed: Option<Keyed<T>>, problems: &mut Problems) -> BTreeMap<Column, T> {
    let mut columns = BTreeMap::new();
    for (key, value) in keyed.into_iter().flat_map(|keyed| keyed.0) {
        match Column::ALL.iter().find(|column| column.word() == key.value) {
            Some(column) => {
                columns.insert(*column, value);
            }
            None => {
                let message = format!("unknown column `{}`", shorten(&key.value));
                let words = || Column::ALL.iter().map(|column| column.word());
                let help = match did_you_mean(&key.value, words()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the columns are {}", words().collect::<Vec<_>>().join(", ")),
                };
                problems.push(Problem::new(&rules::UNKNOWN_KEY, key.place, message).help(help));
            }
        }
    }
    columns
}

impl Delimiter {
    /// Whether it is this sign.
    pub fn is(self, sign: char) -> bool {
        char::from(self.byte()) == sign
    }

    /// The byte itself.
    pub fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

impl Mapping {
    /// The header under which a column is looked for.
    pub fn header(&self, column: Column) -> &str {
        self.columns.get(&column).map_or(column.word(), |header| &header.value)
    }
}
