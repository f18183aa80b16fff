//! The signals that a fault in a guard page is, and an abort, on Linux and
//! macOS.
//!
//! A handler runs on the thread's alternate stack, which std gives to every
//! thread that it starts. It changes nothing but three registers of the
//! thread that was interrupted, and is done: no jump leads out of it. POSIX
//! has it that an abort whose signal's handler does not return is none.
#![expect(
    unsafe_code,
    reason = "a signal handler that looks at the registers of the thread \
              that was interrupted, and changes them"
)]

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::mem::{self, MaybeUninit};
use std::ptr;
use std::sync::OnceLock;

use corosensei::stack::{DefaultStack, Stack};
use libc::{siginfo_t, ucontext_t};

use crate::model::seam;
use crate::stack;

/// A fault in memory is the one or the other of the first two.
const SIGNALS: [c_int; 3] = [libc::SIGSEGV, libc::SIGBUS, libc::SIGABRT];

/// What had the signals before, and how many bytes a page has.
struct Before {
    actions: [libc::sigaction; 3],
    page: usize,
}

static BEFORE: OnceLock<Before> = OnceLock::new();

thread_local! {
    /// Where a thread goes on that comes [ashore]; 0 if it cannot. Like what
    /// follows it has no destructor: the handler asks for it.
    static SHORE: Cell<usize> = const { Cell::new(0) };
    /// The instruction that faulted, and where the stack begins.
    static FAULTED: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    /// Whether std is about to abort the process, and nothing else does.
    static DOOMED: Cell<bool> = const { Cell::new(false) };
    static ARMS: RefCell<Option<Arms>> = const { RefCell::new(None) };
}

/// What a thread needs to survive a fault.
struct Arms {
    /// What a thread that comes ashore runs on.
    _shore: DefaultStack,
    /// What the handler runs on, if nobody else has given the thread one.
    alternate: Option<DefaultStack>,
}

/// Prepares the calling thread, and once the process.
pub(in super::super) fn arm() {
    if SHORE.get() != 0 {
        return;
    }
    BEFORE.get_or_init(install);
    let shore = stack::take();
    let top = shore.base().get();
    let alternate = needs_alternate().then(stack::take);
    if let Some(stack) = &alternate {
        set_alternate(Some(stack));
    }
    ARMS.set(Some(Arms { _shore: shore, alternate }));
    SHORE.set(top);
}

impl Drop for Arms {
    fn drop(&mut self) {
        SHORE.set(0);
        if self.alternate.is_some() {
            set_alternate(None);
        }
    }
}

/// Lets the system have the memory of a stack that is never freed. Nothing
/// that is on it is used any more.
pub(in super::super) fn forget(low: usize) {
    let Some(Before { page, .. }) = BEFORE.get() else { return };
    let first = ptr::with_exposed_provenance_mut::<c_void>(low + page);
    // SAFETY: the stack is mapped, as nobody is left who could free it, and
    // has so many bytes above its guard page.
    unsafe { libc::madvise(first, stack::SIZE, libc::MADV_DONTNEED) };
}

fn install() -> Before {
    // SAFETY: asking for this has no conditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let page = usize::try_from(page).unwrap_or(4096);
    let handler: extern "C" fn(c_int, *mut siginfo_t, *mut c_void) = on_signal;
    // SAFETY: a sigaction is integers and pointers.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = handler as usize;
    action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
    let actions = SIGNALS.map(|signal| {
        // SAFETY: as above.
        let mut before: libc::sigaction = unsafe { mem::zeroed() };
        // SAFETY: both point to an action, and `on_signal` does nothing that
        // a handler may not do.
        unsafe { libc::sigaction(signal, &action, &mut before) };
        before
    });
    Before { actions, page }
}

/// Whether the calling thread has no stack for signal handlers.
fn needs_alternate() -> bool {
    let mut now = MaybeUninit::<libc::stack_t>::uninit();
    // SAFETY: it only tells.
    let failed = unsafe { libc::sigaltstack(ptr::null(), now.as_mut_ptr()) };
    // SAFETY: it was written unless the call has failed.
    failed == 0 && unsafe { now.assume_init() }.ss_flags & libc::SS_DISABLE != 0
}

