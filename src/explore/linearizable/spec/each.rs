//! Several objects of one kind.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::marker::PhantomData;

use super::Spec;

/// Objects that do as one spec says, each under a name of type `K`; each is
/// judged apart.
///
/// Several queues are an `Each` of [`Fifo`](super::Fifo), a map is an `Each`
/// of a [`Register`](super::Register): any number of names, whichever come.
///
/// ```
/// use workbench::explore::spec::register::{Op, Ret};
/// use workbench::explore::spec::{Each, Register};
/// use workbench::explore::{History, linearizable};
///
/// let history = History::new();
/// history.begin("A", ("x", Op::Write(1))).returns(Ret::Done);
/// history.begin("A", ("y", Op::Read)).returns(Ret::Value(1));
/// let error = linearizable(&history, &Each::new(Register(0))).unwrap_err();
/// assert!(error.to_string().contains("y.read() → 1"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Each<K, S> {
    spec: S,
    names: PhantomData<fn(K)>,
}

impl<K, S> Each<K, S> {
    /// Objects that are all as `spec` says.
    #[must_use]
    pub fn new(spec: S) -> Self {
        Self { spec, names: PhantomData }
    }
}

impl<K, S> Spec for Each<K, S>
where
    K: Clone + Eq + Hash + Debug + Display,
    S: Spec,
{
    /// That of one object: no more than one is ever asked about at a time.
    type State = S::State;
    type Op = (K, S::Op);
    type Ret = S::Ret;

    fn start(&self) -> S::State {
        self.spec.start()
    }

    fn apply(
        &self,
        state: &S::State,
        (_, op): &(K, S::Op),
    ) -> Vec<(S::Ret, S::State)> {
        self.spec.apply(state, op)
    }

    fn object(&self, (name, op): &(K, S::Op)) -> impl Eq + Hash {
        (name, self.spec.object(op))
    }

    fn describe(
        &self,
        (name, op): &(K, S::Op),
        ret: Option<&S::Ret>,
    ) -> String {
        format!("{name}.{}", self.spec.describe(op, ret))
    }
}
