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
fn what_the_library_does_not_have_is_named_and_not_found_whoever_asks() {
    let missing = || galley_store::Error::UnknownPost { post: galley_core::PostId::new(7) };
    for error in [missing().into(), Error::from(galley_mirror::Error::from(missing()))] {
        assert_eq!(error.to_string(), "there is no post `7` in this blog");
        assert_eq!(error.code(), ErrorCode::NotFound);
    }
}
