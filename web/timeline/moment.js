/** @import { Trace, Event, Wait, Place } from "./types.js" */

/**
 * @typedef {{ who: string, place: Place, isNow: boolean }} Stand
 * @typedef {{ lane: number, object: number, place?: Place }} Held
 * @typedef {{ state: string, object?: number }} Doing
 */

/** States in which a lane waits for what it names. */
const WAITS = ["wait", "queue", "io"];

/** How things stand after some of the events. */
class Then {
    constructor() {
        /** @type {Map<number, Doing>} By lane. */
        this.doing = new Map();
        /** @type {Map<number, { object: number, place?: Place }>} By lane. */
        this.waiting = new Map();
        /** @type {Map<number, Held[]>} By object. */
        this.held = new Map();
        /** @type {Map<number, Place>} By lane, where it was seen last. */
        this.places = new Map();
    }

    /** @param {Event} event */
    apply({ what, lane, state = "", object, place }) {
        if (place) this.places.set(lane, place);
        if (what === "state") {
            this.doing.set(lane, { state, object });
            this.waiting.delete(lane);
            if (object !== undefined && WAITS.includes(state)) {
                this.waiting.set(lane, { object, place });
            }
        } else if (what === "hold" || what === "put" || what === "get") {
            this.waiting.delete(lane);
            // Getting what it waited for ends the wait.
            const was = this.doing.get(lane);
            if (was && was.object === object) {
                this.doing.set(lane, { state: "run" });
            }
        }
        if (object === undefined) return;
        if (what === "hold") this.#hold({ lane, object, place });
        if (what === "release") release(this.held.get(object) ?? [], lane);
    }

    /** @param {Held} it */
    #hold(it) {
        const by = this.held.get(it.object);
        if (by) by.push(it);
        else this.held.set(it.object, [it]);
    }
}

/**
 * How things stand after event `step`: what every lane does, who holds what,
 * who waits for whom, and who closes a circle.
 * @param {Trace} trace
 * @param {number} step
 */
export function at(trace, step) {
    const { doing, waiting, held } = after(trace, step);
    const waits = sorted(waiting)
        .map(([lane, it]) => waitOf(trace, lane, it, held));
    const holds = sorted(held).flatMap(([, by]) => by);
    return { doing, holds, waits, circle: circle(waits) };
}

/**
 * Where every lane that has begun and is not done stands in its program; now
 * are those whom the event speaks of.
 * @param {Trace} trace
 * @param {number} step
 * @returns {Stand[]}
 */
export function stands(trace, step) {
    const { doing, places } = after(trace, step);
    const { lane, waits = [{ lane }] } = trace.events[step];
    const now = waits.map((it) => it.lane);
    return sorted(places)
        .filter(([lane]) => doing.get(lane)?.state !== "done")
        .map(([lane, place]) =>
            ({ who: trace.lanes[lane].name, place, isNow: now.includes(lane) }));
}

/** @param {Trace} trace @param {number} step */
function after(trace, step) {
    const then = new Then();
    const last = Math.min(step, trace.events.length - 1);
    for (let index = 0; index <= last; index += 1) {
        then.apply(trace.events[index]);
    }
    return then;
}

/**
 * @template T
 * @param {Map<number, T>} map
 */
const sorted = (map) => [...map].sort(([a], [b]) => a - b);

/**
 * A lock that another than its taker releases was its only one.
 * @param {Held[]} by
 * @param {number} lane
 */
function release(by, lane) {
    const own = by.findIndex((it) => it.lane === lane);
    const index = own < 0 && by.length === 1 ? 0 : own;
    if (index >= 0) by.splice(index, 1);
}

/**
 * @param {Trace} trace
 * @param {number} lane
 * @param {{ object: number, place?: Place }} wait
 * @param {Map<number, Held[]>} held
 * @returns {Wait}
 */
function waitOf(trace, lane, { object, place }, held) {
    const by = held.get(object) ?? [];
    // Where several hold it, a lane is in its own way in any case: a reader
    // that wants to write.
    const own = by.find((it) => it.lane === lane);
    const one = own ?? (by.length === 1 ? by[0] : undefined);
    const holder = one?.lane ?? trace.objects[object].lane;
    return { lane, object, place, holder, held_at: one?.place };
}

/**
 * A lane waits for one thing at a time, so that following the holders from
 * every lane finds every circle; the first is returned.
 * @param {Wait[]} waits
 */
function circle(waits) {
    const next = new Map(waits.map((wait) => [wait.lane, wait.holder]));
    for (const start of next.keys()) {
        const path = [start];
        for (;;) {
            const lane = next.get(path[path.length - 1]);
            if (lane === start) return path;
            if (lane === undefined || path.includes(lane)) break;
            path.push(lane);
        }
    }
    return [];
}
