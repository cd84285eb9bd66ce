//! The story as a drawing: lock periods shaded, one bar a command, waiting and running told apart.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

use mdm_command::State;
use mdm_lock::LockState;

use crate::report::{counts, device, outcome, terms};
use crate::scenario::{Command, Scenario};
use crate::story::{Clock, CommandStory, Met, Story, Wait, Why};

/// Draws the story as one SVG document.
#[must_use]
pub fn draw(scenario: &Scenario, story: &Story) -> String {
    document([Drawing::new(scenario, story).draw()])
}

/// Draws two stories, one below the other.
#[must_use]
pub fn draw_both(before: (&Scenario, &Story), after: (&Scenario, &Story)) -> String {
    document([before, after].map(|(scenario, story)| Drawing::new(scenario, story).draw()))
}

const LEFT: f64 = 210.0;
const RIGHT: f64 = 250.0;
const MARGIN: f64 = 24.0;
const TOP: f64 = 92.0;
const STRIP: f64 = 24.0;
const ROW: f64 = 44.0;
/// What a row grows by for the terms of its command.
const TERMS: f64 = 14.0;
const NARROWEST: f64 = 720.0;
const WIDEST: f64 = 20_000.0;

const INK: &str = "#1f2933";
const FAINT: &str = "#5c6b7a";
const RUNNING: &str = "#2463c9";
const REFUSED: &str = "#c62828";
/// Chains, groups and the other terms.
const BOUND: &str = "#14638f";
const DONE: &str = "#1b7f4b";
const ENDED: &str = "#6b7785";

struct Drawing<'a> {
    scenario: &'a Scenario,
    story: &'a Story,
    axis: Axis,
    canvas: Canvas,
}

impl<'a> Drawing<'a> {
    fn new(scenario: &'a Scenario, story: &'a Story) -> Self {
        let axis = Axis::new(story);
        let width = MARGIN + LEFT + axis.width + RIGHT + MARGIN;
        Self { scenario, story, axis, canvas: Canvas::new(width) }
    }

    fn x(&self, at: Duration) -> f64 {
        MARGIN + LEFT + self.axis.x(at)
    }

    fn end_x(&self, to: Option<Duration>) -> f64 {
        self.x(to.unwrap_or(self.story.end).min(self.story.end))
    }

