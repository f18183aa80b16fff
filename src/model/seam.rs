//! What a primitive says to the kernel, and hears from it.
//!
//! A task that is about to do something that others can see declares it
//! ([`step`]), gives up the processor, and goes on when it has been chosen:
//! then what it waited for is so, and nobody comes between. Whatever it does
//! up to its next declaration is one step with that.
//!
//! The state of a lock or a queue lies where it always does. The kernel asks
//! for it (`ready`), and the task changes it.
#![expect(
    unsafe_code,
    reason = "what a suspended task waits for lies on its own stack, which \
              no lifetime can tell the kernel"
)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{
    AssertUnwindSafe, Location, PanicHookInfo, catch_unwind, resume_unwind,
};
use std::ptr::NonNull;
use std::rc::Rc;
use std::thread::panicking;
use std::time::{Duration, Instant};

use super::fiber::{Door, Fiber};
use super::kernel::{Foreign, Kernel, TIMED_OUT};
use super::op::{Access, Op, Verb};
use super::outcome::{Detail, Outcome};
use super::overflow;
use super::pulse::Pulse;
use super::task::{Life, TaskId};
use crate::trace::{self, NewLane, Place, Tag};

thread_local! {
    /// Whether the calling code is a task whose operations are steps.
    static IN_TASK: Cell<bool> = const { Cell::new(false) };
    /// The way out of the task that runs.
    static DOOR: Cell<Option<Door>> = const { Cell::new(None) };
    pub(super) static KERNEL: RefCell<Kernel> = RefCell::new(Kernel::new());
    /// The last panics of tasks, the latest first.
    static PANICS: RefCell<[Option<Panic>; 2]> = const { RefCell::new([None, None]) };
}

/// Operations that a task may do while it unwinds, and times that it may
/// catch the end of the execution, before it is given up.
const ENOUGH: u32 = 10_000;

/// A panic, as it is told before anything unwinds.
#[derive(Default)]
struct Panic {
    message: String,
    place: Option<Place>,
}

/// What a task unwinds with when its execution is over.
pub(super) struct Unwind;

/// Whether the calling code is explored: its operations are steps of a task.
#[inline]
pub(crate) fn running() -> bool {
    IN_TASK.get()
}

/// As [`running`], for a primitive that is made of others: whether it is to
/// be one step, and what it is made of none. False where its inside is
/// explored.
pub(crate) fn whole() -> bool {
    running() && KERNEL.with_borrow(|kernel| !kernel.options.inside)
}

/// Runs `f`, in which no operation is a step.
pub(crate) fn quietly<T>(f: impl FnOnce() -> T) -> T {
    let _restore = Restore(IN_TASK.replace(false));
    f()
}

/// Does `f`, which is part of a step that has been declared: in it nothing
/// is a step, unless the inside of primitives is explored.
#[inline]
pub(crate) fn as_one<T>(f: impl FnOnce() -> T) -> T {
    if trace::watched() && whole() { quietly(f) } else { f() }
}

/// As [`as_one`], for what is a single step even where the inside of
/// primitives is explored.
#[inline]
pub(crate) fn as_one_step<T>(f: impl FnOnce() -> T) -> T {
    if trace::watched() && running() { quietly(f) } else { f() }
}

/// Whether a panic's payload is the end of an execution, and no panic.
pub(crate) fn is_end(payload: &(dyn Any + Send)) -> bool {
    payload.is::<Unwind>()
}

struct Restore(bool);

impl Drop for Restore {
    fn drop(&mut self) {
        IN_TASK.set(self.0);
    }
}

/// Asks whether a task can go on.
#[derive(Clone, Copy)]
pub(super) struct Ready(NonNull<dyn Fn() -> bool>);

