import { STATES } from "./story.js";
import { KINDS, STEP, TIME } from "./track.js";
import { many, number, seconds } from "./words.js";

/** @import { Story } from "./story.js" */

/** Part of the run that is added where it would go on for ever. */
const FOREVER = 0.25;

/** A run longer than this is about time, in ns. */
const LONG = 100_000_000;

/** The stretch of the run that is in view, and where it is on screen. */
export class Scale {
    constructor() {
        this.axis = STEP;
        this.left = 0;
        this.width = 1;
        this.whole = 1;
        this.from = 0;
        this.to = 1;
    }

    /** How much is in view. */
    get span() {
        return this.to - this.from;
    }

    get isWhole() {
        return this.from <= 0 && this.to >= this.whole;
    }

    /**
     * Follows a story that has grown; what was all in view stays so.
     * @param {Story} story
     */
    follow(story) {
        const extent = Math.max(1, story.extent[this.axis]);
        const stuck = story.trace.end?.outcome === "deadlock";
        const all = this.isWhole;
        this.whole = stuck
            ? extent + Math.max(1, extent * FOREVER) : extent;
        if (all) this.fit();
    }

    fit() {
        this.from = 0;
        this.to = this.whole;
    }

    /** @param {number} at */
    x(at) {
        return this.left + ((at - this.from) / this.span) * this.width;
    }

    /** @param {number} x */
    at(x) {
        return this.from + ((x - this.left) / this.width) * this.span;
    }

    /**
     * Zooms so that `around` stays where it is.
     * @param {number} factor
     * @param {number} around
     */
    zoom(factor, around) {
        const least = this.axis === STEP ? 2 : 100;
        const span = Math.max(Math.min(least, this.whole), this.span / factor);
        const part = (around - this.from) / this.span;
        this.#show(around - part * span, Math.min(span, this.whole));
    }

    /** @param {number} by */
    pan(by) {
        this.#show(this.from + by, this.span);
    }

    /** Brings a moment into view. @param {number} at */
    reveal(at) {
        const margin = this.span * 0.05;
        if (at < this.from + margin || at > this.to - margin) {
            this.#show(at - this.span / 2, this.span);
        }
    }

    /** @param {number} from @param {number} span */
    #show(from, span) {
        this.from = Math.max(0, Math.min(from, this.whole - span));
        this.to = this.from + span;
    }

    /**
     * Even places for numbers above the lanes.
     * @returns {[number, string][]}
     */
    ticks() {
        const rough = this.span / Math.max(1, this.width / 110);
        const size = this.axis === STEP
            ? Math.max(1, even(rough)) : even(rough);
        const ticks = [];
        const first = Math.ceil(this.from / size) * size;
        for (let at = first; at <= this.to; at += size) {
            ticks.push(/** @type {[number, string]} */ ([at, this.#label(at)]));
        }
        return ticks;
    }

    /** @param {number} at */
    #label(at) {
        if (this.axis === STEP) return number(Math.round(at));
        if (at === 0) return "0";
        const [size, unit] = this.to >= 1e9 ? [1e9, "s"]
            : this.to >= 1e6 ? [1e6, "ms"]
            : this.to >= 1e3 ? [1e3, "µs"] : [1, "ns"];
        const digits = Math.ceil(-Math.log10(this.span / size / 10));
        const places = Math.min(9, Math.max(0, digits));
        return `${(at / size).toFixed(places)} ${unit}`;
    }

    /** How long a stretch is. @param {number} length */
    length(length) {
        if (this.axis === TIME) return seconds(length);
        return many(Math.round(length), "step");
    }
}

/** The next of 1, 2, 5, 10, 20, … @param {number} rough */
function even(rough) {
    const power = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 5, 10].map((it) => it * power).find((it) => it >= rough)
        ?? power;
}

/**
 * Whether the length of things is part of the story: the run was long, or
 * some lane slept or waited for the system for a good part of it. An explored
 * run has no time of its own.
 * @param {Story} story
 */
export function fittingAxis(story) {
    if (story.trace.run.clock === "model") return STEP;
    const total = story.extent[TIME];
    if (total > LONG) return TIME;
    const [sleep, io] = [STATES.indexOf("sleep"), STATES.indexOf("io")];
    const sums = new Float64Array(KINDS);
    const idles = story.states.some((track) => {
        track.total(TIME, total, sums);
        return (sums[sleep] + sums[io]) * 4 > total;
    });
    return idles ? TIME : STEP;
}
