//! Who runs next, and whether what came of it is right.

mod linearizable;

pub use linearizable::{
    Call, History, NotLinearizable, OpenCall, Spec, linearizable, spec,
};
