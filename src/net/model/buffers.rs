//! Buffers that io_uring receives into: all connections share them.
#![expect(
    unsafe_code,
    reason = "the system writes into them, and reads which are free"
)]

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::io;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU16, Ordering};

use io_uring::Submitter;
use io_uring::types::BufRingEntry;

/// What the system calls these buffers by.
pub(super) const GROUP: u16 = 0;

/// How many there are: a power of two, as the system wants it.
const COUNT: u16 = 1024;

/// Bytes of each.
const SIZE: usize = 4096;

/// The ring of free buffers begins at a page.
const PAGE: usize = 4096;

/// Buffers, and the ring by which the system is told which are free.
pub(super) struct Buffers {
    ring: NonNull<BufRingEntry>,
    bytes: NonNull<u8>,
    /// Buffers that were ever given, modulo 2^16.
    given: u16,
    is_leaked: bool,
}

impl Buffers {
    /// Hands all of them over to the system.
    pub(super) fn new(to: &Submitter<'_>) -> io::Result<Self> {
        let (ring, bytes) =
            (reserve(ring_layout()).cast(), reserve(bytes_layout()));
        let mut buffers = Self { ring, bytes, given: 0, is_leaked: false };
        // SAFETY: it is of so many entries, and `drop` comes after the ring
        // that it is registered with is closed, or else it is leaked.
        unsafe {
            to.register_buf_ring_with_flags(
                ring.as_ptr() as u64,
                COUNT,
                GROUP,
                0,
            )
        }?;
        (0..COUNT).for_each(|number| buffers.give(number));
        Ok(buffers)
    }

    /// What has been received into a buffer, which the system leaves alone
    /// until it is given back.
    pub(super) fn received(&self, number: u16, count: usize) -> &[u8] {
        let at = usize::from(number % COUNT) * SIZE;
        // SAFETY: the buffer is one of these.
        let first = unsafe { self.bytes.add(at) };
        // SAFETY: its bytes were zero at first, and the system has written
        // some; it writes no more until the buffer is given back, which
        // needs `&mut`.
        unsafe { std::slice::from_raw_parts(first.as_ptr(), count.min(SIZE)) }
    }

    /// Lets the system have a buffer (again).
    pub(super) fn give(&mut self, number: u16) {
        let at = usize::from(number % COUNT) * SIZE;
        // SAFETY: the buffer is one of these.
        let first = unsafe { self.bytes.add(at) };
        let slot = usize::from(self.given % COUNT);
        // SAFETY: the slot is one of the ring's.
        let mut entry = unsafe { self.ring.add(slot) };
        // SAFETY: the system reads an entry only once the tail is past it.
        let entry = unsafe { entry.as_mut() };
        entry.set_addr(first.as_ptr() as u64);
        entry.set_len(SIZE as u32);
        entry.set_bid(number);
        self.given = self.given.wrapping_add(1);
        // SAFETY: this is where the ring begins, and it was zero at first.
        let tail = unsafe { BufRingEntry::tail(self.ring.as_ptr()) };
        // SAFETY: it is aligned, lives as long as the ring, and is otherwise
        // only read, by the system.
        let tail = unsafe { AtomicU16::from_ptr(tail.cast_mut()) };
        // Release: to the system, which reads the entry after the tail.
        tail.store(self.given, Ordering::Release);
    }
}

impl Buffers {
    /// The system may still write into them: they are not freed.
    pub(super) fn leak(&mut self) {
        self.is_leaked = true;
    }
}

impl Drop for Buffers {
    fn drop(&mut self) {
        if self.is_leaked {
            return;
        }
        // SAFETY: it was allocated with this layout.
        unsafe { dealloc(self.ring.as_ptr().cast(), ring_layout()) };
        // SAFETY: as above.
        unsafe { dealloc(self.bytes.as_ptr(), bytes_layout()) };
    }
}

fn ring_layout() -> Layout {
    let entries = Layout::array::<BufRingEntry>(usize::from(COUNT));
    entries.and_then(|it| it.align_to(PAGE)).expect("it is small")
}

fn bytes_layout() -> Layout {
    Layout::array::<u8>(usize::from(COUNT) * SIZE).expect("it is small")
}

fn reserve(layout: Layout) -> NonNull<u8> {
    // SAFETY: it has a size.
    let bytes = unsafe { alloc_zeroed(layout) };
    NonNull::new(bytes).unwrap_or_else(|| handle_alloc_error(layout))
}
