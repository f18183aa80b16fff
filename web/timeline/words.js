import { at } from "./moment.js";

/** @import { Trace, Event, Wait, Place } from "./types.js" */

/** The word for an object in a sentence. */
const KIND = {
    lock: "lock", rwlock: "rwlock", condvar: "condition", event: "event",
    semaphore: "semaphore", barrier: "barrier", queue: "queue",
    variable: "variable", lane: "the end of", coroutine: "coroutine",
    pipe: "pipe", socket: "socket", timer: "timer",
};

/** What the legend calls a state. */
export const STATE = {
    run: "running", wait: "waiting", queue: "blocked on a queue",
    sleep: "sleeping", io: "in IO", ready: "could run", done: "done",
};

/** @param {string} state */
export const stateWord = (state) =>
    STATE[/** @type {keyof STATE} */ (state)];

/** @param {string} kind */
export const kindWord = (kind) => KIND[/** @type {keyof KIND} */ (kind)];

/**
 * A time for people: `5.00 s`, `1.2 ms`, `80 µs`.
 * @param {number} nanos
 */
export function seconds(nanos) {
    if (nanos >= 10_000_000) return `${fixed(nanos / 1e9, 2)} s`;
    if (nanos >= 1_000_000) return `${fixed(nanos / 1e6, 1)} ms`;
    if (nanos >= 1_000) return `${Math.floor(nanos / 1_000)} µs`;
    return `${Math.round(nanos)} ns`;
}

/**
 * What lies exactly between two goes to the even one, as in Rust; `toFixed`
 * alone goes up.
 * @param {number} value
 * @param {number} digits
 */
function fixed(value, digits) {
    const scaled = value * 10 ** digits;
    // Only eighths can lie exactly between hundredths or tenths.
    const isBetween = Number.isInteger(value * 8) && scaled % 1 === 0.5;
    const isDown = isBetween && Math.floor(scaled) % 2 === 0;
    return (isDown ? Math.floor(scaled) / 10 ** digits : value).toFixed(digits);
}

/** To make one of these is slow. */
const NUMBER = new Intl.NumberFormat("en");

/** `12,000`. @param {number} count */
export const number = (count) => NUMBER.format(count);

/**
 * A number with its word: `1 step`, `12,000 steps`.
 * @param {number} count
 * @param {string} word
 */
export const many = (count, word) =>
    `${number(count)} ${count === 1 ? word : plural(word)}`;

/** @param {string} word */
const plural = (word) => word + (/[cs]h$/.test(word) ? "es" : "s");

/** @param {Place} [place] */
export const short = (place) =>
    place ? `${place.file.split(/[/\\]/).at(-1)}:${place.line}` : "";

/** @param {Trace} trace @param {number} id */
export function objectName(trace, id) {
    const { kind, name } = trace.objects[id];
    return kind === "lane" ? `the end of ${name}` : name;
}

/** @param {Trace} trace @param {number} id */
export function objectWords(trace, id) {
    const { kind, name } = trace.objects[id];
    return kind === "lane"
        ? `the end of ${name}` : `${kindWord(kind)} \`${name}\``;
}

/** @param {Trace} trace @param {number} id */
const laneName = (trace, id) => trace.lanes[id].name;

/**
 * What an event says, in a sentence: the words of every other drawing.
 * @param {Trace} trace
 * @param {Event} event
 * @returns {string}
 */
