//! How fast are property lists read and written, against the `plist` crate's serde on the same types?
//!
//! And how far are both from a bare walk over the events of the XML, which makes no values at all?

use std::hint::black_box;
use std::io::Cursor;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mdm_benches::{InstalledApplicationList, TokenUpdate, installed_application_list, token_update};
use mdm_plist::{Format, Options};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn plist(criterion: &mut Criterion) {
    let list = installed_application_list();
    compare::<InstalledApplicationList, InstalledApplicationList>(
        criterion,
        "InstalledApplicationList",
        &list,
        &list,
    );
    let (ours, theirs) = (token_update(), token_update());
    compare::<TokenUpdate<mdm_plist::Data>, TokenUpdate<plist::Data>>(
        criterion,
        "TokenUpdate",
        &ours,
        &theirs,
    );
}

/// `Theirs` is the same type but for its data, which is that of the crate that reads it.
fn compare<Ours, Theirs>(criterion: &mut Criterion, name: &str, ours: &Ours, theirs: &Theirs)
where
    Ours: DeserializeOwned + Serialize,
    Theirs: DeserializeOwned + Serialize,
{
    let document = mdm_plist::to_vec(ours).expect("written");
    let bytes = u64::try_from(document.len()).expect("a length");

    let mut group = criterion.benchmark_group(format!("decode {name}"));
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("mdm-plist", |b| {
        b.iter(|| mdm_plist::from_slice::<Ours>(black_box(&document)).expect("read"));
    });
    group.bench_function("quick-xml events", |b| b.iter(|| events(black_box(&document))));
    group.bench_function("plist", |b| {
        b.iter(|| plist::from_reader_xml::<_, Theirs>(Cursor::new(black_box(&document))).expect("read"));
    });
    group.finish();

    let binary = mdm_plist::to_vec_with(ours, Format::Binary).expect("written");
    let options = Options::default().with_format(Format::Binary);
    let mut group = criterion.benchmark_group(format!("decode binary {name}"));
    group.throughput(Throughput::Bytes(u64::try_from(binary.len()).expect("a length")));
    group.bench_function("mdm-plist", |b| {
        b.iter(|| mdm_plist::from_slice_with::<Ours>(black_box(&binary), options).expect("read"));
    });
    group.bench_function("plist", |b| {
        b.iter(|| plist::from_reader::<_, Theirs>(Cursor::new(black_box(&binary))).expect("read"));
    });
    group.finish();

    let mut group = criterion.benchmark_group(format!("encode {name}"));
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("mdm-plist", |b| b.iter(|| mdm_plist::to_vec(black_box(ours)).expect("written")));
    group.bench_function("plist", |b| {
        b.iter(|| {
            let mut out = Vec::new();
            plist::to_writer_xml(&mut out, black_box(theirs)).expect("written");
            out
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group(format!("encode binary {name}"));
    group.throughput(Throughput::Bytes(u64::try_from(binary.len()).expect("a length")));
    group.bench_function("mdm-plist", |b| {
        b.iter(|| mdm_plist::to_vec_with(black_box(ours), Format::Binary).expect("written"));
    });
    group.bench_function("plist", |b| {
        b.iter(|| {
            let mut out = Vec::new();
            plist::to_writer_binary(&mut out, black_box(theirs)).expect("written");
            out
        });
    });
    group.finish();
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

criterion_group!(benches, plist);
criterion_main!(benches);
