//! What is explored, and whether what came of it is right.

mod game;
mod linearizable;
