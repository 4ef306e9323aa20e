//! What making pictures ready costs: `cargo bench -p galley-image`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use galley_image::prepare;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{Rgb, RgbImage};

fn main() {
    divan::main();
}

/// Hills in the mist, with the grain of a sensor: as large a file as a camera's.
fn photo(width: u32, height: u32) -> RgbImage {
    let mut grain = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = grain >> 28;
        let hill = ((x / 97) % 31 + (y * 3 / (1 + x / 300)) % 37) * 3;
        let sky = y * 180 / height;
        Rgb([hill + noise, hill / 2 + noise, sky + noise].map(|it| it.to_le_bytes()[0]))
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 90);
    photo(width, height).write_with_encoder(encoder).expect("memory takes it");
    file
}

#[divan::bench(sample_count = 5)]
fn photograph_of_12_megapixels(bencher: Bencher<'_, '_>) {
    let file = jpeg(4000, 3000);
    bencher.counter(BytesCount::new(file.len())).bench(|| prepare(black_box(&file)));
}

#[divan::bench(sample_count = 5)]
fn window_of_3_megapixels(bencher: Bencher<'_, '_>) {
    let window = RgbImage::from_fn(2000, 1500, |x, y| {
        let is_ink = x % 9 < 2 && y % 21 < 11 && (x / 9 * 7 + y / 21 * 3) % 5 < 3;
        Rgb(if is_ink { [30, 30, 40] } else { [250, 249, 246] })
    });
    let mut file = Vec::new();
    window.write_with_encoder(PngEncoder::new(&mut file)).expect("memory takes it");
    bencher.counter(BytesCount::new(file.len())).bench(|| prepare(black_box(&file)));
}

#[divan::bench]
fn head_of_a_photograph(bencher: Bencher<'_, '_>) {
    let file = jpeg(4000, 3000);
    bencher.bench(|| galley_image::look(black_box(&file)));
}
