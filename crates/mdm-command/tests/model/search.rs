//! Breadth first over every world that can be reached, so that a counterexample is as short as can be.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::canon::Key;
use crate::promise::{self, Broken};
use crate::scenario::Scenario;
use crate::world::{Action, World};

/// More steps than any run without faults needs.
const PATIENCE: usize = 500;

/// What a search came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) states: usize,
    pub(crate) transitions: u64,
    /// Worlds from which it was followed how everything ends.
    pub(crate) drained: usize,
    pub(crate) counterexample: Option<Counterexample>,
}

/// The shortest way to a broken promise.
#[derive(Debug)]
pub(crate) struct Counterexample {
    pub(crate) broken: Broken,
    pub(crate) story: String,
}

struct Search<'a> {
    scenario: &'a Scenario,
    /// Every world that was reached, by its number.
    worlds: Vec<Key>,
    numbers: HashMap<Key, u32>,
    /// From which world, by what.
    cause: Vec<(u32, Option<Action>)>,
    /// Worlds from which everything ends.
    live: HashSet<Key>,
}

/// Searches all worlds of a scenario, or until a promise is broken.
pub(crate) fn search(scenario: &Scenario) -> Outcome {
    let first = Key::of(&World::new(scenario));
    let mut search = Search {
        scenario,
        worlds: vec![first],
        numbers: HashMap::from([(first, 0)]),
        cause: vec![(0, None)],
        live: HashSet::new(),
    };
    let (mut at, mut transitions) = (0, 0);
    let mut counterexample = None;
    'all: while let Some(key) = search.worlds.get(at) {
        let world = key.world(scenario);
        let here = u32::try_from(at).unwrap();
        if let Err((broken, way)) = search.drain(&world) {
            counterexample = Some(search.tell(here, &way, broken));
            break;
        }
        for action in world.actions(scenario) {
            transitions += 1;
            let mut next = world.clone();
            if let Err(broken) = next.step(action, scenario) {
                counterexample = Some(search.tell(here, &[action], broken));
                break 'all;
            }
            let key = Key::of(&next);
            let number = u32::try_from(search.worlds.len()).unwrap();
            if *search.numbers.entry(key).or_insert(number) == number {
                search.worlds.push(key);
                search.cause.push((here, Some(action)));
            }
        }
        at += 1;
    }
    Outcome { states: search.worlds.len(), transitions, drained: search.live.len(), counterexample }
}

/// One run at random, far beyond the bounds of a search. Every step is taken twice, from the world as it came
/// about and from its canonical form: both must come to the same.
pub(crate) fn walk(scenario: &Scenario, seed: u64) -> u64 {
    let mut random = seed;
    let mut world = World::new(scenario);
    let mut story = String::new();
    let mut steps = 0;
    while steps < 400 {
        let actions = world.actions(scenario);
        // Knuth's constants; the high bits are the better ones.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let Some(action) = actions.get((random >> 33) as usize % actions.len().max(1)) else { break };
        steps += 1;
        let mut canonical = Key::of(&world).world(scenario);
        let (end, canonical_end) = (world.step(*action, scenario), canonical.step(*action, scenario));
        writeln!(story, "{steps:>4}. {action:?}\n      {world}").unwrap();
        if let Err(broken) = end {
            panic!(
                "{}, seed {seed}: {:?} is broken: {}\n{story}",
                scenario.name, broken.promise, broken.text
            );
        }
        canonical_end.unwrap();
        assert_eq!(Key::of(&world), Key::of(&canonical), "{}, seed {seed}\n{story}", scenario.name);
    }
    steps
}

impl Search<'_> {
    /// *Liveness*: the faults stop, the device is unlocked and in reach; everything ends.
    fn drain(&mut self, world: &World) -> Result<(), (Broken, Vec<Action>)> {
        let mut world = world.clone();
        world.left.commands = 0;
        (world.left.faults, world.left.cancels, world.left.holds) = (0, 0, 0);
        let (mut passed, mut way) = (Vec::new(), Vec::new());
        for _ in 0..PATIENCE {
            // The locks that are needed cost nothing.
            world.left.locks = 1;
            let fair = world.fair(self.scenario);
            // After an unlock follows what is known already, more often than not.
            if fair != Some(Action::Unlocks) {
                let key = Key::of(&world);
                if self.live.contains(&key) {
                    break;
                }
                passed.push(key);
            }
            let Some(action) = fair else {
                promise::at_rest(&world, self.scenario).map_err(|broken| (broken, way.clone()))?;
                break;
            };
            way.push(action);
            if let Err(broken) = world.step(action, self.scenario) {
                return Err((broken, way));
            }
            if way.len() == PATIENCE {
                let promise = promise::Promise::Liveness;
                way.truncate(30);
                return Err((Broken { promise, text: "it never ends".into() }, way));
            }
        }
        self.live.extend(passed);
        Ok(())
    }

    fn tell(&self, last: u32, more: &[Action], broken: Broken) -> Counterexample {
        let mut way = Vec::new();
        let mut at = last;
        while let Some((from, Some(action))) = self.cause.get(at as usize) {
            way.push(*action);
            at = *from;
        }
        way.reverse();
        way.extend(more);
        let mut world = World::new(self.scenario);
        let mut story = format!("{}: {:?} is broken: {}\n", self.scenario.name, broken.promise, broken.text);
        for (step, action) in way.iter().enumerate() {
            // Locks that the fair end takes are not counted.
            world.left.locks = world.left.locks.max(1);
            let end = world.step(*action, self.scenario);
            writeln!(story, "{:>4}. {action:?}\n      {world}", step + 1).unwrap();
            if end.is_err() {
                break;
            }
        }
        Counterexample { broken, story }
    }
}
