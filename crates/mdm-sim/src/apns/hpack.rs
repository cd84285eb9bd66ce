//! Header compression (RFC 7541): the decoder in full; of the encoder, the shapes that APNs sends.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};

/// A header field as it came: bytes, because a hostile client sends any.
pub(super) struct Field {
    pub(super) name: Vec<u8>,
    pub(super) value: Vec<u8>,
}

impl Field {
    fn new(name: &[u8], value: &[u8]) -> Arc<Self> {
        Arc::new(Self { name: name.to_vec(), value: value.to_vec() })
    }

    /// Section 4.1.
    fn size(&self) -> usize {
        self.name.len() + self.value.len() + 32
    }
}

/// The header block cannot be decoded, and no later one can: `COMPRESSION_ERROR`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable;

/// The state of one direction of one connection.
#[derive(Default)]
pub(super) struct Decoder {
    table: VecDeque<Arc<Field>>,
    table_size: usize,
    /// What the encoder chose, at most [`MAX_TABLE`].
    max_size: Option<usize>,
}

impl Decoder {
    /// Gives the fields of a block and their whole size. Fields beyond `max_list` are counted and dropped.
    pub(super) fn decode(
        &mut self,
        block: &[u8],
        max_list: usize,
    ) -> Result<(Vec<Arc<Field>>, usize), Undecodable> {
        let mut reader = Reader(block);
        let mut fields = Vec::new();
        let mut size = 0;
        while let Some(&first) = reader.0.first() {
            let field = if first & 0x80 != 0 {
                self.field(reader.integer(7)?)?
            } else if first & 0x40 != 0 {
                let field = self.literal(&mut reader, 6)?;
                self.insert(Arc::clone(&field));
                field
            } else if first & 0x20 != 0 {
                // Section 4.2: only at the beginning of a block.
                let max = reader.integer(5)?;
                if size > 0 || max > MAX_TABLE {
                    return Err(Undecodable);
                }
                self.max_size = Some(max);
                self.evict(0);
                continue;
            } else {
                self.literal(&mut reader, 4)?
            };
            size += field.size();
            if size <= max_list {
                fields.push(field);
            }
        }
        Ok((fields, size))
    }

    fn literal(&self, reader: &mut Reader<'_>, prefix: u32) -> Result<Arc<Field>, Undecodable> {
        let name = match reader.integer(prefix)? {
            0 => reader.string()?,
            index => self.field(index)?.name.clone(),
        };
        Ok(Arc::new(Field { name, value: reader.string()? }))
    }

    fn field(&self, index: usize) -> Result<Arc<Field>, Undecodable> {
        let index = index.checked_sub(1).ok_or(Undecodable)?;
        let field = match index.checked_sub(STATIC.len()) {
            None => STATIC_FIELDS.get(index),
            Some(index) => self.table.get(index),
        };
        field.map(Arc::clone).ok_or(Undecodable)
    }

    fn insert(&mut self, field: Arc<Field>) {
        self.evict(field.size());
        if field.size() <= self.max_size.unwrap_or(MAX_TABLE) {
            self.table_size += field.size();
            self.table.push_front(field);
        }
    }

