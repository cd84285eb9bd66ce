//! A server for Apple devices around the crates: hyper, one SQLite file, an authority of its own, SCEP, pushes by APNs,
//! and the administrator's paths that the tools of NanoMDM use. `docs/reference-server.md` is its manual.
//!
//! ```text
//! cargo run --release --example reference_server -- --data ./mdm --listen 0.0.0.0:8443 --external-url https://mdm.example.com:8443
//! cargo run --release --example reference_server -- --selftest
//! ```
//!
//! `--selftest` serves on free ports of loopback, lets devices of its own enroll and work, with the fake APNs of
//! `mdm-sim`, and asserts what comes of it; the exit status says so.

#[path = "reference_server/admin.rs"]
mod admin;
#[path = "reference_server/care.rs"]
mod care;
#[path = "reference_server/challenges.rs"]
mod challenges;
#[path = "reference_server/device.rs"]
mod device;
#[path = "reference_server/enroll.rs"]
mod enroll;
#[path = "reference_server/folder.rs"]
mod folder;
#[path = "reference_server/listener.rs"]
mod listener;
#[path = "reference_server/options.rs"]
mod options;
#[path = "reference_server/pushes.rs"]
mod pushes;
#[path = "reference_server/scep.rs"]
mod scep;
#[path = "reference_server/selftest.rs"]
mod selftest;
#[path = "reference_server/site.rs"]
mod site;
#[path = "reference_server/stranger.rs"]
mod stranger;
#[path = "reference_server/vault.rs"]
mod vault;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use mdm_examples::Result;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use options::{Asked, Options};
use site::Site;

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Options::parse(std::env::args().skip(1)) {
        Ok(Asked::Help) => {
            print!("{}", options::USAGE);
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprint!("reference_server: {wrong}\n\n{}", options::USAGE);
            return ExitCode::from(2);
        }
        Ok(Asked::Selftest) => selftest::selftest().await,
        Ok(Asked::Serve(options)) => run(&options).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reference_server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<()> {
    let running = Running::start(options).await?;
    println!("serving {}, ^C ends", running.site.url());
    for line in running.site.advice() {
        println!("{line}");
    }
    asked_to_end().await?;
    println!("ends when what is under way is answered");
    running.stop().await
}

/// By ^C, or by SIGTERM where there is one.
async fn asked_to_end() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// A server that serves.
struct Running {
    site: Arc<Site>,
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Running {
    async fn start(options: &Options) -> Result<Self> {
        let listener = TcpListener::bind(options.listen).await;
        let listener = listener.map_err(|error| format!("cannot listen on {}: {error}", options.listen))?;
        let addr = listener.local_addr()?;
        let (site, errands) = Site::open(options, addr).await?;
        let acceptor = if options.plain_http { None } else { Some(site.acceptor(options)?) };
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(listener::serve(listener, acceptor, Arc::clone(&site), stopped.clone()));
        tasks.spawn(pushes::send(Arc::clone(site.pushes()), errands, stopped.clone()));
        tasks.spawn(care::keep_house(Arc::clone(&site), stopped));
        Ok(Self { site, addr, stop, tasks })
    }

    /// Answers what is under way, writes what is not written, and ends.
    async fn stop(mut self) -> Result<()> {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        self.site.pushes().close().await;
        self.site.runner().flush_contacts().await?;
        self.site.store().close().await;
        Ok(())
    }
}
