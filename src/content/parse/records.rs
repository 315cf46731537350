//! Declares the records as authored: one struct for each kind of YAML file.

use super::codelists::{AidType, DacSector, FinanceType};
use super::declare::{choice, record};
use super::forms::{OneOrMore, ShortOrLong};
use super::keyed::Keyed;
use super::registers::{GeoNames, Iso, RegistrationNumber, Ror, StatisticalCode, Wikidata};
use super::scalars::{Count, Degrees, Latitude, Longitude, Sdg};
use super::words::{MarkedWords, SharedWords, Words};
use super::written::{
    Alias, AnyEntryId, AnyText, ColourText, CommitId, FileName, LocaleTag, MailAddress, OwnId, PhaseId,
    PhoneNumber, PictureName, Reference, RuleName, Sha256, SiteAddress, WebAddress, WordsDigest, Written,
};
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::money::{Amount, Currency};
use crate::base::problem::{Place, Placed};
use crate::base::quantity::Quantity;

/// A text in both languages and its place.
pub type PlacedWords = Placed<Words>;

record! {
    /// `catalogue.yaml`: what the site is called and where it is published.
    "the catalogue" CatalogueRecord {
        /// The name of the site.
        required title: PlacedWords = name,
        /// The address of the site, including its path, if any.
        required base_url: Written<SiteAddress>,
        /// The locales to publish, in the order of the language links.
        required locales: Vec<Written<LocaleTag>>,
        /// Who publishes it.
        required publisher: PlacedWords = name,
        /// The licence of its content.
        required licence: LicenceRecord,
        /// The colour of the header and of links: `#` and six hexadecimal digits; dark enough to be readable on white.
        optional accent: Written<ColourText>,
        /// A picture next to `catalogue.yaml`, shown before the name of the site.
        optional logo: Written<PictureName>,
        /// Where readers can report mistakes: a web address, or `mailto:` and the address of an office. A mail names the page;
        /// a web address gets it as the parameter `page`.
        optional corrections: Placed<String>,
        /// Where those who use the data reach the publisher: a web address, or `mailto:` and the address of an office.
        /// Without it, the page “About” is named.
        optional contact: Placed<String>,
        /// The kind of organisation that the publisher is, for open data portals; without it, that in `iati`.
        optional publisher_kind: OrganisationKind,
        /// The repository with this content. Pages then link to the editor of their text.
        optional repository: RepositoryRecord,
        /// The pages of the menu in their order: lists such as `projects`, and pages of your own by their ids. Without it,
        /// the menu contains all lists, then the pages with `menu: main`.
        optional menu: Vec<Placed<String>>,
        /// Changes to the built-in list of words that stay in Latin in Cyrillic text.
        optional acronyms: AcronymsRecord,
        /// Settings for the International Aid Transparency Initiative (IATI); without them, no IATI file is written.
        optional iati: IatiRecord,
        /// Settings for the open data.
        optional data: DataRecord,
        /// Settings for 360Giving; without them, no file of grants is written.
        optional grants: GrantsRecord,
        /// The severity of a rule: its name, then `error`, `warning` or `off`.
        optional rules: Keyed<Placed<Weight>, RuleName>,
        /// E-mail addresses and telephone numbers that belong to offices, although they look like those of persons.
        optional office_contacts: Vec<Placed<String>>,
        /// Words that are often misspelt, in addition to the built-in ones: the wrong form, then the right one.
        optional slips: Keyed<Placed<String>, AnyText>,
    }
}

choice! {
    /// The severity that a catalogue gives to a rule.
    "a weight of a rule" Weight {
        /// No site is built.
        Error = "error",
        /// The site is built, unless warnings are errors.
        Warning = "warning",
        /// The problem is not reported.
        Off = "off",
    }
}

record! {
    /// Settings for reports to the International Aid Transparency Initiative.
    "settings of IATI" IatiRecord {
        /// The IATI identifier of the publisher: country, register and number, such as `RS-APR-12345678`.
        required reporting_org: Placed<String>,
        /// The kind of organisation that the publisher is.
        required kind: OrganisationKind,
        /// Whose programmes it reports.
        required reporting: Reporting,
    }
}

record! {
    /// Settings for the open data.
    "settings of the data" DataRecord {
        /// Files below `data/` that are not published, for hosts with limits: workbooks, JSON and GeoJSON by their names, and
        /// `slices.csv` and `slices.json` for the files with the activities of one page.
        optional leave_out: Vec<Placed<String>>,
    }
}

