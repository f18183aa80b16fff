// The timeline of a run, and the lines of the program that it speaks of.

import "../timeline.js";

/** @import { Place, Stand } from "./types.js" */

/**
 * Who stands where.
 * @typedef {{place: Place | null | undefined, who?: string}} Stand
 */

/**
 * An empty timeline.
 * @param {(stands: Stand[]) => void} [onstep] is told where its reader is
 */
export function picture(onstep = () => {}) {
    const timeline = /** @type {import("../timeline.js").WbTimeline} */ (
        document.createElement("wb-timeline")
    );
    timeline.addEventListener("step", (event) => {
        onstep(stands(/** @type {CustomEvent} */ (event).detail.event));
    });
    return timeline;
}

/**
 * The line of an event; of a deadlock, those of all who wait.
 * @param {any} event nothing, where the whole run is shown
 * @returns {Stand[]}
 */
function stands(event) {
    if (!event) return [];
    return event.what === "deadlock" ? event.waits : [event];
}
