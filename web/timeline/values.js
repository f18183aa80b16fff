import { text } from "./label.js";
import { VALUES, valuesTop } from "./rows.js";
import { before } from "./track.js";

/** @import { Sheet } from "./paint.js" */
/** @import { Row } from "./rows.js" */

/** How long a tick is. */
const TICK = 5;

/**
 * Draws what a lane reads and writes: a tick for each, and its words where
 * there is room up to the next. Returns how many share a tick with another.
 * @param {Sheet} sheet
 * @param {Row} row
 */
export function values(sheet, row) {
    const { context, theme, story, scale } = sheet;
    const own = story.values[row.id];
    const at = own.at[scale.axis];
    const y = row.bar + valuesTop(story, row.id);
    const end = scale.left + scale.width;
    let folded = 0;
    let index = before(at, scale.from - Number.EPSILON);
    while (index < at.length && at[index] <= scale.to) {
        const x = scale.x(at[index]);
        // Whatever falls onto this pixel.
        const next = Math.max(index + 1, before(at, scale.at(x + 1)));
        folded += next - index - 1;
        context.fillStyle = theme.color.ink;
        context.fillRect(x - 0.5, y, 1, TICK);
        const room = (next < at.length ? scale.x(at[next]) : end) - x - 8;
        if (next === index + 1 && room > 0) {
            const words = spelled(sheet, own.event[index]);
            const fits = words.find((it) =>
                text(context, theme, it, "ink") <= room);
            if (fits) context.fillText(fits, x + 3, y + VALUES - 4);
        }
        index = next;
    }
    return folded;
}

/**
 * What an event reads or writes, longest first.
 * @param {Sheet} sheet
 * @param {number} step
 */
function spelled({ story }, step) {
    const { events, objects } = story.trace;
    const { what, object = 0, value = "" } = events[step];
    const { name } = objects[object];
    return [`${what} ${name} ${value}`, `${what} ${value}`, `${value}`];
}

/**
 * The event whose tick is at `x`, if one is.
 * @param {Sheet} sheet
 * @param {number} row Its lane.
 * @param {number} x
 */
export function valueAt({ story, scale }, row, x) {
    const own = story.values[row];
    const index = before(own.at[scale.axis], scale.at(x + TICK)) - 1;
    return index < 0 ? undefined : story.trace.events[own.event[index]];
}
