import { html, table } from "./dom.js";
import { graph } from "./graph.js";
import { at } from "./moment.js";
import { STATES } from "./story.js";
import { KINDS, STEP, TIME } from "./track.js";
import { many, objectName, say, seconds, short, stateWord } from "./words.js";

/** @import { Story } from "./story.js" */
/** @import { Trace, Event } from "./types.js" */

/** Rows of the table of events, at most. */
const ROWS = 2000;

/** Lanes in a table, at most. */
const LANES = 200;

/**
 * A small piece of what the bar of a state looks like.
 * @param {string} state
 */
export const swatch = (state) =>
    html("span", { class: `swatch ${state}`, "aria-hidden": "true" });

/**
 * What every lane does after event `step`, and who waits for whom.
 * @param {Trace} trace
 * @param {number} step
 */
export function moment(trace, step) {
    const then = at(trace, step);
    const lanes = trace.lanes.slice(0, LANES);
    const rows = lanes.map(({ id, name }) => {
        const doing = then.doing.get(id);
        const held = then.holds.filter((it) => it.lane === id)
            .map((it) => trace.objects[it.object].name);
        return [name, does(trace, doing), [...new Set(held)].join(", ")];
    });
    const drawn = graph(trace, then);
    return {
        lanes: [table(["lane", "does", "holds"], rows), ...more(trace)],
        isCircle: then.circle.length > 0,
        graph: drawn.picture,
        hidden: drawn.hidden,
    };
}

/**
 * @param {Trace} trace
 * @param {{ state: string, object?: number } | undefined} doing
 */
function does(trace, doing) {
    if (!doing) return html("span", { class: "faint" }, "has not begun");
    const { state, object } = doing;
    const about = object === undefined ? "" : `: ${objectName(trace, object)}`;
    return html("span", {}, swatch(state), stateWord(state) + about);
}

/** What is said of lanes that are not in a table. @param {Trace} trace */
function more(trace) {
    const count = trace.lanes.length - LANES;
    return count > 0
        ? [html("p", {}, `${many(count, "more lane")} not listed`)] : [];
}

/**
 * Where the time went: for every lane, how long it was in each state.
 * @param {Story} story
 */
export function shares(story) {
    const { trace } = story;
    const axis = trace.run.clock === "model" ? STEP : TIME;
    const whole = story.extent[axis];
    const sums = new Float64Array(KINDS);
    const length = (/** @type {number} */ it) =>
        axis === TIME ? seconds(it) : many(it, "step");
    const rows = trace.lanes.slice(0, LANES).map(({ id, name }) => {
        story.states[id].total(axis, whole, sums);
        const cells = STATES.map((_, kind) =>
            sums[kind] > 0 ? length(sums[kind]) : "–");
        return [name, ...cells];
    });
    const used = STATES.map((_, kind) =>
        rows.some((row) => row[kind + 1] !== "–"));
    const heads = STATES.filter((_, kind) => used[kind]).map(stateWord);
    const cells = rows.map(([name, ...cells]) =>
        [name, ...cells.filter((_, kind) => used[kind])]);
    const words = "Running is also waiting for a processor; to record a run "
        + "takes a little time itself.";
    const notes = axis === TIME ? [html("p", { class: "faint" }, words)] : [];
    return [table(["lane", ...heads], cells), ...more(trace), ...notes];
}

/**
 * Every event in a sentence; of many, those around the chosen one.
 * @param {Trace} trace
 * @param {number | null} step
 */
export function events(trace, step) {
    const { length } = trace.events;
    const last = Math.max(0, length - ROWS);
    const from = Math.min(last, Math.max(0, (step ?? 0) - ROWS / 2));
    const listed = trace.events.slice(from, from + ROWS);
    const isTimed = trace.run.clock !== "model";
    const rows = listed.map((event) => {
        const row = [`${event.step}`, say(trace, event), short(event.place)];
        return isTimed ? [...row, seconds(event.time)] : row;
    });
    const heads = ["event", "what happened", "where"];
    const made = table(isTimed ? [...heads, "when"] : heads, rows);
    [...made.querySelectorAll("tbody tr")].forEach((row, index) => {
        row.setAttribute("data-step", `${from + index}`);
    });
    const left = length - listed.length;
    const words = left > 0
        ? [html("p", {}, `${many(left, "more event")} not listed: `
            + `here are ${from} to ${from + listed.length - 1}`)] : [];
    return [...words, made];
}
