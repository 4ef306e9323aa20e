use super::*;

/// A store that cannot be opened stands for one that fails: the error is the library's.
#[test]
fn a_library_that_fails_below_the_mirror_is_named_as_the_library() {
    let folder = tempfile::tempdir().unwrap();
    let failure = || galley_store::Store::open(folder.path()).unwrap_err();
    let direct = wire::Error::from(Error::from(failure()));
    let by_the_mirror = wire::Error::from(Error::from(galley_mirror::Error::from(failure())));
    assert_eq!(by_the_mirror, direct);
    assert!(by_the_mirror.message.contains("library"), "{by_the_mirror:?}");
}

#[test]
fn what_the_library_refuses_still_names_the_post() {
    let refusal = galley_store::Error::UnknownPost { post: galley_core::PostId::new(7) };
    let refusal = Error::from(galley_mirror::Error::from(refusal));
    assert_eq!(refusal.to_string(), "there is no post 7");
}
