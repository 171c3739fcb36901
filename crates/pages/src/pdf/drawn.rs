//! What is drawn: paths to lines and filled boxes, and the inks.

use hayro_syntax::object::{Array, Name, Object};
use hayro_syntax::page::Resources;
use types::{Color, Fill, Rule};

use super::space::{Clip, Matrix, Point, apply, bbox, corners};

/// A filled box no thicker than this many points is a drawn line.
const THIN: f64 = 2.5;
/// A line strays no further than this many points from the horizontal or vertical.
const STRAIGHT: f64 = 1.0;
/// A filled box that covers a page, give or take this share of it, is its paper.
const PAPER: f64 = 0.9;

/// A path under construction, in user space.
#[derive(Default)]
pub(super) struct Path {
    /// Straight segments; `None` ends a figure.
    segments: Vec<[Point; 2]>,
    rectangles: Vec<[Point; 2]>,
    /// Ends and control points of curves: they are no lines, but a clip reaches around them.
    bends: Vec<Point>,
    start: Point,
    at: Point,
}

impl Path {
    pub(super) fn move_to(&mut self, to: Point) {
        self.at = to;
        self.start = to;
    }

    pub(super) fn line_to(&mut self, to: Point) {
        self.segments.push([self.at, to]);
        self.at = to;
    }

    pub(super) fn curve_to(&mut self, bends: [Point; 3]) {
        self.bends.push(self.at);
        self.bends.extend(bends);
        self.at = bends[2];
    }

    /// Where the path stands now.
    pub(super) fn at(&self) -> Point {
        self.at
    }

    pub(super) fn close(&mut self) {
        if self.at != self.start {
            self.line_to(self.start);
        }
    }

    pub(super) fn rectangle(&mut self, a: Point, b: Point) {
        self.rectangles.push([a, b]);
        self.move_to(a);
    }

    pub(super) fn clear(&mut self) {
        self.segments.clear();
        self.rectangles.clear();
        self.bends.clear();
    }

    /// How many pieces it has.
    pub(super) fn len(&self) -> usize {
        self.segments.len() + self.rectangles.len() + self.bends.len()
    }

    /// All points that it reaches.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> + '_ {
        let all = self.segments.iter().flatten().copied();
        all.chain(self.rectangles.iter().flat_map(|r| corners(*r))).chain(self.bends.iter().copied())
    }

    /// The four-sided boxes among its straight figures, as some programs draw what others write as `re`.
    fn boxes(&self) -> impl Iterator<Item = [Point; 2]> + '_ {
        let joined = |w: &&[[Point; 2]]| w.windows(2).all(|p| p[0][1] == p[1][0]) && w[3][1] == w[0][0];
        let square = |w: &&[[Point; 2]]| w.iter().all(|[a, b]| a.0 == b.0 || a.1 == b.1);
        self.segments.windows(4).filter(joined).filter(square).map(|w| [w[0][0], w[1][1]])
    }
}

/// How a path is painted.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub(super) fill: Option<Color>,
    pub(super) stroke: Option<Color>,
}

/// What of a painted path is kept.
#[derive(Default)]
pub(super) struct Drawn {
    pub(super) rules: Vec<Rule>,
    pub(super) fills: Vec<Fill>,
    /// There was more than is kept.
    pub(super) truncated: bool,
}

impl Drawn {
    /// Keeps the straight lines of a painted path that run along the page, and its filled boxes.
    pub(super) fn add(&mut self, path: &Path, paint: Paint, ctm: Matrix, clip: Clip, limit: usize) {
        let Some(color) = paint.stroke.or(paint.fill) else { return };
        for [a, b] in &path.segments {
            self.line(apply(ctm, *a), apply(ctm, *b), color, clip, limit);
        }
        for corners in path.rectangles.iter().copied().chain(path.boxes()) {
            let Some([a, b]) = clip.of(corners.map(|p| apply(ctm, p))) else { continue };
            let (wide, high) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
            let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
            if high <= THIN {
                self.line((a.0, middle.1), (b.0, middle.1), color, clip, limit);
                continue;
            }
            if wide <= THIN {
                self.line((middle.0, a.1), (middle.0, b.1), color, clip, limit);
                continue;
            }
            let Clip(page) = clip;
            let paper = wide >= PAPER * (page[2] - page[0]) && high >= PAPER * (page[3] - page[1]);
            if let Some(color) = paint.fill
                && !paper
            {
                if self.fills.len() >= limit {
                    self.truncated = true;
                } else {
                    self.fills.push(Fill { bbox: bbox([a, b]), color });
                }
            }
            if paint.stroke.is_some() || !paper {
                let [p, q, r, s] = super::space::corners([a, b]);
                for (from, to) in [(p, q), (q, r), (s, r), (p, s)] {
                    self.line(from, to, color, clip, limit);
                }
            }
        }
    }

