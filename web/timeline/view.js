import { eventAt, wordsAt } from "./hit.js";
import { act, press } from "./keys.js";
import { legend, title, facts } from "./legend.js";
import { RIGHT, paint } from "./paint.js";
import { stands } from "./moment.js";
import { mark, note } from "./notes.js";
import { follow } from "./pointer.js";
import { RULER, layout } from "./rows.js";
import { Scale, fittingAxis } from "./scale.js";
import { Story } from "./story.js";
import { forget, tell } from "./tables.js";
import { Theme } from "./theme.js";
import { STEP, TIME } from "./track.js";

/** @import { Trace } from "./types.js" */
/** @import { Parts } from "./parts.js" */

/** Between two events while it plays, in ms. */
const BEAT = 700;

/** Between two looks at a growing run's tables, in ms. */
const PAUSE = 200;

/** What is shown of one run, and what its reader does with it. */
export class View {
    /** @type {Story | null} */
    #story = null;
    /** @type {Theme | null} */
    #theme = null;
    /** @type {import("./rows.js").Row[]} */
    #rows = [];
    #scale = new Scale();
    #isDue = false;
    #isTableDue = false;
    #beat = 0;
    #parts;
    #chosen;
    #context;

    /**
     * @param {Parts} parts
     * @param {() => void} chosen Is called when the reader has chosen.
     */
    constructor(parts, chosen) {
        this.#parts = parts;
        this.#chosen = chosen;
        const canvas = /** @type {HTMLCanvasElement} */ (parts.canvas);
        this.#context = canvas.getContext("2d", { alpha: false });
        /** The event after which things are shown, or null for the whole. */
        this.step = /** @type {number | null} */ (null);
        this.axis = "auto";
        this.#listen();
    }

    #listen() {
        const { stage, body, events, shares } = this.#parts;
        follow(this, stage);
        stage.addEventListener("scroll", () => this.redraw());
        body.addEventListener("keydown", (event) => {
            const at = /** @type {Element} */ (event.target);
            const isTable = at.closest(".table, summary");
            const isPress = at.closest("button") && event.key === " ";
            if (isTable || isPress || !press(this, event)) return;
            event.preventDefault();
            // Arrow keys turn the pages of a book.
            event.stopPropagation();
        });
        body.addEventListener("click", (event) => {
            const at = /** @type {Element} */ (event.target);
            act(this, at.closest("button")?.dataset.action);
            const row = at.closest("[data-step]");
            if (row) this.choose(Number(row.getAttribute("data-step")));
        });
        for (const it of [events, shares]) {
            it.addEventListener("toggle", () => this.#tables());
        }
    }

