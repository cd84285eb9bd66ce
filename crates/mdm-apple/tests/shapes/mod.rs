//! The shapes of the schema and a maker of messages of these shapes.

use mdm_apple::Value;
use mdm_plist::Dictionary;

/// A message or a key, read from a line of `data/shapes.txt`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) must: bool,
    pub(crate) secret: bool,
    /// It is the same as something that it is inside of.
    pub(crate) cycle: bool,
    /// The rule of the group that it belongs to: exactly one, at least one, the first or the rest, the identity.
    pub(crate) group: Option<String>,
    pub(crate) ty: Option<String>,
    pub(crate) words: Vec<String>,
    pub(crate) inside: Vec<Self>,
}

impl Shape {
    /// Kind and name of a message.
    pub(crate) fn message(&self) -> (&str, &str) {
        self.name.split_once(' ').expect("a message")
    }
}

pub(crate) fn shapes() -> Vec<Shape> {
    parse(include_str!("../data/shapes.txt"))
}

pub(crate) fn parse(text: &str) -> Vec<Shape> {
    let mut lines = text.lines().peekable();
    let mut shapes = Vec::new();
    while lines.peek().is_some() {
        shapes.push(read(&mut lines, 0));
    }
    shapes
}

fn read<'a>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>, depth: usize) -> Shape {
    let line = lines.next().expect("a line");
    let mut columns = line[depth..].split('\t');
    let mut shape = Shape { name: columns.next().unwrap_or_default().to_owned(), ..Shape::default() };
    shape.kind = columns.next().unwrap_or_default().to_owned();
    for column in columns {
        match column.split_once('=') {
            None if column == "!" => shape.must = true,
            None if column == "secret" => shape.secret = true,
            None if column == "cycle" => shape.cycle = true,
            Some(("type", ty)) => shape.ty = Some(ty.to_owned()),
            Some(("in", words)) => shape.words = words.split('|').map(str::to_owned).collect(),
            Some(("group", rule)) => shape.group = Some(rule.to_owned()),
            _ => panic!("a column {column}"),
        }
    }
    while lines.peek().is_some_and(|line| line.len() - line.trim_start_matches(' ').len() > depth) {
        shape.inside.push(read(lines, depth + 1));
    }
    shape
}

/// Makes values of a shape out of a seed; every secret that it plants is unique and remembered.
pub(crate) struct Maker {
    state: u64,
    /// Every key, or some.
    full: bool,
    pub(crate) secrets: Vec<String>,
}

impl Maker {
    pub(crate) fn new(seed: u64, full: bool) -> Self {
        Self { state: seed | 1, full, secrets: Vec::new() }
    }

    pub(crate) fn dictionary(&mut self, keys: &[Shape]) -> Dictionary {
        let grouped: Vec<&Shape> = keys.iter().filter(|key| key.group.as_deref() == Some("one")).collect();
        let one = if grouped.is_empty() { None } else { Some(&*self.one_of(&grouped).name) };
        // The first key alone, or all the others.
        let rest: Vec<&Shape> =
            keys.iter().filter(|key| key.group.as_deref() == Some("one-or-rest")).collect();
        let first = rest.first().filter(|_| self.below(2) == 0).map(|key| &*key.name);
        let some = keys.iter().find(|key| key.group.as_deref() == Some("some")).map(|key| &*key.name);
        let mut made = Dictionary::new();
        for key in keys {
            let there = match key.group.as_deref() {
                Some("one") => one == Some(&*key.name),
                Some("one-or-rest") => match first {
                    Some(first) => first == key.name,
                    None => rest.first().is_some_and(|first| first.name != key.name),
                },
                Some("some") => some == Some(&*key.name) || self.is_chosen(),
                Some("identity") => key.name == "UDID" || self.is_chosen(),
                _ => key.must || self.is_chosen(),
            };
            if there {
                let name = if key.name == "*" { "any.name" } else { &key.name };
                let value = self.value(key);
                made.insert(name.to_owned(), value);
            }
        }
        made
    }

    fn value(&mut self, shape: &Shape) -> Value {
        if shape.secret {
            return self.secret(shape);
        }
        match shape.ty.as_deref() {
            Some("SyncTokens") => {
                let tokens = [("DeclarationsToken".to_owned(), Value::String("t".to_owned()))];
                return Value::Dictionary(tokens.into_iter().collect());
            }
            Some("Udid" | "Topic") => return Value::String("A-1".to_owned()),
            _ => {}
        }
        match shape.kind.as_str() {
            "String" if !shape.words.is_empty() => Value::String(self.one_of(&shape.words).clone()),
            // An identity has an alphabet of its own, and must not be empty.
            "String" if shape.group.is_some() => Value::String(format!("N-{}", self.below(9))),
            "String" => Value::String((*self.one_of(&["", "text", "Ümläut & <b>", " a\nb "])).to_owned()),
            "Integer" if !shape.words.is_empty() => {
                Value::Integer(self.one_of(&shape.words).parse::<i64>().expect("a number").into())
            }
            "Integer" if shape.group.is_some() => Value::Integer(self.next().into()),
            "Integer" => Value::Integer(self.next().cast_signed().into()),
            "Real" => Value::Real(f64::from(self.small()) / 8.0),
            "Boolean" if shape.group.is_some() => Value::Boolean(true),
            "Boolean" => Value::Boolean(self.below(2) == 0),
            "Data" => Value::Data(self.next().to_be_bytes().into_iter().take(self.below(9)).collect()),
            "Date" => {
                let at = i64::from(self.small());
                Value::Date(mdm_apple::Date::from_unix_seconds(at).expect("a year before 9999").into())
            }
            "Any" => self
                .one_of(&[Value::Boolean(true), Value::Integer(7.into()), Value::String("any".to_owned())])
                .clone(),
            "Array" if shape.cycle || shape.inside.iter().any(|item| item.cycle) => Value::Array(Vec::new()),
            "Array" if shape.inside.is_empty() => Value::Array(vec![Value::Integer(1.into())]),
            "Array" if self.full || shape.inside.len() == 1 => {
                let items = if self.full || self.is_chosen() { &shape.inside[..] } else { &[] };
                Value::Array(items.iter().map(|item| self.value(item)).collect())
            }
            "Array" => {
                let item = self.one_of(&shape.inside);
                Value::Array(vec![self.value(item)])
            }
            "Dictionary" if shape.inside.is_empty() => {
                Value::Dictionary([("open".to_owned(), Value::Boolean(true))].into_iter().collect())
            }
            "Dictionary" => Value::Dictionary(self.dictionary(&shape.inside)),
            kind => panic!("a kind {kind}"),
        }
    }

    fn secret(&mut self, shape: &Shape) -> Value {
        // Six characters, as a PIN has; no other text that is made has them.
        let text = format!("s{:05x}", self.next() & 0xF_FFFF);
        self.secrets.push(text.clone());
        if shape.kind == "Data" {
            let decimal: Vec<String> = text.bytes().map(|byte| byte.to_string()).collect();
            self.secrets.push(decimal.join(", "));
            Value::Data(text.into_bytes())
        } else {
            Value::String(text)
        }
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        all.get(self.below(all.len())).expect("one of several")
    }

    fn is_chosen(&mut self) -> bool {
        self.full || self.below(2) == 0
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.small()).expect("32 bits") % bound
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.next() >> 32).expect("32 bits")
    }

    /// The generator of Marsaglia, Xorshift RNGs, with the triple 13, 7, 17.
    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }
}
