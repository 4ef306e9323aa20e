//! Posts and a theme in, the files of a site out.
//!
//! Everything here renders to values ([`Site`], [`OutputFile`]); only [`writer`]
//! touches the disk, and [`Theme::find`] reads a theme's folder. There is no
//! clock: the same blog, theme and options give the same bytes.
//!
//! A post's body arrives as HTML. What is done to it here is the same for every
//! renderer: links are turned to where the site has their targets.

pub mod writer;

mod address;
mod alias;
mod asset;
mod blog;
mod card;
mod check;
mod contents;
mod context;
mod cover;
mod error;
mod export;
mod feed;
mod group;
mod html;
mod json_ld;
mod link;
mod markup;
mod memory;
mod moved;
mod observer;
mod output;
mod page;
mod pager;
mod picture;
mod plan;
mod render;
mod search;
mod single_file;
mod sitemap;
mod template;
#[cfg(test)]
mod testing;
mod theme;
mod xml;

pub use asset::{original_of, sized_name};
pub use blog::{
    Body, SiteAsset, SiteBlog, SiteOptions, SitePage, SitePicture, SitePictures, SitePost,
};
pub use card::{SiteCard, card_of_post};
pub use check::{AddressProblem, CheckedLinks, check_links};
pub use error::Error;
pub use export::{Staged, export, stage};
pub use galley_svg::{SafeSvg, is_svg, safe_file, safe_svg};
pub use html::Html;
pub use markup::{link_addresses, local_addresses, picture_addresses};
pub use memory::Memory;
pub use moved::{Place, link_of_moved, link_to_moved};
pub use observer::{Observer, Progress, Step, nobody};
pub use output::{Content, OutputFile, Site, SiteProblem};
pub use plan::depth_of_post;
pub use render::{
    Specimen, SpecimenOf, index_posts, page_pieces, post_page, render_site, specimen,
};
pub use single_file::single_file;
pub use theme::{DeclaredSetting, Theme};

/// What may fail in this crate fails with its [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
