//! Declares records and closed sets of words. Decoding, schemas, documentation and walks come from the declaration.

/// Declares a record: its keys with their documentation. Fields are decoded one by one, so no mistake hides another.
///
/// Every field is an `Option`: a value that could not be read has been reported, and the others are still checked.
///
/// After the fields may follow keys of which a record has exactly one. The one that new entries have is `usual`.
///
/// A field may have a role: `name` for proper names, `detail` for facts that are only shown, `former` for
/// former ids.
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        $what:literal $name:ident {
            $( $(#[doc = $doc:literal])+ $need:ident $field:ident $(as $key:literal)? : $type:ty $(= $role:ident)?, )*
        }
        $(exactly one of [$($one:ident),+])?
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// Its place.
            pub place: $crate::base::problem::Place,
            /// Whether a part of it was reported. If so, missing values may not be truly missing.
            pub broken: bool,
            $( $(#[doc = $doc])+ pub $field: Option<$type>, )*
        }

        impl $name {
            /// The keys that the record may have.
            pub const KEYS: &[$crate::content::parse::shape::Key] = &[
                $( $crate::content::parse::shape::Key {
                    name: record!(@key $field $(as $key)?),
                    required: record!(@required $need),
                    is_usual: record!(@usual $need),
                    is_name: record!(@is_name $($role)?),
                    is_detail: record!(@is_detail $($role)?),
                    is_former: record!(@is_former $($role)?),
                    doc: concat!($($doc),+),
                    shape: <$type as $crate::content::parse::decode::Decode>::shape,
                }, )*
            ];

            /// Returns the keys of its details.
            pub fn detail_keys() -> &'static [$crate::content::parse::shape::DetailKey] {
                static KEYS: std::sync::LazyLock<Vec<$crate::content::parse::shape::DetailKey>> =
                    std::sync::LazyLock::new(|| $crate::content::parse::shape::DetailKey::all($name::KEYS));
                &KEYS
            }
        }

        impl $crate::content::parse::written::Aliased for $name {
            fn aliases(&self) -> Option<&Option<Vec<$crate::content::parse::written::Alias>>> {
                [$( record!(@aliases self.$field $(, $role)?), )*].into_iter().flatten().next()
            }
        }

        impl $crate::content::parse::decode::Decode for $name {
            fn decode(
                node: $crate::base::problem::Placed<$crate::content::parse::node::Node>,
                problems: &mut $crate::base::problem::Problems,
            ) -> Option<Self> {
                let place = node.place.clone();
                let entries = $crate::content::parse::fields::entries_of(node, $what, Self::KEYS, problems)?;
                let mut fields = $crate::content::parse::fields::Fields::new(entries, Self::KEYS, problems);
                $crate::content::parse::fields::report_missing(&fields, Self::KEYS, $what, &place, problems);
                $( fields.report_other_than_one(&[$(stringify!($one)),+], $what, &place, problems); )?
                $( let $field = fields.take(record!(@key $field $(as $key)?), problems); )*
                Some($name { place, broken: fields.is_broken(), $( $field, )* })
            }

            fn shape() -> $crate::content::parse::shape::Shape {
                $crate::content::parse::shape::Shape::Record {
                    what: $what,
                    about: concat!($($about),*),
                    keys: Self::KEYS,
                    exactly_one: &[$($(stringify!($one)),+)?],
                }
            }
        }

        impl $crate::content::parse::walk::Walk for $name {
            fn walk<'a>(
                &'a self,
                path: &mut $crate::content::parse::walk::FieldPath,
                visit: &mut $crate::content::parse::walk::Visit<'_, 'a>,
            ) {
                let mut keys = Self::KEYS.iter();
                $(
                    if let Some(key) = keys.next() {
                        path.push(key);
                        $crate::content::parse::walk::Walk::walk(&self.$field, path, visit);
                        path.pop();
                    }
                )*
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident as $key:literal) => { $key };
    (@required required) => { true };
    (@required usual) => { false };
    (@required optional) => { false };
    (@usual required) => { true };
    (@usual usual) => { true };
    (@usual optional) => { false };
    (@is_name) => { false };
    (@is_name name) => { true };
    (@is_name detail) => { false };
    (@is_name former) => { false };
    (@is_detail) => { false };
    (@is_detail former) => { false };
    (@is_detail name) => { false };
    (@is_detail detail) => { true };
    (@is_former) => { false };
    (@is_former former) => { true };
    (@is_former name) => { false };
    (@is_former detail) => { false };
    (@aliases $value:expr) => { None };
    (@aliases $value:expr, name) => { None };
    (@aliases $value:expr, detail) => { None };
    (@aliases $value:expr, former) => { Some(&$value) };
}

/// Declares a closed set of words, each with its documentation. If readers see them, the beginning of the ids of their
/// messages follows `said`.
macro_rules! choice {
    (
        $(#[doc = $about:literal])*
        $what:literal $name:ident $(said $messages:literal)? {
            $( $(#[doc = $doc:literal])+ $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[doc = $doc])+ $variant, )*
        }

        impl $name {
            /// All members, in the order in which lists show them.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Returns the word for it in content and data.
            pub const fn word(self) -> &'static str {
                match self { $( $name::$variant => $word, )* }
            }
        }

        impl $crate::content::parse::decode::Decode for $name {
            fn decode(
                node: $crate::base::problem::Placed<$crate::content::parse::node::Node>,
                problems: &mut $crate::base::problem::Problems,
            ) -> Option<Self> {
                let place = node.place.clone();
                let word = <String as $crate::content::parse::decode::Decode>::decode(node, problems)?;
                let found = Self::ALL.iter().copied().find(|member| member.word() == word);
                if found.is_none() {
                    $crate::content::parse::decode::report_choice($what, &word, &[$($word),*], place, problems);
                }
                found
            }

            fn shape() -> $crate::content::parse::shape::Shape {
                $crate::content::parse::shape::Shape::Word {
                    what: $what,
                    choices: vec![
                        $( $crate::content::parse::shape::Choice { word: $word, doc: concat!($($doc),+) }, )*
                    ],
                    messages: [$(Some($messages),)? None][0],
                }
            }
        }

        impl $crate::content::parse::walk::Value for $name {}

        impl $crate::content::parse::walk::Walk for $name {
            fn walk<'a>(
                &'a self,
                _: &mut $crate::content::parse::walk::FieldPath,
                _: &mut $crate::content::parse::walk::Visit<'_, 'a>,
            ) {
            }
        }
    };
}

pub(super) use {choice, record};