export function say(trace, event) {
    const who = laneName(trace, event.lane);
    const by = event.cause === undefined ? null : trace.events[event.cause];
    const from = by && by.lane !== event.lane ? laneName(trace, by.lane) : "";
    const on = event.object === undefined
        ? "" : objectWords(trace, event.object);
    switch (event.what) {
        case "state": return sayState(who, event.state ?? "", on, from);
        case "hold":
            return `${who} gets ${on}${from && `, released by ${from}`}`;
        case "release": return `${who} lets go of ${on}`;
        case "put":
            return `${who} puts item ${event.item} into ${on} `
                + `(${event.len} there)`;
        case "get":
            return `${who} takes item ${event.item} out of ${on} `
                + `(${event.len} left)`;
        case "read": return `${who} reads ${on} = ${event.value}`;
        case "write": return `${who} writes ${on} = ${event.value}`;
        case "signal": return `${who} signals ${on}`;
        case "spawn":
            return `${who} starts ${laneName(trace, event.child ?? 0)}`;
        case "note": return `${who}: ${event.text}`;
        case "panic": return `${who} panics: ${event.text}`;
        default: return deadlock(trace, event).join("; ");
    }
}

/**
 * @param {string} who
 * @param {string} state
 * @param {string} on
 * @param {string} from
 */
function sayState(who, state, on, from) {
    switch (state) {
        case "run":
            return from ? `${who} goes on, due to ${from}` : `${who} runs`;
        case "ready": return `${who} could run`;
        case "wait": return `${who} waits for ${on}`;
        case "queue": return `${who} is blocked on ${on}`;
        case "sleep": return `${who} sleeps`;
        case "io": return on ? `${who} is in IO: ${on}` : `${who} is in IO`;
        default: return `${who} is done`;
    }
}

/**
 * A deadlock: one line for what it is, and one for everybody in it.
 * @param {Trace} trace
 * @param {Event} event
 */
export function deadlock(trace, event) {
    const waits = event.waits ?? [];
    const what = event.circle
        ? "nobody in this circle can go on"
        : "everybody waits, and nobody is left to wake them";
    // The time of an explored run says nothing.
    const after = trace.run.clock === "model"
        ? "" : ` after ${seconds(event.time)}`;
    const held = heldBy(trace, event.step, waits);
    const line = (/** @type {Wait} */ wait) => stuck(trace, held, wait);
    const around = event.circle ? lengthOfCircle(waits) : 0;
    const others = waits.slice(around).map(line);
    if (event.circle && others.length > 0) {
        others.unshift("everybody else waits too");
    }
    const first = `deadlock${after}: ${what}`;
    return [first, ...waits.slice(0, around).map(line), ...others];
}

/**
 * How many waits, from the first on, close the circle.
 * @param {Wait[]} waits
 */
export function lengthOfCircle(waits) {
    const last = waits.findIndex((wait) => wait.holder === waits[0].lane);
    return last < 0 ? waits.length : last + 1;
}

/**
 * Who holds what somebody in `waits` waits for.
 * @param {Trace} trace
 * @param {number} step
 * @param {Wait[]} waits
 * @returns {{ lane: number, object: number, place?: Place }[]}
 */
function heldBy(trace, step, waits) {
    if (!trace.end?.dropped) {
        const wanted = new Set(waits.map((wait) => wait.object));
        return at(trace, step).holds.filter((it) => wanted.has(it.object));
    }
    // A release may be missing: what was found in the run itself is certain.
    return waits.flatMap(({ holder: lane, object, held_at: place }) =>
        lane === undefined || !place ? [] : [{ lane, object, place }]);
}

/**
 * @param {Trace} trace
 * @param {{ lane: number, object: number, place?: Place }[]} held
 * @param {Wait} wait
 */
function stuck(trace, held, wait) {
    const placed = (/** @type {number} */ id, /** @type {any} */ place) =>
        objectName(trace, id) + (place ? ` (${short(place)})` : "");
    const own = held.filter((it) => it.lane === wait.lane)
        // One that reads twice holds it once.
        .filter((it, index, all) => it.object !== all[index - 1]?.object)
        .map((it) => placed(it.object, it.place));
    const holds = own.length > 0 ? `holds ${own.join(" and ")} and ` : "";
    const who = laneName(trace, wait.lane);
    return `  ${who} ${holds}waits for ${placed(wait.object, wait.place)}`;
}
