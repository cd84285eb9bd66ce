//! The limits of one decode.

/// What one decode may cost. Every limit is checked before the memory is taken.
///
/// | limit | default | counts |
/// |---|---|---|
/// | `bytes` | 33 554 432 (32 MiB) | the whole document |
/// | `depth` | 64 | arrays and dictionaries inside each other; never more than [`Limits::MAX_DEPTH`] |
/// | `nodes` | 1 000 000 | values: each element but `key` and `plist`, each reference but those to keys |
/// | `string` | 4 194 304 (4 MiB) | bytes of the text of one `string`, `integer`, `real` or `date`, as UTF-8 |
/// | `data` | 25 165 824 (24 MiB) | bytes of one `data` element, after base64 |
/// | `key` | 1 024 (1 KiB) | bytes of one key, as UTF-8 |
///
/// In a binary property list one object may be referred to many times, and each time counts. Two more limits hold there,
/// both reported as [`LimitKind::Expansion`]: no more values than the document has bytes, which no document without a
/// shared array or dictionary reaches; and no more than `bytes` bytes of strings, keys and data together, so that
/// a binary document cannot produce more than an XML one could.
///
/// A document at a limit is read, one beyond it is refused with
/// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded).
///
/// ```
/// use mdm_plist::{ErrorKind, LimitKind, Limits};
///
/// let limits = Limits::default().with_bytes(16);
/// let error = mdm_plist::from_slice_with::<String>(b"<plist><string>Bruckner</string></plist>", &limits);
/// assert_eq!(error.unwrap_err().kind(), &ErrorKind::LimitExceeded { limit: LimitKind::Bytes });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Arrays and dictionaries inside each other. A scalar alone has depth 0.
    pub depth: usize,
    /// Values in the document.
    pub nodes: usize,
    /// Bytes of one text.
    pub string: usize,
    /// Bytes of one `data` element after base64.
    pub data: usize,
    /// Bytes of one key.
    pub key: usize,
}

impl Limits {
    /// The deepest nesting that can be asked for.
    ///
    /// serde recurses over the value that is read, so depth is stack; no setting turns this off.
    pub const MAX_DEPTH: usize = 256;

    /// Sets the bytes of the document.
    #[must_use]
    pub const fn with_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Sets the depth; values above [`Limits::MAX_DEPTH`] count as that.
    #[must_use]
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Sets the number of values.
    #[must_use]
    pub const fn with_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// Sets the bytes of one text.
    #[must_use]
    pub const fn with_string(mut self, string: usize) -> Self {
        self.string = string;
        self
    }

    /// Sets the bytes of one `data` element after base64.
    #[must_use]
    pub const fn with_data(mut self, data: usize) -> Self {
        self.data = data;
        self
    }

    /// Sets the bytes of one key.
    #[must_use]
    pub const fn with_key(mut self, key: usize) -> Self {
        self.key = key;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self { bytes: 32 * MIB, depth: 64, nodes: 1_000_000, string: 4 * MIB, data: 24 * MIB, key: 1024 }
    }
}

/// Which limit a document went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum LimitKind {
    /// [`Limits::bytes`].
    #[error("document size")]
    Bytes,
    /// [`Limits::depth`].
    #[error("depth")]
    Depth,
    /// [`Limits::nodes`].
    #[error("number of values")]
    Nodes,
    /// [`Limits::string`].
    #[error("text length")]
    String,
    /// [`Limits::data`].
    #[error("data length")]
    Data,
    /// [`Limits::key`].
    #[error("key length")]
    Key,
    /// A binary property list refers to the same objects so often that it would become larger than
    /// [`Limits`] allow: see there.
    #[error("expansion of shared objects")]
    Expansion,
}