impl Ready {
    /// To be kept no longer than the task is suspended in `step`.
    fn new<'a>(ask: &'a (dyn Fn() -> bool + 'a)) -> Self {
        let ask: NonNull<dyn Fn() -> bool + 'a> = NonNull::from(ask);
        // SAFETY: only the lifetime changes. `step` borrows what this points
        // to until the task goes on, and the kernel drops it before that.
        Self(unsafe {
            std::mem::transmute::<
                NonNull<dyn Fn() -> bool + 'a>,
                NonNull<dyn Fn() -> bool + 'static>,
            >(ask)
        })
    }

    #[inline]
    pub(super) fn ask(&self) -> bool {
        // SAFETY: the task that made it is suspended in `step`, which has
        // borrowed the function.
        let ask = unsafe { self.0.as_ref() };
        ask()
    }
}

/// The object that a suspended task is about to use.
#[derive(Clone, Copy)]
pub(super) struct About(NonNull<Tag>);

impl About {
    /// To be kept no longer than the task is suspended in `step`.
    pub(super) fn new(tag: &Tag) -> Self {
        Self(NonNull::from(tag))
    }

    pub(super) fn with<R>(self, f: impl FnOnce(&Tag) -> R) -> R {
        // SAFETY: as in `Ready::ask`: the operation borrows its tags.
        f(unsafe { self.0.as_ref() })
    }
}

/// Declares `op`, and returns when the calling task has been chosen to do
/// it; false if its time was over first.
///
/// Code that runs because its task unwinds is not suspended any more: its
/// operations are done at once, and where one has to wait, the execution is
/// over.
#[inline]
pub(crate) fn step(op: &Op<'_>, ready: Option<&dyn Fn() -> bool>) -> bool {
    step_which(op, ready) != TIMED_OUT || op.deadline.is_none()
}

/// As [`step`], for an operation that has several outcomes: which it is.
pub(crate) fn step_which(op: &Op<'_>, ready: Option<&dyn Fn() -> bool>) -> u8 {
    if panicking() {
        return go_through(op, ready);
    }
    if overflow::is_near() {
        used_up();
    }
    let declared = KERNEL.with_borrow_mut(|kernel| {
        if kernel.unwinding {
            return Ok(false);
        }
        kernel.declare(op, ready.map(Ready::new)).map(|()| true)
    });
    match declared {
        Ok(true) => {}
        Ok(false) => end_execution(), // it has caught what it was to unwind with
        Err(Foreign) => refuse_foreign(op),
    }
    suspend();
    let (unwinding, which) =
        KERNEL.with_borrow(|kernel| (kernel.unwinding, kernel.chosen));
    if unwinding {
        resume_unwind(Box::new(Unwind));
    }
    which
}

/// What a task does while it unwinds.
#[cold]
fn go_through(op: &Op<'_>, ready: Option<&dyn Fn() -> bool>) -> u8 {
    count_pass();
    loop {
        let notified = op.condition.is_none()
            || KERNEL.with_borrow_mut(|kernel| kernel.take_notification());
        if notified && ready.is_none_or(quietly) {
            return super::kernel::USUAL;
        }
        if op.deadline.is_some() {
            return TIMED_OUT;
        }
        wait_in_destructor(op);
    }
}

/// The calling task does something after its execution was over. One that
/// does not come to an end is given up.
fn count_pass() {
    let enough = KERNEL.with_borrow_mut(|kernel| {
        kernel.passed += 1;
        kernel.passed > ENOUGH
    });
    if enough {
        give_up();
    }
}

/// A destructor has to wait that runs because its task unwinds. The execution
/// is over, if it was not before: others are unwound first, who may have what
/// it waits for.
#[cold]
fn wait_in_destructor(op: &Op<'_>) {
    let panic = PANICS.with_borrow_mut(|[last, _]| last.take());
    KERNEL.with_borrow_mut(|kernel| {
        kernel.unwinding = true;
        let task = kernel.current;
        kernel.outcome.get_or_insert_with(|| {
            let Panic { message, place } = panic.unwrap_or_default();
            let message = format!(
                "{message}; a destructor that runs because of it waits: {} \
                 at {}",
                op.describe(),
                Place::from(op.place).short()
            );
            Outcome::Panicked { task, message, place }
        });
    });
    suspend();
}

