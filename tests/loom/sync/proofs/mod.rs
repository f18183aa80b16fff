//! What is proved of the gate and of what is made of it.

mod barrier;
mod event;
mod gate;
mod permits;
mod reentrant;
