//! Commits of what was saved here.

use super::asked::Reply;
use super::html::Html;
use super::page::View;
use crate::authoring::forms::Desk;
use crate::base::hash;
use crate::content::git::{ChangedFile, CommitError, LeftOut, Refusal, Touch, Uncommitted};

/// The longest message of a commit, in characters.
const LONGEST: usize = 10_000;

/// Returns a digest of what an editor sees of a commit.
fn seen(uncommitted: &Uncommitted) -> String {
    let files = uncommitted.files.iter();
    let files = files.flat_map(|file| [file.path.as_str(), file.id.as_ref().map_or("", |id| id.as_str())]);
    hash::hex_of_all([uncommitted.branch.as_str()].into_iter().chain(files), 32)
}

impl View<'_> {
    /// Answers for a commit.
    pub(super) fn commit(&self, desk: &mut Desk) -> Reply {
        let Some(posted) = &self.asked.posted else { return Reply::Elsewhere("/_edit/".to_owned()) };
        let words = self.words;
        let message = posted.text("message").trim();
        let refused =
            |desk: &mut Desk, status, id: &str| self.index(desk, status, Some((words.say(id), true)));
        let Some(uncommitted) = desk.uncommitted() else { return refused(desk, 409, "commit-nothing") };
        if posted.text("seen") != seen(&uncommitted) || uncommitted.files.is_empty() {
            return refused(desk, 409, "commit-other");
        }
        if let Err(refusal) = uncommitted.author {
            return refused(desk, 409, why(refusal));
        }
        if message.is_empty() {
            return refused(desk, 422, "commit-empty");
        }
        if message.chars().count() > LONGEST {
            return refused(desk, 422, "commit-long");
        }
        match desk.commit(&uncommitted, message) {
            Ok(id) => Reply::Elsewhere(format!("/_edit/?committed={}", &id.as_str()[..10])),
            Err(CommitError::Changed) => refused(desk, 409, "commit-other"),
            Err(CommitError::Locked) => refused(desk, 409, "commit-locked"),
            Err(CommitError::Moved) => refused(desk, 409, "commit-moved"),
            Err(CommitError::Failed) => refused(desk, 500, "commit-failed"),
        }
    }

    /// Returns what is said after a commit.
    pub(super) fn committed(&self) -> Option<(String, bool)> {
        let id = self.asked.query.text("committed");
        let is_id = id.len() == 10 && id.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_id.then(|| (self.words.say_with("committed", id), false))
    }

    /// Lists what can be committed, with the form for it. Nothing if there is nothing, or no repository.
    pub(super) fn uncommitted(&self, html: &mut Html, desk: &Desk, is_open: bool) {
        let Some(uncommitted) = desk.uncommitted() else { return };
        let words = self.words;
        let mut attributes = vec![("class", "kind commit"), ("id", "commit")];
        if is_open {
            attributes.push(("open", ""));
        }
        html.open("details", &attributes);
        html.open("summary", &[]);
        html.element("h2", &[], &words.say("commit"));
        let count = uncommitted.files.len();
        html.element("span", &[("class", "quiet")], &format!(" {}", words.say_count("commit-files", count)));
        html.close("summary");
        if count > 0 {
            html.element("p", &[], &words.say("commit-about"));
            html.open("ul", &[]);
            uncommitted.files.iter().for_each(|file| self.changed_file(html, file));
            html.close("ul");
        }
        if !uncommitted.left_out.is_empty() {
            html.element("p", &[], &words.say("commit-left-out"));
            html.open("ul", &[]);
            for (path, reason) in &uncommitted.left_out {
                html.open("li", &[]);
                html.element("code", &[], path);
                html.text(&format!(": {}", words.say(why_left_out(*reason))));
                html.close("li");
            }
            html.close("ul");
        }
        match &uncommitted.author {
            Err(refusal) => self.no_commit(html, *refusal),
            Ok(author) if count > 0 => self.commit_form(html, &uncommitted, author),
            Ok(_) => {}
        }
        html.close("details");
    }

    fn changed_file(&self, html: &mut Html, file: &ChangedFile) {
        let touch = match file.touch {
            Touch::Added => "commit-added",
            Touch::Changed => "commit-changed",
            Touch::Removed => "commit-removed",
        };
        html.open("li", &[]);
        html.element("code", &[], &file.path);
        html.element("span", &[("class", "quiet")], &format!(" {}", self.words.say(touch)));
        html.close("li");
    }

    fn no_commit(&self, html: &mut Html, refusal: Refusal) {
        html.element("p", &[("class", "notice")], &self.words.say(why(refusal)));
        if refusal == Refusal::NoAuthor {
            let commands = "git config --global user.name \"…\"\ngit config --global user.email \"…\"";
            html.element("pre", &[("tabindex", "0")], commands);
        }
    }

    fn commit_form(&self, html: &mut Html, uncommitted: &Uncommitted, author: &str) {
        let words = self.words;
        self.begin_form(html, "commit", &[("autocomplete", "off")]);
        html.open("input", &[("type", "hidden"), ("name", "seen"), ("value", &seen(uncommitted))]);
        html.open("div", &[("class", "field")]);
        html.element("label", &[("for", "message")], &words.say("commit-message"));
        html.element("p", &[("class", "help"), ("id", "message-help")], &words.say("commit-message-help"));
        let attributes = [
            ("id", "message"),
            ("name", "message"),
            ("rows", "3"),
            ("required", ""),
            ("aria-describedby", "message-help"),
        ];
        let given = self.asked.posted.as_ref().map_or("", |posted| posted.text("message"));
        html.text_area(&attributes, given);
        html.close("div");
        html.open("p", &[("class", "quiet")]);
        html.text(&words.say_with("commit-author", author));
        html.text(" · ");
        html.text(&words.say_with("commit-branch", &uncommitted.branch));
        html.close("p");
        html.element("button", &[("type", "submit"), ("class", "button main")], &words.say("commit-button"));
        html.close("form");
    }
}

/// Returns the message that says why there can be no commit now.
fn why(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Unborn => "commit-unborn",
        Refusal::Detached => "commit-detached",
        Refusal::Unfinished => "commit-unfinished",
        Refusal::Programs => "commit-programs",
        Refusal::Links => "commit-links",
        Refusal::NoAuthor => "commit-no-author",
    }
}

/// Returns the message that says why a file cannot be committed.
fn why_left_out(reason: LeftOut) -> &'static str {
    match reason {
        LeftOut::Changed => "commit-left-changed",
        LeftOut::Staged => "commit-left-staged",
        LeftOut::Converted => "commit-left-converted",
        LeftOut::Ignored => "commit-left-ignored",
        LeftOut::Nested => "commit-left-nested",
        LeftOut::Unreadable => "commit-left-unreadable",
    }
}