    /** Shows another run. @param {Trace} trace */
    show(trace) {
        this.stop();
        this.step = null;
        this.#story = new Story(trace);
        this.#story.update();
        this.#scale = new Scale();
        this.setAxis(this.axis);
        forget(this.#parts);
        this.#parts.shares.toggleAttribute("open", trace.run.clock === "real");
        this.grown();
    }

    /** Takes in a line that has been added to the run. */
    add() {
        this.#story?.update();
    }

    /** Shows what has been added to the run. */
    grown() {
        const story = this.#story;
        if (!story) return;
        story.update();
        if (this.axis === "auto" && this.#scale.isWhole) this.setAxis("auto");
        title(this.#parts, story);
        facts(this.#parts, story);
        legend(this.#parts, story);
        this.redraw();
        this.#later();
    }

    /** @param {string} axis `auto`, `step` or `time`. */
    setAxis(axis) {
        this.axis = axis;
        if (!this.#story) return;
        const by = axis === "auto"
            ? fittingAxis(this.#story) : axis === "time" ? TIME : STEP;
        if (by !== this.#scale.axis) {
            this.#scale.axis = by;
            this.#scale.follow(this.#story);
            this.#scale.fit();
        }
        this.redraw();
    }

    /** By time, if it is by step, and the other way. */
    turn() {
        this.setAxis(this.#scale.axis === TIME ? "step" : "time");
    }

    /** The chosen event. */
    get event() {
        return this.step === null
            ? undefined : this.#story?.trace.events[this.step];
    }

    /** Where every lane stands at that moment. */
    get stands() {
        return this.#story && this.step !== null
            ? stands(this.#story.trace, this.step) : [];
    }

    /**
     * Shows the moment after an event; null is the whole.
     * @param {number | null} step
     */
    goTo(step) {
        const story = this.#story;
        const last = (story?.trace.events.length ?? 0) - 1;
        const isNone = step === null || last < 0 || Number.isNaN(step);
        this.step = isNone ? null
            : Math.max(0, Math.min(last, Math.trunc(step)));
        const { event } = this;
        if (event) {
            const at = [event.step, event.time][this.#scale.axis];
            this.#scale.reveal(at);
            this.#revealLane(event.lane);
        }
        this.redraw();
        this.#tables();
    }

    /** As `goTo`, by the reader. @param {number | null} step */
    choose(step) {
        this.stop();
        this.goTo(step);
        this.#chosen();
    }

    next() {
        if (this.step === null) this.choose(0);
        else this.choose(this.step + 1);
    }

    previous() {
        if (this.step === null) this.choose(Infinity);
        else this.choose(this.step - 1);
    }

    /** Steps by itself, or stops doing so. */
    play() {
        if (this.#beat) {
            this.stop();
            return;
        }
        const last = (this.#story?.trace.events.length ?? 0) - 1;
        const begin = this.step === null || this.step >= last ? -1 : this.step;
        const tick = (/** @type {number} */ step) => {
            this.goTo(step);
            this.#chosen();
            if (step >= last) this.stop();
        };
        this.#parts.play.textContent = "pause";
        const beat = () => tick((this.step ?? -1) + 1);
        this.#beat = window.setInterval(beat, BEAT);
        tick(begin + 1);
    }

    stop() {
        window.clearInterval(this.#beat);
        this.#beat = 0;
        this.#parts.play.textContent = "play";
    }

    /**
     * Zooms; a factor of 0 shows all.
     * @param {number} factor
     * @param {number} [x] What stays where it is; else the chosen event.
     */
    zoom(factor, x) {
        const { event } = this;
        const scale = this.#scale;
        const chosen = event && [event.step, event.time][scale.axis];
        const isSeen = chosen !== undefined
            && chosen >= scale.from && chosen <= scale.to;
        const middle = scale.from + scale.span / 2;
        if (factor === 0) scale.fit();
        else {
            scale.zoom(factor, x !== undefined
                ? scale.at(x) : isSeen ? chosen : middle);
        }
        this.redraw();
    }

    /** Moves by a part of what is in view. @param {number} part */
    pan(part) {
        this.#scale.pan(part * this.#scale.span);
        this.redraw();
    }

    /** Moves by pixels. @param {number} x @param {number} y */
    drag(x, y) {
        this.#scale.pan((x / this.#scale.width) * this.#scale.span);
        this.scroll(y);
        this.redraw();
    }

    /** Whether there are more rows than are in view. */
    get isScrollable() {
        const { stage } = this.#parts;
        return stage.scrollHeight > stage.clientHeight + 1;
    }

    /** @param {number} y */
    scroll(y) {
        this.#parts.stage.scrollTop += y;
    }

    /** @param {number} x @param {number} y */
    click(x, y) {
        this.#parts.stage.focus({ preventScroll: true });
        const sheet = this.#sheet();
        if (sheet) this.choose(eventAt(sheet, x, y));
    }

    /**
     * Says what is at a place; nothing is at -1.
     * @param {number} x
     * @param {number} y
     */
    point(x, y) {
        const { tip, stage } = this.#parts;
        const sheet = this.#sheet();
        const words = sheet && x >= 0 ? wordsAt(sheet, x, y) : "";
        tip.textContent = words;
        tip.toggleAttribute("hidden", !words);
        const room = stage.clientWidth - tip.offsetWidth - 4;
        tip.style.left = `${Math.max(4, Math.min(x + 12, room))}px`;
        tip.style.top = `${y + 18}px`;
    }

    /** @param {number} lane */
    #revealLane(lane) {
        const { stage } = this.#parts;
        const row = this.#rows[lane];
        if (!row) return;
        const [top, room] = [stage.scrollTop, stage.clientHeight - RULER];
        const isSeen = row.y >= top && row.y + row.height <= top + room;
        if (!isSeen && room > 0) stage.scrollTop = row.y - room / 2;
    }

    /** Colours are asked for again. */
    recolor() {
        this.#theme = null;
        this.redraw();
    }

    /** Draws in the next frame, once. */
    redraw() {
        if (this.#isDue) return;
        this.#isDue = true;
        requestAnimationFrame(() => {
            this.#isDue = false;
            this.#draw();
        });
    }

    #sheet() {
        const [context, story, theme] =
            [this.#context, this.#story, this.#theme];
        if (!context || !story || !theme) return null;
        const { stage, canvas } = this.#parts;
        return {
            context, story, theme, scale: this.#scale, rows: this.#rows,
            scroll: stage.scrollTop, step: this.step,
            width: canvas.clientWidth, height: canvas.clientHeight,
        };
    }

    #draw() {
        const [context, story] = [this.#context, this.#story];
        const { stage } = this.#parts;
        if (!context || !story || stage.clientWidth === 0) return;
        story.update();
        const ratio = window.devicePixelRatio || 1;
        this.#fit(story, ratio);
        this.#theme ??= new Theme(this.#parts.probe, context, ratio);
        const sheet = this.#sheet();
        if (!sheet) return;
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        note(this.#parts, sheet, paint(sheet));
        mark(this.#parts, sheet);
    }

    /** Gives every part its size. @param {Story} story @param {number} ratio */
    #fit(story, ratio) {
        const { stage, canvas: it } = this.#parts;
        const canvas = /** @type {HTMLCanvasElement} */ (it);
        const { rows, height, left } = layout(story, stage.clientWidth);
        this.#rows = rows;
        const rowsPart = /** @type {HTMLElement} */ (canvas.parentElement);
        rowsPart.style.height = `${height + RULER + 12}px`;
        const [width, high] = [stage.clientWidth, stage.clientHeight];
        const [wide, tall] = [width * ratio, high * ratio].map(Math.round);
        if (canvas.width !== wide || canvas.height !== tall) {
            canvas.width = wide;
            canvas.height = tall;
            canvas.style.width = `${width}px`;
            canvas.style.height = `${high}px`;
            this.#theme = null;
        }
        this.#scale.left = left;
        this.#scale.width = Math.max(50, width - left - RIGHT);
        this.#scale.follow(story);
    }

    /** Fills the tables soon, and not at every line of a growing run. */
    #later() {
        if (this.#isTableDue) return;
        this.#isTableDue = true;
        window.setTimeout(() => {
            this.#isTableDue = false;
            this.#tables();
        }, this.#story?.trace.end ? 0 : PAUSE);
    }

    #tables() {
        const story = this.#story;
        if (!story) return;
        story.update();
        tell(this.#parts, story, this.step);
    }
}
