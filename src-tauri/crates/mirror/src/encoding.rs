//! Text that is not UTF-8: what encoding it is in, if that can be told without loss.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// A text that was in another encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The encoding's name.
    pub encoding: &'static str,
    /// The text.
    pub text: String,
}

/// The text in `bytes`. `None` when no encoding fits that would give these very bytes back,
/// or when they are no text at all.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let decoded = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16("UTF-16LE", rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16("UTF-16BE", rest, u16::from_be_bytes),
        _ => guess(bytes),
    };
    decoded.filter(|decoded| !decoded.text.contains('\0'))
}

fn utf16(encoding: &'static str, bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<Decoded> {
    let (units, rest) = bytes.as_chunks::<2>();
    let units = units.iter().map(|pair| unit(*pair));
    let text = char::decode_utf16(units).collect::<Result<String, _>>().ok()?;
    rest.is_empty().then_some(Decoded { encoding, text })
}

fn guess(bytes: &[u8]) -> Option<Decoded> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding: &'static Encoding = detector.guess(None, Utf8Detection::Deny);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let (again, _, is_lossy) = encoding.encode(&text);
    let is_same = !is_lossy && *again == *bytes;
    is_same.then(|| Decoded { encoding: encoding.name(), text: text.into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let decoded = decode(bytes).expect("it can be told");
        assert_eq!(decoded.text, expected, "as {}", decoded.encoding);
    }

    #[test]
    fn what_old_programs_wrote_is_read() {
        check(b"Caf\xe9, d\xe9j\xe0 vu, \x93quoted\x94", "Café, déjà vu, “quoted”");
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode("これは日本語の文章です。");
        check(&bytes, "これは日本語の文章です。");
        let (bytes, ..) = encoding_rs::GBK.encode("这是一个用旧编码保存的文件。");
        check(&bytes, "这是一个用旧编码保存的文件。");
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("Это старый текст, написанный давно.");
        check(&bytes, "Это старый текст, написанный давно.");
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        let bytes = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}Grüße 😀".encode_utf16().flat_map(order).collect()
        };
        check(&bytes(u16::to_le_bytes), "Grüße 😀");
        check(&bytes(u16::to_be_bytes), "Grüße 😀");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
        assert_eq!(decode(b"\xff\xfea"), None, "half a letter");
        assert_eq!(decode(b"\xff\xfe\x00\xd8"), None, "half a pair");
    }
}