/// The calling task has little of its stack left. It is unwound, as nobody
/// else is to see what it does with the rest.
#[cold]
fn used_up() -> ! {
    KERNEL.with_borrow_mut(Kernel::overflow);
    end_execution()
}

/// The calling task ends, and the execution with it.
fn end_execution() -> ! {
    count_pass();
    let leaks = KERNEL.with_borrow_mut(|kernel| {
        kernel.unwinding = true;
        kernel.options.leaks
    });
    if leaks {
        give_up();
    }
    resume_unwind(Box::new(Unwind));
}

/// The calling task has used up its stack, and is on another one now. If it
/// was stopped in `foreign` code or in the kernel, its thread is lost. The
/// stack begins at `low`.
pub(super) fn sink(foreign: bool, low: usize) -> ! {
    if foreign || !is_usable() {
        KERNEL.with(|kernel| {
            // SAFETY: the thread goes no further, so nobody changes it.
            let pulse = unsafe { &(*kernel.as_ptr()).pulse };
            pulse.as_ref().inspect(|pulse| pulse.sink());
        });
        loop {
            std::thread::park();
        }
    }
    KERNEL.with_borrow_mut(|kernel| {
        kernel.overflow();
        kernel.no_unwinding |= panicking();
        kernel.lost_stacks.push(low);
    });
    give_up()
}

/// The calling task will not be resumed any more.
fn give_up() -> ! {
    KERNEL.with_borrow_mut(Kernel::give_up);
    loop {
        suspend();
    }
}

#[cold]
fn refuse_foreign(op: &Op<'_>) -> ! {
    let name = op.on.map_or("", |(tag, _)| tag.name()).to_owned();
    let place = Place::from(op.place);
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        let outcome = Outcome::MadeOutside { task, name, place };
        kernel.outcome.get_or_insert(outcome);
    });
    end_execution()
}

fn suspend() {
    let low = overflow::low();
    let door = DOOR.get().expect("a task that runs has a door");
    // SAFETY: the door is a reference to the yielder that corosensei hands to
    // the fiber's function. `resume` sets it to that of the fiber that runs,
    // whose function has not returned.
    unsafe { door.as_ref() }.suspend(());
    overflow::set_low(low);
}

/// What a floor above keeps in thread-locals of its own, for speed, and
/// exchanges when another task goes on: with what the task has left there.
type Carry = fn(&mut Option<Box<dyn Any>>);

thread_local! {
    static CARRY: Cell<Option<Carry>> = const { Cell::new(None) };
}

/// From now on, calls `exchange` whenever this thread goes from one task to
/// another.
pub(crate) fn carry(exchange: Carry) {
    CARRY.set(Some(exchange));
}

/// Exchanges what is carried between the calling thread and the task.
fn carry_over(task: TaskId) {
    if let Some(exchange) = CARRY.get() {
        let carried =
            |kernel: &mut Kernel| kernel.tasks[task.index()].carried.take();
        let mut carried = KERNEL.with_borrow_mut(carried);
        exchange(&mut carried);
        KERNEL.with_borrow_mut(|kernel| {
            kernel.tasks[task.index()].carried = carried;
        });
    }
}

/// Lets the task that `fiber` belongs to run until it is suspended again or
/// ends; whether it has ended.
pub(super) fn resume(
    task: TaskId,
    fiber: &mut Fiber,
    door: Option<Door>,
) -> (bool, Option<Door>) {
    carry_over(task);
    DOOR.set(door);
    IN_TASK.set(true);
    let ended = fiber.resume();
    IN_TASK.set(false);
    carry_over(task);
    (ended, DOOR.take())
}

