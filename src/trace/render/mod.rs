//! Drawings of a trace.
