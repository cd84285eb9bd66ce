//! What the example programs share: a server as a vendor would write it around the crates, the driver that
//! connects a simulated phone to it over real TLS, and a timeline that narrates.

pub mod delivery;
pub mod files;
pub mod handset;
pub mod office;
pub mod timeline;

/// Anything may go wrong in an example; it says what and ends.
pub type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// How long a scene may take before an example gives up.
pub const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// How a tool ends: with what there is to say, or, where the command line says nothing, with how it is used. The exit status
/// is 0, 1 for a failure, 2 for such a line.
#[must_use]
pub fn end(tool: &str, usage: &str, told: Result<Option<String>>) -> std::process::ExitCode {
    match told {
        Ok(Some(text)) => {
            // Some have said everything by then.
            if !text.is_empty() {
                println!("{text}");
            }
            std::process::ExitCode::SUCCESS
        }
        Ok(None) => {
            eprintln!("{usage}");
            2.into()
        }
        Err(error) => {
            eprintln!("{tool}: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

/// Something that must be so.
///
/// # Errors
///
/// When it is not.
pub fn ensure(so: bool, what: &str) -> Result<()> {
    if so { Ok(()) } else { Err(format!("it should hold that {what}").into()) }
}

/// The README's embedding example is compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
