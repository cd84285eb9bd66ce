//! How often is memory asked for per push? Counted, so the same in every run.

#[path = "apns/clients.rs"]
#[allow(dead_code, reason = "the other bench measures time")]
mod clients;
#[path = "apns/server.rs"]
mod server;

use std::net::TcpListener;

use self::clients::Rival;
use self::server::Keys;

const PUSHES: u64 = 20_000;

/// `cargo bench -p mdm-benches --bench apns_allocations`.
fn main() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let keys = Keys::new();
    let server_keys = Keys { server: keys.server.clone(), push: keys.push.clone(), key: keys.key.clone() };
    std::thread::spawn(move || server::serve(&listener, &server_keys));
    for name in ["ours", "hyper", "h2"] {
        for in_flight in [1, 100, 1000] {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let rival = runtime.block_on(async {
                let rival = Rival::connect(name, port, &keys).await;
                rival.push_many(in_flight, PUSHES).await;
                rival
            });
            // Each task makes its pushes first; that is small beside so many.
            let counted =
                allocation_counter::measure(|| runtime.block_on(rival.push_many(in_flight, PUSHES)));
            let of_tasks = allocation_counter::measure(|| runtime.block_on(rival.push_many(in_flight, 0)));
            let per_push = |all: u64, tasks: u64| (all - tasks) as f64 / PUSHES as f64;
            println!(
                "{name:<6}{in_flight:>6} in flight: {:>6.1} allocations, {:>7.0} bytes a push",
                per_push(counted.count_total, of_tasks.count_total),
                per_push(counted.bytes_total, of_tasks.bytes_total),
            );
        }
    }
}
