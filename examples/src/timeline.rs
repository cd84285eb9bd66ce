//! A readable timeline on standard output: who, in which lock state, did what, with which result, and why.

use std::sync::Mutex;
use std::time::Instant;

/// Prints one line per happening, with the time since the start.
#[derive(Debug)]
pub struct Timeline {
    start: Instant,
    out: Mutex<()>,
}

impl Timeline {
    /// Starts the clock.
    #[allow(clippy::new_without_default, reason = "starting a clock is no default")]
    #[must_use]
    pub fn start() -> Self {
        Self { start: Instant::now(), out: Mutex::new(()) }
    }

    /// A headline.
    pub fn chapter(&self, title: &str) {
        self.print(&format!("\n── {title}"));
    }

    /// Something that is said about the whole.
    pub fn say(&self, text: &str) {
        self.print(&format!("          {text}"));
    }

    /// Something that happened on a phone.
    pub fn phone(&self, name: &str, lock: &str, what: &str, result: &str) {
        let secs = self.start.elapsed().as_secs_f32();
        self.print(format!("{secs:8.3}  {name:<10} {lock:<20} {what:<26} {result}").trim_end());
    }

    /// Something that the server did or knows.
    pub fn server(&self, text: &str) {
        let secs = self.start.elapsed().as_secs_f32();
        self.print(&format!("{secs:8.3}  {:<10} {text}", "server"));
    }

    fn print(&self, line: &str) {
        let _one_line_at_a_time = self.out.lock();
        println!("{line}");
    }
}
