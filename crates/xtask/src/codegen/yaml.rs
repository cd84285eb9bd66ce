//! YAML as a tree that knows its lines.
//!
//! Two traps of Apple's files decide the shape: an alias may stand inside its own anchor (folders in folders), so that
//! the tree is cyclic; and versions such as `10.10` must stay text, so that scalars are not interpreted here.

use std::collections::BTreeMap;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::Failure;

/// One value of a document, and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) line: usize,
    /// The anchor that names it, for a value that contains itself.
    pub(crate) anchor: Option<usize>,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    /// A scalar as it is written; `quoted` ones are strings whatever they look like.
    Scalar {
        text: String,
        quoted: bool,
    },
    Sequence(Vec<Rc<Node>>),
    /// In the order of the document.
    Mapping(Vec<(String, Rc<Node>)>),
    /// An alias to an anchor that is still open: the value contains itself.
    Cycle(usize),
}

/// Reads the one document of a text.
pub(crate) fn parse(text: &str) -> Result<Rc<Node>, Failure> {
    let mut reader = Reader { parser: Parser::new_from_str(text), anchors: BTreeMap::new() };
    let mut root = None;
    loop {
        let (event, line) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            event if root.is_none() => root = Some(reader.node(event, line)?),
            _ => return Err(format!("line {line}: a second document").into()),
        }
    }
    root.ok_or_else(|| "no document".into())
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// `None` while the anchored value is being read.
    anchors: BTreeMap<usize, Option<Rc<Node>>>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, usize), Failure> {
        match self.parser.next() {
            Some(Ok((event, span))) => Ok((event, span.start.line())),
            Some(Err(error)) => Err(error.to_string().into()),
            None => Err("the document ends early".into()),
        }
    }

    fn node(&mut self, event: Event<'a>, line: usize) -> Result<Rc<Node>, Failure> {
        let (anchor, value) = match event {
            Event::Alias(anchor) => {
                return match self.anchors.get(&anchor) {
                    Some(Some(node)) => Ok(Rc::clone(node)),
                    Some(None) => Ok(Rc::new(Node { line, anchor: None, value: Value::Cycle(anchor) })),
                    None => Err(format!("line {line}: an alias without an anchor").into()),
                };
            }
            Event::Scalar(text, style, anchor, None) => {
                let quoted = style != ScalarStyle::Plain;
                (anchor, Value::Scalar { text: text.into_owned(), quoted })
            }
            Event::SequenceStart(anchor, None) => {
                self.anchors.insert(anchor, None);
                (anchor, Value::Sequence(self.sequence()?))
            }
            Event::MappingStart(anchor, None) => {
                self.anchors.insert(anchor, None);
                (anchor, Value::Mapping(self.mapping()?))
            }
            other => return Err(format!("line {line}: cannot read {other:?}").into()),
        };
        // The parser counts anchors from one; zero is none.
        let anchor = (anchor > 0).then_some(anchor);
        let node = Rc::new(Node { line, anchor, value });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, Some(Rc::clone(&node)));
        }
        Ok(node)
    }

    fn sequence(&mut self) -> Result<Vec<Rc<Node>>, Failure> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, line) => items.push(self.node(event, line)?),
            }
        }
    }

    fn mapping(&mut self) -> Result<Vec<(String, Rc<Node>)>, Failure> {
        let mut entries: Vec<(String, Rc<Node>)> = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(entries),
                (Event::Scalar(text, ..), line) => {
                    if entries.iter().any(|(known, _)| *known == text) {
                        return Err(format!("line {line}: the key `{text}` twice").into());
                    }
                    text.into_owned()
                }
                (_, line) => return Err(format!("line {line}: a key that is no text").into()),
            };
            let (event, line) = self.next()?;
            entries.push((key, self.node(event, line)?));
        }
    }
}

impl Node {
    pub(crate) fn text(&self) -> Result<&str, Failure> {
        match &self.value {
            Value::Scalar { text, .. } => Ok(text),
            _ => Err(self.error("text expected")),
        }
    }

    pub(crate) fn boolean(&self) -> Result<bool, Failure> {
        match &self.value {
            Value::Scalar { text, quoted: false } if text == "true" => Ok(true),
            Value::Scalar { text, quoted: false } if text == "false" => Ok(false),
            _ => Err(self.error("true or false expected")),
        }
    }

    pub(crate) fn sequence(&self) -> Result<&[Rc<Self>], Failure> {
        match &self.value {
            Value::Sequence(items) => Ok(items),
            _ => Err(self.error("a list expected")),
        }
    }

    pub(crate) fn mapping(&self) -> Result<&[(String, Rc<Self>)], Failure> {
        match &self.value {
            Value::Mapping(entries) => Ok(entries),
            _ => Err(self.error("a mapping expected")),
        }
    }

    pub(crate) fn texts(&self) -> Result<Vec<String>, Failure> {
        self.sequence()?.iter().map(|item| Ok(item.text()?.to_owned())).collect()
    }

    /// A failure that names the line.
    pub(crate) fn error(&self, what: &str) -> Failure {
        format!("line {}: {what}", self.line).into()
    }
}
