//! The areas, their sub-areas, the types of support and the target groups.

use std::ops::Range;

use super::text::Text;
use crate::base::id::{Id, Ref};
use crate::content::parse::Code;

/// A thematic area.
#[derive(Debug)]
pub struct Area {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Text,
    /// Its sector code of the Development Assistance Committee.
    pub dac: Option<&'static Code>,
    /// Its sub-areas, by position.
    pub sub_areas: Range<usize>,
}

impl Area {
    /// Returns references to its sub-areas.
    pub fn sub_areas(&self) -> impl Iterator<Item = Ref<SubArea>> + use<> {
        self.sub_areas.clone().map(Ref::new)
    }
}

/// A narrower theme within an area.
#[derive(Debug)]
pub struct SubArea {
    /// Its id within its area.
    pub id: Id,
    /// Its area.
    pub area: Ref<Area>,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Text,
    /// Its own sector code, if it differs from that of the area.
    pub dac: Option<&'static Code>,
}

/// A type of support.
#[derive(Debug)]
pub struct SupportType {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Text,
    /// Its IATI aid type.
    pub aid_type: Option<&'static Code>,
    /// Its IATI finance type.
    pub finance_type: Option<&'static Code>,
}

/// People whom projects are for.
#[derive(Debug)]
pub struct TargetGroup {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Option<Text>,
}
