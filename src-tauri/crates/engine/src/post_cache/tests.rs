use super::*;

fn opened(folder: &Path) -> PostCache<String> {
    PostCache::open(folder, false).expect("nobody else has it")
}

fn filled(folder: &Path) {
    let mut cache = opened(folder);
    for n in 0..3_u8 {
        let (_, html) =
            cache.keep([n; 32], format!("post {n}"), format!("<p><a href=\"{n}\">é</a></p>"));
        assert!(html.text().unwrap().contains('é'));
    }
    cache.save(&[[0; 32], [1; 32], [2; 32]]);
}

/// A cache with many posts, and their keys.
fn many(folder: &Path) -> Vec<Key> {
    let keys: Vec<Key> = (0..=2 * N_CHANGED).map(key).collect();
    let mut cache = opened(folder);
    for (n, key) in keys.iter().enumerate() {
        cache.keep(*key, format!("post {n}"), format!("<p>{n}</p>"));
    }
    cache.save(&keys);
    keys
}

fn key(n: usize) -> Key {
    *hash(&n.to_le_bytes()).as_bytes()
}

fn size(folder: &Path, name: &str) -> Option<u64> {
    Some(fs::metadata(folder.join(name)).ok()?.len())
}

#[test]
fn what_is_kept_is_there_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let cache = opened(folder.path());
    let (post, html) = cache.get(&[1; 32]).expect("it is kept");
    assert_eq!((post.as_str(), &*html.text().unwrap()), ("post 1", "<p><a href=\"1\">é</a></p>"));
    assert!(cache.get(&[9; 32]).is_none());
    cache.save(&[[1; 32]]);
    drop(html);
    assert!(opened(folder.path()).get(&[1; 32]).is_some());
}

#[test]
fn a_few_changed_posts_are_written_beside_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut keys = many(folder);
    let before = fs::read(folder.join(POSTS)).unwrap();
    for n in 0..3 {
        let new = key(1_000_000 + n);
        let mut cache = opened(folder);
        let (post, html) = cache.keep(new, format!("new {n}"), "<p>new</p>".to_owned());
        assert_eq!((post, &*html.text().unwrap()), (format!("new {n}"), "<p>new</p>"));
        // Each time it is the same post that changes but for the last time.
        keys[n / 2] = new;
        cache.save(&keys);
    }
    assert_eq!(fs::read(folder.join(POSTS)).unwrap(), before);
    let cache = opened(folder);
    assert!(keys.iter().all(|key| cache.get(key).is_some()));
    assert!(cache.get(&key(1_000_000)).is_none(), "it changed once more");
    assert_eq!(cache.get(&key(1_000_002)).unwrap().0, "new 2");
    let (written, n_bytes) = (size(folder, CHANGED), folder.join(BODIES));
    let n_bytes = fs::metadata(n_bytes).unwrap().len();
    cache.save(&keys);
    assert_eq!(size(folder, CHANGED), written);
    assert_eq!(size(folder, BODIES), Some(n_bytes));
}

#[test]
fn what_is_not_asked_for_goes_when_it_is_much() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut keys = many(folder);
    let mut cache = opened(folder);
    keys[0] = key(1_000_000);
    cache.keep(keys[0], "new".to_owned(), "<p>new</p>".to_owned());
    cache.save(&keys);
    let before = size(folder, POSTS);
    let (kept, gone) = keys.split_at(N_CHANGED - 1);
    opened(folder).save(kept);
    assert!(size(folder, POSTS) < before);
    assert_eq!(size(folder, CHANGED), None);
    let cache = opened(folder);
    assert!(kept.iter().all(|key| cache.get(key).is_some()));
    assert!(gone.iter().all(|key| cache.get(key).is_none()));
}

#[test]
fn bodies_of_posts_that_are_no_more_are_not_kept_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    filled(folder);
    let body = "x".repeat(usize::try_from(WASTE).unwrap());
    let mut keys = [[0; 32], [1; 32], [2; 32]];
    for n in 3..7 {
        let mut cache = opened(folder);
        keys[0] = [n; 32];
        cache.keep(keys[0], "new".to_owned(), body.clone());
        cache.save(&keys);
    }
    // All is made again.
    assert!(opened(folder).get(&keys[0]).is_none());
    assert_eq!(size(folder, BODIES), Some(0));
    assert_eq!(size(folder, CHANGED), None);
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
    let cache = opened(folder.path());
    let (_, html) = cache.get(&[0; 32]).expect("the list is sound");
    assert!(html.text().is_err());
}
