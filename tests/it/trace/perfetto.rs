//! The file for Perfetto, read as protobuf.

use std::collections::{BTreeMap, BTreeSet};

use workbench::queue::Queue;
use workbench::trace::render::perfetto;
use workbench::trace::{self, Clock};

use super::*;

/// A field of a message, by its number.
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// The fields of a message, in their order.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Field<'_>)> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes);
        let field = match tag & 7 {
            0 => Field::Number(varint(&mut bytes)),
            1 => {
                let (fixed, rest) = bytes.split_at(8);
                bytes = rest;
                Field::Number(u64::from_le_bytes(fixed.try_into().unwrap()))
            }
            2 => {
                let length = varint(&mut bytes) as usize;
                let (inner, rest) = bytes.split_at(length);
                bytes = rest;
                Field::Bytes(inner)
            }
            wire => panic!("wire type {wire}"),
        };
        fields.push((tag >> 3, field));
    }
    fields
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..).step_by(7) {
        let (byte, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < &0x80 {
            return value;
        }
    }
    unreachable!("a varint has an end")
}

fn number(fields: &[(u64, Field<'_>)], wanted: u64) -> Option<u64> {
    fields.iter().find_map(|(field, value)| match value {
        Field::Number(value) if *field == wanted => Some(*value),
        _ => None,
    })
}

fn bytes<'a>(fields: &[(u64, Field<'a>)], wanted: u64) -> Option<&'a [u8]> {
    fields.iter().find_map(|(field, value)| match value {
        Field::Bytes(value) if *field == wanted => Some(*value),
        _ => None,
    })
}

