use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

const RED: [u8; 3] = [200, 20, 20];
const GREEN: [u8; 3] = [20, 160, 20];
const BLUE: [u8; 3] = [20, 20, 200];
const WHITE: [u8; 3] = [240, 240, 240];

fn low_byte(number: u32) -> u8 {
    number.to_le_bytes()[0]
}

/// Red, green, blue and white in the four quarters, row by row.
fn quarters(width: u32, height: u32) -> DynamicImage {
    let image = RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    });
    DynamicImage::ImageRgb8(image)
}

/// Exif data with an orientation, a camera, and a place on earth: 48° N.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = tag.to_be_bytes().to_vec();
        entry.extend(kind.to_be_bytes());
        entry.extend(count.to_be_bytes());
        entry.extend(value.to_be_bytes());
        entry
    };
    let make = entry(0x010f, 2, 4, u32::from_be_bytes(*b"Cam\0"));
    let turned = entry(0x0112, 3, 1, u32::from(orientation) << 16);
    let gps = entry(0x8825, 4, 1, 50);
    let north = entry(1, 2, 2, u32::from_be_bytes(*b"N\0\0\0"));
    let latitude = entry(2, 5, 3, 80);
    tiff.extend([0, 3]);
    tiff.extend([make, turned, gps].concat());
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 50);
    tiff.extend([0, 2]);
    tiff.extend([north, latitude].concat());
    tiff.extend([0; 4]);
    assert_eq!(tiff.len(), 80);
    for part in [48_u32, 1, 0, 1, 0, 1] {
        tiff.extend(part.to_be_bytes());
    }
    tiff
}

/// A profile that is none but says that it is for three colours.
fn profile() -> Vec<u8> {
    let mut icc = vec![7; 300];
    icc[16..20].copy_from_slice(b"RGB ");
    icc
}

fn file(image: &DynamicImage, format: ImageFormat, exif: Option<Vec<u8>>) -> Vec<u8> {
    fn write(mut to: impl ImageEncoder, image: &DynamicImage, exif: Option<Vec<u8>>) {
        to.set_icc_profile(profile()).unwrap();
        if let Some(exif) = exif {
            to.set_exif_metadata(exif).unwrap();
        }
        image.write_with_encoder(to).unwrap();
    }
    let mut out = Vec::new();
    match format {
        ImageFormat::Jpeg => write(JpegEncoder::new_with_quality(&mut out, 95), image, exif),
        ImageFormat::Png => write(PngEncoder::new(&mut out), image, exif),
        _ => write(WebPEncoder::new_lossless(&mut out), image, exif),
    }
    out
}

/// The colours in the middle of each quarter, as someone sees them who heeds no note.
fn seen(bytes: &[u8]) -> (u32, u32, [[u8; 3]; 4]) {
    let image = image::load_from_memory(bytes).unwrap().into_rgb8();
    let (width, height) = image.dimensions();
    let at = |x: u32, y: u32| {
        let found = image.get_pixel(width * x / 4, height * y / 4).0;
        let near = |color: &[u8; 3]| found.iter().zip(color).all(|(a, b)| a.abs_diff(*b) < 12);
        [RED, GREEN, BLUE, WHITE].into_iter().find(near).unwrap_or(found)
    };
    (width, height, [at(1, 1), at(3, 1), at(1, 3), at(3, 3)])
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
}

const FORMATS: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];

#[test]
fn all_eight_orientations_come_out_the_right_way_up() {
    // Which quarter is seen where, from the definition of each value.
    let cases = [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
    ];
    for format in FORMATS {
        let image = quarters(640, 512);
        for (orientation, colors) in cases {
            let source = file(&image, format, Some(exif(orientation)));
            let ready = prepare(&source);
            let (width, height) = if orientation < 5 { (640, 512) } else { (512, 640) };
            let look = ready.look.expect("it is a picture");
            assert_eq!((look.width, look.height), (width, height), "{format:?} {orientation}");
            assert_eq!(Some(&look), super::look(&source).as_ref(), "the head says the same");
            let clean = ready.clean.expect("there is something to take out");
            assert_eq!(seen(&clean), (width, height, colors), "{format:?} {orientation}");
            for sized in &ready.sized {
                let height = crate::look::height_at((width, height), sized.width);
                assert_eq!(seen(&sized.bytes), (sized.width, height, colors));
            }
            assert_eq!(ready.flaw, None);
        }
    }
}

