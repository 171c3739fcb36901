//! A page as a picture, for people who look at what was read of it.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::objects::open;
use crate::error::Error;

/// Pixels of the longer side that a picture has at most.
const LONGEST: f32 = 8_000.0;

/// Paints the page of this number, counted from 1, at `scale` pixels a point.
pub(crate) fn picture(bytes: &[u8], number: u32, scale: f32) -> Result<Option<Picture>, Error> {
    let pdf = open(bytes)?;
    let Some(page) = (number as usize).checked_sub(1).and_then(|index| pdf.pages().get(index)) else {
        return Ok(None);
    };
    let (width, height) = page.render_dimensions();
    let scale = scale.min(LONGEST / width.max(height).max(1.0));
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    let pixels = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect();
    Ok(Some(Picture { width: u32::from(pixmap.width()), height: u32::from(pixmap.height()), pixels, scale }))
}

/// A painted page.
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green and blue of each, row by row from the top.
    pub pixels: Vec<u8>,
    /// Pixels a point.
    pub scale: f32,
}
