use super::*;

fn opened(folder: &Path) -> PostCache<String> {
    PostCache::open(folder, false).expect("nobody else has it")
}

fn filled(folder: &Path) {
    let mut cache = opened(folder);
    for n in 0..3_u8 {
        let html =
            cache.keep([n; 32], format!("post {n}"), format!("<p><a href=\"{n}\">é</a></p>"));
        assert!(html.text().unwrap().contains('é'));
    }
    cache.save();
}

#[test]
fn what_is_kept_is_there_the_next_time_and_what_is_not_asked_for_goes() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let mut cache = opened(folder.path());
    let (post, html) = cache.get(&[1; 32]).expect("it is kept");
    assert_eq!((post.as_str(), &*html.text().unwrap()), ("post 1", "<p><a href=\"1\">é</a></p>"));
    assert!(cache.get(&[9; 32]).is_none());
    cache.save();
    drop(html);
    let mut cache = opened(folder.path());
    assert!(cache.get(&[1; 32]).is_some());
    assert!(cache.get(&[2; 32]).is_none(), "nobody wanted it the last time");
}

#[test]
fn thousands_are_kept_in_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let key = |n: usize| *hash(&n.to_le_bytes()).as_bytes();
    let mut cache = opened(folder.path());
    for n in 0..=2 * PIECE {
        cache.keep(key(n), format!("post {n}"), format!("<p>{n}</p>"));
    }
    cache.save();
    let mut cache = opened(folder.path());
    for n in 0..=2 * PIECE {
        let (post, html) = cache.get(&key(n)).expect("it is kept");
        assert_eq!(
            (post, html.text().unwrap()),
            (format!("post {n}"), format!("<p>{n}</p>").into())
        );
    }
}

#[test]
fn one_process_at_a_time_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let cache = opened(folder.path());
    assert!(PostCache::<String>::open(folder.path(), false).is_none());
    drop(cache);
    opened(folder.path());
}

#[test]
fn a_damaged_list_is_as_none() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let list = folder.path().join(POSTS);
    let whole = fs::read(&list).unwrap();
    for at in [0, 40, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&list, damaged).unwrap();
        assert!(opened(folder.path()).get(&[1; 32]).is_none(), "byte {at}");
        filled(folder.path());
    }
    fs::write(&list, &whole[..50]).unwrap();
    assert!(opened(folder.path()).get(&[1; 32]).is_none());
}

#[test]
fn a_damaged_body_is_an_error_and_not_another_text() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let bodies = folder.path().join(BODIES);
    let mut bytes = fs::read(&bodies).unwrap();
    bytes[4] ^= 1;
    fs::write(&bodies, bytes).unwrap();
    let mut cache = opened(folder.path());
    let (_, html) = cache.get(&[0; 32]).expect("the list is sound");
    assert!(html.text().is_err());
}
