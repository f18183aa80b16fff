/** @import { Story } from "./story.js" */

/** Pixels. */
export const RULER = 26;
export const BAR = 20;
export const HOLD = 6;
export const LEVEL = 26;
/** What is written below a lane that reads and writes. */
export const VALUES = 15;
const BETWEEN = 2;
const GAP = 14;
const NAME = 16;

/** Letters of a name that there is room for beside its bars. */
const [LEAST, MOST] = [4, 24];

/** Room for what is written above a queue. */
const FULL = 10;

/** Width below which names stand above their bars. */
const NARROW = 600;

/**
 * A row of the drawing: a lane, who holds a lock, or how full a queue is.
 * @typedef {{ kind: "lane" | "lock" | "queue", id: number, name: string,
 *   y: number, bar: number, height: number }} Row `bar` is where its bars
 *   begin.
 */

/** @param {number} index */
export const holdTop = (index) => BAR + BETWEEN + index * (HOLD + BETWEEN);

/**
 * Where the values of a lane begin.
 * @param {Story} story
 * @param {number} lane
 */
export const valuesTop = (story, lane) =>
    holdTop(story.holds[lane].slots.length);

/** @param {number} index */
export const slotTop = (index) => index * (HOLD + 4 + BETWEEN);

/**
 * All rows, from top to bottom, and where they end.
 * @param {Story} story
 * @param {number} width
 */
export function layout(story, width) {
    const above = width < NARROW ? NAME : 0;
    /** @type {Row[]} */
    const rows = [];
    let y = GAP / 2;
    /**
     * @param {Row["kind"]} kind
     * @param {number} id
     * @param {string} name
     * @param {number} inner
     * @param {number} [top] Room above its bars.
     */
    const push = (kind, id, name, inner, top = above) => {
        const height = top + inner + GAP;
        rows.push({ kind, id, name, y, bar: y + top, height });
        y += height;
    };
    story.trace.lanes.forEach(({ id, name }) => {
        const values = story.values[id].event.length > 0 ? VALUES : 0;
        push("lane", id, name, valuesTop(story, id) + values);
    });
    story.trace.objects.forEach(({ id, kind, name }) => {
        const slots = story.holders.get(id)?.slots.length ?? 0;
        if (slots > 0) {
            push("lock", id, `${kind} ${name}`, Math.max(14, slotTop(slots)));
        }
        if (story.levels.has(id)) {
            push("queue", id, `in ${name}`, LEVEL, Math.max(above, FULL));
        }
    });
    return { rows, height: y, left: above ? 10 : names(rows) };
}

/** Where bars begin: to the right of the names. @param {Row[]} rows */
function names(rows) {
    const longest = rows.reduce((most, { name }) =>
        Math.max(most, name.length), LEAST);
    return Math.min(longest, MOST) * 7.4 + 26;
}
