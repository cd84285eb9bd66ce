//! The QR code of an invitation, for who has the URL on a screen and the phone in the hand (F27).

use std::fmt::{self, Write as _};

use qrcode::{Color, EcLevel};
use zeroize::Zeroizing;

use crate::{Error, TicketUrl};

/// The QR code of a [`TicketUrl`] (ISO/IEC 18004). Whoever sees it enrolls.
///
/// A code is a square of dark and light modules. The drawings have the light margin around it that a reader needs to find
/// it; who draws by himself leaves [`MARGIN`](Self::MARGIN) modules on each side.
///
/// ```
/// use mdm_enrollment::Ticket;
///
/// # fn main() -> Result<(), mdm_enrollment::Error> {
/// let ticket = Ticket::from_random([7; 32]); // of a cryptographic random source
/// let code = ticket.url("https://mdm.example.com/enroll")?.qr_code()?;
/// assert!(code.expose_secret_svg().starts_with("<svg"));
/// println!("{}", code.expose_secret_text().as_str());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct QrCode {
    width: usize,
    /// Row by row.
    dark: Zeroizing<Vec<bool>>,
}

impl TicketUrl {
    /// Draws the URL. Every module that is lost up to 15 of 100 is made good by the reader (level M).
    ///
    /// # Errors
    ///
    /// [`Error::Url`] for a URL that no code can hold. [`Ticket::url`](crate::Ticket::url) makes none: the longest has 93
    /// modules a side.
    pub fn qr_code(&self) -> Result<QrCode, Error> {
        let code = qrcode::QrCode::with_error_correction_level(self.expose_secret(), EcLevel::M);
        let code = code.map_err(|_| Error::Url)?;
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(QrCode { width, dark: Zeroizing::new(dark) })
    }
}

impl QrCode {
    /// How many light modules a drawing needs on each side.
    pub const MARGIN: usize = 4;

    /// How many modules it has on a side, without margin: 21 to 177.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The rows from top to bottom, without margin; `true` is dark.
    pub fn expose_secret_rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks_exact(self.width)
    }

    /// The code as an SVG image of no size of its own, a unit a module: for a page or a letter.
    #[must_use]
    pub fn expose_secret_svg(&self) -> Zeroizing<String> {
        let side = self.width + 2 * Self::MARGIN;
        // Made once and as large as it can become: no copy of a part of it stays behind.
        let mut svg = Zeroizing::new(String::with_capacity(256 + self.dark.len() * LONGEST_RUN));
        let _ = write!(
            svg,
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d=""##
        );
        for (y, row) in self.expose_secret_rows().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|left, right| left == right) {
                if run.first() == Some(&true) {
                    let (left, top, length) = (x + Self::MARGIN, y + Self::MARGIN, run.len());
                    let _ = write!(svg, "M{left} {top}h{length}v1h-{length}z");
                }
                x += run.len();
            }
        }
        svg.push_str("\"/></svg>");
        svg
    }

    /// The code as lines of text, two rows a line, for a terminal with light letters on a dark ground: what is light is
    /// drawn, what is dark is left out.
    #[must_use]
    pub fn expose_secret_text(&self) -> Zeroizing<String> {
        let rows: Vec<&[bool]> = self.expose_secret_rows().collect();
        let is_light = |x: usize, y: usize| {
            let inside = |at: usize| at.checked_sub(Self::MARGIN);
            let dark = inside(y).and_then(|y| rows.get(y)).zip(inside(x)).and_then(|(row, x)| row.get(x));
            !dark.copied().unwrap_or(false)
        };
        let side = self.width + 2 * Self::MARGIN;
        let mut text = Zeroizing::new(String::with_capacity(side.div_ceil(2) * (side * '█'.len_utf8() + 1)));
        for y in (0..side).step_by(2) {
            for x in 0..side {
                text.push(match (is_light(x, y), y + 1 < side && is_light(x, y + 1)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            text.push('\n');
        }
        text
    }
}

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QrCode(redacted)")
    }
}

