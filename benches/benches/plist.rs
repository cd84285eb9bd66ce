//! How fast are property lists read and written, against the `plist` crate's serde on the same types?
//!
//! And how far are both from a bare walk over the events of the XML, which makes no values at all?
//!
//! The rivals are compared with each other, so they are measured in turns, and a noisy moment hits all alike. Every
//! figure is the fastest of the turns: what the work takes when nobody else is at the machine.

use std::hint::black_box;
use std::io::Cursor;
use std::time::Instant;

use mdm_benches::{InstalledApplicationList, TokenUpdate, installed_application_list, token_update};
use mdm_plist::{Format, Options, from_slice, from_slice_with, to_vec, to_vec_with};
use serde::Serialize;
use serde::de::DeserializeOwned;

const TURNS: usize = 1000;
/// In one turn work of fewer seconds than that is repeated, because the clock is not finer.
const SHORT: f64 = 50e-6;
const REPETITIONS: u32 = 100;

fn main() {
    println!("| work | mdm-plist, µs | rival, µs | ratio |");
    println!("|---|---|---|---|");
    let list = installed_application_list();
    compare::<InstalledApplicationList, InstalledApplicationList>("InstalledApplicationList", &list, &list);
    let (ours, theirs) = (token_update(), token_update());
    compare::<TokenUpdate<mdm_plist::Data>, TokenUpdate<plist::Data>>("TokenUpdate", &ours, &theirs);
}

/// `Theirs` is the same type but for its data, which is that of the crate that reads it.
fn compare<Ours, Theirs>(name: &str, ours: &Ours, theirs: &Theirs)
where
    Ours: DeserializeOwned + Serialize,
    Theirs: DeserializeOwned + Serialize,
{
    let xml = to_vec(ours).expect("written");
    let binary = to_vec_with(ours, Format::Binary).expect("written");
    let options = Options::default().with_format(Format::Binary);
    let row = |work: &str, bytes: &[u8], rivals: &mut [(&str, &mut dyn FnMut())]| {
        let micros = in_turns(rivals);
        let (Some((ours, theirs)), names) = (micros.split_first(), rivals.iter().skip(1)) else { return };
        for ((rival, _), theirs) in names.zip(theirs) {
            println!(
                "| {work} {name}, {} bytes, {rival} | {ours:.2} | {theirs:.2} | {:.2} |",
                bytes.len(),
                theirs / ours
            );
        }
    };
    row(
        "read",
        &xml,
        &mut [
            ("mdm-plist", &mut || drop(black_box(from_slice::<Ours>(black_box(&xml)).expect("read")))),
            ("plist", &mut || {
                drop(black_box(
                    plist::from_reader_xml::<_, Theirs>(Cursor::new(black_box(&xml))).expect("read"),
                ));
            }),
            ("quick-xml, events only", &mut || {
                black_box(events(black_box(&xml)));
            }),
        ],
    );
    row(
        "write",
        &xml,
        &mut [
            ("mdm-plist", &mut || drop(black_box(to_vec(black_box(ours)).expect("written")))),
            ("plist", &mut || {
                let mut out = Vec::new();
                plist::to_writer_xml(&mut out, black_box(theirs)).expect("written");
                black_box(out);
            }),
        ],
    );
    row(
        "read binary",
        &binary,
        &mut [
            ("mdm-plist", &mut || {
                drop(black_box(from_slice_with::<Ours>(black_box(&binary), options).expect("read")));
            }),
            ("plist", &mut || {
                drop(black_box(
                    plist::from_reader::<_, Theirs>(Cursor::new(black_box(&binary))).expect("read"),
                ));
            }),
        ],
    );
    row(
        "write binary",
        &binary,
        &mut [
            ("mdm-plist", &mut || {
                drop(black_box(to_vec_with(black_box(ours), Format::Binary).expect("written")));
            }),
            ("plist", &mut || {
                let mut out = Vec::new();
                plist::to_writer_binary(&mut out, black_box(theirs)).expect("written");
                black_box(out);
            }),
        ],
    );
}

/// Microseconds that each of them takes.
fn in_turns(works: &mut [(&str, &mut dyn FnMut())]) -> Vec<f64> {
    let mut fastest = vec![f64::INFINITY; works.len()];
    let mut repetitions = vec![1; works.len()];
    for _ in 0..TURNS {
        for (((_, work), fastest), repetitions) in works.iter_mut().zip(&mut fastest).zip(&mut repetitions) {
            let start = Instant::now();
            (0..*repetitions).for_each(|_| work());
            let once = start.elapsed().as_secs_f64() / f64::from(*repetitions);
            *fastest = fastest.min(once * 1e6);
            *repetitions = if once < SHORT { REPETITIONS } else { 1 };
        }
    }
    fastest
}

/// Walks over the document and looks at nothing.
fn events(document: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_reader(document);
    let mut count = 0;
    while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {
        count += 1;
    }
    count
}
