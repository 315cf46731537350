use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::letters::is_word_char;

/// Foreign acronyms that stay in Latin script in Serbian Cyrillic text.
///
/// Acronyms that Serbian writes in Cyrillic (ОЦД, ЈЛС, СКГО, УН, САД, НАТО, ИТ, ПДВ) are not included.
#[rustfmt::skip]
const BUILT_IN: &[&str] = &[
    // European Union and its funds
    "EU", "IPA", "IPARD", "CBC", "CEDEFOP", "CERV", "CFCU", "COSME", "EACEA", "EASA", "EBRD", "ECB", "EFTA", "EIB",
    "EMSA", "ENISA", "ERDF", "ESF", "ESMA", "ETF", "EUIPO", "EUSAIR", "EUSDR", "CEB", "CEFTA", "CLLD", "EaSI",
    "FRONTEX", "INTERREG", "ISPA", "LAU", "NUTS", "SAPARD", "TAIEX",
    // United Nations, Council of Europe and other international organisations
    "UN Women", "UN-Habitat", "UN-HABITAT", "UNAIDS", "UNCTAD", "UNDESA", "UNDP", "UNDRR", "UNECE", "UNEP",
    "UNESCO", "UNFPA", "UNHCR", "UNICEF", "UNIDO", "UNIFEM", "UNODC", "UNOPS", "UNV", "FAO", "IAEA", "IBRD", "ICC",
    "ICJ", "ICMPD", "ICTY", "IFC", "IFRC", "ICRC", "ILO", "IMF", "IOM", "IPPF", "ITU", "ODIHR", "OECD", "OHCHR",
    "OSCE", "RCC", "ACFC", "CEPEJ", "CPT", "CoE", "ECHR", "ECRI", "GRECO", "GREVIO", "CRPD", "ICCPR",
    // Donors, agencies, programmes
    "AECID", "AFD", "AICS", "ASB", "CIDA", "DANIDA", "DFID", "DRC", "FCDO", "FES", "GCF", "GEF", "GIZ", "HBS", "IRC",
    "JICA", "KAS", "KOICA", "LIP", "MSF", "NDI", "NORAD", "NRC", "PRO", "SCTM", "SDC", "SECO", "USAID",
    // Currencies
    "CHF", "EUR", "GBP", "RSD", "USD", "BAM", "BGN", "CZK", "DKK", "HUF", "JPY", "MKD", "NOK", "PLN", "RON", "SEK",
    // Standards and subjects
    "COVID", "Covid", "CPV", "CSO", "EPSG", "ESG", "ETRS", "GBV", "GDP", "GDPR", "GIS", "GNSS", "HACCP", "HRBA", "IATI",
    "IBAN", "ICT", "IEC", "INSPIRE", "ISBN", "ISO", "ISSN", "KPI", "LGBT", "LGBTI", "MBA", "NGO", "OGC", "ORCID",
    "PESTLE", "ROR", "SDG", "SMART", "UTM",
    // Formats and technology
    "API", "ASCII", "BIM", "CAD", "CC", "CMS", "CPU", "CRM", "CSS", "CSV", "DCAT", "DJ", "DNS", "DOC", "DOI", "DVD", "EPUB",
    "ERP", "FTP", "GIF", "GML", "GPS", "GPU", "HDMI", "HTML", "HTTP", "HTTPS", "ID", "IP", "JPEG", "JPG", "JSON", "KML",
    "LCD", "LED", "NFC", "OCR", "ODP", "ODS", "ODT", "PDF", "PNG", "PPT", "RDF", "RFID", "RSS", "RTF",
    "SDK", "SFTP", "SHA", "SMTP", "SQL", "SSD", "SSH", "SSL", "SVG", "TCP", "TIFF", "TLS", "TSV", "TTL", "UDP", "URI", "URL",
    "URN", "USB", "USB-A", "USB-C", "UTF", "UUID", "VPN", "XLS", "XLSX", "XML", "ZIP",
    // Other words
    "CV", "E-MAIL", "E-Mail", "E-mail", "Wi-Fi", "e-mail", "localhost",
];