/// A fiber for a task that runs `body`.
pub(super) fn fiber(body: impl FnOnce() + 'static) -> Fiber {
    Fiber::new(move |door| {
        DOOR.set(Some(door));
        let run = || match KERNEL.with_borrow(|kernel| kernel.unwinding) {
            true => drop(body), // it is too late to begin
            false => body(),
        };
        note_end(catch_unwind(AssertUnwindSafe(run)));
        note_end(catch_unwind(drop_locals));
    })
}

/// As a thread's thread-locals, when it ends.
fn drop_locals() {
    let locals = KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current.index();
        std::mem::take(&mut kernel.tasks[task].locals)
    });
    drop(locals);
}

fn note_end(end: std::thread::Result<()>) {
    let Err(payload) = end else { return };
    if payload.is::<Unwind>() {
        return;
    }
    let message = trace::panic_message(&*payload).to_owned();
    let place = PANICS.take()[0].take().and_then(|it| it.place);
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        let outcome = Outcome::Panicked { task, message, place };
        kernel.outcome.get_or_insert(outcome);
    });
}

/// Does `wait`, for others, before the calling task goes on to unwind with
/// `panic`, if it has caught one. If they wait for ever, that is why.
pub(crate) fn wait_with(panic: Option<&(dyn Any + Send)>, wait: impl FnOnce()) {
    let panic = panic.filter(|panic| running() && !is_end(*panic));
    if let Some(panic) = panic {
        let message = trace::panic_message(panic).to_owned();
        let place = PANICS.with_borrow_mut(|[last, _]| last.take());
        let place = place.and_then(|it| it.place);
        set_panic(Some((message, place)));
    }
    wait();
    if panic.is_some() {
        set_panic(None);
    }
}

fn set_panic(panic: Option<(String, Option<Place>)>) {
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        kernel.tasks[task.index()].panic = panic;
    });
}

/// Starts a task, which runs `body`, as a child of the calling one.
///
/// # Panics
///
/// If there are too many tasks.
#[track_caller]
pub(crate) fn spawn(
    name: impl FnOnce() -> String,
    daemon: bool,
    body: impl FnOnce() + 'static,
) {
    start(name, daemon, None, body);
}

#[track_caller]
fn start(
    name: impl FnOnce() -> String,
    daemon: bool,
    borrows_from: Option<TaskId>,
    body: impl FnOnce() + 'static,
) {
    let added = KERNEL.with_borrow_mut(|kernel| {
        let unwinding = kernel.unwinding;
        let task = kernel.add_task(daemon)?;
        kernel.tasks[task.index()].borrows_from = borrows_from;
        if kernel.options.looked_on {
            kernel.tasks[task.index()].name = name();
        }
        Some(!unwinding)
    });
    match added {
        Some(true) => {
            let fiber = fiber(body);
            KERNEL.with_borrow_mut(|kernel| kernel.newborn.push(fiber));
        }
        Some(false) => KERNEL.with_borrow_mut(|kernel| {
            if let Some(task) = kernel.tasks.last_mut() {
                task.life = Life::Ended;
            }
        }),
        None => panic!(
            "an explored program has at most {} threads",
            super::MOST_TASKS
        ),
    }
}

/// As [`spawn`], for a body that borrows from outside.
///
/// # Safety
///
/// What the body borrows is to live until the task has ended. When an
/// execution is cut short, the calling task is unwound after that one.
#[track_caller]
pub(crate) unsafe fn spawn_borrowing<'a>(
    name: impl FnOnce() -> String,
    daemon: bool,
    body: impl FnOnce() + 'a,
) {
    let body: Box<dyn FnOnce() + 'a> = Box::new(body);
    // SAFETY: only the lifetime changes, and the caller sees to it.
    let body = unsafe {
        std::mem::transmute::<Box<dyn FnOnce() + 'a>, Box<dyn FnOnce()>>(body)
    };
    let parent = KERNEL.with_borrow(|kernel| kernel.current);
    start(name, daemon, Some(parent), body);
}

