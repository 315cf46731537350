//! Reads the mapping file of `katalog import`, which maps columns and values of a spreadsheet to those of a catalogue.

use std::collections::BTreeMap;

use super::declare::{choice, record};
use super::decode::shorten;
use super::keyed::Keyed;
use crate::base::form::nfc;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::SourceFile;
use crate::text::suggest::did_you_mean;

choice! {
    /// A column that an import reads. They are in the order of the documentation.
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
        /// Where the activity takes place, if not in a municipality: `district`, `region`, `national` or `unknown`.
        Scope = "scope",
        /// The municipality of the activity.
        Municipality = "municipality",
        /// The name of the municipality, compared with the catalogue.
        MunicipalityName = "municipality_name",
        /// Its district, compared with the catalogue, or the district of an activity for a whole district.
        District = "district",
        /// The region of an activity for a whole region.
        Region = "region",
        /// The area to which the sub-area belongs.
        Area = "area",
        /// The sub-area.
        SubArea = "sub_area",
        /// The Serbian name of a sub-area that is new.
        SubAreaSr = "sub_area_sr",
        /// The English name of a sub-area that is new.
        SubAreaEn = "sub_area_en",
        /// The type of support, or several.
        SupportType = "support_type",
        /// The Serbian names of support types that are new.
        SupportTypeSr = "support_type_sr",
        /// The English names of support types that are new.
        SupportTypeEn = "support_type_en",
        /// The people whom it is for.
        TargetGroups = "target_groups",
        /// The organisations that carry it out.
        Implementers = "implementers",
        /// The Serbian names of implementers, as many as there are implementers.
        ImplementersSr = "implementers_sr",
        /// The English names of implementers, as many as there are implementers.
        ImplementersEn = "implementers_en",
        /// The organisations that take part.
        Partners = "partners",
        /// The Serbian names of partners, as many as there are partners.
        PartnersSr = "partners_sr",
        /// The English names of partners, as many as there are partners.
        PartnersEn = "partners_en",
        /// Municipalities that cooperate with this one.
        PartnerMunicipalities = "partner_municipalities",
        /// The municipalities in which it takes place.
        Locations = "locations",
        /// The currency of the amounts. Several amounts are separated by `;` in each of these columns.
        Currency = "currency",
        /// The whole amount.
        Total = "total",
        /// The part that the programme pays.
        ProgrammeFunds = "programme_funds",
        /// The part that others pay.
        CoFunding = "co_funding",
        /// When the money was awarded.
        Awarded = "awarded",
        /// The organisation that receives the money.
        Recipient = "recipient",
        /// The start.
        Start = "start",
        /// The end.
        End = "end",
        /// The status.
        Status = "status",
        /// A remark on the activity, in Serbian.
        NoteSr = "note_sr",
        /// A remark on the activity, in English.
        NoteEn = "note_en",
        /// The documents the facts come from.
        Sources = "sources",
        /// The Serbian names of sources, as many as there are sources.
        SourcesSr = "sources_sr",
        /// The English names of sources, as many as there are sources.
        SourcesEn = "sources_en",
    }
}

choice! {
    /// The separator between the cells of a row.
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
    /// The sign before the decimals of an amount.
    "a decimal sign" DecimalSign {
        /// `18460.50`, `18,460.50`
        Point = "point",
        /// `18460,50`, `18.460,50`
        Comma = "comma",
    }
}

choice! {
    /// The separator between the items of a cell with several.
    "a list separator" ListSeparator {
        /// `;`
        Semicolon = "semicolon",
        /// `,`
        Comma = "comma",
    }
}

choice! {
    /// The form in which dates are written.
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
        /// The columns of `katalog`, each with its header in the sheet.
        optional columns: Keyed<Placed<String>>,
        /// Values for columns that the sheet lacks.
        optional constants: Keyed<Placed<String>>,
        /// For each column: values in the sheet, each with the value to use instead.
        optional values: Keyed<Keyed<Placed<String>>>,
        /// The separator between the cells of a row.
        optional delimiter: Delimiter,
        /// The sign before the decimals of an amount.
        optional decimal_sign: DecimalSign,
        /// The separator between the items of a cell with several.
        optional list_separator: ListSeparator,
        /// The form in which dates are written.
        optional dates: DateForm,
    }
}

/// A value in the sheet, and the value to use instead.
pub type Replacement = (Placed<String>, Placed<String>);

/// The columns, values and formats of a spreadsheet. The default is the format of `activities.csv`.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// The headers of columns that have other names in the sheet.
    pub columns: BTreeMap<Column, Placed<String>>,
    /// The values of columns that the sheet lacks.
    pub constants: BTreeMap<Column, Placed<String>>,
    /// The replacements for values, by column.
    pub values: BTreeMap<Column, Vec<Replacement>>,
    /// The delimiter of cells. By default, it is detected from the header.
    pub delimiter: Option<Delimiter>,
    /// The decimal sign. By default, both are accepted in amounts that are unambiguous.
    pub decimal_sign: Option<DecimalSign>,
    /// The separator of list items. The default is the semicolon.
    pub list_separator: Option<ListSeparator>,
    /// The form of dates. By default, both are accepted.
    pub dates: Option<DateForm>,
}

/// Reads a mapping file. Returns `None` if it has errors.
pub fn mapping(file: &SourceFile, problems: &mut Problems) -> Option<Mapping> {
    let mut found = Problems::default();
    let record: Option<MappingRecord> = super::readable::read_yaml(file, &mut found);
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
                    .help("keep one of the two: a constant replaces a column that the sheet lacks"),
            );
        }
        mapping.limit_lists(&mut found);
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

    /// Returns the delimiter as a byte.
    pub fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

impl Mapping {
    /// Reports constants and replacements that name very many entries, because each row could have all of them.
    fn limit_lists(&self, problems: &mut Problems) {
        use Column::*;
        const LISTS: [Column; 7] =
            [SupportType, TargetGroups, Implementers, Partners, PartnerMunicipalities, Locations, Sources];
        const MOST: usize = 50;
        let constants = self.constants.iter().map(|(column, constant)| (column, constant, "constant"));
        let replacements = self.values.iter();
        let replacements = replacements
            .flat_map(|(column, list)| list.iter().map(move |(_, value)| (column, value, "value")));
        for (column, written, what) in
            constants.chain(replacements).filter(|(column, ..)| LISTS.contains(column))
        {
            let items = written.value.split([';', ',', '\n']).count();
            if items > MOST {
                let message =
                    format!("the {what} for `{}` has {items} items; it may have {MOST}", column.word());
                problems.push(Problem::new(&rules::LIST_TOO_LONG, written.place.clone(), message).help(
                    "name those that belong to every row, and write the others in a column of the sheet",
                ));
            }
        }
    }

    /// Returns the header of a column in the sheet.
    pub fn header(&self, column: Column) -> &str {
        self.columns.get(&column).map_or(column.word(), |header| &header.value)
    }
}
