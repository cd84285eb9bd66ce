//! A server in APNs' byte shape that costs as little as it can, so that the clients are what is measured: it cuts
//! frames, does not decode a request's head, and answers every request that ends.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{AlpnError, SslAcceptor, SslMethod, SslStream, select_next_proto};
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509NameBuilder};

/// A certificate that signs itself, for the server and for its clients; one key for all.
pub struct Keys {
    pub server: X509,
    pub push: X509,
    pub key: PKey<Private>,
}

impl Keys {
    pub fn new() -> Self {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        let server = certificate(&key, Nid::COMMONNAME, "localhost");
        let push = certificate(&key, Nid::USERID, super::clients::TOPIC);
        Self { server, push, key }
    }
}

fn certificate(key: &PKey<Private>, nid: Nid, value: &str) -> X509 {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_nid(nid, value).unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_serial_number(&BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_pubkey(key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(2).unwrap()).unwrap();
    builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
    let names =
        SubjectAlternativeName::new().dns("localhost").build(&builder.x509v3_context(None, None)).unwrap();
    builder.append_extension(names).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build()
}

/// Serves one connection after the other, until the process ends.
pub fn serve(listener: &TcpListener, keys: &Keys) {
    let mut tls = SslAcceptor::mozilla_modern_v5(SslMethod::tls_server()).unwrap();
    tls.set_certificate(&keys.server).unwrap();
    tls.set_private_key(&keys.key).unwrap();
    tls.set_read_ahead(true);
    tls.set_alpn_select_callback(|_, offered| select_next_proto(b"\x02h2", offered).ok_or(AlpnError::NOACK));
    let tls = tls.build();
    for stream in listener.incoming() {
        let Ok(stream) = stream else { continue };
        stream.set_nodelay(true).unwrap();
        if let Ok(stream) = tls.accept(stream) {
            // A client that goes away ends its connection, and nothing else.
            let _ = connection(stream);
        }
    }
}

fn connection(mut stream: SslStream<TcpStream>) -> std::io::Result<()> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface)?;
    let mut out = Vec::with_capacity(64 * 1024);
    // What APNs has been seen to announce: HEADER_TABLE_SIZE, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE,
    // MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE.
    let settings = [(1u16, 4096u32), (3, 1000), (4, 65_535), (5, 16_384), (6, 8000)];
    let settings: Vec<u8> = settings
        .iter()
        .flat_map(|(id, value)| [&id.to_be_bytes()[..], &value.to_be_bytes()].concat())
        .collect();
    frame(&mut out, 4, 0, 0, &settings);
    frame(&mut out, 8, 0, 0, &WINDOW.to_be_bytes());
    stream.write_all(&out)?;
    out.clear();

    let head = answer_head();
    let mut received = 0;
    let mut input = vec![0; 64 * 1024];
    let mut filled = 0;
    loop {
        let read = stream.read(&mut input[filled..])?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        let mut at = 0;
        while let Some(header) = input[at..filled].first_chunk::<9>() {
            let length = usize::from(header[0]) << 16 | usize::from(header[1]) << 8 | usize::from(header[2]);
            if filled - at < 9 + length {
                break;
            }
            let (kind, flags) = (header[3], header[4]);
            let stream_id = u32::from_be_bytes([header[5], header[6], header[7], header[8]]);
            match kind {
                // The end of a request: END_STREAM on DATA or HEADERS.
                0 | 1 => {
                    if kind == 0 {
                        received += length;
                    }
                    if flags & 1 != 0 {
                        frame(&mut out, 1, 5, stream_id, &head);
                    }
                }
                4 if flags & 1 == 0 => frame(&mut out, 4, 1, 0, &[]),
                6 if flags & 1 == 0 => frame(&mut out, 6, 1, 0, &input[at + 9..at + 9 + length]),
                _ => {}
            }
            at += 9 + length;
        }
        input.copy_within(at..filled, 0);
        filled -= at;
        if received >= WINDOW as usize / 2 {
            frame(&mut out, 8, 0, 0, &u32::try_from(received).unwrap().to_be_bytes());
            received = 0;
        }
        // OpenSSL takes an empty write for an error.
        if !out.is_empty() {
            stream.write_all(&out)?;
            out.clear();
        }
    }
}

const WINDOW: u32 = 1 << 24;

fn frame(out: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    out.extend_from_slice(&[length[1], length[2], length[3], kind, flags]);
    out.extend_from_slice(&stream.to_be_bytes());
    out.extend_from_slice(payload);
}

/// Status 200, and the literal `apns-id` in Huffman code, to be indexed: the 37 bytes of a real answer.
fn answer_head() -> Vec<u8> {
    let mut head = vec![0x88, 0x40];
    for text in ["apns-id", "3F2504E0-4F89-41D3-9A0C-F3F5E82C33FD"] {
        let code = huffman(text);
        head.push(0x80 | u8::try_from(code.len()).unwrap());
        head.extend(code);
    }
    assert_eq!(head.len(), 37);
    head
}

/// RFC 7541, appendix B, for the letters that occur.
fn huffman(text: &str) -> Vec<u8> {
    let mut bits = String::new();
    for letter in text.chars() {
        bits.push_str(match letter {
            '0' => "00000",
            '1' => "00001",
            '2' => "00010",
            '3' => "011001",
            '4' => "011010",
            '5' => "011011",
            '6' => "011100",
            '7' => "011101",
            '8' => "011110",
            '9' => "011111",
            'a' => "00011",
            'd' => "100100",
            'i' => "00110",
            'n' => "101010",
            'p' => "101011",
            's' => "01000",
            'A' => "100001",
            'C' => "1011110",
            'D' => "1011111",
            'E' => "1100000",
            'F' => "1100001",
            '-' => "010110",
            other => unreachable!("{other}"),
        });
    }
    while bits.len() % 8 != 0 {
        bits.push('1');
    }
    bits.as_bytes()
        .chunks(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect()
}