/// Whoever takes the object that `tag` belongs to comes after everything
/// that the calling task has done.
///
/// To be called while the lock is still held.
pub(crate) fn release(tag: &Tag, place: &'static Location<'static>) {
    let visible = KERNEL.with_borrow(|kernel| kernel.options.releases);
    if visible {
        step(&Op::new("unlock", tag, Access::Release, place), None);
    } else {
        order_after(tag);
    }
}

/// As [`release`], of a lock that others may share.
pub(crate) fn leave(tag: &Tag, place: &'static Location<'static>) {
    let visible = KERNEL.with_borrow(|kernel| kernel.options.releases);
    if visible {
        step(&Op::new("unlock", tag, Access::Leave, place), None);
    } else {
        with_object(tag, |kernel, object| kernel.leave(object));
    }
}

/// Whoever uses the object next comes after everything that the calling task
/// has done.
pub(crate) fn order_after(tag: &Tag) {
    KERNEL.with_borrow_mut(|kernel| {
        if let Ok(object) = kernel.object(tag) {
            kernel.release(object);
        }
    });
}

/// Says that from now on it matters when `detail` happens: if it has not
/// been a step up to now, all is explored again.
pub(crate) fn matters(detail: Detail) {
    let again = KERNEL.with_borrow_mut(|kernel| {
        let known = match detail {
            Detail::Releases => kernel.options.releases,
            Detail::Ends => kernel.options.ends,
        };
        if known || kernel.unwinding || panicking() {
            return false;
        }
        kernel.outcome.get_or_insert(Outcome::Again(detail));
        true
    });
    if again {
        end_execution();
    }
}

/// Whether the end of a thread is a step of its own.
pub(crate) fn ends_are_steps() -> bool {
    KERNEL.with_borrow(|kernel| kernel.options.ends && !kernel.unwinding)
        && !panicking()
}

/// The operation that the calling task has just been chosen to do was
/// refused, and has changed nothing.
pub(crate) fn refused() {
    KERNEL.with_borrow_mut(|kernel| kernel.spins.refused());
}

/// What the step that the calling task has just made has read, or written.
pub(crate) fn saw(wrote: bool, value: i64) {
    KERNEL.with_borrow_mut(|kernel| kernel.saw(wrote, value));
}

/// The calling task has changed what the lock protects that it took last.
pub(crate) fn changed() {
    KERNEL.with_borrow_mut(|kernel| kernel.spins.changed());
}

/// Sleeps for so long, or with none of a time gives way to others.
pub(crate) fn rest(
    word: &'static str,
    time: Option<Duration>,
    place: &'static Location<'static>,
) {
    let deadline = time.map(after);
    let op = Op::of(Verb::Rest(word), None, place).until(deadline);
    match deadline {
        Some(_) => step(&op, Some(&|| false)),
        None => step(&op, None),
    };
}

/// The virtual time that is `time` from now.
pub(crate) fn after(time: Duration) -> Duration {
    KERNEL.with_borrow(|kernel| kernel.now.saturating_add(time))
}

/// The instant that virtual time stands at.
pub(crate) fn now() -> Instant {
    thread_local! {
        static START: Instant = Instant::now();
    }
    let start = START.with(|start| *start);
    let gone = KERNEL.with_borrow(|kernel| kernel.now);
    start.checked_add(gone).unwrap_or(start)
}

/// The virtual time of an instant that was made by [`now`].
pub(crate) fn virtual_time(at: Instant) -> Duration {
    let (now, gone) = (now(), KERNEL.with_borrow(|kernel| kernel.now));
    gone.saturating_add(at.saturating_duration_since(now))
}

/// The calling task, which has been chosen to, enters the wait set of the
/// condition variable that `tag` belongs to.
pub(crate) fn enter_wait_set(tag: &Tag) {
    with_object(tag, |kernel, object| kernel.enter_wait_set(object));
}

/// The calling task, whose time is over, leaves the wait set.
pub(crate) fn leave_wait_set(tag: &Tag) {
    with_object(tag, |kernel, object| kernel.leave_wait_set(object));
}

