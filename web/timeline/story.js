import { STEP, TIME, Track } from "./track.js";

/** @import { Trace, Event } from "./types.js" */
/** @import { Moment } from "./track.js" */

/** States in the order in which a column stacks them; `done` is none. */
export const STATES = ["run", "ready", "sleep", "io", "queue", "wait"];

/** Colours of what is held, in turn. */
export const HUES = 4;

/** Holds of a lane at once that have a thin bar each. */
const SLOTS = 4;

/**
 * What several may hold at once, one bar below the other.
 * @typedef {{ slots: Track[], taken: Map<string, Track>, hidden: number }} Bars
 *
 * By axis: when something happened.
 * @typedef {[number[], number[]]} Moments
 *
 * What a lane reads and writes: when, and the events.
 * @typedef {{ at: Moments, event: number[] }} Values
 */

/** How full a queue was. */
class Level {
    constructor() {
        /** @type {Moments} When it changed. */
        this.at = [[], []];
        /** @type {number[]} */
        this.length = [];
        this.most = 1;
    }
}

/**
 * What a trace says of stretches of time, kept up to date event by event.
 * It says what `src/trace/spans.rs` says.
 */
export class Story {
    /** @param {Trace} trace */
    constructor(trace) {
        this.trace = trace;
        /** @type {Track[]} By lane: its states. */
        this.states = [];
        /** @type {Bars[]} By lane: what it holds. */
        this.holds = [];
        /** @type {Map<number, Bars>} By object: who holds it. */
        this.holders = new Map();
        /** @type {Map<number, Level>} By queue. */
        this.levels = new Map();
        /** Events with a cause in another lane, which arrows lead to. */
        this.effects = /** @type {number[]} */ ([]);
        /** @type {Moments[]} By lane: its events. */
        this.own = [];
        /** @type {Values[]} By lane. */
        this.values = [];
        this.told = 0;
        this.namesAny = false;
        this.objects = 0;
    }

    /** Takes in what the trace has by now. */
    update() {
        const { lanes, objects, events } = this.trace;
        if (this.objects < objects.length) this.#see(objects);
        while (this.states.length < lanes.length) {
            this.states.push(new Track());
            this.holds.push(bars());
            this.own.push([[], []]);
            this.values.push({ at: [[], []], event: [] });
        }
        for (; this.told < events.length; this.told += 1) {
            this.#tell(events[this.told]);
        }
    }

    /**
     * Whether an object is in the foreground: somebody named it, or nobody
     * named anything. Lanes are named by the library.
     * @param {number} id
     */
    isShown(id) {
        return Boolean(this.trace.objects[id].named) || !this.namesAny;
    }

    /** One past the last step, and the time of the end. @returns {Moment} */
    get extent() {
        const { events, end } = this.trace;
        const last = events.at(-1)?.time ?? 0;
        return [events.length, Math.max(last, end?.time ?? 0)];
    }

    /** @param {Trace["objects"]} objects */
    #see(objects) {
        this.objects = objects.length;
        const any = objects.some((it) => it.named && it.kind !== "lane");
        // What was in the foreground is not any more: all is told again.
        if (any && !this.namesAny && this.told > 0) {
            this.states = [];
            this.holds = [];
            this.own = [];
            this.values = [];
            this.holders.clear();
            this.levels.clear();
            this.effects = [];
            this.told = 0;
        }
        this.namesAny = any;
    }

    /** @param {Event} event */
    #tell(event) {
        const { step, lane, what, object = -1 } = event;
        const moment = /** @type {Moment} */ ([step, event.time]);
        this.own[lane][STEP].push(step);
        this.own[lane][TIME].push(event.time);
        this.#state(event, moment);
        if (this.#isDrawn(event)) this.effects.push(step);
        if (object < 0 || !this.isShown(object)) return;
        if (what === "hold") {
            const hue = object % HUES;
            take(this.holds[lane], `${object}`, moment, [hue, object, step]);
            const of = this.#holdersOf(object);
            take(of, `${lane}`, moment, [hue, lane, step]);
        } else if (what === "release") {
            this.#release(lane, object, moment);
        } else if (what === "put" || what === "get") {
            this.#level(object, moment, event.len ?? 0);
        } else if (what === "read" || what === "write") {
            const { at, event } = this.values[lane];
            at[STEP].push(step);
            at[TIME].push(moment[TIME]);
            event.push(step);
        }
    }

    /** @param {Event} event @param {Moment} moment */
    #state({ step, lane, what, state = "", object = -1 }, moment) {
        const track = this.states[lane];
        if (what === "state") {
            const kind = STATES.indexOf(state);
            if (kind < 0) track.close(moment);
            else track.open(moment, kind, object, step);
        } else if (what === "hold" || what === "put" || what === "get") {
            // Getting what it waited for ends the wait.
            const about = track.isOpen ? track.about.at(-1) : -1;
            if (about === object) track.open(moment, 0, -1, step);
        }
    }

    /** Whether an arrow leads here. @param {Event} event */
    #isDrawn({ lane, what, cause, object }) {
        if (cause === undefined) return false;
        if (this.trace.events[cause].lane === lane) return false;
        const about = what === "hold" || what === "get";
        return !about || this.isShown(object ?? 0);
    }

    /** @param {number} object */
    #holdersOf(object) {
        const known = this.holders.get(object);
        if (known) return known;
        const made = bars();
        this.holders.set(object, made);
        return made;
    }

    /**
     * A lock that another than its taker releases was its only one.
     * @param {number} lane
     * @param {number} object
     * @param {Moment} moment
     */
    #release(lane, object, moment) {
        const of = this.#holdersOf(object);
        const all = [...of.taken.keys()];
        const by = of.taken.has(`${lane}`) || all.length !== 1
            ? `${lane}` : all[0];
        give(of, by, moment);
        give(this.holds[Number(by)], `${object}`, moment);
    }

    /**
     * @param {number} object
     * @param {Moment} moment
     * @param {number} length
     */
    #level(object, moment, length) {
        if (this.trace.objects[object].kind !== "queue") return;
        const level = this.levels.get(object) ?? new Level();
        this.levels.set(object, level);
        level.at[STEP].push(moment[STEP]);
        level.at[TIME].push(moment[TIME]);
        level.length.push(length);
        level.most = Math.max(level.most, length);
    }
}

/** @returns {Bars} */
const bars = () => ({ slots: [], taken: new Map(), hidden: 0 });

/** Stands where there is no slot for a hold. */
const NOWHERE = new Track();

/**
 * @param {Bars} bars
 * @param {string} key
 * @param {Moment} moment
 * @param {[number, number, number]} stretch Its kind, what about, its event.
 */
function take(bars, key, moment, stretch) {
    if (bars.taken.has(key)) return;
    let slot = bars.slots.find((it) => !it.isOpen);
    if (!slot && bars.slots.length < SLOTS) {
        slot = new Track();
        bars.slots.push(slot);
    }
    if (slot) slot.open(moment, ...stretch);
    else bars.hidden += 1;
    bars.taken.set(key, slot ?? NOWHERE);
}

/** @param {Bars} bars @param {string} key @param {Moment} moment */
function give(bars, key, moment) {
    bars.taken.get(key)?.close(moment);
    bars.taken.delete(key);
}
