//! std's atomics, with a name and a trace of every read and write.
//!
//! A trace writes an event just after the access itself. Two accesses of two
//! threads within that moment can appear in the other order.

use std::panic::Location;
pub use std::sync::atomic::{Ordering, compiler_fence, fence};

use crate::model::{self, Access, Op};
use crate::trace::{ObjectKind, Raw, Tag, watched};

/// What an operation has done to a variable.
enum Did {
    Read(i64),
    Wrote(i64),
    /// Wrote what was there.
    Kept(i64),
    /// Did not find what it was to replace.
    Refused(i64),
}

/// Declares the operation where it is a step of an explored program.
#[cold]
fn turn(
    tag: &Tag,
    word: &'static str,
    access: Access,
    value: Option<i64>,
    place: &'static Location<'static>,
) {
    if model::running() {
        let op = Op::new(word, tag, access, place);
        let op = value.map_or(op, |value| op.value(value));
        model::step(&op, None);
    }
}

/// Tells whoever watches what an operation has done.
#[cold]
fn tell(tag: &Tag, did: &Did, place: &'static Location<'static>) {
    if model::running() {
        match *did {
            Did::Read(value) => model::saw(false, value),
            Did::Wrote(value) => model::saw(true, value),
            Did::Kept(value) => {
                model::refused();
                model::saw(true, value);
            }
            Did::Refused(value) => {
                model::refused();
                model::saw(false, value);
            }
        }
    }
    if tag.on() {
        match *did {
            Did::Read(value) | Did::Refused(value) => {
                tag.record(|id| Raw::Read(id, value), place);
            }
            Did::Wrote(value) | Did::Kept(value) => {
                tag.record(|id| Raw::Write(id, value), place);
            }
        }
    }
}

/// What a write has done.
fn written<T: PartialEq>(before: T, after: T, value: i64) -> Did {
    if before == after { Did::Kept(value) } else { Did::Wrote(value) }
}

/// Everything that all the types have.
macro_rules! atomic {
    ($(#[$doc:meta])* $name:ident, $value:ty) => {
        $(#[$doc])*
        ///
        /// Memory orderings mean what they mean in std.
        #[derive(Debug)]
        pub struct $name {
            tag: Tag,
            raw: std::sync::atomic::$name,
        }

        impl $name {
            /// A variable with this value.
            #[must_use]
            #[track_caller]
            pub const fn new(value: $value) -> Self {
                Self {
                    tag: Tag::new(ObjectKind::Variable),
                    raw: std::sync::atomic::$name::new(value),
                }
            }

            /// A variable inside another primitive, without events.
            #[track_caller]
            pub(crate) const fn hidden(value: $value) -> Self {
                Self {
                    tag: Tag::hidden(),
                    raw: std::sync::atomic::$name::new(value),
                }
            }

            /// Gives it the name that traces show.
            #[must_use]
            pub fn named(mut self, name: impl Into<String>) -> Self {
                self.tag.set_name(name);
                self
            }

            /// Reads the value.
            #[inline]
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $value {
                let place = Location::caller();
                if !watched() {
                    return self.raw.load(order);
                }
                turn(&self.tag, "load", Access::Read, None, place);
                let value = self.raw.load(order);
                tell(&self.tag, &Did::Read(value as i64), place);
                value
            }

            /// Writes the value.
            #[inline]
            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                let place = Location::caller();
                if !watched() {
                    return self.raw.store(value, order);
                }
                let new = Some(value as i64);
                turn(&self.tag, "store", Access::Write, new, place);
                // Relaxed: only where one thread runs is it what is replaced.
                let before = self.raw.load(Ordering::Relaxed);
                self.raw.store(value, order);
                let did = written(before, value, value as i64);
                tell(&self.tag, &did, place);
            }

            /// Writes the value; returns the one before, in one step.
            #[inline]
            #[track_caller]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                let place = Location::caller();
                if !watched() {
                    return self.raw.swap(value, order);
                }
                let new = Some(value as i64);
                turn(&self.tag, "swap", Access::Write, new, place);
                let before = self.raw.swap(value, order);
                let did = written(before, value, value as i64);
                tell(&self.tag, &did, place);
                before
            }

            /// Writes `new` if the value is `current`, in one step; returns
            /// the value before.
            ///
            /// # Errors
            ///
            /// The value, if it is not `current`.
            #[inline]
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                let place = Location::caller();
                let exchange = || {
                    self.raw.compare_exchange(current, new, success, failure)
                };
                if !watched() {
                    return exchange();
                }
                let value = Some(new as i64);
                turn(&self.tag, "compare_exchange", Access::Write, value, place);
                let found = exchange();
                let did = match found {
                    Ok(before) => written(before, new, new as i64),
                    Err(value) => Did::Refused(value as i64),
                };
                tell(&self.tag, &did, place);
                found
            }

            /// As [`compare_exchange`](Self::compare_exchange), and may fail
            /// although the value is `current`.
            ///
            /// # Errors
            ///
            /// The value.
            #[inline]
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                let place = Location::caller();
                let exchange = || {
                    self.raw.compare_exchange_weak(current, new, success, failure)
                };
                if !watched() {
                    return exchange();
                }
                let value = Some(new as i64);
                turn(&self.tag, "compare_exchange_weak", Access::Write, value, place);
                let found = match model::running() {
                    // The same every time, on every machine.
                    true => self.raw.compare_exchange(current, new, success, failure),
                    false => exchange(),
                };
                let did = match found {
                    Ok(before) => written(before, new, new as i64),
                    Err(value) => Did::Refused(value as i64),
                };
                tell(&self.tag, &did, place);
                found
            }

            /// Tries `f` on the value until nobody came between; returns the
            /// value before.
            ///
            /// # Errors
            ///
            /// The value, if `f` returns `None` for it.
            #[inline]
            #[track_caller]
            pub fn fetch_update(
                &self,
                success: Ordering,
                failure: Ordering,
                mut f: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let place = Location::caller();
                if !watched() {
                    return self.raw.fetch_update(success, failure, f);
                }
                turn(&self.tag, "fetch_update", Access::Write, None, place);
                let mut wrote = None;
                let update = |value| {
                    wrote = f(value);
                    wrote
                };
                let found = self.raw.fetch_update(success, failure, update);
                let seen = found.unwrap_or_else(|value| value) as i64;
                let did = match wrote {
                    Some(value) => written(seen, value as i64, value as i64),
                    None => Did::Refused(seen),
                };
                tell(&self.tag, &did, place);
                found
            }

            /// The value: nobody else can see it.
            pub fn get_mut(&mut self) -> &mut $value {
                self.raw.get_mut()
            }

            /// The value, without the variable around it.
            #[must_use]
            pub fn into_inner(self) -> $value {
                self.raw.into_inner()
            }
        }

        // Not every type has a user of it.
        const _: fn($value) -> $name = $name::hidden;

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                Self::new(<$value>::default())
            }
        }

        impl From<$value> for $name {
            #[track_caller]
            fn from(value: $value) -> Self {
                Self::new(value)
            }
        }
    };
}

