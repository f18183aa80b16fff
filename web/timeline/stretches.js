import { text } from "./label.js";
import { KINDS, before } from "./track.js";
import { many } from "./words.js";

/** @import { Sheet } from "./paint.js" */
/** @import { Track } from "./track.js" */

/**
 * How the stretches of a track look.
 * @typedef {{ color: (kind: number) => string,
 *   fill?: (kind: number) => string | CanvasPattern,
 *   ink?: (kind: number) => string,
 *   words?: (track: Track, index: number) => string[],
 *   isStuck?: (track: Track, index: number) => boolean }} Look
 */

/** Pixels of a column: stretches narrower than this are folded into one. */
export const COLUMN = 2;

/** Pixels in which there is no room for what is folded, in words. */
const WORDS = 90;

/** Sums before and after a column; used by one picture at a time. */
const [LOW, HIGH] = [new Float64Array(KINDS), new Float64Array(KINDS)];

/**
 * Draws what is in view of a track: wide stretches as bars, narrow ones as
 * columns that show how their time is shared out. Returns how many of them
 * are in columns.
 * @param {Sheet} sheet
 * @param {Track} track
 * @param {number} y
 * @param {number} height
 * @param {Look} look
 */
export function stretches(sheet, track, y, height, look) {
    const { scale } = sheet;
    const { axis } = scale;
    const from = track.from[axis];
    const fold = { count: 0, from: 0, to: -1 };
    let [folded, index] = [0, Math.max(0, track.find(axis, scale.from))];
    while (index < track.length && from[index] < scale.to) {
        if (isWide(sheet, track, index)) {
            bar(sheet, track, index, y, height, look);
            index += 1;
            continue;
        }
        const next = column(sheet, track, index, y, height, look);
        if (next - index > 1) {
            folded += next - index;
            const x = scale.x(from[index]);
            if (x > fold.to + COLUMN) {
                told(sheet, fold, y, height);
                Object.assign(fold, { count: 0, from: x });
            }
            fold.count += next - index;
            fold.to = scale.x(endOf(sheet, track, next - 1));
        }
        index = next;
    }
    told(sheet, fold, y, height);
    return folded;
}

/**
 * Where a stretch ends; an open one where the run does, or never.
 * @param {Sheet} sheet
 * @param {Track} track
 * @param {number} index
 */
export function endOf({ scale, story }, track, index) {
    const end = track.to[scale.axis][index];
    if (end !== Infinity) return end;
    const isForever = story.trace.end?.outcome === "deadlock";
    return isForever ? scale.whole : story.extent[scale.axis];
}

/** @param {Sheet} sheet @param {Track} track @param {number} index */
export function isWide(sheet, track, index) {
    const { scale } = sheet;
    const length = endOf(sheet, track, index) - track.from[scale.axis][index];
    return (length / scale.span) * scale.width >= COLUMN;
}

/**
 * @param {Sheet} sheet
 * @param {Track} track
 * @param {number} index
 * @param {number} y
 * @param {number} height
 * @param {Look} look
 */
function bar(sheet, track, index, y, height, look) {
    const { context, scale, theme } = sheet;
    const begin = scale.x(track.from[scale.axis][index]);
    const x = Math.max(begin, scale.left - 4);
    const end = scale.left + scale.width + 4;
    const wide = Math.min(scale.x(endOf(sheet, track, index)), end) - x;
    const kind = track.kind[index];
    const isStuck = look.isStuck?.(track, index) ?? false;
    context.fillStyle = (look.fill ?? look.color)(kind);
    context.fillRect(x, y, wide, height);
    if (look.fill && wide > 3) {
        context.strokeStyle = isStuck ? theme.color.alarm : look.color(kind);
        context.lineWidth = isStuck ? 2 : 1;
        context.strokeRect(x + 0.5, y + 0.5, wide - 1, height - 1);
    }
    if (!look.words || wide < 24) return;
    const ink = look.ink?.(kind) ?? "ink";
    const room = wide - 10 - Math.max(0, scale.left - x);
    const words = look.words(track, index)
        .find((it) => text(context, theme, it, ink) <= room);
    if (!words) return;
    const at = Math.max(x, scale.left) + 5;
    if (ink !== "paper") halo(sheet, words, at, y + height / 2 + 4);
    context.fillText(words, at, y + height / 2 + 4);
}

/**
 * Draws the column that begins with a narrow stretch; returns the first
 * stretch that is not in it.
 * @param {Sheet} sheet
 * @param {Track} track
 * @param {number} index
 * @param {number} y
 * @param {number} height
 * @param {Look} look
 */
function column(sheet, track, index, y, height, look) {
    const { context, scale } = sheet;
    const { axis } = scale;
    const begin = track.from[axis][index];
    const unit = scale.span / scale.width;
    const full = before(track.from[axis], begin + COLUMN * unit);
    let next = Math.max(index + 1, full);
    if (next - 1 > index && isWide(sheet, track, next - 1)) next -= 1;
    const x = scale.x(begin);
    // What is in a column is in it to its end, so that nothing is left out.
    const end = endOf(sheet, track, next - 1);
    // Many at one moment share out no time: the last of them stands for all.
    if (next - index === 1 || !(end > begin)) {
        context.fillStyle = look.color(track.kind[next - 1]);
        context.fillRect(x, y, Math.max(1, (end - begin) / unit), height);
        return next;
    }
    track.total(axis, begin, LOW);
    track.total(axis, end, HIGH);
    // Whole pixels: half ones cost a blend for each.
    const left = Math.round(x);
    const wide = Math.max(1, Math.round(scale.x(end)) - left);
    let [top, sum] = [y + height, 0];
    for (let kind = 0; kind < KINDS; kind += 1) {
        const part = (HIGH[kind] - LOW[kind]) / (end - begin);
        if (!(part > 0)) continue;
        sum += part;
        const next = Math.round(y + height - sum * height);
        context.fillStyle = look.color(kind);
        context.fillRect(left, next, wide, top - next);
        top = next;
    }
    return next;
}

/**
 * Says in the picture how much is folded, where there is room for it.
 * @param {Sheet} sheet
 * @param {{ count: number, from: number, to: number }} fold
 * @param {number} y
 * @param {number} height
 */
function told(sheet, { count, from, to }, y, height) {
    const { context, theme, scale } = sheet;
    const x = Math.max(from, scale.left);
    const room = Math.min(to, scale.left + scale.width) - x;
    if (height < 12 || room < WORDS) return;
    const words = `${many(count, "stretch")}, folded`;
    if (text(context, theme, words, "ink") > room - 10) return;
    halo(sheet, words, x + 5, y + height / 2 + 4);
    context.fillText(words, x + 5, y + height / 2 + 4);
}

/**
 * Paper around words, so that they can be read on a pattern.
 * @param {Sheet} sheet
 * @param {string} words
 * @param {number} x
 * @param {number} y
 */
export function halo({ context, theme }, words, x, y) {
    context.strokeStyle = theme.color.paper;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeText(words, x, y);
}
