//! Where a blog keeps its posts.

use std::path::{Path, PathBuf};

use galley_core::PostPath;

/// The posts folders of the blogs that open in place: ours, Hugo's and Zola's, Jekyll's,
/// older Hugo blogs', Eleventy's and Hexo's.
const USUAL: [&str; 6] = ["posts", "content/posts", "_posts", "post", "src/posts", "source/_posts"];

/// The posts folder of the blog, if it has one: the configured one, else the first usual
/// one that is there.
///
/// A configured folder outside the blog is none: a blog that came from elsewhere must
/// not point at other parts of the disk.
pub fn find_posts_folder(blog: &Path, configured: Option<&str>) -> Option<PathBuf> {
    if let Some(configured) = configured {
        let inside = PostPath::parse(configured.trim_end_matches('/')).ok()?;
        return Some(blog.join(inside.as_str())).filter(|folder| folder.is_dir());
    }
    USUAL.into_iter().map(|usual| blog.join(usual)).find(|folder| folder.is_dir())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_usual_folder_is_found_and_ours_first() {
        for usual in USUAL {
            let blog = tempfile::tempdir().unwrap();
            assert_eq!(find_posts_folder(blog.path(), None), None);
            fs::create_dir_all(blog.path().join(usual)).unwrap();
            assert_eq!(find_posts_folder(blog.path(), None), Some(blog.path().join(usual)));
            fs::create_dir_all(blog.path().join("posts")).unwrap();
            assert_eq!(find_posts_folder(blog.path(), None), Some(blog.path().join("posts")));
        }
    }

    #[test]
    fn a_configured_folder_wins_and_stays_inside() {
        let blog = tempfile::tempdir().unwrap();
        fs::create_dir_all(blog.path().join("posts")).unwrap();
        fs::create_dir_all(blog.path().join("articles/all")).unwrap();
        let find = |configured| find_posts_folder(blog.path(), Some(configured));
        assert_eq!(find("articles/all/"), Some(blog.path().join("articles/all")));
        for elsewhere in ["missing", "..", "../..", "/etc", ""] {
            assert_eq!(find(elsewhere), None, "{elsewhere:?}");
        }
    }

    #[test]
    fn a_file_of_the_name_is_no_folder() {
        let blog = tempfile::tempdir().unwrap();
        fs::write(blog.path().join("posts"), "").unwrap();
        fs::create_dir(blog.path().join("post")).unwrap();
        assert_eq!(find_posts_folder(blog.path(), None), Some(blog.path().join("post")));
    }
}
