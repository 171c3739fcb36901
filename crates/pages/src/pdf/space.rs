//! Places: matrices, clips, and boxes in points from the top left.

use types::BBox;

/// A point.
pub(super) type Point = (f64, f64);
/// An affine transformation, as PDF writes it: a b c d e f.
pub(super) type Matrix = [f64; 6];
/// Leaves everything where it is.
pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
pub(super) fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// First a shift, then `b`.
pub(super) fn shifted(dx: f64, dy: f64, b: Matrix) -> Matrix {
    [b[0], b[1], b[2], b[3], dx * b[0] + dy * b[2] + b[4], dx * b[1] + dy * b[3] + b[5]]
}

/// Where the matrix takes a point.
pub(super) fn apply(m: Matrix, (x, y): Point) -> Point {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// A box of the library's numbers.
pub(super) fn bbox([(x0, y0), (x1, y1)]: [Point; 2]) -> BBox {
    BBox::new(x0 as f32, y0 as f32, x1 as f32, y1 as f32)
}

/// The four corners of the box between two.
pub(super) fn corners([a, b]: [Point; 2]) -> [Point; 4] {
    [a, (b.0, a.1), b, (a.0, b.1)]
}

/// Left, top, right, bottom of what may be seen.
#[derive(Clone, Copy)]
pub(super) struct Clip(pub(super) [f64; 4]);

impl Clip {
    /// Narrowed to the box around the points, if there are any.
    pub(super) fn with(self, points: impl Iterator<Item = Point>) -> Self {
        let mut b = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for (x, y) in points {
            b = [b[0].min(x), b[1].min(y), b[2].max(x), b[3].max(y)];
        }
        if b[0] > b[2] {
            return self;
        }
        let Self(a) = self;
        Self([a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])])
    }

    /// Inside, give or take a point: clips are drawn tight around rows of tables.
    pub(super) fn shows(self, (x, y): Point) -> bool {
        let Self([left, top, right, bottom]) = self;
        x >= left - 1.0 && x <= right + 1.0 && y >= top - 1.0 && y <= bottom + 1.0
    }

    /// What may be seen of a box; `None` if that is nothing.
    pub(super) fn of(self, [a, b]: [Point; 2]) -> Option<[Point; 2]> {
        let Self([left, top, right, bottom]) = self;
        let (x0, x1) = (a.0.min(b.0).max(left), a.0.max(b.0).min(right));
        let (y0, y1) = (a.1.min(b.1).max(top), a.1.max(b.1).min(bottom));
        (x0 <= x1 && y0 <= y1).then_some([(x0, y0), (x1, y1)])
    }
}
