//! What one decode accepts.

use crate::{Format, Limits};

/// What one decode accepts: the [`Limits`], and the format.
///
/// The format is XML unless the caller says otherwise, because that is what Apple's devices write: a binary check-in
/// comes from something else, and a second way to write a message is a second way past whatever looks at messages in
/// front of the server. The format is what the caller chooses or what the first bytes say; one format is never tried
/// after the other.
///
/// ```
/// use mdm_plist::{ErrorKind, Format, Limits, Options};
///
/// let binary = mdm_plist::to_vec_with(&["Bruckner"], Format::Binary)?;
/// let error = mdm_plist::from_slice::<[String; 1]>(&binary).unwrap_err();
/// assert_eq!(error.kind(), &ErrorKind::BinaryFormat);
///
/// let options = Options::default().with_any_format().with_limits(Limits::default().with_bytes(1024));
/// let read: [&str; 1] = mdm_plist::from_slice_with(&binary, options)?;
/// assert_eq!(read, ["Bruckner"]);
/// # Ok::<(), mdm_plist::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// What it may cost.
    pub limits: Limits,
    /// The one format that is read; `None` for that which [`Format::sniff`] finds.
    pub format: Option<Format>,
}

impl Options {
    /// Sets the limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads this format and refuses the other.
    #[must_use]
    pub const fn with_format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Reads what starts with `bplist` as binary, and everything else as XML.
    #[must_use]
    pub const fn with_any_format(mut self) -> Self {
        self.format = None;
        self
    }
}

/// XML under the default limits.
impl Default for Options {
    fn default() -> Self {
        Self::from(&Limits::default())
    }
}

/// XML under these limits.
impl From<&Limits> for Options {
    fn from(limits: &Limits) -> Self {
        Self { limits: *limits, format: Some(Format::Xml) }
    }
}
