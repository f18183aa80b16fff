import { BAR } from "./rows.js";

/** @import { Sheet } from "./paint.js" */

/** Arrows in view, at most: more hide what they join. */
const MOST = 40;

/**
 * Draws an arrow from each cause in view to its effect, unless they are too
 * many: then only the one that leads to the chosen event. Returns how many
 * are left out.
 * @param {Sheet} sheet
 */
export function arrows(sheet) {
    const { story, scale, step } = sheet;
    const { events } = story.trace;
    const when = scale.axis === 0
        ? (/** @type {number} */ index) => index
        : (/** @type {number} */ index) => events[index].time;
    const seen = story.effects.filter((effect) =>
        when(effect) >= scale.from
        && when(events[effect].cause ?? 0) <= scale.to);
    const drawn = seen.length > MOST
        ? seen.filter((effect) => effect === step) : seen;
    for (const effect of drawn) {
        const { lane, cause = 0 } = events[effect];
        const to = { lane, x: scale.x(when(effect)) };
        const from = { lane: events[cause].lane, x: scale.x(when(cause)) };
        arrow(sheet, from, to, effect === step);
    }
    return seen.length - drawn.length;
}

/**
 * @param {Sheet} sheet
 * @param {{ lane: number, x: number }} from
 * @param {{ lane: number, x: number }} to
 * @param {boolean} isChosen
 */
function arrow({ context, theme, rows, scale }, from, to, isChosen) {
    const isDown = rows[from.lane].y < rows[to.lane].y;
    const y1 = rows[from.lane].bar + (isDown ? BAR : 0);
    const y2 = rows[to.lane].bar + (isDown ? 0 : BAR);
    const bend = (y2 - y1) / 2;
    const tip = isDown ? 7 : -7;
    context.save();
    context.beginPath();
    context.rect(scale.left - 5, -1e6, scale.width + 14, 2e6);
    context.clip();
    const ink = isChosen ? 2.2 : 1.2;
    for (const [color, width] of [["paper", 4], ["ink", ink]]) {
        context.strokeStyle = theme.color[color];
        context.lineWidth = Number(width);
        context.beginPath();
        context.moveTo(from.x, y1);
        context.bezierCurveTo(
            from.x, y1 + bend, to.x, y2 - bend, to.x, y2 - tip);
        context.stroke();
    }
    context.fillStyle = theme.color.ink;
    context.beginPath();
    context.moveTo(to.x, y2);
    context.lineTo(to.x - 4, y2 - tip);
    context.lineTo(to.x + 4, y2 - tip);
    context.fill();
    context.restore();
}
