//! Messages on a connection: a list of byte strings, each with its length before it.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One message.
pub(crate) type Fields = Vec<Vec<u8>>;

pub(crate) async fn send(stream: &mut TcpStream, fields: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let mut bytes = length(fields.len());
    for field in fields {
        bytes.extend(length(field.as_ref().len()));
        bytes.extend_from_slice(field.as_ref());
    }
    stream.write_all(&bytes).await
}

pub(crate) async fn receive(stream: &mut TcpStream) -> io::Result<Fields> {
    let mut fields = Vec::new();
    for _ in 0..stream.read_u32().await? {
        let mut field = vec![0; stream.read_u32().await? as usize];
        stream.read_exact(&mut field).await?;
        fields.push(field);
    }
    Ok(fields)
}

fn length(of: usize) -> Vec<u8> {
    u32::try_from(of).unwrap().to_be_bytes().to_vec()
}

pub(crate) fn text(field: &[u8]) -> &str {
    std::str::from_utf8(field).unwrap()
}

pub(crate) fn number(field: &[u8]) -> u64 {
    text(field).parse().unwrap()
}
