//! The lists of posts, and their pages.

use serde::Serialize;

use crate::base::id::Ref;
use crate::content::catalogue::{Calendar, Post, PostGroup, PostPicture, Subject};
use crate::render::context::{ImageView, Link, PageContext, Shown};
use crate::render::posts::{DeadlineView, PostLine};
use crate::render::templates::{RenderError, View};
use crate::site::listing;
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

/// What a page shows of its post.
#[derive(Serialize)]
struct PostView<'a> {
    kind: String,
    /// The list of the posts of its kind.
    same_kind: String,
    date: String,
    /// ISO 8601.
    machine_date: String,
    summary: Shown<'a>,
    body: String,
    about: Vec<Link<'a>>,
    picture: Option<PictureView<'a>>,
    call: Option<CallView>,
}

#[derive(Serialize)]
struct PictureView<'a> {
    image: ImageView,
    description: &'a str,
    /// The language of the description, if it is not that of the page.
    lang: Option<&'static str>,
    credit: Option<Shown<'a>>,
}

#[derive(Serialize)]
struct CallView {
    opens: Option<String>,
    deadline: Option<DeadlineView>,
    who: Vec<String>,
    budget: Option<String>,
    /// The address of the deadline for calendars.
    calendar: Option<String>,
}

/// A link to the posts of a kind or year.
#[derive(Serialize)]
struct GroupLink {
    text: String,
    href: String,
    current: bool,
}

impl<'a> PageContext<'a> {
    /// Builds the list of all posts.
    pub(super) fn posts_page(&self, page: Page) -> Result<View, RenderError> {
        let title = self.menu_name(page.subject)?;
        self.post_list(page, title, self.catalogue().post_index.latest())
    }

    /// Builds the list of the posts of a kind or year.
    pub(super) fn post_group_page(&self, page: Page, group: PostGroup) -> Result<View, RenderError> {
        let posts: Vec<Ref<Post>> = self.catalogue().posts_of(group).collect();
        self.post_list(page, self.post_group_title(group)?, &posts)
    }

    fn post_list(&self, page: Page, title: String, posts: &[Ref<Post>]) -> Result<View, RenderError> {
        let shown = listing::part(posts, page.part).iter();
        let lines: Vec<PostLine<'a>> = shown.map(|at| self.post_line(*at, true)).collect::<Result<_, _>>()?;
        let description =
            self.message("posts-description", &[("count", Argument::Count(posts.len() as u64))])?;
        let all = GroupLink {
            text: self.message("all-posts", &[])?,
            href: self.href(Subject::Posts),
            current: page.subject == Subject::Posts,
        };
        // The kinds, then the years, the latest first.
        let mut groups: Vec<PostGroup> = self.catalogue().post_index.groups().collect();
        let years = groups.partition_point(|group| matches!(group, PostGroup::Kind(_)));
        groups[years..].reverse();
        let groups = groups.into_iter().map(|group| {
            let subject = Subject::PostGroup(group);
            Ok(GroupLink {
                text: self.post_group_name(group)?,
                href: self.href(subject),
                current: page.subject == subject,
            })
        });
        let groups = std::iter::once(Ok(all)).chain(groups).collect::<Result<Vec<_>, RenderError>>()?;
        Ok(self
            .view(page, Shown::Own(title), &description)?
            .with("posts", &lines)
            .with("groups", &groups)
            .with("calendar", &self.calendar(page.subject)))
    }

    /// Returns the name of a group among the others: "Calls", "2023".
    fn post_group_name(&self, group: PostGroup) -> Result<String, RenderError> {
        match group {
            PostGroup::Kind(kind) => self.message(&format!("posts-{}", kind.word()), &[]),
            PostGroup::Year(year) => Ok(year.to_string()),
        }
    }

    /// Returns the title of the page of a group.
    pub(in crate::render) fn post_group_title(&self, group: PostGroup) -> Result<String, RenderError> {
        match group {
            PostGroup::Kind(_) => self.post_group_name(group),
            PostGroup::Year(year) => {
                self.message("posts-of-year", &[("year", Argument::Text(year.to_string()))])
            }
        }
    }

    fn calendar(&self, subject: Subject) -> Option<String> {
        let calendar = Calendar::of(subject, self.catalogue())?;
        Some(self.site.calendar_href(calendar, self.locale))
    }

    pub(super) fn post_page(&self, page: Page, at: Ref<Post>) -> Result<View, RenderError> {
        let post = &self.catalogue().posts[at];
        let call = post.call().map(|call| {
            Ok::<_, RenderError>(CallView {
                opens: call.opens.map(|day| format::date(day, self.locale)),
                deadline: self.deadline(call)?,
                who: call.who.iter().map(|who| self.applicant(who.word())).collect::<Result<_, _>>()?,
                budget: call.budget.map(|budget| format::money(budget, self.locale)),
                calendar: self.calendar(page.subject),
            })
        });
        let view = PostView {
            kind: self.post_kind(post.kind())?,
            same_kind: self.href(Subject::PostGroup(PostGroup::Kind(post.kind()))),
            date: format::date(post.date, self.locale),
            machine_date: post.date.to_string(),
            summary: self.shown(&post.words.summary),
            body: self.body(&post.words)?,
            about: post.about.iter().map(|subject| self.entry(*subject)).collect(),
            picture: post.picture.as_ref().map(|picture| self.post_picture(picture)),
            call: call.transpose()?,
        };
        let mut documents = post.documents.clone();
        documents.extend(self.catalogue().document_index.about(page.subject));
        documents.sort_unstable();
        documents.dedup();
        Ok(self
            .view(page, self.shown(&post.words.title), post.words.summary.get(self.locale))?
            .with("post", &view)
            .with("own_documents", &self.document_list(&documents)?)
            .with("documents", &self.attachments("posts", post.id.as_str()))
            .with("sources", &self.sources_of(page.subject)?))
    }

    fn post_picture(&self, picture: &'a PostPicture) -> PictureView<'a> {
        let shown_in = picture.description.shown_in(self.locale);
        PictureView {
            image: self.image(&picture.path),
            description: picture.description.get(self.locale),
            lang: (shown_in != self.locale).then(|| shown_in.tag()),
            credit: picture.credit.as_ref().map(|credit| self.shown(credit)),
        }
    }

    fn applicant(&self, word: &str) -> Result<String, RenderError> {
        self.message(&format!("applicant-{word}"), &[])
    }
}