#[test]
fn place_and_camera_go_and_the_colour_profile_stays() {
    for format in FORMATS {
        for orientation in [1, 6] {
            let source = file(&quarters(640, 512), format, Some(exif(orientation)));
            assert!(holds(&source, b"Cam\0"), "the test's own file has it");
            let ready = prepare(&source);
            assert!(!ready.sized.is_empty());
            let clean = ready.clean.unwrap();
            for bytes in ready.sized.iter().map(|it| &it.bytes).chain([&clean]) {
                for hidden in [&b"Cam\0"[..], b"Exif", b"EXIF", b"eXIf", b"MM\0\x2a"] {
                    assert!(!holds(bytes, hidden), "{format:?} {orientation}");
                }
                assert_eq!(icc_of(bytes), Some(profile()), "{format:?} {orientation}");
            }
            assert_eq!(prepare(&clean).clean, None, "what is clean is left alone");
        }
    }
}

fn icc_of(bytes: &[u8]) -> Option<Vec<u8>> {
    use image::ImageDecoder;
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes));
    reader.with_guessed_format().unwrap().into_decoder().unwrap().icc_profile().unwrap()
}

#[test]
fn what_is_not_turned_keeps_each_byte_of_its_picture() {
    for format in FORMATS {
        let image = quarters(300, 200);
        let plain = file(&image, format, None);
        let noted = file(&image, format, Some(exif(1)));
        assert!(noted.len() > plain.len());
        assert_eq!(prepare(&plain).clean, None, "{format:?}");
        let clean = prepare(&noted).clean.unwrap();
        // A WebP file with notes has a longer head, which may stay.
        assert_eq!(
            image::load_from_memory(&clean).unwrap(),
            image::load_from_memory(&plain).unwrap(),
        );
        if format != ImageFormat::WebP {
            assert_eq!(clean, plain, "{format:?}");
        }
    }
}

#[test]
fn comments_other_programs_notes_and_second_files_go() {
    let jpeg = file(&quarters(300, 200), ImageFormat::Jpeg, None);
    let mut noted = jpeg[..2].to_vec();
    noted.extend(b"\xff\xe1\0\x0chttp://ns\0\xff\xed\0\x06IPTC\xff\xfe\0\x05abc");
    noted.extend(&jpeg[2..]);
    noted.extend(b"\0\0\0\x18ftypmp42 a film with a place");
    assert_eq!(prepare(&noted).clean.as_ref(), Some(&jpeg));

    let png = file(&quarters(300, 200), ImageFormat::Png, None);
    let mut noted = png[..33].to_vec();
    noted.extend(b"\0\0\0\x05tEXta\0bcd\0\0\0\0\0\0\0\x02zzAaxx\0\0\0\0");
    noted.extend(&png[33..]);
    noted.extend(b"more");
    assert_eq!(prepare(&noted).clean.as_ref(), Some(&png));
}

#[test]
fn an_animation_keeps_moving_and_loses_its_notes() {
    // Two pictures of one pixel, played for ever.
    let frame = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    let again = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    let plain = [&head[..], again, frame, frame, b";"].concat();
    let notes = b"\x21\xfe\x05hello\0\x21\xff\x0bXMP DataXMP\x02ab\0";
    let noted = [&head[..], again, notes, frame, frame, b";behind"].concat();
    let ready = prepare(&noted);
    assert_eq!(ready.clean, Some(plain.clone()));
    assert_eq!(ready.look, Some(Look { width: 1, height: 1, widths: vec![] }));
    assert_eq!(prepare(&plain).clean, None);
}

