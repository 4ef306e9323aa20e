//! The program that kills; see [`galley_crash::prove`].

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let all_held = galley_crash::prove(&words)?;
    Ok(if all_held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
