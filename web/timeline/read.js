import { faultOf } from "./check.js";

/** @import { Trace } from "./types.js" */

/** Name and version of the format. */
const FORMAT = "workbench-trace/1";

/**
 * A value that a page cannot count to: it stays a text. Inside of a text
 * its key would stand behind a backslash.
 */
const HUGE = /([{,]"value":)(-?\d{16,})(?=[,}])/;

/** Reads a trace line by line, as it grows. It never throws. */
export class Reader {
    constructor() {
        /** @type {Trace | null} */
        this.trace = null;
        /** What is wrong, for people; then nothing more is read. */
        this.fault = "";
        this.lines = 0;
    }

    /** Whether there is nothing more to come. */
    get isOver() {
        return this.fault !== "" || Boolean(this.trace?.end);
    }

    /**
     * Takes the next line.
     * @param {string} line
     */
    add(line) {
        this.lines += 1;
        if (this.isOver || line.trim() === "") return;
        const value = parsed(line);
        const fault = value ? this.#take(value) : "it is no JSON object";
        if (fault) this.fault = `line ${this.lines}: ${fault}`;
    }

    /** @param {Record<string, any>} value */
    #take({ run, lane, object, event, end }) {
        const trace = this.trace;
        if (!trace) return this.#begin(run);
        if (run) return "a second 'run' before an 'end'";
        const [kind, it] = Object.entries({ lane, object, event, end })
            .find(([, it]) => isRecord(it)) ?? [];
        if (!kind) return "it is no line of a trace";
        const fault = faultOf(kind, it, trace);
        if (fault) return fault;
        if (lane) trace.lanes.push(lane);
        else if (object) trace.objects.push(object);
        else if (event) trace.events.push(event);
        else trace.end = end;
        return "";
    }

    /** @param {any} run */
    #begin(run) {
        if (!isRecord(run)) return "a trace begins with a 'run' line";
        if (run.format !== FORMAT) {
            return `the format is '${run.format}', not '${FORMAT}'`;
        }
        const [lanes, objects, events] = [[], [], []];
        this.trace = { run, lanes, objects, events, end: null };
        return "";
    }
}

/**
 * The first trace in `text`. A file that was cut is read as far as it is
 * whole: half a line at its end is no fault.
 * @param {string} text
 */
export function read(text) {
    const reader = new Reader();
    const whole = text.endsWith("\n");
    for (let from = 0; from < text.length && !reader.isOver;) {
        const end = text.indexOf("\n", from);
        const line = text.slice(from, end < 0 ? undefined : end);
        const isLast = end < 0;
        // Half a number is a number too: without its end, no line is whole.
        if (!isLast || whole || parsed(line)) reader.add(line);
        from = isLast ? text.length : end + 1;
    }
    if (!reader.trace && !reader.fault) {
        reader.fault = text.trim()
            ? "it is cut in its first line" : "it is empty";
    }
    return reader;
}

/** @param {string} line */
function parsed(line) {
    try {
        const value = JSON.parse(line.replace(HUGE, '$1"$2"'));
        return isRecord(value) ? value : null;
    } catch {
        return null;
    }
}

/** @param {any} it */
const isRecord = (it) =>
    typeof it === "object" && it !== null && !Array.isArray(it);
