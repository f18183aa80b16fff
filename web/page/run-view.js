// One run, from its beginning, as it goes on: the timeline grows, the story
// is told, and in the end it can be kept.

import { traceOf } from "./api.js";
import { announce, el, replace } from "./dom.js";
import { picture } from "./picture.js";
import { Story } from "./story.js";

/** @import { End, Stand } from "./types.js" */

/** Formats in which a run can be kept, and what for. */
const FORMATS = [
    ["html", "HTML", "a page to step through it"],
    ["json", "JSON", "for workbench show, and to open here"],
    ["svg", "SVG", "a picture"],
    ["perfetto-trace", "Perfetto", "for ui.perfetto.dev"],
];

export class RunView {
    /**
     * @param {(stands: Stand[]) => void} [onstep]
     * @param {string | null} [python] The same in Python.
     */
    constructor(onstep, python) {
        this.timeline = picture(onstep);
        this.story = new Story(python);
        this.state = el("p", { class: "state" });
        this.saving = el("p", { class: "saving" });
        /** @type {EventSource | null} */
        this.source = null;
        this.body = el(
            "div",
            { class: "run" },
            this.state,
            this.story.body,
            this.timeline,
            this.saving,
        );
        /** Called when the run has ended, with why if not by itself. */
        this.onend = (/** @type {string | null} */ _why) => {};
    }

    /**
     * Watches a run from its beginning.
     * @param {number} run
     */
    watch(run) {
        replace(
            this.state,
            "running… ",
            el("a", { href: `#run/${run}` }, "watch it in another window"),
        );
        const source = new EventSource(`/api/runs/${run}/stream`);
        this.source = source;
        const heard = (/** @type {MessageEvent} */ event) => {
            for (const line of event.data.split("\n")) {
                if (line !== "") this.story.add(event.type, JSON.parse(line));
            }
        };
        for (const word of ["story", "heading", "remark", "rival", "quote"])
            source.addEventListener(word, heard);
        source.addEventListener("live", (event) => {
            for (const line of event.data.split("\n")) {
                if (line !== "") this.timeline.append(line);
            }
        });
        source.addEventListener("end", (event) => {
            source.close();
            this.ended(run, JSON.parse(event.data));
        });
        source.addEventListener("error", () => {
            source.close();
            replace(this.state, "this run is not there any more");
            this.onend("gone");
        });
    }

    /**
     * Shows a run that has ended.
     * @param {number} run
     * @param {End} end
     */
    async ended(run, end) {
        try {
            if (end.has_trace) await this.load(run);
        } finally {
            replace(
                this.state,
                end.why
                    ? `It did not end by itself: ${end.why}`
                    : "The run has ended.",
            );
            this.state.classList.toggle("bad", end.why !== null);
            announce(this.state.textContent ?? "");
            this.onend(end.why);
        }
    }

    /**
     * Shows the whole trace of a run, which can be kept.
     * @param {number} run
     */
    async load(run) {
        this.timeline.load(await traceOf(run));
        replace(
            this.saving,
            "Save as ",
            ...FORMATS.flatMap(([end, name, what], index) => [
                index > 0 ? ", " : "",
                el(
                    "a",
                    {
                        href: `/api/runs/${run}/run.${end}`,
                        download: `run-${run}.${end}`,
                        title: what,
                    },
                    name,
                ),
            ]),
        );
    }

    /** Does not watch any more; a run that nobody watches ends. */
    leave() {
        this.source?.close();
    }
}
