/** @import { Trace, Event } from "./types.js" */

const LANES = ["process", "thread", "coroutine", "connection"];
const OBJECTS = [
    "lock", "rwlock", "condvar", "event", "semaphore", "barrier", "queue",
    "variable", "lane", "coroutine", "pipe", "socket", "timer",
];
const STATES = ["ready", "run", "wait", "queue", "sleep", "io", "done"];
const OUTCOMES = ["finished", "deadlock", "panicked", "cut"];

/** What an event of each kind must have besides its moment. */
const FIELDS = {
    state: ["state"],
    hold: ["object"],
    release: ["object"],
    signal: ["object"],
    put: ["object", "item", "len"],
    get: ["object", "item", "len"],
    read: ["object", "value"],
    write: ["object", "value"],
    spawn: ["child"],
    note: ["text"],
    panic: ["text"],
    deadlock: ["waits"],
};

/**
 * Why a line may not follow what is there of `trace`; empty if it may.
 * Numbers are in order, times go up, and all that a line speaks of has come
 * before it.
 * @param {string} kind
 * @param {any} it
 * @param {Trace} trace
 * @returns {string}
 */
export function faultOf(kind, it, trace) {
    switch (kind) {
        case "lane":
            return next("lane", it.id, trace.lanes)
                || named(it, LANES) || lane(it.parent, trace);
        case "object":
            return next("object", it.id, trace.objects)
                || named(it, OBJECTS) || optional(it, "capacity")
                || lane(it.lane, trace);
        case "event":
            return moment(it, trace) || fields(it)
                || spokenOf(it, trace) || placed(it.place);
        default:
            return ended(it, trace);
    }
}

/** @param {any} it */
const isCount = (it) => Number.isSafeInteger(it) && it >= 0;

/** @param {any} it @param {string} key */
const count = (it, key) =>
    isCount(it[key]) ? "" : `its ${key} is ${show(it[key])}, and no count`;

/** @param {any} it @param {string} key */
const optional = (it, key) => it[key] === undefined ? "" : count(it, key);

/** @param {string} what @param {any} id @param {any[]} all */
const next = (what, id, all) => id === all.length
    ? "" : `${what} ${show(id)} stands where ${all.length} should`;

/** @param {any} it @param {string[]} kinds */
function named(it, kinds) {
    if (!kinds.includes(it.kind)) return `there is no kind ${show(it.kind)}`;
    return typeof it.name === "string" ? "" : "its name is no text";
}

/** @param {any} id @param {Trace} trace */
function lane(id, trace) {
    if (id === undefined || trace.lanes[id]) return "";
    return `there is no lane ${show(id)}`;
}

/** @param {any} id @param {Trace} trace */
function object(id, trace) {
    if (id === undefined || trace.objects[id]) return "";
    return `there is no object ${show(id)}`;
}

/** @param {any} it @param {Trace} trace */
function moment(it, trace) {
    const { length } = trace.events;
    if (it.step !== length) {
        return `step ${show(it.step)} stands where ${length} should`;
    }
    const fault = count(it, "time");
    if (fault) return fault;
    const last = length > 0 ? trace.events[length - 1].time : 0;
    if (it.time < last) {
        return `its time ${it.time} is before ${last}, the last one's`;
    }
    if (it.cause === undefined || (isCount(it.cause) && it.cause < length)) {
        return "";
    }
    return `its cause ${show(it.cause)} does not come before it`;
}

/** @param {any} it */
function fields(it) {
    const known = Object.hasOwn(FIELDS, it.what);
    if (!known) return `there is no event ${show(it.what)}`;
    /** @type {Record<string, (value: any) => boolean>} */
    const fits = {
        state: (value) => STATES.includes(value),
        value: (value) =>
            Number.isSafeInteger(value) || typeof value === "string",
        text: (value) => typeof value === "string",
        waits: Array.isArray,
    };
    const bad = FIELDS[/** @type {keyof FIELDS} */ (it.what)]
        .find((key) => !(fits[key] ?? isCount)(it[key]));
    return bad ? `its ${bad} cannot be ${show(it[bad])}` : "";
}

/** @param {Event} it @param {Trace} trace */
function spokenOf(it, trace) {
    if (it.lane === undefined) return "it has no lane";
    const own = lane(it.lane, trace) || lane(it.child, trace)
        || object(it.object, trace);
    if (own || !it.waits) return own;
    for (const wait of it.waits) {
        const fault = wait?.lane === undefined || wait.object === undefined
            ? "a wait lacks its lane or its object"
            : lane(wait.lane, trace) || lane(wait.holder, trace)
                || object(wait.object, trace)
                || placed(wait.place) || placed(wait.held_at);
        if (fault) return fault;
    }
    return "";
}

/** @param {any} place */
function placed(place) {
    if (place === undefined) return "";
    const fits = typeof place?.file === "string" && isCount(place.line);
    return fits ? "" : `its place cannot be ${show(place)}`;
}

/** @param {any} it @param {Trace} trace */
function ended(it, trace) {
    const { length } = trace.events;
    if (!OUTCOMES.includes(it.outcome)) {
        return `there is no outcome ${show(it.outcome)}`;
    }
    const fault = count(it, "time") || count(it, "dropped");
    if (fault) return fault;
    return it.events === length
        ? "" : `it says ${show(it.events)} events, and there are ${length}`;
}

/** @param {any} it */
const show = (it) => String(JSON.stringify(it)).slice(0, 60);
