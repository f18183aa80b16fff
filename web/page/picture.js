// The timeline of a run, and the lines of the program that it speaks of.

import "../timeline.js";

/** @import { Stand } from "./types.js" */

/**
 * An empty timeline.
 * @param {(stands: Stand[]) => void} [onstep] is told where its reader is
 */
export function picture(onstep = () => {}) {
    const timeline = /** @type {import("../timeline.js").WbTimeline} */ (
        document.createElement("wb-timeline")
    );
    timeline.addEventListener("step", (event) => {
        onstep(/** @type {CustomEvent} */ (event).detail.stands);
    });
    return timeline;
}
