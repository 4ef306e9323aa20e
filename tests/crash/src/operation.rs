//! stub
/// x
pub fn run(_: crate::blog::Place, _: &str) -> anyhow::Result<()> { Ok(()) }
