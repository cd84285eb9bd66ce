//! The features that one build can have together, derived from the manifests so that a new one is not forgotten.

use cargo_metadata::MetadataCommand;

use crate::{Failure, Outcome};

/// Prints `crate/feature,crate/feature` for cargo's `--features`.
pub(crate) fn run() -> Result<Outcome, Failure> {
    let metadata = MetadataCommand::new().no_deps().exec()?;
    let declared = metadata.packages.iter().flat_map(|package| {
        package.features.keys().map(|feature| (package.name.to_string(), feature.clone()))
    });
    println!("{}", list(declared.collect()));
    Ok(Outcome::Clean)
}

/// Joins what was declared, without what [`EXCLUDED`] names, in a stable order.
fn list(mut declared: Vec<(String, String)>) -> String {
    declared.retain(|(_, feature)| !EXCLUDED.contains(&feature.as_str()));
    declared.sort();
    let named: Vec<String> =
        declared.into_iter().map(|(package, feature)| format!("{package}/{feature}")).collect();
    named.join(",")
}

/// `vendored` compiles OpenSSL from source: minutes of build time for code that is not ours.
const EXCLUDED: &[&str] = &["vendored"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(declared: &[(&str, &str)], expected: &str) {
        let declared = declared.iter().map(|(p, f)| ((*p).to_owned(), (*f).to_owned())).collect();
        assert_eq!(list(declared), expected);
    }

    #[test]
    fn every_feature_but_the_vendored_one_is_listed_in_order() {
        check(&[], "");
        check(&[("b", "x"), ("a", "default"), ("a", "vendored")], "a/default,b/x");
        check(&[("a", "vendored-docs")], "a/vendored-docs");
    }
}
