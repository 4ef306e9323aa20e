//! Many files gone at once: nothing is removed until the author says so.

use std::fs;

use galley_engine::wire;

use crate::test_blog::TestBlog;
use crate::writer::Writer;

fn blog() -> TestBlog {
    let blog = TestBlog::new();
    (0..10).fold(blog, |blog, n| blog.with(&format!("posts/{n}.md"), format!("# Post {n}\n")))
}

fn vanished(writer: &Writer) -> Option<wire::Vanished> {
    writer.wait(|event| match event {
        wire::Event::PostsVanished(it) => Some(it.vanished.clone()),
        _ => None,
    })
}

#[test]
fn the_author_is_asked_and_the_files_can_come_back() {
    let blog = blog();
    let writer = Writer::open(&blog);
    for n in 0..5 {
        fs::remove_file(blog.path(&format!("posts/{n}.md"))).expect("the file");
    }
    // The watcher may tell of the first few before the rest are gone; all end in the question.
    loop {
        let told = vanished(&writer).expect("they are gone");
        if told.n_posts == 5 {
            assert!(told.titles.iter().all(|title| title.starts_with("Post ")), "{told:?}");
            break;
        }
    }
    assert_eq!(writer.blog.post_list().expect("a list").len(), 10);
    writer.blog.vanished_write_back().expect("they are written");
    assert_eq!(vanished(&writer), None);
    assert_eq!(blog.read("posts/3.md"), "# Post 3\n");
    writer.close();
}

#[test]
fn after_a_start_the_question_waits_and_yes_removes_the_posts() {
    let blog = blog();
    Writer::open(&blog).close();
    for n in 0..5 {
        fs::remove_file(blog.path(&format!("posts/{n}.md"))).expect("the file");
    }
    let writer = Writer::open(&blog);
    let opened = writer.blog.opened().expect("a start");
    assert_eq!(opened.posts.len(), 10);
    assert_eq!(opened.vanished.expect("the question").n_posts, 5);
    writer.blog.vanished_remove().expect("they are removed");
    assert_eq!(writer.blog.post_list().expect("a list").len(), 5);
    assert_eq!(writer.blog.removed_list().expect("the trash").len(), 5);
    writer.close();
}

#[test]
fn an_emptied_folder_removes_nothing_and_a_full_one_ends_the_question() {
    let blog = blog();
    Writer::open(&blog).close();
    fs::rename(blog.path("posts"), blog.path("away")).expect("a rename");
    fs::create_dir(blog.path("posts")).expect("a folder");
    let before = blog.galley(&["posts"]).done();
    assert_eq!(before.lines().count(), 10, "{before}");
    let writer = Writer::open(&blog);
    assert_eq!(writer.blog.opened().expect("a start").vanished.expect("asked").n_posts, 10);
    for n in 0..10 {
        let name = format!("{n}.md");
        fs::rename(blog.path("away").join(&name), blog.path("posts").join(&name)).expect("back");
    }
    while vanished(&writer).is_some() {}
    assert!(writer.blog.removed_list().expect("the trash").is_empty());
    writer.close();
}