/// The calling task, which has been chosen to, wakes who is at this place of
/// the wait set; whether somebody is.
pub(crate) fn wake(tag: &Tag, which: usize) -> bool {
    with_object(tag, |kernel, object| kernel.wake(object, which))
        .unwrap_or(false)
}

fn with_object<R>(
    tag: &Tag,
    f: impl FnOnce(&mut Kernel, super::op::ObjectId) -> R,
) -> Option<R> {
    KERNEL.with_borrow_mut(|kernel| {
        let object = kernel.object(tag).ok()?;
        Some(f(kernel, object))
    })
}

/// A value of the calling task: what a thread keeps in a thread-local.
pub(crate) fn with_local<T: Default + 'static, R>(
    f: impl FnOnce(&RefCell<T>) -> R,
) -> R {
    let local = KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current.index();
        let locals = &mut kernel.tasks[task].locals;
        let find = |it: &Rc<dyn Any>| it.clone().downcast::<RefCell<T>>().ok();
        locals.iter().find_map(find).unwrap_or_else(|| {
            let new = Rc::new(RefCell::new(T::default()));
            locals.push(new.clone());
            new
        })
    });
    f(&local)
}

/// A number for the calling task that no other task and no thread has.
pub(crate) fn task_number() -> u64 {
    KERNEL.with_borrow(|kernel| 1 << 63 | u64::from(kernel.current.number()))
}

/// The lane that the program's main task acts in; empty where nobody records.
pub(crate) fn main_lane() -> NewLane {
    KERNEL.with_borrow_mut(|kernel| match &mut kernel.session {
        Some(session) => session.main(),
        None => NewLane::none(),
    })
}

/// Keeps what a task panics with; whether it is one, so that nothing is
/// printed. It is told before anything is unwound.
pub(super) fn note_panic(panic: &PanicHookInfo<'_>) -> bool {
    // Also while the task does something quietly.
    let ours = DOOR.try_with(Cell::get).is_ok_and(|door| door.is_some());
    if !ours {
        return false;
    }
    let message = trace::panic_message(panic.payload());
    if END_OF_PROCESS.contains(&message) {
        return overflow::survive_abort();
    }
    let place = panic
        .location()
        .map(|at| Place { file: at.file().to_owned().into(), line: at.line() });
    let panic = Panic { message: message.to_owned(), place };
    PANICS.with_borrow_mut(|[last, before]| {
        *before = last.replace(panic);
    });
    true
}

/// What core says where a panic cannot unwind: the process is aborted next.
const END_OF_PROCESS: [&str; 2] = [
    "panic in a destructor during cleanup",
    "panic in a function that cannot unwind",
];

/// The calling task has aborted the process, because a destructor has
/// panicked that ran because of a panic; it is on another stack now.
pub(super) fn aborted() -> ! {
    let [last, before] = PANICS.take().map(Option::unwrap_or_default);
    KERNEL.with_borrow_mut(|kernel| {
        let task = kernel.current;
        kernel.unwinding = true;
        kernel.outcome.get_or_insert_with(|| {
            let at = last.place.map_or(String::new(), |at| at.short());
            let message = format!(
                "{}; a destructor that runs because of it panics at {at}, \
                 which aborts the process: {}",
                before.message, last.message
            );
            Outcome::Panicked { task, message, place: before.place }
        });
    });
    give_up()
}

/// Whether the kernel can be asked.
pub(super) fn is_usable() -> bool {
    KERNEL.with(|kernel| kernel.try_borrow_mut().is_ok()) && !trace::is_in_use()
}

/// Forgets what earlier executions have panicked with.
pub(super) fn forget_panics() {
    drop(PANICS.take());
}

/// Lets `pulse` beat for what the calling thread explores from now on.
pub(crate) fn show_pulse(pulse: Pulse) {
    KERNEL.with_borrow_mut(|kernel| kernel.pulse = Some(pulse));
}