/// The words that stay in Latin script when a text is converted to Cyrillic.
///
/// Each catalogue has its own policy, so it can extend or shorten the built-in list ([`Acronyms::with`]). Words match
/// whole and in their exact case; an entry may also consist of several words, or contain a hyphen (`UN Women`,
/// `e-mail`). A suffix after a hyphen is not part of the word: `GIZ-ov` becomes `GIZ-ов`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acronyms {
    words: BTreeSet<String>,
    /// The entries of several words by their first word, longest first.
    phrases: BTreeMap<String, Vec<String>>,
    /// The words that were removed from the list, which are not taken for foreign words either.
    converted: BTreeSet<String>,
    /// A bit for the first two bytes of every entry; see [`bit`]. Most words of a text have none.
    beginnings: [u64; 16],
}

impl Default for Acronyms {
    /// Returns the built-in list: the European Union, the United Nations, donors, currencies, file formats and others.
    fn default() -> Acronyms {
        let none = Acronyms {
            words: BTreeSet::new(),
            phrases: BTreeMap::new(),
            converted: BTreeSet::new(),
            beginnings: [0; 16],
        };
        none.with(BUILT_IN.iter().map(ToString::to_string), [])
    }
}

impl Acronyms {
    /// Adds the words of `add`, then removes those of `remove`. A word in both is removed.
    pub fn with(
        mut self,
        add: impl IntoIterator<Item = String>,
        remove: impl IntoIterator<Item = String>,
    ) -> Acronyms {
        for entry in add {
            let entry: String = entry.trim().nfc().collect();
            let first = first_word(&entry);
            if first.is_empty() {
                continue;
            }
            let (number, bit) = bit(first);
            self.beginnings[number] |= bit;
            if first == entry {
                self.words.insert(entry);
            } else {
                let phrases = self.phrases.entry(first.to_owned()).or_default();
                if !phrases.contains(&entry) {
                    phrases.push(entry);
                    phrases.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
                }
            }
        }
        for entry in remove {
            let entry: String = entry.trim().nfc().collect();
            self.words.remove(&entry);
            if let Some(phrases) = self.phrases.get_mut(first_word(&entry)) {
                phrases.retain(|phrase| *phrase != entry);
            }
            self.converted.insert(entry);
        }
        self
    }

    /// Returns whether a word is converted although it may look foreign.
    pub(super) fn converts(&self, word: &str) -> bool {
        !self.converted.is_empty() && self.converted.contains(word)
    }

    /// Returns the length of the entry that `text` begins with. `word` is the first word of `text`.
    pub(super) fn match_at(&self, text: &str, word: &str) -> Option<usize> {
        let (number, bit) = bit(word);
        if self.beginnings[number] & bit == 0 {
            return None;
        }
        let phrase = self.phrases.get(word).into_iter().flatten().find(|phrase| {
            text.strip_prefix(phrase.as_str()).is_some_and(|rest| !rest.starts_with(is_word_char))
        });
        match phrase {
            Some(phrase) => Some(phrase.len()),
            None => self.words.contains(word).then_some(word.len()),
        }
    }
}

/// Returns the number and the bit for the first two bytes of a word. Different ones may share a bit.
fn bit(word: &str) -> (usize, u64) {
    let byte = |at: usize| word.as_bytes().get(at).copied().map_or(0, usize::from);
    let hash = (byte(0) * 37 + byte(1)) % 1024;
    (hash / 64, 1 << (hash % 64))
}

fn first_word(entry: &str) -> &str {
    &entry[..entry.find(|c| !is_word_char(c)).unwrap_or(entry.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keeps(acronyms: &Acronyms, word: &str) -> bool {
        acronyms.match_at(word, first_word(word)) == Some(word.len())
    }

    #[test]
    fn a_catalogue_extends_and_cuts_the_list() {
        let strings = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let ours = Acronyms::default().with(strings(&["SIPRU", "Swiss PRO"]), strings(&["EUR", "e-mail"]));
        assert!(keeps(&ours, "SIPRU") && keeps(&ours, "Swiss PRO") && keeps(&ours, "EU"));
        assert!(!keeps(&ours, "EUR") && !keeps(&ours, "e-mail"));
    }

    #[test]
    fn words_match_whole_and_in_exact_case() {
        let list = Acronyms::default();
        assert!(keeps(&list, "UNICEF") && keeps(&list, "e-mail"));
        assert!(!keeps(&list, "Unicef") && !keeps(&list, "EUR1") && !keeps(&list, "e-mailing"));
    }
}
