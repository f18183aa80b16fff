import { isStuck } from "./paint.js";
import { RULER, BAR, HOLD, holdTop, slotTop, valuesTop } from "./rows.js";
import { STATES } from "./story.js";
import { COLUMN, endOf, isWide } from "./stretches.js";
import { before } from "./track.js";
import { valueAt } from "./values.js";
import { many, objectName, objectWords, say, stateWord } from "./words.js";

/** @import { Sheet } from "./paint.js" */
/** @import { Row } from "./rows.js" */
/** @import { Track } from "./track.js" */

/**
 * The row at a height of the picture.
 * @param {Sheet} sheet
 * @param {number} y
 */
function rowAt({ rows, scroll }, y) {
    const deep = y - RULER + scroll;
    if (y < RULER) return undefined;
    return rows.find((row) => deep >= row.y && deep < row.y + row.height);
}

/**
 * The event that a click means: the last of its lane, or else of all, that
 * was there by then.
 * @param {Sheet} sheet
 * @param {number} x
 * @param {number} y
 */
export function eventAt(sheet, x, y) {
    const { story, scale } = sheet;
    const at = scale.at(x + COLUMN);
    const row = rowAt(sheet, y);
    if (row?.kind === "lane") {
        const own = story.own[row.id];
        const index = before(own[scale.axis], at) - 1;
        return own[0][Math.max(0, index)] ?? null;
    }
    const { events } = story.trace;
    const times = scale.axis === 0 ? null : events.map((event) => event.time);
    const index = times ? before(times, at) - 1 : Math.floor(at);
    return events.length > 0
        ? Math.max(0, Math.min(index, events.length - 1)) : null;
}

/**
 * What is at a place of the picture, in words; empty for nothing.
 * @param {Sheet} sheet
 * @param {number} x
 * @param {number} y
 */
export function wordsAt(sheet, x, y) {
    const row = rowAt(sheet, y);
    if (!row || x < sheet.scale.left) return row?.name ?? "";
    const deep = y - RULER + sheet.scroll - row.bar;
    if (row.kind === "queue") return inQueue(sheet, row, x);
    if (row.kind === "lock") {
        const slots = sheet.story.holders.get(row.id)?.slots ?? [];
        const top = slots.length === 1 ? 0 : slotTop(1);
        const track = slots[top ? Math.floor(deep / top) : 0];
        return track ? holder(sheet, row, track, x) : row.name;
    }
    if (deep < BAR) return state(sheet, row, x);
    if (deep >= valuesTop(sheet.story, row.id)) {
        const event = valueAt(sheet, row.id, x);
        return event ? say(sheet.story.trace, event) : row.name;
    }
    const index = Math.floor((deep - holdTop(0)) / (holdTop(1) - holdTop(0)));
    const track = sheet.story.holds[row.id].slots[index];
    return track ? held(sheet, row, track, x) : row.name;
}

/**
 * What is at `x` of a track: one stretch, or how many that are too narrow.
 * @param {Sheet} sheet
 * @param {Track} track
 * @param {number} x
 */
function found(sheet, track, x) {
    const { scale } = sheet;
    const { axis } = scale;
    const index = track.find(axis, scale.at(x));
    if (index < 0) return { index: -1, count: 0 };
    if (isWide(sheet, track, index)) {
        const isIn = scale.at(x) < endOf(sheet, track, index);
        return { index: isIn ? index : -1, count: 1 };
    }
    const first = before(track.from[axis], scale.at(x - COLUMN));
    return { index, count: Math.max(1, index + 1 - first) };
}

/** @param {Sheet} sheet @param {Track} track @param {number} index */
function length(sheet, track, index) {
    const from = track.from[sheet.scale.axis][index];
    return sheet.scale.length(endOf(sheet, track, index) - from);
}

/** @param {Sheet} sheet @param {Row} row @param {number} x */
function state(sheet, row, x) {
    const { story } = sheet;
    const track = story.states[row.id];
    const { index, count } = found(sheet, track, x);
    if (index < 0) return row.name;
    if (count > 1) return `${row.name}: ${many(count, "stretch")}, folded`;
    const about = track.about[index];
    const what = about < 0 ? "" : `: ${objectName(story.trace, about)}`;
    const long = isStuck(story, track, index)
        ? "for ever" : length(sheet, track, index);
    const word = stateWord(STATES[track.kind[index]]);
    return `${row.name}: ${word}${what}, ${long}`;
}

/**
 * @param {Sheet} sheet
 * @param {Row} row
 * @param {Track} track
 * @param {number} x
 */
function held(sheet, row, track, x) {
    const { index, count } = found(sheet, track, x);
    if (index < 0) return row.name;
    if (count > 1) return `${row.name}: ${many(count, "hold")}, folded`;
    const what = objectWords(sheet.story.trace, track.about[index]);
    return `${row.name} holds ${what}, ${length(sheet, track, index)}`;
}

/**
 * @param {Sheet} sheet
 * @param {Row} row
 * @param {Track} track
 * @param {number} x
 */
function holder(sheet, row, track, x) {
    const { index, count } = found(sheet, track, x);
    if (index < 0) return `${row.name}: nobody holds it`;
    if (count > 1) return `${row.name}: ${many(count, "hold")}, folded`;
    const who = sheet.story.trace.lanes[track.about[index]].name;
    return `${row.name}: held by ${who}, ${length(sheet, track, index)}`;
}

/** @param {Sheet} sheet @param {Row} row @param {number} x */
function inQueue({ story, scale }, row, x) {
    const queue = story.levels.get(row.id);
    if (!queue) return row.name;
    const index = before(queue.at[scale.axis], scale.at(x)) - 1;
    return `${row.name}: ${index < 0 ? 0 : queue.length[index]}`;
}
