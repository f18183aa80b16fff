/**
 * A moment in both of its coordinates: `moment[STEP]`, `moment[TIME]`.
 * @typedef {[number, number]} Moment
 */

export const STEP = 0;
export const TIME = 1;

/** Kinds that a track tells apart, at most. */
export const KINDS = 6;

/**
 * Stretches that never overlap, in order: the states of a lane, the holds of
 * a lock. Sums of what came before each make a share of any part of it cost
 * a search, however many stretches there are.
 */
export class Track {
    constructor() {
        /** Where each begins, by axis. @type {number[][]} */
        this.from = [[], []];
        /** Where each ends; the open one has no end. @type {number[][]} */
        this.to = [[], []];
        /** What each is: an index below KINDS. @type {number[]} */
        this.kind = [];
        /** An object or a lane that it is about, or -1. @type {number[]} */
        this.about = [];
        /** The event that began it. @type {number[]} */
        this.event = [];
        /** By axis and kind: how much of it lies before each stretch. */
        this.sums = [STEP, TIME].map(() =>
            Array.from({ length: KINDS }, () => /** @type {number[]} */ ([])));
        this.isOpen = false;
    }

    get length() {
        return this.kind.length;
    }

    /**
     * Begins a stretch, and ends the one that is open.
     * @param {Moment} moment
     * @param {number} kind
     * @param {number} about
     * @param {number} event
     */
    open(moment, kind, about, event) {
        this.close(moment);
        const last = this.length - 1;
        for (const axis of [STEP, TIME]) {
            this.sums[axis].forEach((sums, it) => {
                const own = last >= 0 && this.kind[last] === it;
                const length = own
                    ? this.to[axis][last] - this.from[axis][last] : 0;
                sums.push((sums[last] ?? 0) + length);
            });
            this.from[axis].push(moment[axis]);
            this.to[axis].push(Infinity);
        }
        this.kind.push(kind);
        this.about.push(about);
        this.event.push(event);
        this.isOpen = true;
    }

    /** @param {Moment} moment */
    close(moment) {
        if (!this.isOpen) return;
        for (const axis of [STEP, TIME]) {
            this.to[axis][this.length - 1] = moment[axis];
        }
        this.isOpen = false;
    }

    /**
     * The last stretch that has begun at `at`, or -1.
     * @param {number} axis
     * @param {number} at
     */
    find(axis, at) {
        return before(this.from[axis], at) - 1;
    }

    /**
     * How much of each kind lies before `at`.
     * @param {number} axis
     * @param {number} at
     * @param {Float64Array} into
     */
    total(axis, at, into) {
        const index = this.find(axis, at);
        if (index < 0) {
            into.fill(0);
            return;
        }
        for (let kind = 0; kind < KINDS; kind += 1) {
            into[kind] = this.sums[axis][kind][index];
        }
        const to = Math.min(at, this.to[axis][index]);
        into[this.kind[index]] += to - this.from[axis][index];
    }
}

/**
 * How many of `sorted` are not after `at`.
 * @param {number[]} sorted
 * @param {number} at
 */
export function before(sorted, at) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] <= at) low = middle + 1;
        else high = middle;
    }
    return low;
}
