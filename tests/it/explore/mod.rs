//! What is explored, and whether what came of it is right.

mod coroutines;
mod destructors;
mod deterministic;
mod game;
mod linearizable;
mod memory;
mod overflow;
mod stuck;
mod trace;
