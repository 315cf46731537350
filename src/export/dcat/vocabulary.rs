//! Terms of the vocabularies that the profile asks for, with their addresses and names. Sources: the authority tables of
//! the Publications Office of the European Union (op.europa.eu/en/web/eu-vocabularies) and the vocabularies of ADMS
//! (purl.org/adms).

use crate::content::catalogue::{DataSet, OrganisationKind};

pub(super) const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";

/// The media types that are registered.
pub(super) const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";

/// The data type of shapes on a map that are written as text.
pub(super) const WKT: &str = "http://www.opengis.net/ont/geosparql#wktLiteral";

/// A box around the districts of Serbia in `content/districts.geojson`: west, south, east, north.
pub(super) const BOX: [f64; 4] = [18.845, 42.235, 22.985, 46.174];

/// A term: its address and its English name.
pub(super) type Term = (&'static str, &'static str);

/// The files stay where they are.
pub(super) const STABLE: Term =
    ("http://publications.europa.eu/resource/authority/planned-availability/STABLE", "stable");

/// The kind of a checksum.
pub(super) const SHA256: &str = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256";

const GOVERNMENT: Term =
    ("http://publications.europa.eu/resource/authority/data-theme/GOVE", "Government and public sector");
const REGIONS: Term =
    ("http://publications.europa.eu/resource/authority/data-theme/REGI", "Regions and cities");

/// Returns the themes of a data set.
pub(super) fn themes(set: DataSet) -> &'static [Term] {
    match set {
        DataSet::Activities | DataSet::Places | DataSet::Catalogue => &[GOVERNMENT, REGIONS],
        _ => &[GOVERNMENT],
    }
}

/// Returns the type of a publisher. The vocabulary has none for public institutions, which make no profit.
pub(super) fn publisher_type(kind: OrganisationKind) -> Term {
    match kind {
        OrganisationKind::Government => {
            ("http://purl.org/adms/publishertype/NationalAuthority", "National authority")
        }
        OrganisationKind::LocalGovernment | OrganisationKind::LocalBody => {
            ("http://purl.org/adms/publishertype/LocalAuthority", "Local Authority")
        }
        OrganisationKind::International => {
            ("http://purl.org/adms/publishertype/SupraNationalAuthority", "Supra-national authority")
        }
        OrganisationKind::CivilSociety => (
            "http://purl.org/adms/publishertype/NonGovernmentalOrganisation",
            "Non-Governmental Organisation",
        ),
        OrganisationKind::AssociationOfMunicipalities
        | OrganisationKind::PublicInstitution
        | OrganisationKind::Programme => {
            ("http://purl.org/adms/publishertype/NonProfitOrganisation", "Non-Profit Organisation")
        }
    }
}

/// Returns the types of a licence. Those of Creative Commons follow from their addresses.
pub(super) fn licence_types(address: &str) -> Vec<Term> {
    let path = address.split_once("creativecommons.org/").map(|(_, path)| path);
    let part = |name: &str| path.is_some_and(|path| path.split(['/', '-']).any(|part| part == name));
    let types = [
        ("publicdomain", ("http://purl.org/adms/licencetype/PublicDomain", "Public domain")),
        ("by", ("http://purl.org/adms/licencetype/Attribution", "Attribution")),
        (
            "sa",
            ("http://purl.org/adms/licencetype/ViralEffect-ShareAlike", "Viral effect (a.k.a. Share-alike)"),
        ),
        ("nc", ("http://purl.org/adms/licencetype/NonCommercialUseOnly", "Non-commercial use only")),
        ("nd", ("http://purl.org/adms/licencetype/NoDerivativeWork", "No derivative work")),
    ];
    let known: Vec<Term> = types.into_iter().filter(|(name, _)| part(name)).map(|(_, term)| term).collect();
    match known.is_empty() {
        true => vec![("http://purl.org/adms/licencetype/UnknownIPR", "Unknown IPR")],
        false => known,
    }
}