fn text(fields: &[(u64, Field<'_>)], wanted: u64) -> Option<String> {
    let bytes = bytes(fields, wanted)?;
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

/// What the viewer makes of a file.
#[derive(Default)]
struct Viewed {
    /// By track: its name, and that of the one above it.
    tracks: BTreeMap<u64, (String, Option<u64>)>,
    /// Track, name, from and to.
    slices: Vec<(u64, String, u64, u64)>,
    /// Track and value.
    counts: Vec<(u64, u64)>,
    begun: BTreeSet<u64>,
    ended: Vec<u64>,
}

impl Viewed {
    fn of(file: &[u8]) -> Self {
        let mut viewed = Self::default();
        let mut open: BTreeMap<u64, (String, u64)> = BTreeMap::new();
        for (field, packet) in fields(file) {
            let (1, Field::Bytes(packet)) = (field, packet) else {
                panic!("a file is packets alone");
            };
            let packet = fields(packet);
            if let Some(track) = bytes(&packet, 60) {
                viewed.track(&fields(track));
            } else {
                let event = fields(bytes(&packet, 11).unwrap());
                let time = number(&packet, 8).unwrap();
                viewed.event(&event, time, &mut open);
            }
        }
        assert!(open.is_empty(), "slices without an end: {open:?}");
        viewed
    }

    fn track(&mut self, track: &[(u64, Field<'_>)]) {
        let uuid = number(track, 1).unwrap();
        let parent = number(track, 5);
        let known = parent.is_none_or(|it| self.tracks.contains_key(&it));
        assert!(known, "{uuid} is described before {parent:?}");
        self.tracks.insert(uuid, (text(track, 2).unwrap(), parent));
    }

    fn event(
        &mut self,
        event: &[(u64, Field<'_>)],
        time: u64,
        open: &mut BTreeMap<u64, (String, u64)>,
    ) {
        let track = number(event, 11).unwrap();
        assert!(self.tracks.contains_key(&track));
        match number(event, 9).unwrap() {
            1 => {
                let name = text(event, 23).unwrap();
                let before = open.insert(track, (name, time));
                assert_eq!(before, None, "slices of a track are no nest");
            }
            2 => {
                let (name, from) = open.remove(&track).unwrap();
                assert!(from <= time);
                self.slices.push((track, name, from, time));
            }
            3 => {
                let name = text(event, 23).unwrap();
                self.slices.push((track, name, time, time));
            }
            4 => self.counts.push((track, number(event, 30).unwrap())),
            other => panic!("event type {other}"),
        }
        for (field, value) in event {
            match (field, value) {
                (47, Field::Number(flow)) => {
                    assert!(self.begun.insert(*flow));
                }
                (48, Field::Number(flow)) => self.ended.push(*flow),
                _ => {}
            }
        }
    }

    fn slices_of(&self, name: &str) -> Vec<&str> {
        let track = self.tracks.iter().find(|(_, it)| it.0 == name);
        let track = *track.unwrap_or_else(|| panic!("no track {name}")).0;
        let slices = self.slices.iter().filter(|slice| slice.0 == track);
        slices.map(|slice| &*slice.1).collect()
    }
}

fn hand_over() -> Trace {
    let ((), trace) = trace::record(|| {
        let letters = Arc::new(Queue::new(2).named("letters"));
        let left = Mutex::new(1).named("left");
        let to = letters.clone();
        let writer = Builder::new().name("writer").spawn(move || {
            to.put("a").unwrap();
        });
        assert_eq!(letters.get(), Ok("a"));
        *left.lock() += 1;
        writer.unwrap().join().unwrap();
    });
    trace
}

#[test]
fn states_holds_and_causes_of_a_run_are_slices_and_flows() {
    let trace = hand_over();
    let viewed = Viewed::of(&perfetto(std::slice::from_ref(&trace)));
    let across = |event: &&Event| {
        cause(&trace, event).is_some_and(|it| it.lane != event.lane)
    };
    let arrows = trace.events.iter().filter(across).count();
    assert!(arrows >= 2, "a start and a letter");
    assert_eq!(viewed.ended.len(), arrows);
    assert!(viewed.ended.iter().all(|flow| viewed.begun.contains(flow)));
    let lasting = trace.spans().len() + trace.holds().len();
    let at_once = |event: &&Event| {
        let state = matches!(event.what, What::State { .. });
        let causes = trace.events.iter().filter(across);
        let causes: Vec<_> = causes.filter_map(|it| it.cause).collect();
        !state || across(event) || causes.contains(&event.step)
    };
    let moments = trace.events.iter().filter(at_once).count();
    assert_eq!(viewed.slices.len(), lasting + moments);
    assert!(viewed.slices_of("lock left").contains(&"main"));
    let said = viewed.slices_of("writer");
    let put = "writer puts item 1 into queue `letters` (1 there)";
    assert!(said.contains(&put), "{said:?}");
    let counts: Vec<_> = viewed.counts.iter().map(|it| it.1).collect();
    assert_eq!(counts, [1, 0]);
}

#[test]
fn cause_of_several_has_an_arrow_to_each() {
    let ((), trace) = trace::record(|| {
        let hut = Arc::new(Barrier::new(3).named("hut"));
        let hikers = ["Ann", "Ben"].map(|name| {
            let hut = hut.clone();
            Builder::new().name(name).spawn(move || hut.wait()).unwrap()
        });
        let _ = hut.wait();
        hikers.into_iter().for_each(|it| assert!(it.join().unwrap().is_ok()));
    });
    let causes: Vec<_> =
        trace.events.iter().filter_map(|it| it.cause).collect();
    let distinct: BTreeSet<_> = causes.iter().collect();
    assert!(distinct.len() < causes.len(), "the last one lets two go on");
    let viewed = Viewed::of(&perfetto(std::slice::from_ref(&trace)));
    let ended: BTreeSet<_> = viewed.ended.iter().copied().collect();
    assert_eq!(ended.len(), viewed.ended.len(), "a flow ends once");
    assert_eq!(ended, viewed.begun);
}

#[test]
fn every_run_of_a_file_has_a_group_of_tracks() {
    let trace = hand_over();
    let viewed = Viewed::of(&perfetto(&[trace.clone(), trace]));
    let groups = viewed.tracks.values().filter(|(_, above)| above.is_none());
    let names: Vec<_> = groups.map(|(name, _)| &**name).collect();
    assert_eq!(names, ["1. run", "2. run"]);
    let mains = viewed.tracks.values().filter(|(name, _)| name == "main");
    assert_eq!(mains.count(), 2);
}

#[test]
fn run_without_time_is_drawn_by_steps_and_says_so() {
    let mut trace = hand_over();
    trace.run.clock = Clock::Model;
    trace.events.iter_mut().for_each(|event| event.time = 0);
    trace.end.time = 0;
    let viewed = Viewed::of(&perfetto(std::slice::from_ref(&trace)));
    let (title, _) = viewed.tracks.values().next().unwrap();
    assert!(title.ends_with("nothing was measured)"), "{title}");
    let last = viewed.slices.iter().map(|slice| slice.3).max();
    let last_step = trace.events.last().map(|event| event.step);
    assert_eq!(last, last_step.map(|step| step * 1000));
}

#[test]
fn what_several_hold_at_once_lies_beside_each_other() {
    let ((), trace) = trace::record(|| {
        let page = Arc::new(RwLock::new(1).named("page"));
        let seen = Queue::new(1);
        let (to, other) = (Arc::new(seen), page.clone());
        let from = to.clone();
        let first = page.read();
        let second = Builder::new().name("second").spawn(move || {
            let reads = other.read();
            to.put(()).unwrap();
            // Until the first one has gone.
            to.join();
            drop(reads);
        });
        from.get().unwrap();
        drop(first);
        from.task_done().unwrap();
        second.unwrap().join().unwrap();
    });
    let viewed = Viewed::of(&perfetto(std::slice::from_ref(&trace)));
    let pages = viewed.tracks.iter().filter(|it| it.1.0 == "rwlock page");
    let pages: Vec<_> = pages.map(|it| *it.0).collect();
    assert_eq!(pages.len(), 2);
    let holds = trace.holds();
    for (hold, track) in holds.iter().filter(|it| it.object == 0).zip(pages) {
        let name = &trace.lanes[hold.lane as usize].name;
        let slice = (track, name.clone(), hold.times.0, hold.times.1);
        assert!(viewed.slices.contains(&slice), "{slice:?}");
    }
}