/// Bytes of the longest run, `M181 181h7v1h-7z`, for a module: at most every other one begins a run.
const LONGEST_RUN: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ticket;

    fn url(host: usize) -> TicketUrl {
        Ticket::from_random([7; 32]).url(&format!("https://{}", "m".repeat(host))).unwrap()
    }

    /// What a reader that others wrote finds in a picture of so many modules a side. Each module has 3 points a side.
    fn read(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> Vec<String> {
        let mut image =
            rqrr::PreparedImage::prepare_from_bitmap(3 * side, 3 * side, |x, y| is_dark(x / 3, y / 3));
        let grids = image.detect_grids();
        grids.iter().map(|grid| grid.decode().unwrap().1).collect()
    }

    /// The dark points of an SVG image, by what its second path says.
    fn drawn(svg: &str) -> (usize, std::collections::BTreeSet<(usize, usize)>) {
        let between = |text: &str, from: &str, to: &str| -> String {
            text.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned()
        };
        let side = between(svg, "viewBox=\"0 0 ", " ").parse().unwrap();
        let path = between(svg, "/><path d=\"", "\"");
        let mut dark = std::collections::BTreeSet::new();
        for run in path.split_terminator('z') {
            let (corner, length) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = corner.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let (length, back) = length.split_once("v1h-").unwrap();
            assert_eq!(length, back, "{run}");
            dark.extend((x..x + length.parse::<usize>().unwrap()).map(|x| (x, y)));
        }
        (side, dark)
    }

    /// F27: each drawing is read by a decoder that is none of ours, at every length that a URL can have.
    #[test]
    fn what_is_drawn_is_read_as_the_url() {
        for host in [1, 15, 40, 80, 160, 320, TicketUrl::MAX_BASE] {
            let url = url(host);
            let code = url.qr_code().unwrap();
            let expected = [url.expose_secret().to_owned()];
            let (side, dark) = drawn(&code.expose_secret_svg());
            assert_eq!(side, code.width() + 2 * QrCode::MARGIN);
            assert_eq!(read(side, |x, y| dark.contains(&(x, y))), expected, "SVG of {host}");

            let text = code.expose_secret_text();
            let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
            assert!(lines.iter().all(|line| line.len() == side), "{host}");
            let is_light = |x: usize, y: usize| match lines[y / 2][x] {
                '█' => true,
                '▀' => y.is_multiple_of(2),
                '▄' => !y.is_multiple_of(2),
                _ => false,
            };
            assert_eq!(read(side, |x, y| !is_light(x, y)), expected, "text of {host}");
            let rows: Vec<&[bool]> = code.expose_secret_rows().collect();
            assert_eq!(rows.len(), code.width());
            let margin = QrCode::MARGIN;
            assert_eq!(
                read(side, |x, y| {
                    let inside = |at: usize| (margin..margin + code.width()).contains(&at);
                    inside(x) && inside(y) && rows[y - margin][x - margin]
                }),
                expected,
                "rows of {host}"
            );
        }
    }

    #[test]
    fn it_is_bounded_and_shows_nothing() {
        let longest = url(TicketUrl::MAX_BASE).qr_code().unwrap();
        assert_eq!(longest.width(), 93);
        assert_eq!(format!("{longest:?}"), "QrCode(redacted)");
        for host in [1, TicketUrl::MAX_BASE] {
            let code = url(host).qr_code().unwrap();
            let (svg, text) = (code.expose_secret_svg(), code.expose_secret_text());
            let room = |width: usize| 256 + width * width * LONGEST_RUN;
            assert!(svg.len() <= room(code.width()), "it was made once");
            let side = code.width() + 2 * QrCode::MARGIN;
            assert!(text.len() <= side.div_ceil(2) * (3 * side + 1));
        }
        let too_long = format!("https://{}", "m".repeat(TicketUrl::MAX_BASE + 1));
        assert!(matches!(Ticket::from_random([7; 32]).url(&too_long), Err(Error::Url)));
    }
}
