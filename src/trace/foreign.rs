//! What a child process has recorded, taken into its parent's trace.
//!
//! The child records itself as a run of its own and ships that trace as text.
//! Its main lane becomes the lane that the parent keeps for the process; its
//! other lanes and objects are added. A pipe that both have spoken of is one
//! object, known by its name, so that a message leads from one process into
//! the other.
//!
//! Each side notes when it began by the one clock that all processes share;
//! the difference moves the child's times. What is left of error is mended
//! as between two threads: no effect comes before its cause.

use super::collect::{Draft, Parts};
use super::event::{Lane, Object, ObjectKind, State, Trace, What};
use super::json::ReadError;
use super::recorder::with_lane;
use super::session::EventId;

/// The trace of a child process.
pub(super) struct Foreign {
    /// The lane of the parent's session that stands for the process.
    lane: u32,
    /// Events of that lane that come before the child's.
    before: u32,
    /// When the child's recording began, as [`epoch`].
    epoch: u64,
    trace: Trace,
}

/// Nanoseconds of the clock that all processes of this machine share.
#[cfg(unix)]
pub(super) fn epoch() -> u64 {
    use rustix::time::{ClockId, clock_gettime};
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

/// Elsewhere no trace goes from one process to another.
#[cfg(not(unix))]
pub(super) fn epoch() -> u64 {
    0
}

/// The text that [`adopt`] reads.
pub(super) fn pack(trace: &Trace, epoch: u64) -> String {
    format!("{epoch}\n{}", trace.to_json())
}

/// Takes what a child process has recorded into the calling thread's lane,
/// which stands for that process.
///
/// # Errors
///
/// If `text` is not all that a child sends: it was killed on the way.
pub(crate) fn adopt(text: &str) -> Result<(), ReadError> {
    let (epoch, trace) = text.split_once('\n').ok_or(ReadError::Empty)?;
    let not_a_number = |why: std::num::ParseIntError| ReadError::Line {
        line: 1,
        reason: why.to_string(),
    };
    let epoch = epoch.parse().map_err(not_a_number)?;
    let trace = Trace::from_json(trace)?;
    with_lane(|lane| {
        let before = lane.written;
        let foreign = Foreign { lane: lane.lane, before, epoch, trace };
        lane.session.foreign.lock().push(foreign);
    });
    Ok(())
}

impl Foreign {
    /// Events that the child could not keep.
    pub(super) fn dropped(&self) -> u64 {
        self.trace.end.dropped
    }

    /// Adds this to what a parent that began at `epoch` has recorded.
    pub(super) fn merge_into(&self, parts: &mut Parts, epoch: u64) {
        let lanes = self.add_lanes(&mut parts.lanes);
        let objects = self.add_objects(&mut parts.objects, &lanes);
        self.make_room(&mut parts.drafts);
        let mut written = vec![0; lanes.len()];
        written[0] = self.before;
        let mut ids: Vec<Option<EventId>> = Vec::new();
        for event in &self.trace.events {
            if self.is_end(event.lane, &event.what) {
                ids.push(None);
                continue;
            }
            let lane = event.lane as usize;
            let id = EventId::new(lanes[lane], written[lane]);
            written[lane] += 1;
            ids.push(Some(id));
            let mut what = event.what.clone();
            renumber(&mut what, &lanes, &objects);
            parts.drafts.push(Draft {
                id,
                time: (event.time + self.epoch).saturating_sub(epoch),
                what,
                cause: event.cause.and_then(|cause| ids[cause as usize]),
                after: None,
                place: event.place.clone(),
            });
        }
    }

    /// The end of the child's main lane is not yet the end of the process,
    /// of which the parent tells.
    fn is_end(&self, lane: u32, what: &What) -> bool {
        lane == 0
            && match what {
                What::State { state, .. } => *state == State::Done,
                What::Signal { object } => {
                    self.trace.objects[*object as usize].lane == Some(0)
                }
                _ => false,
            }
    }

    /// Returns what each of the child's lanes is called here.
    fn add_lanes(&self, lanes: &mut Vec<Lane>) -> Vec<u32> {
        let mut map = vec![self.lane];
        for lane in self.trace.lanes.iter().skip(1) {
            let id = lanes.len() as u32;
            map.push(id);
            let parent = lane.parent.map(|parent| map[parent as usize]);
            lanes.push(Lane { id, parent, ..lane.clone() });
        }
        map
    }

    /// Returns what each of the child's objects is called here.
    fn add_objects(&self, all: &mut Vec<Object>, lanes: &[u32]) -> Vec<u32> {
        let mut map = Vec::new();
        for object in &self.trace.objects {
            let lane = object.lane.map(|lane| lanes[lane as usize]);
            let same = |known: &&Object| {
                known.kind == object.kind
                    && match object.kind {
                        ObjectKind::Pipe => known.name == object.name,
                        ObjectKind::Lane => known.lane == lane,
                        _ => false,
                    }
            };
            let id = all.iter().find(same).map_or(all.len() as u32, |o| o.id);
            map.push(id);
            if id as usize == all.len() {
                all.push(Object { id, lane, ..object.clone() });
            }
        }
        map
    }

    /// Moves what the parent tells of the process after the child's own
    /// events behind them.
    fn make_room(&self, drafts: &mut [Draft]) {
        let own = |event: &&super::Event| {
            event.lane == 0 && !self.is_end(0, &event.what)
        };
        let room = self.trace.events.iter().filter(own).count() as u32;
        let moved = |id: EventId| {
            if id.lane() == self.lane && id.index() >= self.before {
                EventId::new(id.lane(), id.index() + room)
            } else {
                id
            }
        };
        for draft in drafts {
            draft.id = moved(draft.id);
            draft.cause = draft.cause.map(moved);
            draft.after = draft.after.map(moved);
        }
    }
}

/// Calls lanes and objects by the names that `lanes` and `objects` give.
fn renumber(what: &mut What, lanes: &[u32], objects: &[u32]) {
    let lane = |id: &mut u32| *id = lanes[*id as usize];
    let object = |id: &mut u32| *id = objects[*id as usize];
    match what {
        What::State { object: of, .. } => of.iter_mut().for_each(object),
        What::Hold { object: of }
        | What::Release { object: of }
        | What::Put { object: of, .. }
        | What::Get { object: of, .. }
        | What::Read { object: of, .. }
        | What::Write { object: of, .. }
        | What::Signal { object: of } => object(of),
        What::Spawn { child } => lane(child),
        What::Deadlock { waits, .. } => {
            for wait in waits {
                lane(&mut wait.lane);
                object(&mut wait.object);
                wait.holder.iter_mut().for_each(lane);
            }
        }
        What::Note { .. } | What::Panic { .. } => {}
    }
}
