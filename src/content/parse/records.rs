//! The records as authored: one struct for each kind of YAML file.

use super::decode::{Degrees, Digits, Keyed, Latitude, Longitude, Sdg, Words, choice, record};
use super::written::{
    Alias, AnyText, ColourText, LocaleTag, OwnId, PhaseId, PictureName, Reference, RuleName, SiteAddress,
    WebAddress, Written,
};
use crate::base::date::PartialDate;
use crate::base::money::{Amount, Currency};
use crate::base::problem::Placed;

/// Words in both languages and where they stand.
pub type PlacedWords = Placed<Words>;

record! {
    /// `catalogue.yaml`: what the site is called and where it is published.
    "the catalogue" CatalogueRecord {
        /// The name of the site.
        required title: PlacedWords = name,
        /// The address at which it is published, with a path if it has one.
        required base_url: Written<SiteAddress>,
        /// The locales that are published, in the order of the language links.
        required locales: Vec<Written<LocaleTag>>,
        /// Who publishes it.
        required publisher: PlacedWords = name,
        /// Under what licence its content may be used.
        required licence: LicenceRecord,
        /// The colour of the header and of links: `#` and six hexadecimal digits, dark enough to be read on white.
        optional accent: Written<ColourText>,
        /// A picture beside `catalogue.yaml`, shown before the name of the site.
        optional logo: Written<PictureName>,
        /// Which words stay in Latin in Cyrillic text, besides the built-in ones.
        optional acronyms: AcronymsRecord,
        /// What the file for the International Aid Transparency Initiative (IATI) needs; without it, there is none.
        optional iati: IatiRecord,
        /// How much the breach of a rule weighs: the rule's name, then `error`, `warning` or `off`.
        optional rules: Keyed<Placed<Weight>, RuleName>,
        /// Words that are often misspelt, besides the built-in ones: the wrong form, then the right one.
        optional slips: Keyed<Placed<String>, AnyText>,
    }
}

choice! {
    /// What a catalogue makes of the breach of a rule.
    "a weight of a rule" Weight {
        /// No site is built.
        Error = "error",
        /// The site is built, unless warnings are errors.
        Warning = "warning",
        /// Nothing is said.
        Off = "off",
    }
}

record! {
    /// Who reports to the International Aid Transparency Initiative.
    "settings of IATI" IatiRecord {
        /// The publisher's identifier there: country, register and number, such as `RS-APR-12345678`.
        required reporting_org: Placed<String>,
        /// What sort of organisation the publisher is.
        required kind: OrganisationKind,
        /// Whose programmes it reports.
        required reporting: Reporting,
    }
}

choice! {
    /// Whose programmes a publisher reports.
    "a way of reporting" Reporting {
        /// Its own.
        Own = "own",
        /// Those of others, for which it does not answer.
        Secondary = "secondary",
    }
}

record! {
    /// Changes to the list of words that Cyrillic text keeps in Latin.
    "acronyms" AcronymsRecord {
        /// Words that stay in Latin.
        optional keep: Vec<Placed<String>>,
        /// Words of the built-in list that are converted all the same.
        optional convert: Vec<Placed<String>>,
    }
}

record! {
    /// The licence of the content.
    "the licence" LicenceRecord {
        /// Its name.
        required name: PlacedWords = name,
        /// Where it can be read.
        required url: Written<WebAddress>,
    }
}

record! {
    /// An entry of `regions.yaml`.
    "a region" RegionRecord {
        /// Its name.
        required name: PlacedWords = name,
    }
}

record! {
    /// A point on the map (WGS 84).
    "coordinates" CoordinatesRecord {
        /// Degrees north.
        required latitude: Placed<Degrees<Latitude>>,
        /// Degrees east.
        required longitude: Placed<Degrees<Longitude>>,
    }
}

