use crate::{Error, Store};

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("wanted")]
    Wanted,
    #[error(transparent)]
    Store(#[from] Error),
}

fn settings(store: &Store) -> [Option<String>; 2] {
    ["outer", "inner"].map(|key| store.setting(key).unwrap())
}

#[test]
fn what_errs_leaves_nothing() {
    let store = Store::in_memory().unwrap();
    let result: Result<(), Failure> = store.transaction(|store| {
        store.set_setting("outer", "1")?;
        Err(Failure::Wanted)
    });
    assert!(matches!(result, Err(Failure::Wanted)), "{result:?}");
    assert_eq!(settings(&store), [None, None]);
}

#[test]
fn an_inner_failure_undoes_only_the_inner_part() {
    let store = Store::in_memory().unwrap();
    let result: Result<(), Failure> = store.transaction(|store| {
        store.set_setting("outer", "1")?;
        let inner: Result<(), Failure> = store.transaction(|store| {
            store.set_setting("inner", "2")?;
            Err(Failure::Wanted)
        });
        assert!(inner.is_err());
        Ok(())
    });
    result.unwrap();
    assert_eq!(settings(&store), [Some("1".to_owned()), None]);
}

#[test]
fn a_panic_leaves_nothing_and_the_store_goes_on() {
    let store = Store::in_memory().unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), Failure> = store.transaction(|store| {
            store.set_setting("outer", "1")?;
            panic!("wanted");
        });
    }));
    assert!(panicked.is_err());
    assert_eq!(settings(&store), [None, None]);
    store.set_setting("outer", "2").unwrap();
    assert_eq!(settings(&store), [Some("2".to_owned()), None]);
}
