use jiff::civil::date;
use jiff::tz::Offset;

use super::*;
use crate::test_post::{at, hash, path};

#[test]
fn a_post_is_read_back_as_it_was_added() {
    let store = Store::in_memory().unwrap();
    let source = "\u{feff}---\r\ntitle: Ünïcödé\r\n---\r\nno final line end";
    let id = store.insert_text("2024/a.md", source, 5);

    let stored = store.post(id).unwrap();
    assert_eq!(stored.source, source, "byte for byte");
    assert_eq!((&stored.path, stored.hash), (&path("2024/a.md"), hash(source)));
    assert_eq!((stored.origin, stored.changed_at), (Origin::Cli, at(5)));
    assert_eq!(store.post_by_path(&path("2024/a.md")).unwrap(), Some(stored));
    assert_eq!(store.post_by_path(&path("b.md")).unwrap(), None);
}

#[test]
fn a_summary_holds_what_was_read_from_the_source() {
    let store = Store::in_memory().unwrap();
    let mut post = Post::from_source(&path("a.md"), "text");
    let instant = at(0);
    post.date = Some(PostDate::Instant(instant, Offset::constant(9)));
    post.title = "A title".to_owned();
    post.slug = Slug::parse("a-slug").unwrap();
    post.draft = true;
    post.tags = vec!["two words".to_owned(), "日本\nx".to_owned()];
    post.excerpt = "the start".to_owned();
    post.n_words = 42;
    let id = store.insert(&post, "text", hash("text"), Origin::Window, at(3)).unwrap();

    let posts = store.posts(&TimeZone::UTC).unwrap();
    let expected = PostSummary {
        id,
        path: path("a.md"),
        title: "A title".to_owned(),
        slug: Slug::parse("a-slug").unwrap(),
        date: post.date,
        sort_at: instant,
        draft: true,
        tags: vec!["two words".to_owned(), "日本 x".to_owned()],
        excerpt: "the start".to_owned(),
        n_words: 42,
        n_problems: 0,
        changed_at: at(3),
        read_only: None,
    };
    assert_eq!(posts, [expected]);
    assert_eq!(store.slug_owner(&post.slug).unwrap(), Some(id));
    assert_eq!(store.slug_owner(&Slug::parse("other").unwrap()).unwrap(), None);
}