record! {
    /// An entry of `districts.yaml`.
    "a district" DistrictRecord {
        /// Its name.
        required name: PlacedWords = name,
        /// The Serbian name in the genitive: iz *Borskog upravnog okruga*.
        required genitive: Placed<String>,
        /// The Serbian name in the locative: u *Borskom upravnom okrugu*.
        required locative: Placed<String>,
        /// The region it lies in.
        required region: Reference<RegionRecord>,
        /// The municipality that is its seat.
        optional seat: Reference<MunicipalityRecord>,
        /// Its code in ISO 3166-2.
        required iso: Placed<String>,
        /// Where its seat lies.
        required coordinates: CoordinatesRecord,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

record! {
    /// `municipality.yaml`.
    "a municipality" MunicipalityRecord {
        /// Its name, without the word for its type.
        required name: PlacedWords = name,
        /// The Serbian name in the genitive: iz *Šapca*.
        required genitive: Placed<String>,
        /// The Serbian name in the locative: u *Šapcu*.
        required locative: Placed<String>,
        /// What it is by law.
        required municipality_type as "type": MunicipalityType,
        /// The district it lies in.
        required district: Reference<DistrictRecord>,
        /// Where its seat lies.
        required coordinates: CoordinatesRecord,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

choice! {
    /// What a unit of local self-government is by law.
    "a type of municipality" MunicipalityType {
        /// Opština.
        Municipality = "municipality",
        /// Grad.
        City = "city",
        /// Gradska opština.
        CityMunicipality = "city-municipality",
    }
}

record! {
    /// An entry of `areas.yaml`.
    "an area" AreaRecord {
        /// Its name.
        required name: PlacedWords,
        /// What it is about, in one sentence.
        required description: PlacedWords,
        /// The narrower themes within it.
        required sub_areas: Keyed<SubAreaRecord>,
        /// Its sector in the list of the Development Assistance Committee, for IATI: five digits, such as `15112`.
        optional dac: Digits<5>,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

record! {
    /// A narrower theme within an area.
    "a sub-area" SubAreaRecord {
        /// Its name.
        required name: PlacedWords,
        /// What it is about, in one sentence.
        required description: PlacedWords,
        /// Its own sector, when it is not that of the area.
        optional dac: Digits<5>,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

record! {
    /// An entry of `support-types.yaml`.
    "a support type" SupportTypeRecord {
        /// Its name.
        required name: PlacedWords,
        /// What it consists of, in one sentence.
        required description: PlacedWords,
        /// Its type of aid in IATI, a letter and two digits, such as `C01` for projects.
        optional aid_type: Placed<String>,
        /// Its type of finance in IATI, three digits, such as `110` for grants.
        optional finance_type: Digits<3>,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

record! {
    /// An entry of `organisations.yaml`.
    "an organisation" OrganisationRecord {
        /// Its name.
        required name: PlacedWords = name,
        /// What sort of organisation it is.
        required kind: OrganisationKind,
        /// The municipality it has its seat in.
        optional municipality: Reference<MunicipalityRecord>,
        /// Its website.
        optional url: Written<WebAddress>,
        /// Its identifier in IATI, such as `RS-APR-12345678`.
        optional iati: Placed<String>,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

choice! {
    /// What sort of organisation it is.
    "a kind of organisation" OrganisationKind {
        /// A government, ministry or national body.
        Government = "government",
        /// An international organisation or its agency.
        International = "international",
        /// The administration of a municipality or city.
        LocalGovernment = "local-government",
        /// The association of municipalities.
        AssociationOfMunicipalities = "association-of-municipalities",
        /// A school, health centre, centre for social welfare, utility company.
        PublicInstitution = "public-institution",
        /// A body or team set up locally.
        LocalBody = "local-body",
        /// An association, foundation, cooperative.
        CivilSociety = "civil-society",
        /// The team of a programme.
        Programme = "programme",
    }
}

record! {
    /// An entry of `sources.yaml`: a document that facts come from.
    "a source" SourceRecord {
        /// The document's name.
        required name: PlacedWords = name,
        /// Who published it.
        optional publisher: PlacedWords = name,
        /// When it was published.
        optional published: Placed<PartialDate>,
        /// Where it can be read.
        optional url: Written<WebAddress>,
        /// What a reader should know about it.
        optional note: PlacedWords,
    }
}

record! {
    /// From when to when.
    "a period" PeriodRecord {
        /// When it starts.
        required start: Placed<PartialDate>,
        /// When it ends; left out while that is not known.
        optional end: Placed<PartialDate>,
    }
}

choice! {
    /// How far a programme, project or activity has come (after IATI's activity status).
    "a status" Status {
        /// Not begun.
        Planned = "planned",
        /// Being carried out.
        Ongoing = "ongoing",
        /// Carried out, being wound up.
        Closing = "closing",
        /// Finished.
        Completed = "completed",
        /// Given up before its end.
        Cancelled = "cancelled",
        /// Interrupted.
        Suspended = "suspended",
    }
}

record! {
    /// An amount in a currency.
    "an amount of money" MoneyRecord {
        /// In which currency.
        required currency: Placed<Currency>,
        /// How much.
        required amount: Placed<Amount>,
    }
}

record! {
    /// `programme.yaml`.
    "a programme" ProgrammeRecord {
        /// Its short name, such as `LIP 2`.
        optional acronym: Placed<String>,
        /// How far it has come; left out when the documents do not say.
        optional status: Placed<Status>,
        /// From when to when it lasts.
        optional period: PeriodRecord,
        /// The areas it works in.
        required areas: Vec<Reference<AreaRecord>>,
        /// Who takes part, and as what.
        optional institutions: Vec<InstitutionRecord>,
        /// What it costs, where the shares of the funders are not known.
        optional budget: MoneyRecord,
        /// The regions it works in, when it is not the whole country.
        optional regions: Vec<Reference<RegionRecord>>,
        /// The Sustainable Development Goals it contributes to.
        optional sdgs: Vec<Placed<Sdg>>,
        /// For whom it is.
        optional target_groups: Vec<PlacedWords>,
        /// Its phases, in the order of time.
        optional phases: Vec<PhaseRecord>,
        /// What it wants to reach.
        optional objectives: Vec<PlacedWords>,
        /// What it has reached.
        optional results: Vec<PlacedWords>,
        /// The earlier programmes that it builds on.
        optional follows: Vec<Reference<ProgrammeRecord>>,
        /// The documents its facts come from.
        required sources: Vec<Reference<SourceRecord>>,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

record! {
    /// An organisation's part in a programme.
    "an institution" InstitutionRecord {
        /// Who.
        required organisation: Reference<OrganisationRecord>,
        /// As what.
        required role: Placed<Role>,
        /// What it pays.
        optional funding: MoneyRecord,
    }
}

choice! {
    /// What an organisation does in a programme.
    "a role" Role {
        /// Pays for it.
        Funder = "funder",
        /// Signs the contracts.
        ContractingAuthority = "contracting-authority",
        /// Answers for it.
        Responsible = "responsible",
        /// Carries it out.
        Implementer = "implementer",
        /// Works with it.
        Partner = "partner",
        /// Gives advice.
        Adviser = "adviser",
    }
}

record! {
    /// A phase of a programme.
    "a phase" PhaseRecord {
        /// The name by which projects refer to it.
        required id: Written<OwnId>,
        /// Its name.
        required name: PlacedWords,
        /// From when to when it lasts.
        optional period: PeriodRecord,
        /// What a reader should know about it.
        optional note: PlacedWords,
    }
}

record! {
    /// `project.yaml`.
    "a project" ProjectRecord {
        /// The programme it belongs to.
        required programme: Reference<ProgrammeRecord>,
        /// The phase of the programme it belongs to.
        optional phase: Written<PhaseId>,
        /// Its sub-area, written `area/sub-area`.
        required area: Reference<SubAreaRecord>,
        /// How it helps.
        required support: Reference<SupportTypeRecord>,
        /// Who carries it out, unless an activity says otherwise.
        optional implementers: Vec<Reference<OrganisationRecord>>,
        /// Who takes part, unless an activity says otherwise.
        optional partners: Vec<Reference<OrganisationRecord>>,
        /// How far it has come; left out: as the programme.
        optional status: Placed<Status>,
        /// From when to when it lasts; left out: as its phase or the programme.
        optional period: PeriodRecord,
        /// The documents its facts come from.
        required sources: Vec<Reference<SourceRecord>>,
        /// What it does in each municipality.
        required activities: Vec<ActivityRecord>,
        /// Its ids of earlier, which `katalog rename` keeps here.
        optional aliases: Vec<Alias>,
    }
}

record! {
    /// A project in one municipality.
    "an activity" ActivityRecord {
        /// Where.
        required municipality: Reference<MunicipalityRecord>,
        /// How it helps there, when it is not as the project says.
        optional support: Reference<SupportTypeRecord>,
        /// Who carries it out there; replaces the project's list.
        optional implementers: Vec<Reference<OrganisationRecord>>,
        /// Who takes part there; replaces the project's list.
        optional partners: Vec<Reference<OrganisationRecord>>,
        /// Municipalities that work with this one.
        optional partner_municipalities: Vec<Reference<MunicipalityRecord>>,
        /// The municipalities in which it takes place, where the source names them.
        optional locations: Vec<Reference<MunicipalityRecord>>,
        /// Its money.
        optional funding: FundingRecord,
        /// How far it has come, when it is not as the project says.
        optional status: Placed<Status>,
        /// From when to when it lasts, when it is not as the project says.
        optional period: PeriodRecord,
        /// What is particular to it.
        optional note: PlacedWords,
        /// The documents its facts come from, when they are not the project's.
        optional sources: Vec<Reference<SourceRecord>>,
    }
}

record! {
    /// The money of an activity: a total, or its parts.
    "funding" FundingRecord {
        /// In which currency.
        required currency: Placed<Currency>,
        /// The whole.
        optional total: Placed<Amount>,
        /// What the programme pays.
        optional programme: Placed<Amount>,
        /// What the others pay.
        optional co_funding: Placed<Amount>,
    }
}

record! {
    /// The front matter of a text.
    "front matter" FrontMatter {
        /// The title of the page.
        required title: Placed<String>,
        /// What the page says, in one or two sentences.
        required summary: Placed<String>,
    }
}
