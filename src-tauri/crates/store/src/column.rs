//! How the domain's values are written into columns and read back.

use galley_core::{ContentHash, Origin, PostDate, PostId, PostPath, Slug, Utf16Offset};
use jiff::Timestamp;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::table::posts::ReadOnly;

/// A domain value as a column. The domain knows no SQL, hence the wrapper.
pub(crate) struct Column<T>(pub(crate) T);

/// Declares a type whose column is the text that it displays and parses.
macro_rules! text_columns {
    ($($type:ty, $parse:expr;)+) => { $(
        impl ToSql for Column<&$type> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.to_string().into())
            }
        }

        impl FromSql for Column<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let parsed: Option<$type> = ($parse)(value.as_str()?);
                parsed.map(Column).ok_or(FromSqlError::InvalidType)
            }
        }
    )+ };
}

text_columns! {
    PostPath, |text: &str| PostPath::parse(text).ok();
    Slug, |text: &str| Slug::parse(text).ok();
    PostDate, PostDate::parse;
    Origin, |text: &str| text.parse().ok();
    ReadOnly, ReadOnly::parse;
}

/// Declares a type whose column is a number.
macro_rules! number_columns {
    ($($type:ty, $to:expr, $from:expr;)+) => { $(
        impl ToSql for Column<$type> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                let number: i64 = ($to)(self.0);
                Ok(number.into())
            }
        }

        impl FromSql for Column<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let number = value.as_i64()?;
                let read: Option<$type> = ($from)(number);
                read.map(Column).ok_or(FromSqlError::OutOfRange(number))
            }
        }
    )+ };
}

number_columns! {
    PostId, |id: PostId| id.get().into(), |id: i64| u32::try_from(id).ok().map(PostId::new);
    crate::RevisionId,
        |id: crate::RevisionId| id.get().into(),
        |id: i64| u32::try_from(id).ok().map(crate::RevisionId::new);
    Utf16Offset,
        |offset: Utf16Offset| offset.get().into(),
        |units: i64| u32::try_from(units).ok().map(Utf16Offset::new);
    Timestamp, Timestamp::as_microsecond, |at: i64| Timestamp::from_microsecond(at).ok();
}

impl ToSql for Column<ContentHash> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_bytes().as_slice().into())
    }
}

impl FromSql for Column<ContentHash> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(|bytes| Column(ContentHash::new(bytes)))
    }
}

/// A count as SQLite keeps it.
pub(crate) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
