//! How often does one message ask for memory, and how much does it hold at a time, against the `plist` crate's serde?
//!
//! Counted, not timed: the figures are the same in every run.

use std::io::Cursor;

use allocation_counter::measure;
use mdm_benches::{InstalledApplicationList, TokenUpdate, installed_application_list, token_update};
use mdm_plist::{Format, Options, from_slice_with, to_vec_with};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

fn main() {
    println!("| message, bytes | work | mdm-plist: allocations, most bytes at a time | plist |");
    println!("|---|---|---|---|");
    let list = installed_application_list();
    compare::<InstalledApplicationList, InstalledApplicationList>("InstalledApplicationList", &list, &list);
    let (ours, theirs) = (token_update(), token_update());
    compare::<TokenUpdate<mdm_plist::Data>, TokenUpdate<plist::Data>>("TokenUpdate", &ours, &theirs);
}

fn compare<Ours, Theirs>(name: &str, ours: &Ours, theirs: &Theirs)
where
    Ours: DeserializeOwned + Serialize,
    Theirs: DeserializeOwned + Serialize,
{
    for format in [Format::Xml, Format::Binary] {
        let document = to_vec_with(ours, format).expect("written");
        let options = Options::default().with_format(format);
        let row = |work: &str, ours: String, theirs: String| {
            println!("| {name}, {format:?}, {} | {work} | {ours} | {theirs} |", document.len());
        };
        let input = || Cursor::new(&document);
        row(
            "into types",
            count(|| from_slice_with::<Ours>(&document, options).expect("read")),
            match format {
                Format::Xml => count(|| plist::from_reader_xml::<_, Theirs>(input()).expect("read")),
                _ => count(|| plist::from_reader::<_, Theirs>(input()).expect("read")),
            },
        );
        row(
            "ignored, and checked by us",
            count(|| from_slice_with::<IgnoredAny>(&document, options).expect("read")),
            count(|| plist::from_reader::<_, IgnoredAny>(input()).expect("read")),
        );
        row(
            "written",
            count(|| to_vec_with(ours, format).expect("written")),
            count(|| {
                let mut out = Vec::new();
                match format {
                    Format::Xml => plist::to_writer_xml(&mut out, theirs).expect("written"),
                    _ => plist::to_writer_binary(&mut out, theirs).expect("written"),
                }
                out
            }),
        );
    }
}

/// The result stays in memory until it is counted.
fn count<T>(work: impl FnOnce() -> T) -> String {
    let mut result = None;
    let info = measure(|| result = Some(work()));
    drop(result);
    format!("{}, {}", info.count_total, info.bytes_max)
}