record! {
    /// Settings for the file of grants.
    "settings of 360Giving" GrantsRecord {
        /// The prefix of the publisher's grants, which 360Giving gives out, such as `360G-example`.
        required prefix: Placed<String>,
    }
}

choice! {
    /// Whose programmes a publisher reports.
    "a way of reporting" Reporting {
        /// Its own.
        Own = "own",
        /// Those of others, for which it is not responsible.
        Secondary = "secondary",
    }
}

record! {
    /// Changes to the list of words that Cyrillic text keeps in Latin.
    "acronyms" AcronymsRecord {
        /// Words that stay in Latin. A word that differs by language stays in both forms.
        optional keep: Vec<SharedWords>,
        /// Words of the built-in list that are converted after all.
        optional convert: Vec<SharedWords>,
    }
}

record! {
    /// The repository with the content.
    "the repository" RepositoryRecord {
        /// Its address: `https://github.com/owner/name`. The folder `content` must be at its top.
        required url: Written<WebAddress>,
        /// The branch that is published; default: `main`.
        optional branch: Placed<String>,
    }
}

record! {
    /// The licence of the content.
    "the licence" LicenceRecord {
        /// Its name.
        required name: PlacedWords = name,
        /// Its address.
        required url: Written<WebAddress>,
    }
}

