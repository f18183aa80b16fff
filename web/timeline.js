import { parts } from "./timeline/parts.js";
import { Reader, read } from "./timeline/read.js";
import { STYLE } from "./timeline/style.js";
import { View } from "./timeline/view.js";
import { many } from "./timeline/words.js";

/** What changes how the page is coloured. */
const COLORED = {
    attributes: true, attributeFilter: ["class", "style", "data-theme"],
};

/**
 * `<wb-timeline>`: one run, to look at and to step through.
 *
 * `load(text)` takes a trace, `grow(text)` the beginning of one that goes on,
 * `append(line)` one more line of it.
 * `step` is the event after which things are shown, null for the whole.
 * Attributes: `axis` is `auto`, `step` or `time`; `left-out` says how many
 * events were left out of the page. It dispatches `step` with
 * `{ step, event, place, stands }` when its reader steps or clicks: `stands`
 * is where every lane is in its program.
 */
export class WbTimeline extends HTMLElement {
    static observedAttributes = ["axis", "left-out"];

    #parts = parts();
    #view = new View(this.#parts, () => this.#chosen());
    #reader = new Reader();
    #isDue = false;
    #isCut = false;
    #sizes = new ResizeObserver(() => this.#view.redraw());
    #colors = new MutationObserver(() => this.#view.recolor());
    #dark = window.matchMedia("(prefers-color-scheme: dark)");
    #recolor = () => this.#view.recolor();

    constructor() {
        super();
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet];
        const { probe, problem, body } = this.#parts;
        root.append(probe, problem, body);
    }

    connectedCallback() {
        this.#sizes.observe(this.#parts.stage);
        this.#dark.addEventListener("change", this.#recolor);
        for (const it of [document.documentElement, document.body, this]) {
            this.#colors.observe(it, COLORED);
        }
        this.#view.recolor();
    }

    disconnectedCallback() {
        this.#view.stop();
        this.#sizes.disconnect();
        this.#colors.disconnect();
        this.#dark.removeEventListener("change", this.#recolor);
    }

    /** @param {string} name @param {string} _ @param {string | null} value */
    attributeChangedCallback(name, _, value) {
        if (name === "axis") this.#view.setAxis(value ?? "auto");
        else this.#warn();
    }

    /**
     * Shows a whole trace; of several, the first.
     * @param {string} text JSON Lines
     */
    load(text) {
        this.#reader = read(text);
        const { trace, fault } = this.#reader;
        this.#refuse(fault);
        this.#parts.body.hidden = fault !== "";
        if (!trace || fault) return;
        this.#isCut = !trace.end;
        const events = trace.events.length;
        trace.end ??= { outcome: "cut", events, time: 0, dropped: 0 };
        this.#warn();
        this.#view.show(trace);
    }

    /**
     * Shows a trace that goes on.
     * @param {string} text JSON Lines, without an end
     */
    grow(text) {
        this.#reader = new Reader();
        for (const line of text.split("\n")) if (line) this.append(line);
    }

    /**
     * Takes one more line of a growing trace. After its end, or after a line
     * that is wrong, a `run` line begins another one.
     * @param {string} line
     */
    append(line) {
        if (this.#reader.isOver) this.#reader = new Reader();
        const isNew = !this.#reader.trace;
        this.#reader.add(line);
        const { trace, fault } = this.#reader;
        this.#refuse(fault);
        if (!trace) return;
        if (isNew) {
            this.#isCut = false;
            this.#warn();
            this.#parts.body.hidden = false;
            this.#view.show(trace);
        }
        // At once: a drawing that was due before speaks of every lane.
        this.#view.add();
        if (this.#isDue) return;
        this.#isDue = true;
        requestAnimationFrame(() => {
            this.#isDue = false;
            this.#view.grown();
        });
    }

    /** @returns {number | null} */
    get step() {
        return this.#view.step;
    }

    set step(step) {
        this.#view.stop();
        this.#view.goTo(step);
    }

    next() {
        this.#view.next();
    }

    previous() {
        this.#view.previous();
    }

    #chosen() {
        const { event, step, stands } = this.#view;
        const detail = { step, event, place: event?.place, stands };
        this.dispatchEvent(new CustomEvent("step", { detail }));
    }

    /** Says what is wrong with the run. @param {string} fault Or empty. */
    #refuse(fault) {
        const { problem } = this.#parts;
        problem.hidden = fault === "";
        problem.textContent = `This run cannot be shown: ${fault}`;
    }

    /** Says what is missing from the run. */
    #warn() {
        const { warning } = this.#parts;
        const left = Number(this.getAttribute("left-out") ?? 0);
        const events = this.#reader.trace?.events.length ?? 0;
        const words = left > 0
            ? `${many(left, "later event")} left out of this page: save the `
                + "run as FILE.json to keep them all"
            : this.#isCut
                ? `The file was cut: its first ${many(events, "event")} `
                    + "are here, its end is missing"
                : "";
        warning.textContent = words;
        warning.hidden = !words;
    }
}

customElements.define("wb-timeline", WbTimeline);