#[test]
fn the_newest_post_is_first_in_the_zone_of_the_blog() {
    let store = Store::in_memory().unwrap();
    let add = |name: &str, date: Option<PostDate>| {
        let mut post = Post::from_source(&path(name), name);
        post.date = date;
        store.insert(&post, name, hash(name), Origin::Cli, at(0)).unwrap();
    };
    add("undated.md", None);
    add("day.md", Some(PostDate::Day(date(2024, 1, 2))));
    let noon = date(2024, 1, 1).at(20, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
    add("instant.md", Some(PostDate::Instant(noon, Offset::UTC)));
    let names = |time_zone: &TimeZone| -> Vec<String> {
        let posts = store.posts(time_zone).unwrap();
        posts.iter().map(|post| post.path.file_stem().to_owned()).collect()
    };
    assert_eq!(names(&TimeZone::UTC), ["day", "instant", "undated"]);
    let tokyo = TimeZone::fixed(Offset::constant(9));
    assert_eq!(names(&tokyo), ["instant", "day", "undated"], "the day begins earlier there");
}

#[test]
fn an_update_keeps_the_old_text_with_who_wrote_it_and_when() {
    let store = Store::in_memory().unwrap();
    let id = store.insert_text("a.md", "first", 1);
    store.update_text(id, "second", 2);
    store.update_text(id, "second", 3);
    store.update_text(id, "third", 4);

    assert_eq!(store.post(id).unwrap().source, "third");
    let revisions = store.revisions(id).unwrap();
    let facts: Vec<_> =
        revisions.iter().map(|it| (it.origin, it.at, it.n_bytes, it.hash)).collect();
    assert_eq!(
        facts,
        [(Origin::Window, at(2), 6, hash("second")), (Origin::Cli, at(1), 5, hash("first"))],
        "the same text again is no revision"
    );
    assert_eq!(store.former_texts(id), ["second", "first"]);
}

#[test]
fn a_removed_post_can_be_brought_back_with_its_history() {
    let store = Store::in_memory().unwrap();
    let id = store.insert_text("a.md", "first", 1);
    store.update_text(id, "second", 2);
    store.remove(id, Origin::File).unwrap();

    assert!(matches!(store.post(id), Err(Error::UnknownPost { post }) if post == id));
    assert!(matches!(store.remove(id, Origin::File), Err(Error::UnknownPost { .. })));
    assert_eq!(store.search("second", 9).unwrap(), []);
    let removed = store.removed_posts().unwrap();
    assert_eq!((removed[0].post, &removed[0].path), (id, &path("a.md")));
    let last = store.revision(removed[0].last).unwrap();
    assert_eq!((last.source.as_str(), last.at), ("second", at(2)));

    let other = store.insert_text("b.md", "other", 3);
    assert_ne!(other, id, "an identity is never given twice");
    let post = Post::from_source(&path("a.md"), "second");
    store.bring_back(id, &post, "second", hash("second"), Origin::Restore, at(4)).unwrap();
    assert_eq!(store.post(id).unwrap().origin, Origin::Restore);
    assert_eq!(store.former_texts(id), ["second", "first"]);
    assert_eq!(store.removed_posts().unwrap(), []);
}

#[test]
fn a_path_belongs_to_one_post() {
    let store = Store::in_memory().unwrap();
    let first = store.insert_text("a.md", "a", 1);
    let second = store.insert_text("b.md", "b", 1);
    let taken = store.rename(second, &path("a.md"), Origin::File).unwrap_err();
    assert!(matches!(taken, Error::PathTaken { by, .. } if by == first), "{taken:?}");
    let post = Post::from_source(&path("a.md"), "new");
    assert!(store.insert(&post, "new", hash("new"), Origin::Cli, at(2)).is_err());
    assert_eq!(store.posts(&TimeZone::UTC).unwrap().len(), 2);

    store.rename(second, &path("c/d.md"), Origin::File).unwrap();
    assert_eq!(store.post_by_path(&path("c/d.md")).unwrap().map(|post| post.id), Some(second));
    assert!(store.rename(PostId::new(99), &path("e.md"), Origin::File).is_err());
}

#[test]
fn a_post_that_can_only_be_read_is_changed_by_its_file_alone() {
    let store = Store::in_memory().unwrap();
    let id = store.insert_text("a.md", "gr\u{fffd}n", 1);
    store.set_read_only(id, Some(ReadOnly::NotUtf8)).unwrap();
    assert_eq!(store.post(id).unwrap().read_only, Some(ReadOnly::NotUtf8));

    let post = Post::from_source(&path("a.md"), "grün");
    let refused = store.update(id, &post, "grün", hash("grün"), Origin::Window, at(2));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the post `a.md` can only be read: the file is not UTF-8"
    );
    store.update(id, &post, "grün", hash("grün"), Origin::File, at(2)).unwrap();
    assert_eq!(store.revisions(id).unwrap(), [], "an approximation is no former text");
}

#[test]
fn every_change_is_logged_with_who_made_it() {
    let store = Store::in_memory().unwrap();
    let id = store.insert_text("a.md", "first", 1);
    store.update_text(id, "second", 2);
    store.rename(id, &path("b.md"), Origin::File).unwrap();
    store.remove(id, Origin::File).unwrap();
    let origins: Vec<_> =
        store.changes_since(0).unwrap().into_iter().map(|change| change.origin).collect();
    assert_eq!(origins, [Origin::Cli, Origin::Window, Origin::File, Origin::File]);
}

#[test]
fn ten_thousand_posts_are_listed_without_their_texts() {
    let store = Store::in_memory().unwrap();
    store
        .transaction(|store| {
            for i in 0..10_000 {
                let source = format!("text {i}");
                let mut post = Post::from_source(&path(&format!("{i}.md")), &source);
                post.date = Some(PostDate::Day(date(2024, 1, 1)));
                store.insert(&post, &source, hash(&source), Origin::Import, at(i))?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
    let began = std::time::Instant::now();
    let posts = store.posts(&TimeZone::UTC).unwrap();
    let took = began.elapsed();
    assert_eq!(posts.len(), 10_000);
    // An optimised build takes a few milliseconds; this only catches reading the texts.
    assert!(took.as_millis() < 2_000, "listing took {took:?}");
}
