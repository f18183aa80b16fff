//! The methods that every queue type has.

/// A public queue type around `$inside`, which has one `put` and one `get`
/// for every [`Patience`](super::patience::Patience).
macro_rules! queue {
    (
        $(#[$doc:meta])*
        $name:ident<T $(: $bound:ident)?>($inside:ty)
    ) => {
        $(#[$doc])*
        pub struct $name<T $(: $bound)?>($inside);

        impl<T $(: $bound)?> $name<T> {
            /// An empty queue with `capacity` slots; 0 for no limit.
            #[must_use]
            #[track_caller]
            pub fn new(capacity: usize) -> Self {
                Self(<$inside>::new(capacity))
            }

            /// An empty queue that is never full.
            #[must_use]
            #[track_caller]
            pub fn unbounded() -> Self {
                Self::new(0)
            }

            /// Gives it the name that traces show.
            #[must_use]
            pub fn named(mut self, name: impl Into<String>) -> Self {
                self.0.set_name(name);
                self
            }

            /// Puts an item.
            ///
            /// # Blocking
            ///
            /// While the queue is full.
            ///
            /// # Errors
            ///
            /// The item, if the queue is shut down.
            #[inline]
            #[track_caller]
            pub fn put(&self, item: T) -> Result<(), ShutDown<T>> {
                self.0
                    .put(item, Patience::Forever)
                    .map_err(|error| ShutDown(error.into_inner()))
            }

            /// Puts an item if there is room now.
            ///
            /// # Errors
            ///
            /// The item, if the queue is full or shut down.
            #[inline]
            #[track_caller]
            pub fn try_put(&self, item: T) -> Result<(), TryPutError<T>> {
                self.0.put(item, Patience::Never)
            }

            /// Puts an item if there is room within `timeout`.
            ///
            /// # Errors
            ///
            /// The item, if the queue stays full or is shut down.
            #[track_caller]
            pub fn put_timeout(
                &self,
                item: T,
                timeout: Duration,
            ) -> Result<(), TryPutError<T>> {
                let patience = Patience::lasting(timeout);
                self.0.put(item, patience)
            }

            /// Takes an item.
            ///
            /// # Blocking
            ///
            /// While the queue is empty.
            ///
            /// # Errors
            ///
            /// If the queue is shut down and empty.
            #[inline]
            #[track_caller]
            pub fn get(&self) -> Result<T, ShutDown> {
                self.0
                    .get(Patience::Forever)
                    .map_err(|_| ShutDown(()))
            }

            /// Takes an item if there is one now.
            ///
            /// # Errors
            ///
            /// If the queue is empty, and whether it is shut down.
            #[inline]
            #[track_caller]
            pub fn try_get(&self) -> Result<T, TryGetError> {
                self.0.get(Patience::Never)
            }

            /// Takes an item if one comes within `timeout`.
            ///
            /// # Errors
            ///
            /// If the queue stays empty, or is shut down and empty.
            #[track_caller]
            pub fn get_timeout(
                &self,
                timeout: Duration,
            ) -> Result<T, TryGetError> {
                let patience = Patience::lasting(timeout);
                self.0.get(patience)
            }

            /// Says that the work on one item is over.
            ///
            /// # Errors
            ///
            /// If that has been said for every item that was put. Nothing is
            /// changed then.
            #[inline]
            #[track_caller]
            pub fn task_done(&self) -> Result<(), TooManyDone> {
                self.0.task_done()
            }

            /// Waits until the work on every item that was put is over.
            ///
            /// # Blocking
            ///
            /// Until [`task_done`](Self::task_done) was called, or an
            /// immediate shutdown has counted, as often as `put`.
            #[track_caller]
            pub fn join(&self) {
                self.0.join(Patience::Forever);
            }

            /// As [`join`](Self::join), for at most `timeout`. Returns
            /// whether all work is over.
            #[track_caller]
            pub fn join_timeout(&self, timeout: Duration) -> bool {
                let patience = Patience::lasting(timeout);
                self.0.join(patience)
            }

            /// How many items are in it. May be stale on return.
            #[must_use]
            #[track_caller]
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// Whether no item is in it. May be stale on return.
            #[must_use]
            #[track_caller]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// Whether there is no room in it. May be stale on return.
            #[must_use]
            #[track_caller]
            pub fn is_full(&self) -> bool {
                self.capacity().is_some_and(|slots| self.len() >= slots)
            }

            /// How many items have room in it; `None` for no limit.
            #[must_use]
            pub fn capacity(&self) -> Option<usize> {
                self.0.capacity()
            }

            /// Refuses puts from now on, and wakes everybody who waits for
            /// an item or a slot. See the [module](crate::queue) for
            /// what becomes of the items.
            #[track_caller]
            pub fn shutdown(&self, how: Shutdown) {
                self.0.shutdown(how);
            }

            /// Whether it is shut down.
            #[must_use]
            #[track_caller]
            pub fn is_shut_down(&self) -> bool {
                self.0.is_shut_down()
            }
        }

        impl<T $(: $bound)?> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("len", &self.len())
                    .field("capacity", &self.capacity())
                    .field("is_shut_down", &self.is_shut_down())
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(super) use queue;