/// Lets signal handlers of the calling thread run there, or on no stack of
/// their own.
fn set_alternate(stack: Option<&DefaultStack>) {
    let sp = stack.map_or(0, |stack| stack.base().get() - stack::SIZE);
    let new = libc::stack_t {
        ss_sp: ptr::with_exposed_provenance_mut(sp),
        ss_flags: if stack.is_some() { 0 } else { libc::SS_DISABLE },
        ss_size: stack::SIZE,
    };
    // SAFETY: `Arms` owns the memory, and takes it away from the system
    // before it gives it up.
    unsafe { libc::sigaltstack(&new, ptr::null_mut()) };
}

/// The calling task is about to abort the process, because std can do nothing
/// else; it will be [`seam::aborted`] instead. Whether it can be.
pub(in super::super) fn survive_abort() -> bool {
    let survives = SHORE.get() != 0 && super::low() != 0 && seam::is_usable();
    DOOMED.set(survives);
    survives
}

/// The handler. Async-signal-safe: it reads and writes thread-locals that are
/// there from the first, and the registers.
extern "C" fn on_signal(
    signal: c_int,
    info: *mut siginfo_t,
    context: *mut c_void,
) {
    // SAFETY: the system hands a handler its thread's registers.
    let registers = unsafe { &mut *context.cast::<ucontext_t>() };
    if signal == libc::SIGABRT {
        if DOOMED.replace(false) {
            return go_on(registers, ashore_aborted);
        }
        return pass_on(signal, info, context);
    }
    // SAFETY: and what is known of the signal.
    let about = unsafe { &*info };
    // SAFETY: the two signals that are left have an address.
    let address = unsafe { about.si_addr() }.addr();
    if is_overflow(address, registers::stack_pointer(registers)) {
        FAULTED.set((registers::instruction(registers), super::low()));
        return go_on(registers, ashore);
    }
    pass_on(signal, info, context);
}

/// Lets the thread that was interrupted go on with `f`, ashore.
fn go_on(registers: &mut ucontext_t, f: extern "C" fn() -> !) {
    super::set_low(0);
    registers::set(registers, f as usize, SHORE.get());
}

/// Whether a task has come to the end of its stack.
fn is_overflow(address: usize, stack_pointer: usize) -> bool {
    let (low, shore) = (super::low(), SHORE.get());
    let Some(Before { page, .. }) = BEFORE.get() else { return false };
    // A function makes room for itself before it touches it: at most a page,
    // for what needs more touches every page on its way.
    low != 0
        && shore != 0
        && (low..low + page).contains(&address)
        && (low..low + 2 * page).contains(&stack_pointer)
}

/// Does what would be done without this.
fn pass_on(signal: c_int, info: *mut siginfo_t, context: *mut c_void) {
    let before = BEFORE.get().and_then(|before| {
        let which = SIGNALS.iter().position(|it| *it == signal)?;
        before.actions.get(which)
    });
    let action = before.map_or(libc::SIG_DFL, |it| it.sa_sigaction);
    if action == libc::SIG_DFL || action == libc::SIG_IGN {
        // The instruction is tried again, and this time ends the process.
        // SAFETY: what is done by default has no conditions.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    } else if before.is_some_and(|it| it.sa_flags & libc::SA_SIGINFO != 0) {
        // SAFETY: the flag says that it is such a function.
        let handler = unsafe {
            mem::transmute::<
                usize,
                extern "C" fn(c_int, *mut siginfo_t, *mut c_void),
            >(action)
        };
        handler(signal, info, context);
    } else {
        // SAFETY: no flag and no word of the system: it is such a function.
        let handler =
            unsafe { mem::transmute::<usize, extern "C" fn(c_int)>(action) };
        handler(signal);
    }
}

/// Where a thread goes on whose task has aborted the process.
extern "C" fn ashore_aborted() -> ! {
    seam::aborted()
}