/// One read-modify-write operation, in one step: std's name for it, and what
/// the value is afterwards.
macro_rules! fetch {
    ($name:ident, $value:ty, $(#[$doc:meta] $fetch:ident => $after:expr;)*) => {
        impl $name {
            $(
                #[$doc]
                /// Returns the value before, in one step.
                #[inline]
                #[track_caller]
                pub fn $fetch(&self, operand: $value, order: Ordering) -> $value {
                    let place = Location::caller();
                    if !watched() {
                        return self.raw.$fetch(operand, order);
                    }
                    let word = stringify!($fetch);
                    turn(&self.tag, word, Access::Write, None, place);
                    let before = self.raw.$fetch(operand, order);
                    let after: fn($value, $value) -> $value = $after;
                    let after = after(before, operand);
                    let did = written(before, after, after as i64);
                    tell(&self.tag, &did, place);
                    before
                }
            )*
        }
    };
}

/// A type with arithmetic.
macro_rules! integer {
    ($(#[$doc:meta])* $name:ident, $value:ty) => {
        atomic!($(#[$doc])* $name, $value);
        fetch! { $name, $value,
            /// Adds, wrapping around at the type's bounds.
            fetch_add => <$value>::wrapping_add;
            /// Subtracts, wrapping around at the type's bounds.
            fetch_sub => <$value>::wrapping_sub;
            /// Writes the larger of the two.
            fetch_max => Ord::max;
            /// Writes the smaller of the two.
            fetch_min => Ord::min;
            /// Writes the bitwise and.
            fetch_and => |a, b| a & b;
            /// Writes the bitwise or.
            fetch_or => |a, b| a | b;
            /// Writes the bitwise exclusive or.
            fetch_xor => |a, b| a ^ b;
        }
    };
}

atomic!(
    /// A `bool` that threads share.
    AtomicBool,
    bool
);
fetch! { AtomicBool, bool,
    /// Writes the logical and.
    fetch_and => |a, b| a & b;
    /// Writes the logical or.
    fetch_or => |a, b| a | b;
    /// Writes the logical exclusive or.
    fetch_xor => |a, b| a ^ b;
}
integer!(
    /// An `i32` that threads share.
    AtomicI32,
    i32
);
integer!(
    /// An `i64` that threads share.
    AtomicI64,
    i64
);
integer!(
    /// An `isize` that threads share.
    AtomicIsize,
    isize
);
integer!(
    /// A `u32` that threads share.
    AtomicU32,
    u32
);
integer!(
    /// A `u64` that threads share.
    AtomicU64,
    u64
);
integer!(
    /// A `usize` that threads share.
    AtomicUsize,
    usize
);
