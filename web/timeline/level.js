import { text } from "./label.js";
import { LEVEL } from "./rows.js";
import { before } from "./track.js";

/** @import { Sheet } from "./paint.js" */
/** @import { Row } from "./rows.js" */

/**
 * Draws how full a queue is. Where changes are too many for their pixels,
 * pale says the most that was in it, dark the least; returns how many
 * changes are drawn so.
 * @param {Sheet} sheet
 * @param {Row} row
 */
export function level(sheet, row) {
    const { context, theme, story, scale } = sheet;
    const queue = story.levels.get(row.id);
    if (!queue) return 0;
    const capacity = story.trace.objects[row.id].capacity;
    const most = Math.max(capacity ?? queue.most, queue.most, 1);
    const bottom = row.bar + LEVEL;
    const at = queue.at[scale.axis];
    context.fillStyle = theme.color.io;
    /** @type {(from: number, to: number, part: number, ink: number) => void} */
    const block = (from, to, length, ink) => {
        const height = (length / most) * LEVEL;
        context.globalAlpha = ink;
        context.fillRect(from, bottom - height, to - from, height);
    };
    let index = Math.max(0, before(at, scale.from) - 1);
    let folded = 0;
    while (index < at.length && at[index] < scale.to) {
        const from = scale.x(at[index]);
        let [low, high] = [queue.length[index], queue.length[index]];
        let next = index + 1;
        for (; next < at.length && scale.x(at[next]) < from + 1; next += 1) {
            low = Math.min(low, queue.length[next]);
            high = Math.max(high, queue.length[next]);
        }
        const end = next < at.length ? at[next] : story.extent[scale.axis];
        if (next - index > 1) {
            folded += next - index;
            block(from, from + 1, high, 0.35);
            block(from, from + 1, low, 0.35);
            block(from + 1, scale.x(end), queue.length[next - 1], 0.6);
        } else {
            block(from, scale.x(end), low, 0.6);
        }
        index = next;
    }
    context.globalAlpha = 1;
    if (capacity !== undefined) full(sheet, row, capacity, most);
    return folded;
}

/**
 * @param {Sheet} sheet
 * @param {Row} row
 * @param {number} capacity
 * @param {number} most
 */
function full(sheet, row, capacity, most) {
    const { context, theme, scale } = sheet;
    const y = row.bar + LEVEL - (capacity / most) * LEVEL + 0.5;
    context.strokeStyle = theme.color.faint;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(scale.left, y);
    context.lineTo(scale.left + scale.width, y);
    context.stroke();
    context.setLineDash([]);
    const words = `full: ${capacity}`;
    const wide = Number(text(context, theme, words, "faint"));
    const x = scale.left + scale.width - wide;
    context.fillText(words, x, y - 4);
}
