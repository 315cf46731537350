//! The table of posts: one row for each.

use super::{Cell, Column, Unit, Value, former_ids, ids, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Call, Post, Subject};
use crate::site::route::Site;

/// The columns of the table of posts.
pub(super) const POSTS: &[Column<Post>] = &[
    Column::once("id", |site, at| (&post(site, at).id).into()).of(Value::Id),
    Column::by_locale("title", |site, at, locale| text(&post(site, at).words.title, locale)),
    Column::once("kind", |site, at| Cell::Text(post(site, at).kind().word())),
    Column::once("date", |site, at| Cell::Own(post(site, at).date.to_string())).of(Value::Date),
    Column::once("about", |site, at| {
        let about = post(site, at).about.iter();
        Cell::Several(about.filter_map(|subject| site.catalogue.typed_id(*subject)).map(Cell::Own).collect())
    })
    .list(),
    Column::once("opens", |site, at| {
        call(site, at).and_then(|call| call.opens).map(|day| day.to_string()).into()
    })
    .of(Value::Date),
    Column::once("deadline", |site, at| {
        call(site, at).and_then(|call| call.deadline).map(|deadline| deadline.to_string()).into()
    })
    .of(Value::Deadline),
    Column::once("who", |site, at| {
        Cell::List(call(site, at).iter().flat_map(|call| &call.who).map(|who| who.word()).collect())
    })
    .list(),
    Column::once("budget", |site, at| {
        call(site, at).and_then(|call| call.budget).map_or(Cell::Empty, |money| Cell::Amount(money.amount))
    })
    .of(Value::Number)
    .unit(Unit::Column("currency")),
    Column::once("currency", |site, at| {
        call(site, at).and_then(|call| call.budget).map(|money| money.currency.code().to_owned()).into()
    }),
    Column::once("documents", |site, at| ids(&site.catalogue.documents, &post(site, at).documents))
        .of(Value::Reference(Kind::Document))
        .list(),
    Column::once("sources", |site, at| ids(&site.catalogue.documents, &post(site, at).sources))
        .of(Value::Reference(Kind::Document))
        .list(),
    Column::by_locale("summary", |site, at, locale| text(&post(site, at).words.summary, locale)),
    Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Post(at), locale)))
        .of(Value::Address),
    Column::once("former_ids", |site, at| former_ids(site, Subject::Post(at))).list(),
];

fn post(site: &Site, at: Ref<Post>) -> &Post {
    &site.catalogue.posts[at]
}

fn call(site: &Site, at: Ref<Post>) -> Option<&Call> {
    post(site, at).call()
}
