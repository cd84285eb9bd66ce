//! What does a push cost, beside a plain hyper client, the bare `h2` crate, and `h2load`?
//!
//! Client and server are processes, each tied to a core of its own by `taskset` where that is there. The clients take
//! turns, so that a noisy moment hits all alike; ratios are medians of the ratios of single turns.

#[path = "apns/clients.rs"]
mod clients;
#[path = "apns/server.rs"]
mod server;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use self::clients::{Rival, cpu_of, measure, resident_kib};
use self::server::Keys;

const CLIENTS: [&str; 3] = ["ours", "hyper", "h2"];
const IN_FLIGHT: [u64; 3] = [1, 100, 1000];
const LENGTH: Duration = Duration::from_millis(1000);

/// `cargo bench -p mdm-benches --bench apns [-- TURNS]`.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["server", folder] => serve(folder),
        ["client", name, port, in_flight, folder] => {
            client(name, port.parse().unwrap(), in_flight.parse().unwrap(), folder);
        }
        ["million", port, folder] => million(port.parse().unwrap(), folder),
        [] => compare(9),
        [turns] => compare(turns.parse().expect("a number of turns")),
        _ => panic!("unknown arguments"),
    }
}

fn compare(turns: usize) {
    let folder = std::env::temp_dir().join(format!("mdm-bench-apns-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    let (server, port) = start_server(folder);
    let h2load = Command::new("h2load").arg("--version").output().is_ok();
    println!("{turns} turns of {LENGTH:?}; medians. Loads of others: {}", loads().trim());
    if !h2load {
        println!("h2load is not installed (Debian: nghttp2-client): left out");
    }
    for in_flight in IN_FLIGHT {
        let mut runs: Vec<Vec<Figures>> = CLIENTS.iter().map(|_| Vec::new()).collect();
        let mut load_runs = Vec::new();
        for turn in 0..turns {
            for step in 0..CLIENTS.len() {
                // Each goes first as often as the others.
                let at = (turn + step) % CLIENTS.len();
                let before = cpu_of(server.id());
                let mut run = run_client(CLIENTS[at], port, in_flight, folder);
                run.server = (cpu_of(server.id()) - before).as_secs_f64() * 1e6 / run.all;
                runs[at].push(run);
            }
            if h2load {
                load_runs.push(run_h2load(port, in_flight, folder));
            }
        }
        println!("\n{in_flight} in flight          pushes/s   client µs/push   server µs/push");
        for (name, runs) in CLIENTS.iter().zip(&runs) {
            let [rate, cpu, server] = [|r: &Figures| r.rate, |r: &Figures| r.cpu, |r: &Figures| r.server]
                .map(|f| median(runs.iter().map(f)));
            let void = if in_flight > 1 && server > cpu { "   VOID: the server is the limit" } else { "" };
            println!("  {name:<18}{rate:>12.0}{cpu:>17.2}{server:>17.2}{void}");
        }
        if h2load {
            let [rate, cpu] =
                [|r: &Figures| r.rate, |r: &Figures| r.cpu].map(|f| median(load_runs.iter().map(f)));
            println!("  {:<18}{rate:>12.0}{cpu:>17.2}", "h2load");
        }
        for (rival, theirs) in CLIENTS.iter().zip(&runs).skip(1) {
            let ratio = |f: fn(&Figures) -> f64| median(runs[0].iter().zip(theirs).map(|(a, b)| f(a) / f(b)));
            println!("  ours : {rival:<11} rate {:.2}, cpu {:.2}", ratio(|r| r.rate), ratio(|r| r.cpu));
        }
    }
    let output = pinned(1, &["million", &port.to_string(), folder]).output().unwrap();
    println!("\n{}", String::from_utf8_lossy(&output.stdout).trim());
    stop(server);
    std::fs::remove_dir_all(folder).unwrap();
}

struct Figures {
    rate: f64,
    cpu: f64,
    server: f64,
    /// Pushes of the whole run, the first moment included.
    all: f64,
}

fn run_client(name: &str, port: u16, in_flight: u64, folder: &str) -> Figures {
    let arguments = ["client", name, &port.to_string(), &in_flight.to_string(), folder];
    let output = pinned(1, &arguments).stderr(Stdio::inherit()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let figures: Vec<f64> = text.split_whitespace().map(|word| word.parse().unwrap()).collect();
    let [pushes, secs, cpu, all] = figures[..] else { panic!("{name}: {text:?}") };
    Figures { rate: pushes / secs, cpu: cpu * 1e6 / pushes, server: 0.0, all }
}

fn client(name: &str, port: u16, in_flight: u64, folder: &str) {
    let keys = read_keys(folder);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let run = runtime.block_on(async {
        let rival = Rival::connect(name, port, &keys).await;
        measure(rival, in_flight, LENGTH).await
    });
    let all = run.pushes as f64 * (1.0 + 0.2 / run.wall.as_secs_f64());
    println!("{} {} {} {all}", run.pushes, run.wall.as_secs_f64(), run.cpu.as_secs_f64());
}

/// `bash` knows what its children used.
fn run_h2load(port: u16, in_flight: u64, folder: &str) -> Figures {
    let token = "a5".repeat(32);
    let command = format!(
        "TIMEFORMAT='%U %S'; time {} h2load -t1 -c1 -m{in_flight} -D1 -d {folder}/body \
         -H 'apns-push-type: mdm' -H 'apns-priority: 10' -H 'apns-expiration: 1780604800' -H 'apns-topic: {}' \
         -H 'apns-id: 3f2504e0-4f89-41d3-9a0c-0305e82c3301' https://localhost:{port}/3/device/{token}",
        if has_taskset() { "taskset -c 1" } else { "" },
        clients::TOPIC
    );
    let output = Command::new("bash").args(["-c", &command]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = |before: &str, after: &str| -> f64 {
        let rest = text.split_once(before).unwrap_or_else(|| panic!("{text}")).1;
        rest.split_once(after).unwrap().0.trim().parse().unwrap()
    };
    let done = number("done, ", " succeeded");
    let times = String::from_utf8_lossy(&output.stderr).into_owned();
    let cpu: f64 = times.lines().last().unwrap().split(' ').map(|word| word.parse::<f64>().unwrap()).sum();
    Figures { rate: done, cpu: cpu * 1e6 / done, server: 0.0, all: done }
}

/// Memory while a million pushes pass.
fn million(port: u16, folder: &str) {
    let keys = read_keys(folder);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let rival = Rival::connect("ours", port, &keys).await;
        let mut line = String::from("resident KiB of our client after");
        for round in 1..=10 {
            rival.push_many(1000, 100_000).await;
            if matches!(round, 1 | 2 | 5 | 10) {
                line.push_str(&format!("  {}00,000 pushes: {}", round, resident_kib()));
            }
        }
        println!("{line}");
    });
}

fn serve(folder: &str) {
    let keys = Keys::new();
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(format!("{folder}/{name}"), bytes).unwrap();
    write("server.pem", keys.server.to_pem().unwrap());
    write("push.pem", keys.push.to_pem().unwrap());
    write("key.pem", keys.key.private_key_to_pem_pkcs8().unwrap());
    write("body", format!("{{\"mdm\":\"{}\"}}", clients::MAGIC).into_bytes());
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    std::io::stdout().flush().unwrap();
    server::serve(&listener, &keys);
}

fn read_keys(folder: &str) -> Keys {
    let read = |name: &str| std::fs::read(format!("{folder}/{name}")).unwrap();
    Keys {
        server: openssl::x509::X509::from_pem(&read("server.pem")).unwrap(),
        push: openssl::x509::X509::from_pem(&read("push.pem")).unwrap(),
        key: openssl::pkey::PKey::private_key_from_pem(&read("key.pem")).unwrap(),
    }
}

fn start_server(folder: &str) -> (Child, u16) {
    let mut server = pinned(0, &["server", folder]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (server, line.trim().parse().unwrap())
}

fn stop(mut server: Child) {
    server.kill().unwrap();
    server.wait().unwrap();
}

/// This program once more, on a core.
fn pinned(core: usize, arguments: &[&str]) -> Command {
    let program = std::env::current_exe().unwrap();
    if !has_taskset() {
        let mut command = Command::new(program);
        command.args(arguments);
        return command;
    }
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program).args(arguments);
    command
}

fn has_taskset() -> bool {
    Command::new("taskset").arg("--version").output().is_ok()
}

fn loads() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
