import { arrows } from "./arrows.js";
import { fitted, text } from "./label.js";
import { level } from "./level.js";
import { BAR, HOLD, RULER, holdTop, slotTop } from "./rows.js";
import { STATES } from "./story.js";
import { halo, stretches } from "./stretches.js";
import { values } from "./values.js";
import { objectName, stateWord } from "./words.js";

/** @import { Story } from "./story.js" */
/** @import { Row } from "./rows.js" */
/** @import { Scale } from "./scale.js" */
/** @import { Theme } from "./theme.js" */
/** @import { Track } from "./track.js" */

/**
 * What a picture is made of.
 * @typedef {{ context: CanvasRenderingContext2D, theme: Theme,
 *   story: Story, scale: Scale, rows: Row[], scroll: number,
 *   width: number, height: number, step: number | null }} Sheet
 */

/** Free space to the right of the bars. */
export const RIGHT = 14;

/** Room for names, if they stand beside their bars, at least. */
const LEAST = 40;

/**
 * Draws what is in view, and says what is not to be seen in it: how many
 * stretches are folded, how many arrows left out.
 * @param {Sheet} sheet
 */
export function paint(sheet) {
    const { context, theme, rows, scroll, width, height } = sheet;
    context.fillStyle = theme.color.paper;
    context.fillRect(0, 0, width, height);
    ruler(sheet);
    const seen = rows.filter((row) =>
        row.y + row.height >= scroll && row.y <= scroll + height);
    const missing = { folded: 0, values: 0, hidden: 0 };
    scrolled(sheet, () => {
        for (const row of seen) paintRow(sheet, row, missing);
        missing.hidden = arrows(sheet);
    });
    marks(sheet);
    scrolled(sheet, () => seen.forEach((row) => name(sheet, row)));
    return missing;
}

/**
 * Draws below the ruler, in the coordinates of rows.
 * @param {Sheet} sheet
 * @param {() => void} draw
 */
function scrolled({ context, scroll, width, height }, draw) {
    context.save();
    context.beginPath();
    context.rect(0, RULER, width, height - RULER);
    context.clip();
    context.translate(0, RULER - scroll);
    draw();
    context.restore();
}

/** @param {Sheet} sheet */
function ruler({ context, theme, scale, height }) {
    context.strokeStyle = theme.color.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const [at, name] of scale.ticks()) {
        const x = Math.round(scale.x(at)) + 0.5;
        context.moveTo(x, RULER - 4);
        context.lineTo(x, height);
        const wide = text(context, theme, name, "faint");
        const last = scale.left + scale.width - wide + RIGHT - 2;
        context.fillText(name, Math.min(x - wide / 2, last), RULER - 9);
    }
    context.stroke();
}

/**
 * @param {Sheet} sheet
 * @param {Row} row
 * @param {{ folded: number, values: number }} missing Is added to.
 */
function paintRow(sheet, row, missing) {
    const { context, scale } = sheet;
    context.save();
    context.beginPath();
    context.rect(scale.left, row.y - 6, scale.width + RIGHT, row.height + 6);
    context.clip();
    missing.folded += row.kind === "lane" ? lane(sheet, row)
        : row.kind === "lock" ? lock(sheet, row) : level(sheet, row);
    if (row.kind === "lane") missing.values += values(sheet, row);
    context.restore();
}

/** @param {Sheet} sheet @param {Row} row */
function name(sheet, row) {
    const { context, theme, scale } = sheet;
    const isAbove = scale.left < LEAST;
    const room = isAbove ? scale.width : scale.left - 18;
    const y = isAbove ? row.y + 10 : row.bar + 15;
    const isLane = row.kind === "lane";
    text(context, theme, "", isLane ? "ink" : "faint", isLane);
    const words = fitted(context, row.name, room);
    if (isAbove) halo(sheet, words, 10, y);
    context.fillText(words, 10, y);
}

/** @param {Sheet} sheet @param {Row} row */
function lane(sheet, row) {
    const { story, theme } = sheet;
    let folded = stretches(sheet, story.states[row.id], row.bar, BAR, {
        color: (kind) => theme.of(STATES[kind]),
        fill: (kind) => theme.fill[STATES[kind]],
        ink: (kind) => STATES[kind] === "run" ? "paper" : "ink",
        words: (track, index) => said(sheet, track, index),
        isStuck: (track, index) => isStuck(story, track, index),
    });
    story.holds[row.id].slots.forEach((track, index) => {
        folded += stretches(sheet, track, row.bar + holdTop(index), HOLD, {
            color: (kind) => theme.color[`hold${kind}`],
        });
    });
    return folded;
}

/** @param {Sheet} sheet @param {Row} row */
function lock(sheet, row) {
    const { story, theme } = sheet;
    const { slots } = story.holders.get(row.id) ?? { slots: [] };
    const height = slots.length === 1 ? 14 : HOLD + 4;
    let folded = 0;
    slots.forEach((track, index) => {
        const y = row.bar + slotTop(index);
        folded += stretches(sheet, track, y, height, {
            color: (kind) => theme.color[`hold${kind}`],
            ink: () => "paper",
            words: (track, index) =>
                [story.trace.lanes[track.about[index]].name],
        });
    });
    return folded;
}

/**
 * What a state is called, longest first.
 * @param {Sheet} sheet
 * @param {Track} track
 * @param {number} index
 */
function said({ story }, track, index) {
    const word = stateWord(STATES[track.kind[index]]);
    const about = track.about[index];
    if (about < 0) return [word];
    const what = objectName(story.trace, about);
    return [`${word}: ${what}`, what, word];
}

/**
 * Whether a wait would go on for ever.
 * @param {Story} story
 * @param {Track} track
 * @param {number} index
 */
export function isStuck(story, track, index) {
    const state = STATES[track.kind[index]];
    return story.trace.end?.outcome === "deadlock"
        && (state === "wait" || state === "queue")
        && track.isOpen && index === track.length - 1;
}

/** The deadlock, and the moment that is chosen. @param {Sheet} sheet */
function marks({ context, theme, story, scale, height, step }) {
    const { events } = story.trace;
    const last = events.at(-1);
    const line = (/** @type {number} */ at, /** @type {string} */ color) => {
        const x = scale.x(at);
        if (x < scale.left - 1 || x > scale.left + scale.width + 1) return null;
        context.fillStyle = theme.color[color];
        context.fillRect(x - 1, RULER - 6, 2, height);
        return x;
    };
    const when = (/** @type {{ step: number, time: number }} */ event) =>
        [event.step, event.time][scale.axis];
    if (last?.what === "deadlock") {
        const x = line(when(last), "alarm");
        if (x !== null) {
            text(context, theme, "", "alarm", true);
            context.fillText("deadlock", x + 6, height - 6);
        }
    }
    const chosen = step === null ? null : events[step];
    const x = chosen ? line(when(chosen), "ink") : null;
    if (x === null) return;
    context.beginPath();
    context.moveTo(x - 6, RULER - 8);
    context.lineTo(x + 6, RULER - 8);
    context.lineTo(x, RULER);
    context.fill();
}
