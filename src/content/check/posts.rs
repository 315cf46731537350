//! Checks posts: what they are about, their pictures, and what calls say about applications.

use super::anchors::page_anchors;
use super::builder::{Builder, Findings};
use super::documents::asset;
use super::facts;
use super::texts::file_path;
use crate::base::id::{Id, Ref};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{Call, Document, Post, PostContent, PostKind, PostPicture, Subject};
use crate::content::parse::{self, DocumentRecord, Entry, PictureRecord, PostRecord, Reference};

impl Builder<'_> {
    pub(super) fn post(
        &self,
        entry: &Entry<PostRecord>,
        id: Id,
        at: usize,
        found: &mut Findings,
    ) -> Option<Post> {
        let words = self.words(entry, Subject::Post(Ref::new(at)), page_anchors(std::iter::empty()), found);
        let record = entry.facts.as_ref()?;
        let problems = &mut found.problems;
        let about = self.subjects(record.about.as_deref().unwrap_or_default(), problems);
        let picture = record.picture.as_ref();
        let picture = picture.and_then(|picture| self.post_picture(picture, entry, problems));
        let documents = self.documents(&record.documents, problems);
        let sources = self.documents(&record.sources, problems);
        let content = match record.kind {
            Some(PostKind::Call) => Some(PostContent::Call(call(record, problems))),
            Some(PostKind::News) => Some(PostContent::News),
            Some(PostKind::Story) => Some(PostContent::Story),
            None => None,
        };
        if matches!(content, Some(PostContent::News | PostContent::Story)) {
            report_keys_of_calls(record, problems);
        }
        let date = record.date.as_ref()?.value;
        Some(Post { id, words: words?, date, content: content?, about, picture, documents, sources })
    }

    /// Resolves a list of documents.
    fn documents(
        &self,
        list: &Option<Vec<Reference<DocumentRecord>>>,
        problems: &mut Problems,
    ) -> Vec<Ref<Document>> {
        list.as_ref().map(|list| self.names.documents.resolve_all(list, problems)).unwrap_or_default()
    }

    fn post_picture(
        &self,
        record: &PictureRecord,
        entry: &Entry<PostRecord>,
        problems: &mut Problems,
    ) -> Option<PostPicture> {
        let description = record.description.as_ref().and_then(|words| self.texts.short(words, problems));
        let credit = record.credit.as_ref().and_then(|words| self.texts.short(words, problems));
        let name = record.file.as_ref()?;
        let file = asset(name, &entry.assets, &entry.folder, true, problems)?;
        if file.pixels.is_none() {
            let message = format!("`{}` is not a picture", parse::shorten(&name.value));
            problems.push(
                Problem::new(&rules::WRONG_VALUE, name.place.clone(), message)
                    .help("name a picture: .png, .jpg, .gif, .webp or .avif"),
            );
            return None;
        }
        let path = file_path(&entry.folder, &file.name);
        Some(PostPicture { path, pixels: file.pixels, description: description?, credit })
    }
}

fn call(record: &PostRecord, problems: &mut Problems) -> Call {
    if let (Some(opens), Some(deadline)) = (&record.opens, &record.deadline)
        && opens.value.first_day() > deadline.value.day().first_day()
    {
        problems.push(
            Problem::new(&rules::PERIOD, deadline.place.clone(), "the deadline is before the opening day")
                .related(opens.place.clone(), "the opening day")
                .help("correct one of the two dates"),
        );
    }
    let mut who = Vec::new();
    for applicant in record.who.iter().flatten() {
        if who.contains(&applicant.value) {
            let message = format!("`{}` is in this list twice", applicant.value.word());
            problems.push(
                Problem::new(&rules::REPEATED_REFERENCE, applicant.place.clone(), message)
                    .help("keep one of the two"),
            );
        } else {
            who.push(applicant.value);
        }
    }
    Call {
        opens: record.opens.as_ref().map(|date| date.value),
        deadline: record.deadline.as_ref().map(|deadline| deadline.value),
        who,
        budget: record.budget.as_ref().and_then(facts::money),
    }
}

/// Reports what only calls have.
fn report_keys_of_calls(record: &PostRecord, problems: &mut Problems) {
    let opens = record.opens.as_ref().map(|date| ("opens", &date.place));
    let deadline = record.deadline.as_ref().map(|deadline| ("deadline", &deadline.place));
    let who = record.who.iter().flatten().next().map(|who| ("who", &who.place));
    let budget = record.budget.as_ref().map(|budget| ("budget", &budget.place));
    let keys: [Option<(&str, &Place)>; 4] = [opens, deadline, who, budget];
    for (key, place) in keys.into_iter().flatten() {
        problems.push(
            Problem::new(&rules::CALL_ONLY, place.clone(), format!("only calls have `{key}`"))
                .help(format!("write `kind: call`, or delete `{key}`")),
        );
    }
}
