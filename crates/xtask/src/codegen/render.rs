//! The types as Rust, in the words of the macros of `mdm-apple`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::lower::{Body, Def, Field, Message, Ty, Types};
use super::schema::Family;
use crate::Failure;
use crate::codegen::names;

/// The first line of every file.
pub(crate) const HEAD: &str =
    "// Written by `cargo run -p xtask -- codegen` from Apple's device-management schema. Do not edit.\n";

/// Files by path below the crate.
pub(crate) type Files = BTreeMap<String, String>;

/// The check-in messages, commands, error bodies and documents.
pub(crate) fn messages(types: &Types, files: &mut Files) -> Result<(), Failure> {
    let modules = modules(types, "src/messages", "crate", files)?;
    let mut out = format!(
        "{HEAD}\n//! The message types, one table of keys each.\n\nuse crate::Done;\nuse crate::checkin::check_ins;\n\
         use crate::command::requests;\nuse crate::wire::tagged;\n\n"
    );
    list_modules(&mut out, &modules);
    out.push_str("\nrequests! {\n");
    for message in of(types, Family::Command) {
        let Ty::Def(at) = message.request else { continue };
        let name = types.name(at);
        line(&mut out, format_args!("    /// {}", doc(message)));
        line(&mut out, format_args!("    {name} = {:?} -> {},", message.file.name, response(types, message)));
    }
    out.push_str("}\n\ncheck_ins! {\n");
    for message in of(types, Family::CheckIn) {
        let Ty::Def(at) = message.request else { continue };
        line(&mut out, format_args!("    /// {}", doc(message)));
        line(
            &mut out,
            format_args!(
                "    {}({}) = {:?},",
                names::pascal(&message.file.name),
                types.name(at),
                message.file.name
            ),
        );
    }
    out.push_str("}\n\ntagged! {\n");
    comment(
        &mut out,
        "    ",
        "Why the server refuses a request; the body of an answer 403, with the content type [`CONTENT_TYPE`](Self::CONTENT_TYPE).",
    );
    out.push_str("    pub enum ErrorBody by \"code\" {\n");
    for message in of(types, Family::Error) {
        let Ty::Def(at) = message.request else { continue };
        let name = types.name(at);
        line(
            &mut out,
            format_args!("        {}({name}) = {:?},", name.trim_end_matches("Error"), message.file.name),
        );
    }
    out.push_str("    }\n}\n");
    files.insert("src/messages.rs".to_owned(), out);
    Ok(())
}

/// Declarations, status items and the documents of the protocol.
pub(crate) fn declarations(types: &Types, files: &mut Files) -> Result<(), Failure> {
    let modules = modules(types, "src/declarations/tables", "crate::declarations", files)?;
    let mut out = format!(
        "{HEAD}\n//! The types of declarations and status items, one table of keys each.\n\n\
         use crate::declarations::{{declarations, status_items}};\n"
    );
    let named = of(types, Family::Status).filter_map(|message| match &message.request {
        Ty::Named(name) if !BUILT_IN.contains(&name.as_str()) => Some(name.as_str()),
        _ => None,
    });
    match &*named.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>() {
        [] => {}
        [one] => line(&mut out, format_args!("use crate::{one};")),
        names => line(&mut out, format_args!("use crate::{{{}}};", names.join(", "))),
    }
    out.push('\n');
    list_modules(&mut out, &modules);
    out.push_str("\ndeclarations! {\n");
    for message in
        of(types, Family::Declaration).filter(|message| message.file.name.starts_with("com.apple."))
    {
        let Ty::Def(at) = message.request else { continue };
        line(&mut out, format_args!("    {} = {:?},", types.name(at), message.file.name));
    }
    out.push_str("}\n\nstatus_items! {\n");
    for message in of(types, Family::Status) {
        let name = names::pascal(&message.file.name);
        line(
            &mut out,
            format_args!("    {name}({}) = {:?},", types.rust(&message.request), message.file.name),
        );
    }
    out.push_str("}\n");
    files.insert("src/declarations/tables.rs".to_owned(), out);
    Ok(())
}

