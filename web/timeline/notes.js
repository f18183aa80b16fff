import { TIME } from "./track.js";
import { many } from "./words.js";

/** @import { Sheet } from "./paint.js" */
/** @import { Parts } from "./parts.js" */

/**
 * Says what of a run cannot be seen in its picture.
 * @param {Parts} parts
 * @param {Sheet} sheet
 * @param {{ folded: number, values: number, hidden: number }} missing
 */
export function note({ notes: at }, sheet, { folded, values, hidden }) {
    const { story, rows, scale } = sheet;
    const notes = [];
    if (folded > 0) {
        notes.push(`${many(folded, "short stretch")} folded: a column `
            + "shows how its time is shared");
    }
    if (values > 0) notes.push(`${many(values, "value")} share a tick`);
    if (hidden > 0) notes.push(`${many(hidden, "arrow")} not drawn`);
    if (notes.length > 0) notes.push("zoom in to see more");
    const last = rows.at(-1);
    if (last && last.y + last.height > sheet.height) {
        notes.push(`${many(rows.length, "row")}: scroll, or ↑ ↓`);
    }
    const bars = [...story.holds, ...story.holders.values()];
    const more = bars.reduce((sum, it) => sum + it.hidden, 0);
    if (more > 0) {
        notes.push(`${many(more, "hold")} not drawn: more than four at once`);
    }
    if (story.trace.run.clock === "model" && scale.axis === TIME) {
        notes.push("virtual time: nothing was measured");
    }
    put(at, notes.join(" · "));
}

/**
 * What buttons, and readers of the screen, are told of the picture.
 * @param {Parts} parts
 * @param {Sheet} sheet
 */
export function mark({ stage, byStep, byTime, place }, sheet) {
    const { story, scale, step } = sheet;
    const isTime = scale.axis === TIME;
    byStep.setAttribute("aria-pressed", `${!isTime}`);
    byTime.setAttribute("aria-pressed", `${isTime}`);
    const last = story.trace.events.length - 1;
    const words = step === null
        ? `the whole: ${many(last + 1, "event")}` : `event ${step} of ${last}`;
    put(place, words);
    stage.setAttribute("aria-valuemax", `${Math.max(0, last)}`);
    stage.setAttribute("aria-valuenow", `${Math.max(0, step ?? last)}`);
    stage.setAttribute("aria-valuetext", words);
}

/**
 * Says it, if it was not said before: else the page is laid out again.
 * @param {Element} at
 * @param {string} words
 */
function put(at, words) {
    if (at.textContent !== words) at.textContent = words;
}
