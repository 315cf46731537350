//! Posts as lists show them: those of the list of posts, and of the pages that posts are about.

use serde::Serialize;

use super::context::{Link, PageContext, Shown};
use super::templates::RenderError;
use crate::base::date::PartialDate;
use crate::base::deadline::{Deadline, start_of};
use crate::base::id::Ref;
use crate::content::catalogue::{Call, Post, PostKind, Subject};
use crate::theme::format;
use crate::theme::locales::Argument;

/// A post in a list.
#[derive(Serialize)]
pub(super) struct PostLine<'a> {
    link: Link<'a>,
    kind: String,
    date: String,
    /// ISO 8601.
    machine_date: String,
    /// The summary, where lists show it.
    summary: Option<Shown<'a>>,
    deadline: Option<DeadlineView>,
}

/// The deadline of a call.
#[derive(Serialize)]
pub(super) struct DeadlineView {
    text: String,
    /// ISO 8601, local time.
    machine: String,
    /// When it has passed (RFC 3339). A script compares it with the reader's clock.
    passes_at: Option<String>,
    /// When the call opens.
    opens_at: Option<String>,
}

impl<'a> PageContext<'a> {
    /// Makes the posts about an entry, the latest first.
    pub(super) fn posts_about(&self, subject: Subject) -> Result<Vec<PostLine<'a>>, RenderError> {
        let about = self.catalogue().post_index.about(subject).iter();
        about.map(|at| self.post_line(*at, false)).collect()
    }

    pub(super) fn post_line(&self, at: Ref<Post>, with_summary: bool) -> Result<PostLine<'a>, RenderError> {
        let post = &self.catalogue().posts[at];
        Ok(PostLine {
            link: self.post(at),
            kind: self.post_kind(post.kind())?,
            date: format::date(post.date, self.locale),
            machine_date: post.date.to_string(),
            summary: with_summary.then(|| self.shown(&post.words.summary)),
            deadline: post.call().map(|call| self.deadline(call)).transpose()?.flatten(),
        })
    }

    pub(super) fn post(&self, at: Ref<Post>) -> Link<'a> {
        self.entry(Subject::Post(at))
    }

    pub(super) fn post_kind(&self, kind: PostKind) -> Result<String, RenderError> {
        self.message(&format!("post-kind-{}", kind.word()), &[])
    }

    /// Makes the deadline of a call, if it has one.
    pub(super) fn deadline(&self, call: &Call) -> Result<Option<DeadlineView>, RenderError> {
        let Some(deadline) = call.deadline else { return Ok(None) };
        Ok(Some(DeadlineView {
            text: self.deadline_text(deadline)?,
            machine: deadline.to_string(),
            passes_at: deadline.passes_at().map(|at| at.to_string()),
            opens_at: call.opens.and_then(|day: PartialDate| start_of(day)).map(|at| at.to_string()),
        }))
    }

    pub(super) fn deadline_text(&self, deadline: Deadline) -> Result<String, RenderError> {
        let day = format::date(deadline.day(), self.locale);
        let Some((hour, minute)) = deadline.time() else { return Ok(day) };
        let number = |number: i8| Argument::Text(format!("{number:02}"));
        let (date, hour, minute) = (Argument::Text(day), number(hour), number(minute));
        self.message("day-and-time", &[("date", date), ("hour", hour), ("minute", minute)])
    }
}