/// Where a thread goes on whose task has used up its stack. No signal is
/// handled any more. The stack is that of [`Arms`], and free again as soon as
/// the task is suspended, for it is never resumed.
extern "C" fn ashore() -> ! {
    let own = object_of(ashore as *const () as usize);
    let allocator = object_of(libc::malloc as *const () as usize);
    let (at, low) = FAULTED.get();
    // Where the two are one, it may be the allocator, too.
    let foreign = object_of(at) != own || own == allocator;
    seam::sink(foreign, low)
}

/// The beginning of the program or library that an address belongs to.
fn object_of(address: usize) -> Option<usize> {
    let mut info = MaybeUninit::<libc::Dl_info>::uninit();
    let address = ptr::with_exposed_provenance::<c_void>(address);
    // SAFETY: it takes any address, and says whether it has written.
    let known = unsafe { libc::dladdr(address, info.as_mut_ptr()) } != 0;
    // SAFETY: as said.
    known.then(|| unsafe { info.assume_init() }.dli_fbase.addr())
}

/// The registers of a thread that was interrupted.
mod registers {
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    mod machine {
        use libc::{REG_RBP, REG_RIP, REG_RSP, ucontext_t};

        pub(in super::super) fn stack_pointer(context: &ucontext_t) -> usize {
            context.uc_mcontext.gregs[REG_RSP as usize] as usize
        }

        pub(in super::super) fn instruction(context: &ucontext_t) -> usize {
            context.uc_mcontext.gregs[REG_RIP as usize] as usize
        }

        /// Lets the thread go on at `pc`, on the stack that ends at `top`: a
        /// function begins as if a call had just pushed where to return.
        pub(in super::super) fn set(
            context: &mut ucontext_t,
            pc: usize,
            top: usize,
        ) {
            let registers = &mut context.uc_mcontext.gregs;
            registers[REG_RIP as usize] = pc as i64;
            registers[REG_RSP as usize] = (top - 8) as i64;
            registers[REG_RBP as usize] = 0;
        }
    }

    #[cfg(all(target_os = "linux", target_arch = "aarch64"))]
    mod machine {
        use libc::ucontext_t;

        pub(in super::super) fn stack_pointer(context: &ucontext_t) -> usize {
            context.uc_mcontext.sp as usize
        }

        pub(in super::super) fn instruction(context: &ucontext_t) -> usize {
            context.uc_mcontext.pc as usize
        }

        /// As above; the address to return to is in a register.
        pub(in super::super) fn set(
            context: &mut ucontext_t,
            pc: usize,
            top: usize,
        ) {
            let registers = &mut context.uc_mcontext;
            registers.pc = pc as u64;
            registers.sp = top as u64;
            registers.regs[29] = 0;
            registers.regs[30] = 0;
        }
    }

    #[cfg(target_os = "macos")]
    mod machine {
        use libc::ucontext_t;

        pub(in super::super) fn stack_pointer(context: &ucontext_t) -> usize {
            // SAFETY: the system hands a handler the registers, too.
            let state = unsafe { &(*context.uc_mcontext).__ss };
            #[cfg(target_arch = "x86_64")]
            return state.__rsp as usize;
            #[cfg(target_arch = "aarch64")]
            return state.__sp as usize;
        }

        pub(in super::super) fn instruction(context: &ucontext_t) -> usize {
            // SAFETY: as in `stack_pointer`.
            let state = unsafe { &(*context.uc_mcontext).__ss };
            #[cfg(target_arch = "x86_64")]
            return state.__rip as usize;
            #[cfg(target_arch = "aarch64")]
            return state.__pc as usize;
        }

        /// As on Linux.
        pub(in super::super) fn set(
            context: &mut ucontext_t,
            pc: usize,
            top: usize,
        ) {
            // SAFETY: as in `stack_pointer`.
            let state = unsafe { &mut (*context.uc_mcontext).__ss };
            #[cfg(target_arch = "x86_64")]
            {
                state.__rip = pc as u64;
                state.__rsp = (top - 8) as u64;
                state.__rbp = 0;
            }
            #[cfg(target_arch = "aarch64")]
            {
                state.__pc = pc as u64;
                state.__sp = top as u64;
                state.__fp = 0;
                state.__lr = 0;
            }
        }
    }

    pub(super) use machine::{instruction, set, stack_pointer};
}
