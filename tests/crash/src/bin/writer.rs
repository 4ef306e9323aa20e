//! The program that is killed; see [`galley_crash::write`].

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    galley_crash::write(&words)
}