    /// What was ordered.
    fn ordered(&self, command: &CommandStory) -> Option<&'a Command> {
        self.scenario.commands.get(command.place)
    }

    fn height_of(&self, command: &CommandStory) -> f64 {
        let plain = self.ordered(command).is_none_or(|ordered| terms(ordered).is_empty());
        if plain { ROW } else { ROW + TERMS }
    }

    fn draw(mut self) -> Canvas {
        let title = self.canvas.fit(&self.scenario.title, 20.0, self.canvas.width - 2.0 * MARGIN);
        self.canvas.text(MARGIN, 40.0, Style::new(20.0).bold(), &title);
        let subtitle = format!("{}. Time runs from left to right, not to scale.", device(self.scenario));
        self.canvas.text(MARGIN, 64.0, Style::new(13.0).color(FAINT), &subtitle);

        let lock = TOP;
        let network = lock + STRIP + 4.0;
        let talks = if self.story.offline.is_empty() { network } else { network + STRIP + 4.0 };
        let first = talks + STRIP + 12.0;
        let bottom = first + self.story.commands.iter().map(|command| self.height_of(command)).sum::<f64>();

        self.states(lock, bottom);
        if !self.story.offline.is_empty() {
            self.offline(network, bottom);
        }
        self.talks(talks);
        let mut y = first;
        for command in &self.story.commands {
            self.command(command, y);
            y += self.height_of(command);
        }
        self.groups(first);
        self.time(bottom);
        let below = self.legend(bottom + 48.0);
        self.canvas.height = self.waits(below) + MARGIN;
        self.canvas
    }

    /// The strip of lock states, and their shade over everything below.
    fn states(&mut self, y: f64, bottom: f64) {
        self.canvas.text(MARGIN, y + 16.0, Style::new(12.0).color(FAINT), "device");
        for span in &self.story.states {
            if span.from > self.story.end {
                continue;
            }
            let (from, to) = (self.x(span.from), self.end_x(span.to));
            let (shade, name) = shade(span.what);
            self.canvas.rect(from, y, to - from, STRIP, &format!("fill=\"{shade}\""));
            if !matches!(span.what, Some(LockState::Unlocked)) {
                let height = bottom - y - STRIP;
                let fill = format!("fill=\"{shade}\" fill-opacity=\"0.45\"");
                self.canvas.rect(from, y + STRIP, to - from, height, &fill);
            }
            if text_width(&name, 11.0) + 8.0 <= to - from {
                self.canvas.text((from + to) / 2.0, y + 16.0, Style::new(11.0).middle(), &name);
            }
        }
    }

    fn offline(&mut self, y: f64, bottom: f64) {
        self.canvas.text(MARGIN, y + 16.0, Style::new(12.0).color(FAINT), "network");
        for span in &self.story.offline {
            let (from, to) = (self.x(span.from), self.end_x(span.to));
            let height = bottom - y;
            self.canvas.rect(from, y, to - from, height, "fill=\"url(#offline)\"");
            let name = "no network";
            if text_width(name, 11.0) + 16.0 <= to - from {
                let middle = (from + to) / 2.0;
                let half = text_width(name, 11.0) / 2.0 + 4.0;
                self.canvas.rect(
                    middle - half,
                    y + 3.0,
                    2.0 * half,
                    STRIP - 6.0,
                    "fill=\"#ffffff\" rx=\"3\"",
                );
                self.canvas.text(middle, y + 16.0, Style::new(11.0).middle(), name);
            }
        }
    }

    /// Pushes and conversations.
    fn talks(&mut self, y: f64) {
        self.canvas.text(MARGIN, y + 16.0, Style::new(12.0).color(FAINT), "push and sessions");
        for span in &self.story.sessions {
            let (from, to) = (self.x(span.from), self.end_x(span.to));
            let fill = session_fill(span.what);
            self.canvas.rect(from, y + 8.0, (to - from).max(4.0), 8.0, &format!("fill=\"{fill}\" rx=\"2\""));
        }
        for at in &self.story.pushes {
            let x = self.x(*at);
            self.canvas.push_mark(x, y + 12.0);
        }
    }

    fn command(&mut self, command: &CommandStory, y: f64) {
        let Some(ordered) = self.ordered(command) else { return };
        let middle = y + ROW / 2.0;
        let name = self.canvas.fit(ordered.id.as_str(), 13.0, LEFT - 12.0);
        let kind = self.canvas.fit(&ordered.request_type, 11.0, LEFT - 12.0);
        let terms = self.canvas.fit(&terms(ordered), 10.0, LEFT - 12.0);
        self.canvas.text(MARGIN, middle - 3.0, Style::new(13.0).bold(), &name);
        self.canvas.text(MARGIN, middle + 13.0, Style::new(11.0).color(FAINT), &kind);
        if !terms.is_empty() {
            self.canvas.text(MARGIN, middle + 26.0, Style::new(10.0).color(BOUND), &terms);
        }

        let end = self.end_x(command.ended);
        for span in &command.reasons {
            let (from, to) = (self.x(span.from), self.end_x(span.to));
            let (color, _) = wait(span.what);
            let outline = format!("fill=\"{color}\" stroke=\"{FAINT}\" stroke-width=\"0.5\"");
            self.canvas.rect(from, middle - 4.0, (to - from).max(2.0), 8.0, &outline);
        }
        if command.ended.is_none() {
            // It waits on beyond the end of the drawing.
            let color = command.reasons.last().map_or(FAINT, |span| wait(span.what).0);
            let tip = format!("M{:.1} {middle:.1} l-9 -6 v12 z", end + 10.0);
            self.canvas.path(&tip, &format!("fill=\"{color}\" stroke=\"{FAINT}\" stroke-width=\"0.5\""));
        }
        for attempt in &command.attempts {
            let (from, to) = (self.x(attempt.from), self.end_x(attempt.to));
            let style = match attempt.what {
                Some(Met::Silence) => {
                    format!(
                        "fill=\"#ffffff\" stroke=\"{RUNNING}\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\""
                    )
                }
                _ => format!("fill=\"{RUNNING}\""),
            };
            self.canvas.rect(from, middle - 10.0, (to - from).max(4.0), 20.0, &format!("{style} rx=\"2\""));
        }
        for attempt in command.attempts.iter().filter(|attempt| attempt.what == Some(Met::Refused)) {
            let x = self.end_x(attempt.to);
            self.canvas.cross(x, middle);
        }

        let right = MARGIN + LEFT + self.axis.width + 18.0;
        let color = match (&command.waits, command.state()) {
            (Some(_), _) => "#8a5a00",
            (None, Some(State::Acknowledged)) => DONE,
            (None, Some(State::Error | State::CommandFormatError)) => REFUSED,
            (None, _) => ENDED,
        };
        let (outcome, below) = match (command.state(), command.ended) {
            (None, _) => ("not queued".to_owned(), command.detail.clone()),
            (_, Some(at)) => (outcome(command), format!("at {}, {}", Clock(at), counts(command))),
            _ => (outcome(command), counts(command)),
        };
        let outcome = self.canvas.fit(&outcome, 12.0, RIGHT - 18.0);
        self.canvas.text(right, middle - 3.0, Style::new(12.0).bold().color(color), &outcome);
        let when = self.canvas.fit(&below, 11.0, RIGHT - 18.0);
        self.canvas.text(right, middle + 13.0, Style::new(11.0).color(FAINT), &when);
    }

    /// A bracket beside the members of each group: they run as one step.
    fn groups(&mut self, first: f64) {
        let group = |command: &CommandStory| {
            let entry = command.entry.as_ref()?;
            entry.group.as_ref().map(|group| group.first)
        };
        let mut y = first;
        for rows in self.story.commands.chunk_by(|a, b| group(a).is_some() && group(a) == group(b)) {
            let height: f64 = rows.iter().map(|command| self.height_of(command)).sum();
            if rows.len() > 1 {
                let path = format!("M{:.1} {:.1} h-6 v{:.1} h6", MARGIN - 6.0, y + 8.0, height - 16.0);
                self.canvas.path(&path, &format!("stroke=\"{BOUND}\" stroke-width=\"2\" fill=\"none\""));
            }
            y += height;
        }
    }

    /// Why each command that is open at the end still waits. Returns where it ends.
    fn waits(&mut self, top: f64) -> f64 {
        let mut y = top;
        for command in &self.story.commands {
            let (Some(why), Some(ordered)) = (&command.waits, self.ordered(command)) else { continue };
            let line = format!("{}: {why}", ordered.id);
            let line = self.canvas.fit(&line, 12.0, self.canvas.width - 2.0 * MARGIN);
            y += 20.0;
            self.canvas.text(MARGIN, y, Style::new(12.0), &line);
        }
        y
    }

    /// The times along the bottom: as many as have room, the changes of state first.
    fn time(&mut self, y: f64) {
        let (from, to) = (self.x(Duration::ZERO), self.x(self.story.end));
        self.canvas
            .path(&format!("M{from:.1} {y:.1} H{to:.1}"), &format!("stroke=\"{FAINT}\" fill=\"none\""));
        let mut wanted = vec![Duration::ZERO, self.story.end];
        wanted.extend(self.story.states.iter().map(|span| span.from));
        wanted.extend(self.story.offline.iter().flat_map(|span| [Some(span.from), span.to]).flatten());
        wanted.extend(self.scenario.commands.iter().map(|command| command.at));
        wanted.extend(self.story.sessions.iter().map(|span| span.from));
        wanted.extend(self.story.commands.iter().filter_map(|command| command.ended));
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let mut done = BTreeSet::new();
        for at in wanted.into_iter().filter(|at| *at <= self.story.end) {
            if !done.insert(at) {
                continue;
            }
            let (x, text) = (self.x(at), Clock(at).to_string());
            let half = text_width(&text, 11.0) / 2.0 + 4.0;
            if taken.iter().any(|(from, to)| x - half < *to && x + half > *from) {
                continue;
            }
            taken.push((x - half, x + half));
            self.canvas.path(&format!("M{x:.1} {y:.1} v5"), &format!("stroke=\"{FAINT}\" fill=\"none\""));
            self.canvas.text(x, y + 19.0, Style::new(11.0).middle().color(FAINT), &text);
        }
    }

    /// What occurs in the drawing, and what it means. Returns where it ends.
    fn legend(&mut self, top: f64) -> f64 {
        let met = |met| self.story.commands.iter().any(|c| c.attempts.iter().any(|a| a.what == Some(met)));
        let session = |why| self.story.sessions.iter().any(|span| span.what == why);
        let states: BTreeSet<_> = self.story.states.iter().map(|span| span.what).collect();
        let waits: BTreeSet<_> =
            self.story.commands.iter().flat_map(|command| &command.reasons).map(|span| span.what).collect();
        let mut items: Vec<_> =
            waits.into_iter().map(|what| (Sign::Waiting(what), wait(what).1.to_owned())).collect();
        items.push((Sign::Running, "handed out, until the answer".to_owned()));
        let groups = self.story.commands.iter().filter_map(|command| command.entry.as_ref());
        let groups = groups.into_iter().any(|entry| entry.group.is_some());
        let also = [
            (met(Met::Refused), Sign::Refused, "refused (NotNow)"),
            (met(Met::Silence), Sign::Silence, "handed out, no answer came"),
            (groups, Sign::Group, "a group: one step"),
            (!self.story.pushes.is_empty(), Sign::Push, "push goes out"),
            (session(Why::Push), Sign::Session(Why::Push), "session after a push"),
            (session(Why::ByItself), Sign::Session(Why::ByItself), "session: the device came by itself"),
            (session(Why::Answer), Sign::Session(Why::Answer), "session to deliver a kept answer"),
            (!self.story.offline.is_empty(), Sign::Offline, "no network"),
        ];
        items.extend(
            also.into_iter().filter(|(occurs, ..)| *occurs).map(|(_, sign, text)| (sign, text.to_owned())),
        );
        items.extend(
            states.into_iter().map(|state| (Sign::State(state), format!("device {}", shade(state).1))),
        );

        let (mut x, mut y) = (MARGIN, top);
        for (sign, text) in items {
            let width = 34.0 + text_width(&text, 12.0) + 22.0;
            if x + width > self.canvas.width - MARGIN && x > MARGIN {
                (x, y) = (MARGIN, y + 26.0);
            }
            self.sign(sign, x, y + 8.0);
            self.canvas.text(x + 34.0, y + 12.0, Style::new(12.0), &text);
            x += width;
        }
        y + 16.0
    }

    fn sign(&mut self, sign: Sign, x: f64, y: f64) {
        match sign {
            Sign::Waiting(what) => {
                let style = format!("fill=\"{}\" stroke=\"{FAINT}\" stroke-width=\"0.5\"", wait(what).0);
                self.canvas.rect(x, y - 4.0, 26.0, 8.0, &style);
            }
            Sign::Running => {
                self.canvas.rect(x + 4.0, y - 10.0, 18.0, 20.0, &format!("fill=\"{RUNNING}\" rx=\"2\""));
            }
            Sign::Refused => self.canvas.cross(x + 13.0, y),
            Sign::Silence => {
                let style = format!(
                    "fill=\"#ffffff\" stroke=\"{RUNNING}\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\""
                );
                self.canvas.rect(x, y - 10.0, 26.0, 20.0, &format!("{style} rx=\"2\""));
            }
            Sign::Group => {
                let path = format!("M{:.1} {:.1} h-6 v18 h6", x + 16.0, y - 9.0);
                self.canvas.path(&path, &format!("stroke=\"{BOUND}\" stroke-width=\"2\" fill=\"none\""));
            }
            Sign::Push => self.canvas.push_mark(x + 13.0, y),
            Sign::Session(why) => {
                self.canvas.rect(x, y - 4.0, 26.0, 8.0, &format!("fill=\"{}\" rx=\"2\"", session_fill(why)));
            }
            Sign::Offline => {
                self.canvas.rect(x, y - 9.0, 26.0, 18.0, "fill=\"url(#offline)\" stroke=\"#8a96a3\"")
            }
            Sign::State(state) => {
                let style = format!("fill=\"{}\" stroke=\"#8a96a3\" stroke-width=\"0.5\"", shade(state).0);
                self.canvas.rect(x, y - 9.0, 26.0, 18.0, &style);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Sign {
    Waiting(Wait),
    Running,
    Refused,
    Silence,
    Group,
    Push,
    Session(Why),
    Offline,
    State(Option<LockState>),
}

/// The color of a bar that waits, and what it waits for.
fn wait(what: Wait) -> (&'static str, &'static str) {
    match what {
        Wait::Connect => ("#f6d38b", "waits for the device to connect"),
        Wait::Device => ("#f2a154", "refused, waits for the device's state"),
        Wait::Earlier => ("#c9b8e8", "waits for an earlier command about the same"),
        Wait::Chain => ("#8fc1e3", "waits for the acknowledgement of another"),
        Wait::Release => ("#b0bec5", "held by the administrator"),
        Wait::Time => ("#d7ccc8", "waits for its time"),
        Wait::LostMode => ("#e6a3b3", "waits for the end of Lost Mode"),
    }
}

fn session_fill(why: Why) -> &'static str {
    match why {
        Why::Push => "#37474f",
        Why::ByItself => "#00897b",
        Why::Answer => "#8e24aa",
    }
}

fn shade(state: Option<LockState>) -> (&'static str, String) {
    let Some(state) = state else { return ("#9aa3ad", "erased".to_owned()) };
    let shade = match state {
        LockState::Unlocked => "#e6f4ea",
        LockState::Locked => "#c3cfe6",
        LockState::BeforeFirstUnlock => "#a3b1d1",
        LockState::PowerNap => "#d5c9ea",
        LockState::KeychainLocked => "#e9dcc3",
        LockState::SetupAssistant => "#cfe6e3",
        LockState::Asleep => "#cfd8dc",
        _ => "#e0e0e0",
    };
    (shade, state.to_string())
}

/// Seconds beside hours: every moment at which something happens gets room, and a gap grows with the logarithm
/// of its length.
struct Axis {
    points: Vec<(Duration, f64)>,
    width: f64,
}

impl Axis {
    fn new(story: &Story) -> Self {
        let mut moments = BTreeSet::from([Duration::ZERO, story.end]);
        moments.extend(story.states.iter().map(|span| span.from));
        moments.extend(story.pushes.iter().copied());
        let sessions = story.sessions.iter().map(|span| (span.from, span.to));
        let offline = story.offline.iter().map(|span| (span.from, span.to));
        let attempts = story.commands.iter().flat_map(|command| &command.attempts);
        let attempts = attempts.map(|attempt| (attempt.from, attempt.to));
        for (from, to) in sessions.chain(offline).chain(attempts) {
            moments.insert(from);
            moments.extend(to);
        }
        for command in &story.commands {
            moments.insert(command.queued);
            moments.extend(command.ended);
            moments.extend(command.reasons.iter().map(|span| span.from));
        }
        let moments: Vec<_> = moments.into_iter().filter(|at| *at <= story.end).collect();
        let room = |gap: Duration| 14.0 + 9.0 * gap.as_secs_f64().max(1.0).log2();
        let natural: f64 = moments.windows(2).map(|pair| room(pair[1] - pair[0])).sum();
        let width = natural.clamp(NARROWEST, WIDEST);
        let scale = width / natural.max(1.0);
        let mut x = 0.0;
        let mut points = Vec::new();
        for (at, moment) in moments.iter().enumerate() {
            if let Some(before) = at.checked_sub(1).and_then(|before| moments.get(before)) {
                x += scale * room(*moment - *before);
            }
            points.push((*moment, x));
        }
        Self { points, width }
    }

    fn x(&self, at: Duration) -> f64 {
        let after = self.points.partition_point(|(moment, _)| *moment < at);
        match (after.checked_sub(1).and_then(|before| self.points.get(before)), self.points.get(after)) {
            (_, Some((moment, x))) if *moment == at => *x,
            (Some((from, left)), Some((to, right))) => {
                let part = (at - *from).as_secs_f64() / (*to - *from).as_secs_f64();
                left + part * (right - left)
            }
            (None, _) => 0.0,
            (Some(_), None) => self.width,
        }
    }
}

/// How a piece of text looks.
#[derive(Clone, Copy)]
struct Style {
    size: f64,
    color: &'static str,
    bold: bool,
    middle: bool,
}

impl Style {
    const fn new(size: f64) -> Self {
        Self { size, color: INK, bold: false, middle: false }
    }

    const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    const fn middle(self) -> Self {
        Self { middle: true, ..self }
    }

    const fn color(self, color: &'static str) -> Self {
        Self { color, ..self }
    }
}

/// A piece of text and the room that it takes, for the tests.
#[cfg(test)]
struct Label {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

struct Canvas {
    width: f64,
    height: f64,
    body: String,
    #[cfg(test)]
    labels: Vec<Label>,
}

impl Canvas {
    const fn new(width: f64) -> Self {
        Self {
            width,
            height: 0.0,
            body: String::new(),
            #[cfg(test)]
            labels: Vec::new(),
        }
    }

    fn text(&mut self, x: f64, y: f64, style: Style, text: &str) {
        let Style { size, color, bold, middle } = style;
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let anchor = if middle { " text-anchor=\"middle\"" } else { "" };
        #[cfg(test)]
        {
            let width = text_width(text, size);
            let left = if middle { x - width / 2.0 } else { x };
            self.labels.push(Label {
                left,
                right: left + width,
                top: y - size,
                bottom: y + 0.25 * size,
                text: text.to_owned(),
            });
        }
        self.add(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{color}\"{weight}{anchor}>{}</text>\n",
            escape(text)
        ));
    }

    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, style: &str) {
        self.add(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\" {style}/>\n",
            width.max(0.0)
        ));
    }

    fn path(&mut self, path: &str, style: &str) {
        self.add(format_args!("<path d=\"{path}\" {style}/>\n"));
    }

    fn cross(&mut self, x: f64, y: f64) {
        let path = format!("M{:.1} {:.1} l10 10 m0 -10 l-10 10", x - 5.0, y - 5.0);
        self.path(&path, "stroke=\"#ffffff\" stroke-width=\"6\" stroke-linecap=\"round\" fill=\"none\"");
        let style = format!("stroke=\"{REFUSED}\" stroke-width=\"3\" stroke-linecap=\"round\" fill=\"none\"");
        self.path(&path, &style);
    }

    fn push_mark(&mut self, x: f64, y: f64) {
        let path = format!("M{x:.1} {:.1} l6 11 h-12 z", y - 6.0);
        self.path(&path, "fill=\"#e65100\" stroke=\"#ffffff\" stroke-width=\"1\"");
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(element);
    }

    /// Shortens a text to the room that there is.
    fn fit(&self, text: &str, size: f64, room: f64) -> String {
        if text_width(text, size) <= room {
            return text.to_owned();
        }
        let mut short = String::new();
        for c in text.chars() {
            short.push(c);
            if text_width(&short, size) + text_width("…", size) > room {
                short.pop();
                break;
            }
        }
        short.push('…');
        short
    }
}

