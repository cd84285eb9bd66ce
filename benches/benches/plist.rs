//! How fast are property lists read and written, against the `plist` crate's serde on the same types?

use std::hint::black_box;
use std::io::Cursor;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mdm_benches::{InstalledApplicationList, TokenUpdate, installed_application_list, token_update};
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
    group.bench_function("plist", |b| {
        b.iter(|| plist::from_reader_xml::<_, Theirs>(Cursor::new(black_box(&document))).expect("read"));
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
}

criterion_group!(benches, plist);
criterion_main!(benches);
