//! Where there is no `openat2`, nothing is served.

use crate::labs::Story;

pub(super) fn not_here(story: &Story) {
    story.say(
        "a file server needs Linux: nothing else has openat2, without which \
         a name may lead out of the folder",
    );
}

pub(super) use {
    not_here as cut, not_here as escape, not_here as half,
    not_here as one_at_a_time, not_here as put_get, not_here as resume,
    not_here as threads,
};