    fn evict(&mut self, room: usize) {
        while self.table_size + room > self.max_size.unwrap_or(MAX_TABLE) {
            let Some(field) = self.table.pop_back() else { return };
            self.table_size -= field.size();
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Undecodable> {
        let (&byte, rest) = self.0.split_first().ok_or(Undecodable)?;
        self.0 = rest;
        Ok(byte)
    }

    /// Section 5.1. More than fits in 28 bits is nothing that a real encoder sends.
    fn integer(&mut self, prefix: u32) -> Result<usize, Undecodable> {
        let mask = (1usize << prefix) - 1;
        let mut value = usize::from(self.byte()?) & mask;
        if value < mask {
            return Ok(value);
        }
        for shift in [0, 7, 14, 21] {
            let byte = usize::from(self.byte()?);
            value += (byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Undecodable)
    }

    /// Section 5.2.
    fn string(&mut self) -> Result<Vec<u8>, Undecodable> {
        let huffman = self.0.first().is_some_and(|first| first & 0x80 != 0);
        let length = self.integer(7)?;
        let (bytes, rest): (&'a [u8], _) = self.0.split_at_checked(length).ok_or(Undecodable)?;
        self.0 = rest;
        if huffman { HUFFMAN.decode(bytes).ok_or(Undecodable) } else { Ok(bytes.to_vec()) }
    }
}

/// `:status`, from the static table where it is there.
pub(super) fn put_status(block: &mut Vec<u8>, status: u16) {
    match [200, 204, 206, 304, 400, 404, 500].into_iter().zip(8u8..).find(|(known, _)| *known == status) {
        Some((_, index)) => block.push(0x80 | index),
        None => {
            block.push(0x48); // incremental indexing, the name of entry 8
            put_string(block, status.to_string().as_bytes());
        }
    }
}

/// A field as APNs sends it: a literal with incremental indexing, the name repeated each time, Huffman.
pub(super) fn put_field(block: &mut Vec<u8>, name: &str, value: &[u8]) {
    block.push(0x40);
    put_string(block, name.as_bytes());
    put_string(block, value);
}

/// The table of this encoder is no longer larger than `size` (section 4.2).
pub(super) fn put_table_size(block: &mut Vec<u8>, size: usize) {
    put_integer(block, 0x20, 5, size);
}

fn put_string(block: &mut Vec<u8>, text: &[u8]) {
    let length = HUFFMAN.encoded_bytes(text);
    put_integer(block, 0x80, 7, length);
    HUFFMAN.encode(block, text);
}

fn put_integer(block: &mut Vec<u8>, flags: u8, prefix: u32, value: usize) {
    let mask = (1usize << prefix) - 1;
    let low = |value: usize| u8::try_from(value & 0xFF).unwrap_or_default();
    if value < mask {
        block.push(flags | low(value));
        return;
    }
    block.push(flags | low(mask));
    let mut value = value - mask;
    while value >= 0x80 {
        block.push(low(value & 0x7F) | 0x80);
        value >>= 7;
    }
    block.push(low(value));
}

/// The code of Appendix B. It is canonical: the codes of a length are consecutive, in the order of the symbols, so
/// the lengths say it all.
struct Huffman {
    /// By symbol: its code and length.
    codes: Vec<(u32, u32)>,
    /// By length: the first code, how many there are, and where their symbols begin.
    lengths: [(u32, u32, usize); 31],
    symbols: Vec<u16>,
}

impl Huffman {
    fn new() -> Self {
        let mut this =
            Self { codes: vec![(0, 0); LENGTHS.len()], lengths: [(0, 0, 0); 31], symbols: Vec::new() };
        let mut code = 0;
        for (length, entry) in (0u8..).zip(&mut this.lengths) {
            code <<= 1;
            *entry = (code, 0, this.symbols.len());
            for (symbol, (_, place)) in
                (0u16..).zip(LENGTHS.iter().zip(&mut this.codes)).filter(|(_, (l, _))| **l == length)
            {
                *place = (code, u32::from(length));
                this.symbols.push(symbol);
                entry.1 += 1;
                code += 1;
            }
        }
        this
    }

    fn code(&self, byte: u8) -> (u32, u32) {
        self.codes.get(usize::from(byte)).copied().unwrap_or_default()
    }

    fn encoded_bytes(&self, text: &[u8]) -> usize {
        text.iter().map(|byte| self.code(*byte).1 as usize).sum::<usize>().div_ceil(8)
    }

    fn encode(&self, out: &mut Vec<u8>, text: &[u8]) {
        let (mut bits, mut held) = (0u64, 0);
        for byte in text {
            let (code, length) = self.code(*byte);
            bits = bits << length | u64::from(code);
            held += length;
            while held >= 8 {
                held -= 8;
                out.push(u8::try_from(bits >> held & 0xFF).unwrap_or_default());
            }
        }
        if held > 0 {
            // The rest is filled with ones.
            let last = bits << (8 - held) | 0xFF >> held;
            out.push(u8::try_from(last & 0xFF).unwrap_or_default());
        }
    }

    fn decode(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(text.len() * 8 / 5);
        let (mut bits, mut held) = (0u64, 0);
        let mut bytes = text.iter();
        loop {
            while held <= 32
                && let Some(byte) = bytes.next()
            {
                bits = bits << 8 | u64::from(*byte);
                held += 8;
            }
            let Some((symbol, length)) = self.symbol(bits, held) else { break };
            // The end symbol, 256, must not occur (section 5.2).
            out.push(u8::try_from(symbol).ok()?);
            held -= length;
        }
        let padding = (1u64 << held.min(8)) - 1;
        (held < 8 && bits & padding == padding).then_some(out)
    }

    fn symbol(&self, bits: u64, held: u32) -> Option<(u16, u32)> {
        for (length, (first, count, start)) in (0..=held).zip(self.lengths).skip(5) {
            let code = u32::try_from(bits >> (held - length) & ((1 << length) - 1)).ok()?;
            if let Some(index) = code.checked_sub(first).filter(|index| *index < count) {
                return Some((*self.symbols.get(start + index as usize)?, length));
            }
        }
        None
    }
}

/// What the decoder announces: the default of HTTP/2, and what APNs has.
const MAX_TABLE: usize = 4096;

static HUFFMAN: LazyLock<Huffman> = LazyLock::new(Huffman::new);
static STATIC_FIELDS: LazyLock<Vec<Arc<Field>>> = LazyLock::new(|| {
    STATIC.iter().map(|(name, value)| Field::new(name.as_bytes(), value.as_bytes())).collect()
});

/// Appendix A.
const STATIC: [(&str, &str); 61] = [
    (":authority", ""),
    (":method", "GET"),
    (":method", "POST"),
    (":path", "/"),
    (":path", "/index.html"),
    (":scheme", "http"),
    (":scheme", "https"),
    (":status", "200"),
    (":status", "204"),
    (":status", "206"),
    (":status", "304"),
    (":status", "400"),
    (":status", "404"),
    (":status", "500"),
    ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"),
    ("accept-language", ""),
    ("accept-ranges", ""),
    ("accept", ""),
    ("access-control-allow-origin", ""),
    ("age", ""),
    ("allow", ""),
    ("authorization", ""),
    ("cache-control", ""),
    ("content-disposition", ""),
    ("content-encoding", ""),
    ("content-language", ""),
    ("content-length", ""),
    ("content-location", ""),
    ("content-range", ""),
    ("content-type", ""),
    ("cookie", ""),
    ("date", ""),
    ("etag", ""),
    ("expect", ""),
    ("expires", ""),
    ("from", ""),
    ("host", ""),
    ("if-match", ""),
    ("if-modified-since", ""),
    ("if-none-match", ""),
    ("if-range", ""),
    ("if-unmodified-since", ""),
    ("last-modified", ""),
    ("link", ""),
    ("location", ""),
    ("max-forwards", ""),
    ("proxy-authenticate", ""),
    ("proxy-authorization", ""),
    ("range", ""),
    ("referer", ""),
    ("refresh", ""),
    ("retry-after", ""),
    ("server", ""),
    ("set-cookie", ""),
    ("strict-transport-security", ""),
    ("transfer-encoding", ""),
    ("user-agent", ""),
    ("vary", ""),
    ("via", ""),
    ("www-authenticate", ""),
];

/// Appendix B: how many bits each symbol's code has; the last is the end symbol.
#[rustfmt::skip]
const LENGTHS: [u8; 257] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15,
    6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20,
    20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23,
    24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22,
    22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27,
    24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26,
    26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn unhex(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    fn decoded(decoder: &mut Decoder, hex: &str) -> String {
        let (fields, _) = decoder.decode(&unhex(hex), 8000).expect("block");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        fields.iter().map(|f| format!("{}={} ", text(&f.name), text(&f.value))).collect()
    }

    /// RFC 7541, appendix C.4: three requests on one connection, with Huffman coding.
    #[test]
    fn the_examples_of_the_rfc_decode() {
        let mut decoder = Decoder::default();
        let same = ":method=GET :scheme=http :path=/ :authority=www.example.com ";
        assert_eq!(decoded(&mut decoder, "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff"), same);
        let second = decoded(&mut decoder, "8286 84be 5886 a8eb 1064 9cbf");
        assert_eq!(second, format!("{same}cache-control=no-cache "));
        let third = decoded(&mut decoder, "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf");
        let expected =
            ":method=GET :scheme=https :path=/index.html :authority=www.example.com custom-key=custom-value ";
        assert_eq!(third, expected);
        assert_eq!(decoder.table_size, 164);
    }

    #[test]
    fn what_is_encoded_decodes() {
        let mut block = Vec::new();
        put_table_size(&mut block, 0);
        for status in [200, 410, 503] {
            put_status(&mut block, status);
        }
        let every: Vec<u8> = (0..=255).collect();
        put_field(&mut block, "apns-id", &every);
        put_field(&mut block, "x", &[b'x'; 300]);
        let (fields, size) = Decoder::default().decode(&block, 8000).expect("block");
        let values: Vec<_> = fields.iter().map(|field| field.value.as_slice()).collect();
        assert_eq!(values, [b"200".as_slice(), b"410", b"503", &every, &[b'x'; 300]]);
        assert_eq!(size, fields.iter().map(|field| field.size()).sum::<usize>());
    }

    /// The answer of a real APNs has this shape: 37 bytes.
    #[test]
    fn an_accepted_push_is_answered_in_37_bytes() {
        let mut block = Vec::new();
        put_status(&mut block, 200);
        put_field(&mut block, "apns-id", b"eabeae54-14a8-11e5-b60b-1697f925ec7b");
        assert!((35..=40).contains(&block.len()), "{}", block.len());
        assert_eq!(block.first(), Some(&0x88));
    }

    #[test]
    fn bad_blocks_are_refused() {
        fn check(hex: &str) {
            assert!(Decoder::default().decode(&unhex(hex), 8000).is_err(), "{hex}");
        }
        check("80"); // index 0
        check("be"); // an entry that is not there
        check("ff ffffffff7f"); // an endless integer
        check("40 05 61"); // a string that is cut
        check("40 81 00 01 61"); // Huffman: padding that is not ones
        check("40 84 ffffffff 00"); // Huffman: the end symbol
        check("3f e2 1f"); // a table larger than was allowed
        check("82 20"); // a table size after a field
    }

    #[test]
    fn a_list_that_is_too_long_is_counted_and_not_kept() {
        let block = [0x82u8; 1000];
        let (fields, size) = Decoder::default().decode(&block, 100).expect("block");
        assert_eq!((fields.len(), size), (2, 42_000));
    }

    #[test]
    fn the_table_forgets_the_oldest() {
        let mut decoder = Decoder::default();
        for n in 0..200 {
            let mut block = Vec::new();
            put_field(&mut block, "a", format!("{n}").as_bytes());
            decoder.decode(&block, 8000).expect("block");
        }
        assert!(decoder.table_size <= MAX_TABLE);
        assert_eq!(decoder.field(62).map(|f| f.value.clone()), Ok(b"199".to_vec()));
        decoder.decode(&unhex("20"), 8000).expect("size");
        assert_eq!((decoder.table.len(), decoder.table_size), (0, 0));
    }
}
