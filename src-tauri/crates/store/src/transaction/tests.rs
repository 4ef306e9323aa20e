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
fn what_is_done_together_is_undone_together() {
    let store = Store::in_memory().unwrap();
    let both = |store: &Store, fails: bool| {
        store.set_setting("outer", "1")?;
        store.together(|store| {
            store.transaction(|store| store.set_setting("inner", "2"))?;
            store.transaction(|_| if fails { Err(Failure::Wanted) } else { Ok(()) })
        })
    };
    let failed: Result<(), Failure> = store.transaction(|store| {
        assert!(both(store, true).is_err());
        // Levels are levels again.
        let inner = store.transaction(|store| {
            store.set_setting("inner", "3")?;
            Err::<(), _>(Failure::Wanted)
        });
        assert!(inner.is_err());
        Ok(())
    });
    failed.unwrap();
    assert_eq!(settings(&store), [Some("1".to_owned()), None], "not what was done outside of it");
    both(&store, false).unwrap();
    assert_eq!(settings(&store), [Some("1".to_owned()), Some("2".to_owned())]);
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

/// Whether a commit reaches the disk is SQLite's to keep; here it is told to.
#[test]
fn a_lasting_transaction_is_synced_and_the_next_is_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a.db")).unwrap();
    let mode = |store: &Store| -> u32 {
        store.db.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap()
    };
    let (normal, full) = (1, 2);
    let within = store.lasting_transaction(|store| {
        store.set_setting("outer", "1")?;
        // Nested it is part of what is around it.
        store.lasting_transaction(|store| store.set_setting("inner", "2"))?;
        Ok::<_, Error>(mode(store))
    });
    assert_eq!((within.unwrap(), mode(&store)), (full, normal));
    let failed = store.lasting_transaction(|_| Err::<(), _>(Failure::Wanted));
    assert!(matches!(failed, Err(Failure::Wanted)));
    assert_eq!(mode(&store), normal);
}
