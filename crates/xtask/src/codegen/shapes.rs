//! The shapes of the messages as a text that the tests of `mdm-apple` make messages from.
//!
//! One line a key, indented by depth: name, type, `!` if it must be there, and what else its values must be. The tests
//! read it and not the types, so that a type that refuses what the schema allows is found.

use super::lower::Types;
use super::model::{root, segment};
use super::overlay::{Group, Overlay};
use super::render::line;
use super::schema::{Family, Inside, Key, Kind};

/// All messages of these families.
pub(crate) fn shapes(types: &Types, overlay: &Overlay) -> String {
    let mut out = String::new();
    for message in &types.messages {
        let file = &message.file;
        let word = match file.family {
            Family::CheckIn => "checkin",
            Family::Command => "command",
            Family::Declaration | Family::Credential => "declaration",
            Family::Status => "status",
            Family::Protocol => "protocol",
            Family::Profile => "payload",
            Family::Error | Family::Other => "document",
        };
        line(&mut out, format_args!("{word} {}", file.name));
        let place = root(file);
        let writer_is_device = matches!(file.family, Family::CheckIn | Family::Status);
        let groups = overlay.messages.get(&place).map_or(&[][..], |said| &said.groups);
        for key in &file.keys {
            let must = !writer_is_device || file.family == Family::CheckIn;
            // The key of a status item is the item.
            let place = match file.family {
                Family::Status => place.clone(),
                _ => format!("{place}/{}", segment(key)),
            };
            grouped(key, groups, &mut out, |out| self::key(key, segment(key), &place, 1, must, overlay, out));
        }
        if message.response.is_some() {
            line(&mut out, format_args!("{word}-response {}", file.name));
            keys((&file.response, &[]), &format!("{place}:"), 1, false, overlay, &mut out);
        }
    }
    out
}

fn keys(
    (keys, groups): (&[Key], &[Group]),
    prefix: &str,
    depth: usize,
    strict: bool,
    overlay: &Overlay,
    out: &mut String,
) {
    for key in keys {
        let place = format!("{prefix}{}", segment(key));
        let must = strict || depth == 1;
        grouped(key, groups, out, |out| self::key(key, segment(key), &place, depth, must, overlay, out));
    }
}

/// Writes a key, and the rule of its group on its line.
fn grouped(key: &Key, groups: &[Group], out: &mut String, write: impl FnOnce(&mut String)) {
    let start = out.len();
    write(out);
    if let Some(group) = groups.iter().find(|group| group.keys.contains(&key.name)) {
        let end =
            out.get(start..).and_then(|text| text.find('\n')).map_or(out.len(), |length| start + length);
        out.insert_str(end, &format!("\tgroup={}", group.rule));
    }
}

fn key(key: &Key, name: &str, place: &str, depth: usize, must: bool, overlay: &Overlay, out: &mut String) {
    let said = overlay.place(place);
    let mut text = format!("{}{}\t{:?}", " ".repeat(depth), name, key.kind);
    if said.required.unwrap_or(key.required && must) && name != "-" && name != "*" {
        text.push_str("\t!");
    }
    if let Some(ty) = &said.ty
        && key.kind != Kind::Array
    {
        let secret = if overlay.secrets.contains(ty) { "\tsecret" } else { "" };
        text.push_str(&format!("{secret}\ttype={}", ty.rsplit(':').next().unwrap_or(ty)));
    }
    if !key.allowed.is_empty() {
        text.push_str(&format!("\tin={}", key.allowed.join("|")));
    } else if key.kind == Kind::String
        && let Inside::Keys(words, _) = &key.inside
    {
        let words: Vec<&str> = words.iter().map(|word| &*word.name).collect();
        text.push_str(&format!("\tin={}", words.join("|")));
    }
    if matches!(key.inside, Inside::Cycle(_)) {
        text.push_str("\tcycle");
    }
    line(out, format_args!("{text}"));
    let Inside::Keys(inside, _) = &key.inside else { return };
    match key.kind {
        Kind::Array if inside.len() == 1 => {
            for item in inside {
                self::key(item, "-", place, depth + 1, must, overlay, out);
            }
        }
        Kind::Array => {
            for item in inside {
                let place = format!("{place}/{}", item.name);
                self::key(item, "-", &place, depth + 1, must, overlay, out);
            }
        }
        Kind::Dictionary => {
            keys((inside, &said.groups), &format!("{place}/"), depth + 1, must, overlay, out);
        }
        _ => {}
    }
}