/// One drawing below the other.
fn document<const N: usize>(canvases: [Canvas; N]) -> String {
    let width = canvases.iter().map(|canvas| canvas.width).fold(0.0, f64::max);
    let (mut height, mut body) = (0.0, String::new());
    for canvas in canvases {
        // Writing to a string cannot fail.
        let _ = write!(body, "<g transform=\"translate(0 {height:.0})\">\n{}</g>\n", canvas.body);
        height += canvas.height;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         font-family=\"DejaVu Sans, Verdana, sans-serif\">\n\
         <defs><pattern id=\"offline\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path d=\"M0 0 V7\" stroke=\"#8a96a3\" stroke-width=\"2\"/>\
         </pattern></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

/// How wide a text is in the widest of the fonts that are asked for, roughly.
fn text_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '\'' | '|' | '!' | '(' | ')' => 0.42,
            'm' | 'w' | 'M' | 'W' | '@' => 1.0,
            c if c.is_ascii_uppercase() => 0.78,
            c if c.is_ascii() => 0.65,
            '×' | '…' => 1.0,
            _ => 1.1,
        })
        .sum();
    ems * size
}

/// Text for an XML document; what XML 1.0 cannot hold is replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::play;

    fn canvas(json: &str) -> Canvas {
        let scenario = Scenario::decode(json.as_bytes()).unwrap();
        let story = play(&scenario).unwrap();
        Drawing::new(&scenario, &story).draw()
    }

    /// As many commands as may be, long names, a locked period of one second, hostile text.
    fn crowded() -> String {
        let id = "x".repeat(100);
        let commands: Vec<_> = (0..60)
            .map(|n| format!(r#"{{"id": "{n}-{id}", "at": {}, "request_type": "Install<&>\"'{id}"}}"#, n * 7))
            .collect();
        let commands = commands.join(",");
        format!(
            r#"{{"title": "</text><script>&\"' {}", "device": {{"platform": "android"}},
                "lock": [{{"at": 0, "state": "asleep"}}, {{"at": 60, "state": "unlocked"}},
                         {{"at": 61, "state": "asleep"}}, {{"at": "9d", "state": "unlocked"}}],
                "offline": [{{"from": 5, "to": 6}}, {{"from": "2d"}}],
                "commands": [{commands}]}}"#,
            "long ".repeat(15)
        )
    }

    fn all() -> Vec<String> {
        let shipped = crate::SCENARIOS.iter().map(|(_, json)| (*json).to_owned());
        shipped.chain([crowded()]).collect()
    }

    #[test]
    fn no_text_covers_another_or_leaves_the_picture() {
        for json in all() {
            let canvas = canvas(&json);
            for (at, a) in canvas.labels.iter().enumerate() {
                assert!(a.left >= 0.0 && a.right <= canvas.width, "{} leaves the picture", a.text);
                assert!(a.bottom <= canvas.height, "{} is below the picture", a.text);
                for b in &canvas.labels[at + 1..] {
                    let apart =
                        a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
                    assert!(apart, "{} covers {}", a.text, b.text);
                }
            }
        }
    }

    #[test]
    fn every_element_is_closed_and_no_text_is_markup() {
        for json in all() {
            let document = document([canvas(&json)]);
            let mut open = Vec::new();
            for piece in document.split('<').skip(1) {
                let (tag, text) = piece.split_once('>').unwrap();
                assert!(!text.contains('>'), "{text}");
                let references = text.matches('&').count();
                let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
                assert_eq!(
                    references,
                    known.iter().map(|known| text.matches(known).count()).sum::<usize>(),
                    "{text}"
                );
                let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
                assert!(["svg", "defs", "pattern", "path", "rect", "text", "g"].contains(&name), "{tag}");
                if tag.starts_with('/') {
                    assert_eq!(open.pop(), Some(name), "{tag}");
                } else if !tag.ends_with('/') {
                    open.push(name);
                }
            }
            assert!(open.is_empty(), "{open:?}");
            assert!(!document.contains("NaN") && !document.contains("inf"));
        }
    }

    #[test]
    fn the_drawing_shows_what_happened() {
        let document = document([canvas(crate::SCENARIOS[0].1)]);
        // One refused hand-out, drawn as a cross, and one in the legend.
        assert_eq!(document.matches(REFUSED).count(), 2);
        assert!(document.contains(">locked</text>") && document.contains(">unlocked</text>"));
        assert!(document.contains(">refused, waits for the device&#39;s state</text>"));
        assert!(document.contains("sent 2×, refused 1×"));
    }

    #[test]
    fn escapes() {
        assert_eq!(escape("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
        assert_eq!(escape("a\u{0}b\u{ffff}"), "a\u{fffd}b\u{fffd}");
    }
}
