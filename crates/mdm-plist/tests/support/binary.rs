//! Binary property lists made by hand.

/// A document of these objects, of which the first is the value. References take a byte.
pub(crate) fn document(objects: &[&[u8]], offset_size: u8) -> Vec<u8> {
    let mut bytes = b"bplist00".to_vec();
    let mut table = Vec::new();
    for object in objects {
        let offset = (bytes.len() as u64).to_be_bytes();
        table.extend(offset.into_iter().skip(8 - usize::from(offset_size)));
        bytes.extend_from_slice(object);
    }
    let table_start = bytes.len() as u64;
    bytes.extend_from_slice(&table);
    bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, offset_size, 1]);
    for number in [objects.len() as u64, 0, table_start] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    bytes
}