#[test]
fn a_drawing_is_stored_without_loss_and_a_photograph_small() {
    let drawing = file(&quarters(1000, 800), ImageFormat::Png, None);
    let ready = prepare(&drawing);
    let widths: Vec<_> = ready.sized.iter().map(|it| it.width).collect();
    assert_eq!(widths, [480, 1000], "and never wider than it is");
    assert_eq!(
        image::load_from_memory(&ready.sized[1].bytes).unwrap().into_rgb8(),
        quarters(1000, 800).into_rgb8()
    );

    let photo = RgbImage::from_fn(1000, 800, |x, y| {
        let noise = ((x * 7919) ^ (y * 104_729)) % 61;
        Rgb([x / 5 + noise, y / 4 + noise, noise].map(low_byte))
    });
    let photo = file(&DynamicImage::ImageRgb8(photo), ImageFormat::Png, None);
    let ready = prepare(&photo);
    assert!(ready.sized[1].bytes.len() * 3 < photo.len(), "{}", ready.sized[1].bytes.len());
}

#[test]
fn what_can_be_seen_through_stays_so() {
    let glass = RgbaImage::from_fn(600, 400, |x, _| Rgba([9, 90, 200, low_byte(x)]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let ready = prepare(&file(&DynamicImage::ImageRgba8(glass.clone()), format, None));
        let whole = image::load_from_memory(&ready.sized[1].bytes).unwrap();
        assert!(whole.color().has_alpha());
        assert_eq!(whole.into_rgba8().get_pixel(100, 5).0[3], 100);
        assert_eq!(icc_of(&ready.sized[1].bytes), Some(profile()));
    }
}

#[test]
fn a_picture_too_large_to_unfold_goes_out_clean_and_in_one_size() {
    let mut bomb = file(&quarters(300, 200), ImageFormat::Jpeg, Some(exif(6)));
    // The frame's head: a mark, its length, the depth, then height and width.
    let at = bomb.windows(2).position(|mark| mark == b"\xff\xc0").unwrap();
    bomb[at + 5..at + 9].copy_from_slice(&[0xff; 4]);
    let ready = prepare(&bomb);
    assert_eq!(ready.flaw, Some(Flaw::TooLarge));
    assert_eq!(ready.sized, []);
    let clean = ready.clean.unwrap();
    assert!(!holds(&clean, b"Cam\0"));
    let look = super::look(&clean).unwrap();
    assert_eq!((look.width, look.height), (65_535, 65_535));
    let parts = Parts::of(&clean).unwrap();
    assert_eq!(parts.orientation, Orientation::Rotate90, "its note says which way up");
}

#[test]
fn a_damaged_file_says_so() {
    for (bytes, what) in [
        (&b"no picture at all"[..], "text"),
        (b"\xff\xd8\xff\xe0\0\x04ab", "a head alone"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a name alone"),
        (b"", "nothing"),
    ] {
        let ready = prepare(bytes);
        assert_eq!(
            (ready.flaw, ready.clean, ready.look),
            (Some(Flaw::Damaged), None, None),
            "{what}"
        );
    }
    let mut png = file(&quarters(600, 400), ImageFormat::Png, Some(exif(1)));
    let at = png.windows(4).position(|name| name == b"IDAT").unwrap();
    png[at + 4..at + 40].fill(0);
    let ready = prepare(&png);
    assert_eq!((ready.flaw, ready.sized.len()), (Some(Flaw::Damaged), 0));
    assert!(!holds(&ready.clean.unwrap(), b"Cam\0"), "what it says goes even so");
}

fn examples() -> Vec<Vec<u8>> {
    let mut files: Vec<_> =
        FORMATS.iter().map(|format| file(&quarters(24, 16), *format, Some(exif(6)))).collect();
    files.push(b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xfe\x05hello\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;".to_vec());
    files
}

#[test]
fn a_file_that_breaks_off_anywhere_harms_nobody() {
    for whole in examples() {
        for end in 0..whole.len() {
            let ready = prepare(&whole[..end]);
            assert!(ready.clean.is_none_or(|clean| clean.len() <= whole.len() * 4));
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_harm_nobody(bytes: Vec<u8>, head in 0_usize..5) {
        let heads = [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"GIF89a", b""];
        let _ = prepare(&[heads[head], &bytes].concat());
    }

    #[test]
    fn changed_bytes_harm_nobody(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = examples().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let ready = prepare(&bytes);
        if let Some(clean) = ready.clean {
            let again = prepare(&clean);
            prop_assert_eq!(again.look.map(|it| (it.width, it.height)), ready.look.map(|it| (it.width, it.height)));
        }
    }
}
