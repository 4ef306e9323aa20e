//! Archive, authors and series: who is in which list, in which order.

use super::{blog, render, text};

/// The texts between `start` and the next `<`, in order.
fn after<'h>(html: &'h str, start: &str) -> Vec<&'h str> {
    html.split(start).skip(1).map(|rest| rest.split('<').next().unwrap()).collect()
}

#[test]
fn a_year_holds_the_days_that_its_readers_saw() {
    let site = render(&blog("letters", true));
    let year = |year: &str| {
        after(text(&site, &format!("archive/{year}/index.html")), "/index.html\">")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let of_2023 = year("2023");
    assert!(of_2023.contains(&"The first letter".to_owned()), "{of_2023:?}");
    assert!(!of_2023.iter().any(|title| title.starts_with("A reply")), "{of_2023:?}");
    let html = text(&site, "archive/2024/index.html");
    assert_eq!(after(html, "<h2>"), ["March", "January"]);
    let march = html.split("<h2>January").next().unwrap();
    assert!(march.contains("11 March 2024"), "in Seoul it is the next day");
    assert_eq!(after(text(&site, "archive/index.html"), "class=\"count\">"), ["3", "1"]);
    assert!(!text(&site, "archive/2024/index.html").contains("Without a date"));
}

#[test]
fn a_series_is_read_from_its_first_part_on() {
    let site = render(&blog("letters", true));
    let list = text(&site, "series/by-the-sea/index.html");
    let places: Vec<_> = ["The first letter", "A reply &lt;/script&gt;", "海のそばで"]
        .iter()
        .map(|title| list.find(&format!(">{title}")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let nav = |path: &str| {
        let html = text(&site, path);
        let start = html.find("<nav class=\"series\"").unwrap();
        html[start..].split("</nav>").next().unwrap().to_owned()
    };
    let second = nav("2024/01/two/index.html");
    assert!(second.contains(">2/3<"), "{second}");
    assert!(second.contains("href=\"../../../2023/12/one/index.html\""), "{second}");
    assert!(second.contains("href=\"../three/index.html\""), "{second}");
    assert!(nav("2023/12/one/index.html").contains(">1/3<"));
    let alone = text(&site, "undated/index.html");
    assert!(!alone.contains("class=\"series\""), "nothing comes before or after one part");
}

#[test]
fn authors_have_pages_when_there_are_several() {
    let site = render(&blog("letters", true));
    let of = |author: &str| text(&site, &format!("authors/{author}/index.html")).to_owned();
    assert!(of("second-author").contains("海のそばで") && of("second-author").contains("A reply"));
    assert!(!of("second-author").contains("The first letter"));
    let first = of("first-author") + text(&site, "authors/first-author/page/2/index.html");
    assert!(first.contains(">Alone<"), "who says nothing is the blog's author");
    let post = text(&site, "2024/01/two/index.html");
    assert_eq!(after(post, "rel=\"author\">"), ["Second Author", "First Author"]);

    let one = render(&blog("small", true));
    assert!(!one.files.iter().any(|file| file.path.starts_with("authors/")));
    assert!(!text(&one, "first/index.html").contains("rel=\"author\""));
}

#[test]
fn a_blog_without_search_has_none_of_it() {
    let mut blog = blog("letters", true);
    blog.config.search = false;
    let site = render(&blog);
    assert!(!site.files.iter().any(|file| file.path.starts_with("search/")));
    assert!(!text(&site, "index.html").contains("search"));
}