record! {
    /// An entry of `regions.yaml`.
    "a region" RegionRecord {
        /// Its name.
        required name: PlacedWords = name,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
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
        usual genitive: Placed<String>,
        /// The Serbian name in the locative: u *Borskom upravnom okrugu*.
        usual locative: Placed<String>,
        /// Its grammatical number, if the locative does not show it: *Lučani su*.
        optional number: GrammaticalNumber,
        /// The region that it belongs to.
        required region: Reference<RegionRecord>,
        /// The municipality where its seat is.
        optional seat: Reference<MunicipalityRecord>,
        /// Its ISO 3166-2 code.
        required iso: Written<Iso>,
        /// The position of its seat.
        required coordinates: CoordinatesRecord,
        /// Its codes in registers.
        optional ids: IdsRecord = detail,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

choice! {
    /// The grammatical number of a name.
    "a grammatical number" GrammaticalNumber {
        /// *Bor je*
        Singular = "singular",
        /// *Lučani su*
        Plural = "plural",
    }
}

record! {
    /// `municipality.yaml`.
    "a municipality" MunicipalityRecord {
        /// Its name, without the word for its type.
        required name: PlacedWords = name,
        /// The Serbian name in the genitive: iz *Šapca*.
        usual genitive: Placed<String>,
        /// The Serbian name in the locative: u *Šapcu*.
        usual locative: Placed<String>,
        /// Its grammatical number, if the locative does not show it: *Lučani su*.
        optional number: GrammaticalNumber,
        /// Its legal type.
        required municipality_type as "type": MunicipalityType,
        /// The district that it belongs to.
        required district: Reference<DistrictRecord>,
        /// The position of its seat.
        required coordinates: CoordinatesRecord,
        /// The number of its inhabitants.
        optional population: PopulationRecord,
        /// Its codes in registers.
        optional ids: IdsRecord = detail,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

record! {
    /// A number of inhabitants.
    "a population" PopulationRecord {
        /// The number.
        required value: Placed<Count>,
        /// When they were counted.
        required date: Placed<PartialDate>,
        /// The document that says so.
        optional source: Reference<DocumentRecord>,
    }
}

choice! {
    /// What a unit of local self-government is by law.
    "a type of municipality" MunicipalityType said "type-" {
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
        /// A description in one sentence.
        required description: PlacedWords,
        /// Its narrower themes.
        required sub_areas: Keyed<SubAreaRecord>,
        /// Its sector code of the Development Assistance Committee, for IATI, such as `15112`.
        optional dac: Written<DacSector>,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

record! {
    /// A narrower theme within an area.
    "a sub-area" SubAreaRecord {
        /// Its name.
        required name: PlacedWords,
        /// A description in one sentence.
        required description: PlacedWords,
        /// Its own sector code, if it differs from that of the area.
        optional dac: Written<DacSector>,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

record! {
    /// An entry of `support-types.yaml`.
    "a support type" SupportTypeRecord {
        /// Its name.
        required name: PlacedWords,
        /// A description in one sentence.
        required description: PlacedWords,
        /// Its IATI aid type, such as `C01` for projects.
        optional aid_type: Written<AidType>,
        /// Its IATI finance type, such as `110` for grants.
        optional finance_type: Written<FinanceType>,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

record! {
    /// An entry of `target-groups.yaml`: people whom projects are for.
    "a target group" TargetGroupRecord {
        /// Its name.
        required name: PlacedWords,
        /// A description in one sentence.
        optional description: PlacedWords,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

record! {
    /// An entry of `organisations.yaml`.
    "an organisation" OrganisationRecord {
        /// Its name.
        required name: PlacedWords = name,
        /// The kind of organisation.
        required kind: OrganisationKind,
        /// The municipality where its seat is.
        optional municipality: Reference<MunicipalityRecord>,
        /// Its website.
        optional url: Written<WebAddress>,
        /// Its IATI identifier, such as `RS-APR-12345678`.
        optional iati: Placed<String>,
        /// How to reach its office.
        optional contact: ContactRecord = detail,
        /// What a funder wants to be said on every page of what it pays for.
        optional statement: PlacedWords,
        /// Its logo: a picture next to `organisations.yaml`, shown on its page and with its statement.
        optional logo: Written<PictureName>,
        /// Its codes in registers.
        optional ids: OrganisationIdsRecord = detail,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

choice! {
    /// The kind of an organisation.
    "a kind of organisation" OrganisationKind said "organisation-" {
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
        /// A local body or team.
        LocalBody = "local-body",
        /// An association, foundation, cooperative.
        CivilSociety = "civil-society",
        /// The team of a programme.
        Programme = "programme",
    }
}

record! {
    /// `document.yaml`: a document that is about entries of the catalogue or that facts come from.
    "a document" DocumentRecord {
        /// Its title.
        required title: PlacedWords = name,
        /// The kind of document.
        required kind: DocumentKind,
        /// When it was published.
        optional date: Placed<PartialDate>,
        /// Who published it: an organisation by its id, or any other body by its name.
        optional publisher: WrittenPublisher = name,
        /// Its files, one for each language and format.
        optional files: Vec<DocumentFileRecord>,
        /// What it is about: entries by their kind and id, such as `programme:lip-2`.
        optional about: Vec<Written<AnyEntryId>>,
        /// A remark for readers.
        optional note: MarkedWords,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

choice! {
    /// The kind of a document.
    "a kind of document" DocumentKind said "document-kind-" {
        /// What was done and achieved.
        Report = "report",
        /// An analysis or evaluation.
        Study = "study",
        /// What is to be done: a strategy, plan or programme document.
        Plan = "plan",
        /// Instructions or a handbook.
        Guide = "guide",
        /// A short text for the public.
        Brochure = "brochure",
        /// A law or another regulation.
        Law = "law",
        /// A contract or memorandum.
        Agreement = "agreement",
        /// A call for proposals.
        Call = "call",
        /// A decision, such as a list of awards.
        Decision = "decision",
        /// Slides.
        Presentation = "presentation",
        /// A press release or an article.
        News = "news",
        /// A table or another data set.
        Data = "data",
        /// A page of a website.
        WebPage = "web-page",
        /// Any other document.
        Other = "other",
    }
}

record! {
    /// A file of a document, or the address where it is.
    "a file of a document" DocumentFileRecord {
        /// Its name in the folder of the document. Each file has exactly one of `file` and `url`.
        usual file: Written<FileName>,
        /// Its address, if it is on another website.
        optional url: Written<WebAddress>,
        /// The language in which it is written.
        optional language: DocumentLanguage,
    }
    exactly one of [file, url]
}

choice! {
    /// The language of a file (ISO 639): those of the site, of Serbia's minorities and of funders.
    "a language of documents" DocumentLanguage said "language-" {
        /// Serbian.
        Serbian = "sr",
        /// English.
        English = "en",
        /// Albanian.
        Albanian = "sq",
        /// Bosnian.
        Bosnian = "bs",
        /// Bulgarian.
        Bulgarian = "bg",
        /// Croatian.
        Croatian = "hr",
        /// French.
        French = "fr",
        /// German.
        German = "de",
        /// Hungarian.
        Hungarian = "hu",
        /// Macedonian.
        Macedonian = "mk",
        /// Romani.
        Romani = "rom",
        /// Romanian.
        Romanian = "ro",
        /// Rusyn.
        Rusyn = "rsk",
        /// Slovak.
        Slovak = "sk",
    }
}

record! {
    /// `post.yaml`: a piece of news, a story or a call.
    "a post" PostRecord {
        /// The kind of post.
        required kind: PostKind,
        /// When it was published.
        required date: Placed<PartialDate>,
        /// What it is about: entries by their kind and id, such as `programme:lip-2`.
        optional about: Vec<Written<AnyEntryId>>,
        /// A picture above the text.
        optional picture: PictureRecord,
        /// The day from which applications are accepted. Only calls have one.
        optional opens: Placed<PartialDate>,
        /// The last day for applications, or the time on it, such as `2023-06-09T16:00`. Only calls have one.
        optional deadline: Placed<Deadline>,
        /// Who may apply. Only calls say so.
        optional who: Vec<Placed<Applicant>>,
        /// The money that is awarded. Only calls say so.
        optional budget: MoneyRecord,
        /// The documents that belong to it, such as the text of a call.
        optional documents: Vec<Reference<DocumentRecord>>,
        /// The documents that are the sources of its facts.
        optional sources: Vec<Reference<DocumentRecord>>,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

choice! {
    /// The kind of a post.
    "a kind of post" PostKind said "post-kind-" {
        /// What has happened.
        News = "news",
        /// What people have experienced.
        Story = "story",
        /// An invitation to apply for money or support.
        Call = "call",
    }
}

choice! {
    /// Who may answer a call.
    "an applicant" Applicant said "applicant-" {
        /// Municipalities and cities.
        LocalGovernment = "local-government",
        /// Schools, health centres, centres for social welfare, utility companies.
        PublicInstitution = "public-institution",
        /// Associations, foundations, cooperatives.
        CivilSociety = "civil-society",
        /// Companies and entrepreneurs.
        Business = "business",
        /// Persons.
        Individual = "individual",
    }
}

record! {
    /// A picture, and what it shows.
    "a picture" PictureRecord {
        /// Its name in the folder of the post.
        required file: Written<FileName>,
        /// What it shows, for readers who do not see it.
        required description: PlacedWords,
        /// Who took it or owns it, shown below the picture.
        optional credit: PlacedWords,
    }
}

record! {
    /// `translations.yaml`: what editors said about translations.
    "the translations" TranslationsRecord {
        /// Texts that are up to date although their counterparts changed later; `katalog translations --confirm` adds them.
        optional confirmed: Vec<ConfirmedRecord>,
    }
}

record! {
    /// A text that is up to date.
    "a confirmed text" ConfirmedRecord {
        /// The entry whose text it is, as in links: `project:open-libraries`.
        required text: Written<AnyEntryId>,
        /// The language of the text.
        required language: TextLanguage,
        /// What the text in the other language said: the digest of its words.
        required counterpart: Written<WordsDigest>,
    }
}

choice! {
    /// The language of a text of the catalogue.
    "a language of texts" TextLanguage {
        /// Serbian.
        Serbian = "sr",
        /// English.
        English = "en",
    }
}

record! {
    /// An entry of `releases.yaml`: a version of the content that can be cited. `katalog release` adds it.
    "a release" ReleaseRecord {
        /// The day of its commit.
        required date: Placed<PartialDate>,
        /// The id of its commit.
        required commit: Written<CommitId>,
        /// The SHA-256 of the archive with its content.
        required sha256: Written<Sha256>,
        /// Where the archive is kept; for a DOI, `https://doi.org/` and the DOI.
        optional url: Written<WebAddress>,
        /// What is new in it, in a sentence.
        optional note: PlacedWords,
    }
}

record! {
    /// A start and an end.
    "a period" PeriodRecord {
        /// Its start.
        required start: Placed<PartialDate>,
        /// Its end; left out while it is not known.
        optional end: Placed<PartialDate>,
    }
}

choice! {
    /// How far a programme, project or activity has come (after IATI's activity status).
    "a status" Status said "status-" {
        /// Not started.
        Planned = "planned",
        /// Under way.
        Ongoing = "ongoing",
        /// Carried out and being wound up.
        Closing = "closing",
        /// Finished.
        Completed = "completed",
        /// Stopped before its end.
        Cancelled = "cancelled",
        /// Interrupted.
        Suspended = "suspended",
    }
}

record! {
    /// A length of time.
    "a duration" DurationRecord {
        /// The number of months.
        required months: Placed<Count>,
    }
}

record! {
    /// How to reach an office. The contacts of persons do not belong here.
    "a contact" ContactRecord {
        /// Its e-mail address.
        optional email: Written<MailAddress>,
        /// Its telephone number, with the code of the country.
        optional phone: Written<PhoneNumber>,
        /// Where it is.
        optional address: PlacedWords = name,
        /// When it is open.
        optional hours: PlacedWords,
    }
}

record! {
    /// The codes of a place or programme in registers.
    "ids in registers" IdsRecord {
        /// Its item in Wikidata.
        optional wikidata: Written<Wikidata>,
        /// Its number in GeoNames.
        optional geonames: Written<GeoNames>,
        /// Its number in the register of the Statistical Office of Serbia.
        optional statistical: Written<StatisticalCode>,
    }
}

record! {
    /// The codes of an organisation in registers.
    "ids of an organisation" OrganisationIdsRecord {
        /// Its item in Wikidata.
        optional wikidata: Written<Wikidata>,
        /// Its number in the Serbian registers of legal persons.
        optional register: Written<RegistrationNumber>,
        /// Its id in the Research Organization Registry.
        optional ror: Written<Ror>,
    }
}

record! {
    /// An amount in a currency.
    "an amount of money" MoneyRecord {
        /// The currency.
        required currency: Placed<Currency>,
        /// The amount.
        required amount: Placed<Amount>,
    }
}

record! {
    /// `programme.yaml`.
    "a programme" ProgrammeRecord {
        /// Its short name, such as `LIP 2`.
        optional acronym: SharedWords,
        /// Its status, if the documents give it.
        optional status: Placed<Status>,
        /// Its start and end.
        optional period: PeriodRecord,
        /// The areas in which it works.
        required areas: Vec<Reference<AreaRecord>>,
        /// The organisations that take part, with their roles.
        optional institutions: Vec<InstitutionRecord>,
        /// Its cost, if the shares of the funders are not known.
        optional budget: MoneyRecord,
        /// The regions in which it works, if not the whole country.
        optional regions: Vec<Reference<RegionRecord>>,
        /// The Sustainable Development Goals to which it contributes.
        optional sdgs: Vec<Placed<Sdg>>,
        /// The people whom it is for.
        optional target_groups: Vec<Reference<TargetGroupRecord>>,
        /// Its phases in chronological order.
        optional phases: Vec<PhaseRecord>,
        /// What it aims to achieve.
        optional objectives: Vec<MarkedWords>,
        /// What it has achieved.
        optional results: Vec<MarkedWords>,
        /// What it measures, with targets and results.
        optional indicators: Vec<IndicatorRecord>,
        /// Its codes in registers.
        optional ids: IdsRecord = detail,
        /// The earlier programmes on which it builds.
        optional follows: Vec<Reference<ProgrammeRecord>>,
        /// The documents that are the sources of its facts.
        required sources: Vec<Reference<DocumentRecord>>,
        /// The organisation to ask; its contact applies.
        optional contact: Reference<OrganisationRecord> = detail,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

record! {
    /// What a programme or project measures.
    "an indicator" IndicatorRecord {
        /// Its id, by which links refer to it: `#indicator-` and the id.
        required id: Written<OwnId>,
        /// Its name.
        required name: PlacedWords,
        /// What it measures.
        required kind: IndicatorKind,
        /// The unit of its values: `percent`, or what is counted.
        optional unit: SharedWords,
        /// The phase of the programme that it belongs to. Indicators of projects have none.
        optional phase: Written<PhaseId>,
        /// The value before.
        optional baseline: MeasureRecord,
        /// The value to reach.
        optional target: MeasureRecord,
        /// The values that were measured.
        optional actual: Vec<ActualRecord>,
    }
}

choice! {
    /// What an indicator measures (after IATI's result types).
    "a kind of indicator" IndicatorKind said "indicator-kind-" {
        /// What is produced or done: plans, trainings.
        Output = "output",
        /// What changes by it.
        Outcome = "outcome",
        /// What changes in the long term.
        Impact = "impact",
    }
}

record! {
    /// A value, and when it holds.
    "a value" MeasureRecord {
        /// The value.
        required value: Placed<Quantity>,
        /// When it holds.
        optional date: Placed<PartialDate>,
    }
}

record! {
    /// A value that was measured.
    "a measured value" ActualRecord {
        /// The value.
        required value: Placed<Quantity>,
        /// When it was measured.
        required date: Placed<PartialDate>,
        /// The document that says so.
        optional source: Reference<DocumentRecord>,
        /// The municipality where it was measured, if it is not the value of the whole.
        optional municipality: Reference<MunicipalityRecord>,
    }
}

record! {
    /// An organisation's part in a programme.
    "an institution" InstitutionRecord {
        /// The organisation.
        required organisation: Reference<OrganisationRecord>,
        /// Its role.
        required role: Placed<Role>,
        /// The amount that it pays.
        optional funding: MoneyRecord,
    }
}

choice! {
    /// What an organisation does in a programme.
    "a role" Role said "role-" {
        /// Pays for it.
        Funder = "funder",
        /// Signs the contracts.
        ContractingAuthority = "contracting-authority",
        /// Is responsible for it.
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
        /// The id by which projects refer to it.
        required id: Written<OwnId>,
        /// Its name.
        required name: PlacedWords,
        /// Its start and end.
        optional period: PeriodRecord,
        /// A remark for readers.
        optional note: MarkedWords,
        /// How long it lasts, if its dates are not known.
        optional duration: DurationRecord = detail,
        /// What it aims to achieve.
        optional objectives: Vec<MarkedWords>,
        /// What it has achieved.
        optional results: Vec<MarkedWords>,
        /// The Sustainable Development Goals to which it contributes.
        optional sdgs: Vec<Placed<Sdg>>,
    }
}

record! {
    /// `project.yaml`.
    "a project" ProjectRecord {
        /// Its programme.
        required programme: Reference<ProgrammeRecord>,
        /// Its phase of the programme.
        optional phase: Written<PhaseId>,
        /// Its sub-area, written `area/sub-area`.
        required area: Reference<SubAreaRecord>,
        /// The type of support, or several.
        required support: OneOrMore<Reference<SupportTypeRecord>>,
        /// The people whom it is for, unless an activity names others.
        optional target_groups: Vec<Reference<TargetGroupRecord>>,
        /// The organisations that carry it out, unless an activity names others.
        optional implementers: Vec<WrittenParty>,
        /// The organisations that take part, unless an activity names others.
        optional partners: Vec<WrittenParty>,
        /// Its status.
        optional status: Placed<Status>,
        /// Its start and end; default: those of its phase.
        optional period: PeriodRecord,
        /// How long it lasts, if its dates are not known.
        optional duration: DurationRecord = detail,
        /// Its money, if it is not split by place. If it is, each activity has its own.
        optional funding: OneOrMore<FundingRecord>,
        /// The larger project that it is a part of.
        optional part_of: Reference<ProjectRecord>,
        /// What it aims to achieve.
        optional objectives: Vec<MarkedWords>,
        /// What it has achieved.
        optional results: Vec<MarkedWords>,
        /// The Sustainable Development Goals to which it contributes.
        optional sdgs: Vec<Placed<Sdg>>,
        /// What it measures, with targets and results.
        optional indicators: Vec<IndicatorRecord>,
        /// The documents that are the sources of its facts.
        required sources: Vec<Reference<DocumentRecord>>,
        /// Where it takes place, if it has no activities.
        optional scope: Placed<WideScope>,
        /// Its activities, one for each municipality or other place.
        usual activities: Vec<ActivityRecord>,
        /// The organisation to ask; its contact applies.
        optional contact: Reference<OrganisationRecord> = detail,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
    exactly one of [activities, scope]
}

choice! {
    /// Where an activity takes place that is not in one municipality, district or region.
    "a scope" WideScope said "scope-" {
        /// In the whole country.
        National = "national",
        /// Not known yet.
        Unknown = "unknown",
    }
}

record! {
    /// A project in one municipality or other place.
    "an activity" ActivityRecord {
        /// The municipality. Each activity has exactly one of `municipality`, `district`, `region` and `scope`.
        usual municipality: Reference<MunicipalityRecord>,
        /// The district, if it is for a whole district.
        optional district: Reference<DistrictRecord>,
        /// The region, if it is for a whole region.
        optional region: Reference<RegionRecord>,
        /// `national` if it is for the whole country, `unknown` if its place is not known yet.
        optional scope: Placed<WideScope>,
        /// The type of support, or several, if they differ from the project.
        optional support: OneOrMore<Reference<SupportTypeRecord>>,
        /// The people whom it is for; replaces the list of the project.
        optional target_groups: Vec<Reference<TargetGroupRecord>>,
        /// The organisations that carry it out; replaces the list of the project.
        optional implementers: Vec<WrittenParty>,
        /// The organisations that take part; replaces the list of the project.
        optional partners: Vec<WrittenParty>,
        /// Municipalities that cooperate with this one.
        optional partner_municipalities: Vec<Reference<MunicipalityRecord>>,
        /// The municipalities in which it takes place, if the source names them.
        optional locations: Vec<Reference<MunicipalityRecord>>,
        /// Its money: an amount, or several, such as one in each currency.
        optional funding: OneOrMore<FundingRecord>,
        /// Its status, if it differs from the project.
        optional status: Placed<Status>,
        /// Its start and end, if they differ from the project.
        optional period: PeriodRecord,
        /// What is special about it.
        optional note: MarkedWords,
        /// The documents that are the sources of its facts, if they differ from the project.
        optional sources: Vec<Reference<DocumentRecord>>,
    }
    exactly one of [municipality, district, region, scope]
}

record! {
    /// `page.yaml`: a page of free text.
    "a page" PageRecord {
        /// Where the menus link to it; default: `footer`.
        usual menu: Menu,
        /// Its position among the pages of its menu: lower numbers come first.
        optional order: Placed<Count>,
        /// The page that it belongs to, which is shown above it.
        optional below: Reference<PageRecord>,
        /// Its former ids; `katalog rename` adds them.
        optional aliases: Vec<Alias> = former,
    }
}

choice! {
    /// Where menus link to a page of free text.
    "a menu" Menu {
        /// The menu at the top, after the lists.
        Main = "main",
        /// The foot of every page.
        Footer = "footer",
        /// Nowhere: other pages link to it.
        None = "none",
    }
}

record! {
    /// An organisation that takes part, with a note.
    "an organisation with a note" PartyRecord {
        /// The organisation.
        required organisation: Reference<OrganisationRecord>,
        /// What it does, such as "in charge of Pirot District".
        required note: MarkedWords,
    }
}

record! {
    /// The money of an activity or project: a total, or its parts.
    "funding" FundingRecord {
        /// The currency.
        required currency: Placed<Currency>,
        /// The whole amount.
        optional total: Placed<Amount>,
        /// The part that the programme pays.
        optional programme: Placed<Amount>,
        /// The part that others pay.
        optional co_funding: Placed<Amount>,
        /// When it was awarded.
        optional awarded: Placed<PartialDate>,
        /// The organisation that receives it.
        optional recipient: Reference<OrganisationRecord>,
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

record! {
    /// The front matter of the home page.
    "front matter" HomeFrontMatter {
        /// The title of the page, if it is not that of the catalogue.
        optional title: Placed<String>,
        /// What the page says, in one or two sentences.
        required summary: Placed<String>,
    }
}

impl From<HomeFrontMatter> for FrontMatter {
    fn from(HomeFrontMatter { place, broken, title, summary }: HomeFrontMatter) -> Self {
        FrontMatter { place, broken, title, summary }
    }
}

/// The publisher of a document: the id of an organisation, or a name in both languages.
pub type WrittenPublisher = ShortOrLong<Reference<OrganisationRecord>, PlacedWords>;

/// An organisation that takes part: its id, or a group with its id and a note.
pub type WrittenParty = ShortOrLong<Reference<OrganisationRecord>, PartyRecord>;

impl WrittenParty {
    /// Returns the id of the organisation, if it could be read.
    pub fn organisation(&self) -> Option<&Reference<OrganisationRecord>> {
        match self {
            ShortOrLong::Short(id) => Some(id),
            ShortOrLong::Long(party) => party.organisation.as_ref(),
        }
    }

    /// Returns the note.
    pub fn note(&self) -> Option<&MarkedWords> {
        match self {
            ShortOrLong::Short(_) => None,
            ShortOrLong::Long(party) => party.note.as_ref(),
        }
    }
}

impl ActivityRecord {
    /// Returns the id of its place, or the word for its scope, and where it is written.
    pub fn written_place(&self) -> Option<(&str, &Place)> {
        fn of<S>(id: &Option<Written<S>>) -> Option<(&str, &Place)> {
            id.as_ref().map(|id| (id.value.as_str(), &id.place))
        }
        let wide = || self.scope.as_ref().map(|scope| (scope.value.word(), &scope.place));
        of(&self.municipality).or_else(|| of(&self.district)).or_else(|| of(&self.region)).or_else(wide)
    }
}
