//! stub
/// x
pub fn run(_: u64, _: u64) -> anyhow::Result<bool> { Ok(true) }
