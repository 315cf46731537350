//! Posts: news, stories and calls, and what they are about.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::publication::FilePath;
use super::text::{Text, Words};
use super::{Catalogue, Document, Subject};
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::id::{Id, Ref};
use crate::base::language::{Language, Localized};
use crate::base::money::Money;
use crate::content::parse::{Applicant, PostKind};

/// A piece of news, a story or a call.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its id.
    pub id: Id,
    /// Its title, summary and text.
    pub words: Words,
    /// When it was published.
    pub date: PartialDate,
    /// What kind of post it is.
    pub content: PostContent,
    /// What it is about, each once.
    pub about: Vec<Subject>,
    /// The picture above its text.
    pub picture: Option<PostPicture>,
    /// The documents that belong to it.
    pub documents: Vec<Ref<Document>>,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Document>>,
}

/// What a post contains besides its text.
#[derive(Clone, Debug)]
pub enum PostContent {
    /// What has happened.
    News,
    /// What people have experienced.
    Story,
    /// An invitation to apply.
    Call(Call),
}

/// An invitation to apply.
#[derive(Clone, Debug)]
pub struct Call {
    /// The day from which applications are accepted.
    pub opens: Option<PartialDate>,
    /// The last moment for applications.
    pub deadline: Option<Deadline>,
    /// Who may apply.
    pub who: Vec<Applicant>,
    /// The money that is awarded.
    pub budget: Option<Money>,
}

/// A picture above the text of a post.
#[derive(Clone, Debug)]
pub struct PostPicture {
    /// The path at which it is published.
    pub path: FilePath,
    /// Its width and height.
    pub pixels: Option<(u32, u32)>,
    /// What it shows, for readers who do not see it.
    pub description: Text,
    /// Who took it or owns it.
    pub credit: Option<Text>,
}

impl Post {
    /// Returns its kind.
    pub fn kind(&self) -> PostKind {
        match self.content {
            PostContent::News => PostKind::News,
            PostContent::Story => PostKind::Story,
            PostContent::Call(_) => PostKind::Call,
        }
    }

    /// Returns what a call says about applications. `None` if it is no call.
    pub fn call(&self) -> Option<&Call> {
        match &self.content {
            PostContent::Call(call) => Some(call),
            PostContent::News | PostContent::Story => None,
        }
    }

    /// Returns the year in which it was published.
    pub fn year(&self) -> i16 {
        self.date.first_day().year()
    }
}

/// Posts that have something in common and a list of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostGroup {
    /// The posts of a kind.
    Kind(PostKind),
    /// The posts of a year.
    Year(i16),
}

impl PostGroup {
    /// Returns whether a post belongs to the group.
    pub fn has(self, post: &Post) -> bool {
        match self {
            PostGroup::Kind(kind) => post.kind() == kind,
            PostGroup::Year(year) => post.year() == year,
        }
    }
}

/// The order of posts, and the posts about each entry.
#[derive(Debug, Default)]
pub struct PostIndex {
    latest: Vec<Ref<Post>>,
    about: BTreeMap<Subject, Vec<Ref<Post>>>,
    groups: BTreeMap<PostGroup, String>,
}

impl PostIndex {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        let posts = &catalogue.posts;
        let mut latest: Vec<Ref<Post>> = posts.refs().collect();
        latest.sort_by_key(|at| (Reverse(posts[*at].date.first_day()), *at));
        let mut index = PostIndex { latest, ..PostIndex::default() };
        for at in &index.latest {
            let post = &posts[*at];
            index.groups.entry(PostGroup::Kind(post.kind())).or_default();
            index.groups.entry(PostGroup::Year(post.year())).or_insert_with(|| post.year().to_string());
            for subject in &post.about {
                index.about.entry(*subject).or_default().push(*at);
            }
        }
        index
    }

    /// Returns all posts, the latest first.
    pub fn latest(&self) -> &[Ref<Post>] {
        &self.latest
    }

    /// Returns the posts about an entry, the latest first.
    pub fn about(&self, subject: Subject) -> &[Ref<Post>] {
        self.about.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// Returns the last segment of the address of a group: `calls`, `2023`.
    pub fn segment(&self, group: PostGroup, language: Language) -> &str {
        let word = |sr, en| Localized { sr, en }[language];
        match group {
            PostGroup::Kind(PostKind::News) => word("vesti", "news"),
            PostGroup::Kind(PostKind::Story) => word("price", "stories"),
            PostGroup::Kind(PostKind::Call) => word("pozivi", "calls"),
            PostGroup::Year(_) => self.groups.get(&group).map_or("", String::as_str),
        }
    }

    /// Returns the groups that have posts: kinds, then years from the first to the last.
    pub fn groups(&self) -> impl DoubleEndedIterator<Item = PostGroup> + '_ {
        self.groups.keys().copied()
    }
}

impl Catalogue {
    /// Returns the deadline of a post, if it is a call that has one.
    pub fn deadline(&self, at: Ref<Post>) -> Option<Deadline> {
        self.posts[at].call()?.deadline
    }

    /// Iterates over the calls that have a deadline, the latest published first.
    pub fn calls_with_deadlines(&self) -> impl Iterator<Item = (Ref<Post>, Deadline)> + '_ {
        let latest = self.post_index.latest().iter();
        latest.filter_map(|at| Some((*at, self.deadline(*at)?)))
    }

    /// Returns the posts of a group, the latest first.
    pub fn posts_of(&self, group: PostGroup) -> impl Iterator<Item = Ref<Post>> + '_ {
        self.post_index.latest().iter().copied().filter(move |at| group.has(&self.posts[*at]))
    }
}