    fn line(&mut self, a: Point, b: Point, color: Color, clip: Clip, limit: usize) {
        let along = (a.0 - b.0).abs().max((a.1 - b.1).abs());
        let across = (a.0 - b.0).abs().min((a.1 - b.1).abs());
        if across > STRAIGHT || along <= STRAIGHT {
            return;
        }
        // A clip may cut a line short, but one that only touches it by a hair is not shown.
        let Some(seen) =
            clip.of([a, b]).or_else(|| clip.shows(((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0)).then_some([a, b]))
        else {
            return;
        };
        if self.rules.len() >= limit {
            self.truncated = true;
        } else {
            self.rules.push(Rule { bbox: bbox(seen), color });
        }
    }
}

/// A colour space, as far as it tells what its numbers mean.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Space {
    /// By the count of its numbers: grey, red-green-blue, or the four inks of print.
    Counted,
    /// Amounts of one ink or more: 0 is paper.
    Tint,
}

/// The space of this name.
pub(super) fn space(name: &Name<'_>, resources: &Resources<'_>) -> Space {
    let named = resources.get_color_space(name).and_then(Object::into_array);
    let family = named.and_then(|a: Array<'_>| a.iter::<Name<'_>>().next().map(|n| n.as_str().to_owned()));
    match family.as_deref() {
        Some("Separation" | "DeviceN") => Space::Tint,
        _ => Space::Counted,
    }
}

/// The colour that these numbers stand for.
pub(super) fn color(numbers: &[f64], space: Space) -> Color {
    let byte = |v: f64| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
    match (space, numbers) {
        (Space::Tint, all) => Color([byte(1.0 - all.iter().copied().fold(0.0, f64::max)); 3]),
        (Space::Counted, [grey]) => Color([byte(*grey); 3]),
        (Space::Counted, [r, g, b]) => Color([byte(*r), byte(*g), byte(*b)]),
        // PDF 1.7, 10.3.3.
        (Space::Counted, [c, m, y, k]) => Color([c, m, y].map(|ink| byte(1.0 - (ink + k).min(1.0)))),
        _ => Color::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::IDENTITY;
    use super::*;

    const PAGE: Clip = Clip([0.0, 0.0, 600.0, 800.0]);

    fn drawn(path: &Path, fill: bool, limit: usize) -> Drawn {
        let ink = Some(Color([9; 3]));
        let mut drawn = Drawn::default();
        let paint = Paint { fill: ink.filter(|_| fill), stroke: ink.filter(|_| !fill) };
        drawn.add(path, paint, IDENTITY, PAGE, limit);
        drawn
    }

    #[test]
    fn a_thin_filled_box_is_a_line_and_a_thick_one_has_four_sides() {
        let mut path = Path::default();
        path.rectangle((10.0, 10.0), (110.0, 10.5));
        let line = drawn(&path, true, 9);
        assert_eq!((line.rules.len(), line.fills.len()), (1, 0));
        path.clear();
        path.rectangle((10.0, 10.0), (110.0, 40.0));
        let shade = drawn(&path, true, 9);
        assert_eq!((shade.rules.len(), shade.fills.len()), (4, 1));
        assert_eq!(shade.fills[0].color, Color([9; 3]));
        assert!(drawn(&path, false, 3).truncated);
    }

    #[test]
    fn the_paper_is_no_box_and_a_slanted_line_no_rule() {
        let mut path = Path::default();
        path.rectangle((0.0, 0.0), (600.0, 800.0));
        let paper = drawn(&path, true, 9);
        assert_eq!((paper.rules.len(), paper.fills.len()), (0, 0));
        path.clear();
        path.move_to((0.0, 0.0));
        path.line_to((100.0, 50.0));
        assert!(drawn(&path, false, 9).rules.is_empty());
    }

    #[test]
    fn inks() {
        assert_eq!(color(&[1.0, 0.0, 0.0], Space::Counted), Color([255, 0, 0]));
        assert_eq!(color(&[0.0, 0.0, 0.0, 1.0], Space::Counted), Color([0; 3]));
        assert_eq!(color(&[1.0], Space::Tint), Color([0; 3]));
        assert_eq!(color(&[1.0], Space::Counted), Color([255; 3]));
    }
}
