//! Remedies with the names of their commands.

use mdm_lock::Remedy;

/// A remedy with the names of its commands.
#[must_use]
pub fn in_words<Id>(remedy: &Remedy<Id>, name: &dyn Fn(&Id) -> String) -> String {
    let names = |ids: &[Id]| shortened(ids.iter().map(name), ", ");
    let which = match remedy {
        Remedy::Reorder { first, then } | Remedy::Group { first, then } => {
            format!("{}, then {}", name(first), name(then))
        }
        Remedy::ReplaceInPlace { removal, install } => {
            format!("without {}, {} replaces", name(removal), name(install))
        }
        Remedy::ChainOnAcknowledgement { first, then } => format!("{} after {}", name(then), names(first)),
        Remedy::LeaveOut { commands } => names(commands),
        Remedy::EscrowFirst { then, .. } => format!("before {}", name(then)),
        Remedy::KeepDataPlan { erase } => name(erase),
        _ => return remedy.to_string(),
    };
    format!("{remedy} ({which})")
}

/// As many as a line can hold.
pub fn shortened(words: impl Iterator<Item = String>, between: &str) -> String {
    let mut words: Vec<_> = words.collect();
    if words.len() > LONGEST_LIST {
        let more = words.len() - LONGEST_LIST;
        words.truncate(LONGEST_LIST);
        words.push(format!("… and {more} more"));
    }
    words.join(between)
}

const LONGEST_LIST: usize = 12;