fn of(types: &Types, family: Family) -> impl Iterator<Item = &Message> {
    types.messages.iter().filter(move |message| message.file.family == family)
}

fn doc(message: &Message) -> String {
    message.doc.clone().unwrap_or_else(|| format!("`{}`.", message.file.name))
}

fn response(types: &Types, message: &Message) -> String {
    message.response.map_or_else(|| "Done".to_owned(), |at| types.name(at).to_owned())
}

/// One file for each module; returns the names of the modules. `home` is where all types of the namespace are.
fn modules(types: &Types, folder: &str, home: &str, files: &mut Files) -> Result<BTreeSet<String>, Failure> {
    let mut modules: BTreeMap<&str, Vec<&Def>> = BTreeMap::new();
    for def in types.defs.iter().filter(|def| def.same_as.is_none()) {
        modules.entry(&def.module).or_default().push(def);
    }
    for (module, defs) in &modules {
        let mut body = String::new();
        for def in defs {
            body.push('\n');
            item(types, def, &mut body)?;
        }
        files.insert(
            format!("{folder}/{module}.rs"),
            format!("{HEAD}\n{}{body}", imports(types, module, defs, home, &body)),
        );
    }
    Ok(modules.into_keys().map(str::to_owned).collect())
}

/// The module of a family of payloads.
pub(crate) fn family(types: &Types, family: &str) -> Result<String, Failure> {
    let mut body = String::new();
    let defs = types.defs.iter().filter(|def| def.same_as.is_none());
    for def in defs.clone() {
        body.push('\n');
        item(types, def, &mut body)?;
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (word, name) in [("\nwire! {", "keys"), ("\nwords! {", "words"), (" BTreeMap<", "BTreeMap")] {
        if body.contains(word) {
            used.insert(name);
        }
    }
    let body = body.replace("\nwire! {", "\nkeys! {");
    for def in defs {
        let Body::Struct { fields, .. } = &def.body else { continue };
        for field in fields {
            let mut ty = &field.ty;
            while let Ty::List(inner) | Ty::Map(inner) | Ty::OneOrMany(inner) = ty {
                ty = inner;
            }
            if let Ty::Named(name) = ty
                && !BUILT_IN.contains(&name.as_str())
            {
                used.insert(name);
            }
        }
    }
    let used: Vec<&str> = used.into_iter().collect();
    Ok(format!(
        "{HEAD}\n//! Payloads: {}.\n\n#[rustfmt::skip]\nuse crate::payload::wire::{{{}}};\n{body}",
        family.replace('_', " "),
        used.join(", ")
    ))
}

/// Types without an import.
const BUILT_IN: &[&str] = &["String", "i64", "f64", "bool"];

fn list_modules(out: &mut String, modules: &BTreeSet<String>) {
    for module in modules {
        line(out, format_args!("mod {module};"));
    }
    out.push('\n');
    for module in modules {
        line(out, format_args!("pub use {module}::*;"));
    }
}

/// What a module uses: macros, types of code, types of other modules.
fn imports(types: &Types, module: &str, defs: &[&Def], home: &str, body: &str) -> String {
    let mut uses = BTreeMap::from([
        ("crate", BTreeSet::new()),
        ("crate::wire", BTreeSet::new()),
        (home, BTreeSet::new()),
    ]);
    let mut add = |from: &str, name: &str| {
        if let Some(names) = uses.get_mut(from) {
            names.insert(name.to_owned());
        }
    };
    for name in ["tagged", "wire", "words"] {
        if body.contains(&format!("\n{name}! {{")) {
            add("crate::wire", name);
        }
    }
    for def in defs {
        let Body::Struct { groups, fields } = &def.body else { continue };
        groups.iter().for_each(|group| add("crate", &group.ty));
        for field in fields {
            let mut ty = &field.ty;
            loop {
                match ty {
                    Ty::List(inner) => ty = inner,
                    Ty::Map(inner) => {
                        add("crate::wire", "BTreeMap");
                        ty = inner;
                    }
                    Ty::OneOrMany(inner) => {
                        add("crate::wire", "OneOrMany");
                        ty = inner;
                    }
                    Ty::Named(name) => {
                        if !BUILT_IN.contains(&name.as_str()) && !name.contains("::") {
                            add("crate", name);
                        }
                        break;
                    }
                    Ty::Def(at) => {
                        if types.module(*at) != module {
                            add(home, types.name(*at));
                        }
                        break;
                    }
                }
            }
        }
    }
    let mut rows: Vec<String> = Vec::new();
    for (from, names) in &uses {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match &*names {
            [] => {}
            [one] => rows.push(format!("use {from}::{one};")),
            names => {
                let row = format!("use {from}::{{{}}};", names.join(", "));
                // rustfmt breaks a longer one as it likes.
                rows.push(if row.len() <= 110 { row } else { format!("#[rustfmt::skip]\n{row}") });
            }
        }
    }
    // In rustfmt's order, which puts a list of the root last.
    rows.sort_by_key(|row| (row.starts_with("use crate::{"), row.clone()));
    format!("//! Tables of keys: {}.\n\n{}\n", module.replace('_', " "), rows.join("\n"))
}

fn item(types: &Types, def: &Def, out: &mut String) -> Result<(), Failure> {
    match &def.body {
        Body::Words(words) => {
            out.push_str("words! {\n");
            comment(out, "    ", &def.doc);
            line(out, format_args!("    pub enum {} {{", def.name));
            let mut variants = BTreeSet::new();
            for word in words {
                let variant = variant(word);
                if !variants.insert(variant.clone()) {
                    return Err(format!("{}: two words make {variant}", def.name).into());
                }
                line(out, format_args!("        {variant} = {word:?},"));
            }
            out.push_str("    }\n}\n");
        }
        Body::Union { tag, alternatives } => {
            out.push_str("tagged! {\n");
            comment(out, "    ", &def.doc);
            line(out, format_args!("    pub enum {} by {tag:?} {{", def.name));
            for (name, at) in alternatives {
                line(out, format_args!("        {}({}) = {name:?},", names::pascal(name), types.name(*at)));
            }
            out.push_str("    }\n}\n");
        }
        Body::Struct { groups, fields } => {
            out.push_str("wire! {\n");
            comment(out, "    ", &def.doc);
            if groups.is_empty() && fields.is_empty() {
                line(out, format_args!("    pub struct {} {{}}\n}}", def.name));
                return Ok(());
            }
            line(out, format_args!("    pub struct {} {{", def.name));
            for group in groups {
                line(out, format_args!("        group {{ {}: {} }}", group.field, group.ty));
            }
            for (word, required) in [("must", true), ("may", false)] {
                let fields: Vec<&Field> = fields.iter().filter(|field| field.required == required).collect();
                if !fields.is_empty() {
                    line(out, format_args!("        {word} {{"));
                    fields.iter().for_each(|field| self::field(types, field, out));
                    out.push_str("        }\n");
                }
            }
            out.push_str("    }\n}\n");
        }
    }
    Ok(())
}

fn field(types: &Types, field: &Field, out: &mut String) {
    let doc = format!("{} {}", field.doc, field.versions);
    if !doc.trim().is_empty() {
        comment(out, "            ", doc.trim());
    }
    line(out, format_args!("            {:?} {}: {},", field.key, field.name, types.rust(&field.ty)));
}

fn variant(word: &str) -> String {
    match names::pascal(word).as_str() {
        "" => "Empty".to_owned(),
        "Other" => "Unspecified".to_owned(),
        "Self" => "Itself".to_owned(),
        name => name.to_owned(),
    }
}

/// A doc comment, wrapped at 110 columns.
fn comment(out: &mut String, indent: &str, text: &str) {
    for paragraph in text.split('\n') {
        let mut row = format!("{indent}///");
        for word in paragraph.split_whitespace() {
            if row.chars().count() + 1 + word.chars().count() > 108 {
                line(out, format_args!("{row}"));
                row = format!("{indent}///");
            }
            row.push(' ');
            row.push_str(word);
        }
        line(out, format_args!("{row}"));
    }
}

pub(crate) fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(out, "{text}");
}
