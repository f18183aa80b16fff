// Every interleaving: the verdict, and the shortest that fails, to be stepped
// through beside the program.

import { post } from "./api.js";
import { announce, el, replace } from "./dom.js";
import { RunView } from "./run-view.js";
import { stepTable } from "./step-table.js";

/** @import { Failure, Report } from "./types.js" */

export class Exploration {
    /** @param {import("./source.js").Source} source */
    constructor(source) {
        this.source = source;
        this.asking = new AbortController();
        this.body = el(
            "div",
            { class: "exploration" },
            el("p", { class: "state" }, "trying every interleaving…"),
        );
    }

    /**
     * @param {string} name
     * @param {string} variant
     */
    async explore(name, variant) {
        let found;
        try {
            found = await post(
                "/api/explore",
                { name, variant },
                this.asking.signal,
            );
        } catch (why) {
            if (!this.asking.signal.aborted) throw why;
            replace(this.body, el("p", { class: "state" }, "It was stopped."));
            return;
        }
        await this.tell(found.report, found.run);
        announce(found.report.sentence);
    }

    /**
     * @param {Report} report
     * @param {number | null} run
     */
    async tell(report, run) {
        const isGood =
            report.verdict !== "failed" && report.verdict !== "unreached";
        const head = [
            el("h2", { class: isGood ? "good" : "bad" }, report.sentence),
            el(
                "p",
                { class: "faint" },
                `explored in ${report.took.toFixed(2)} s`,
            ),
            report.surprise && el("p", { class: "error" }, report.surprise),
        ];
        const { failure } = report;
        if (!failure || run === null) {
            const lines = [
                ...report.scope,
                ...report.reached.map((it) => `reached in some of them: ${it}`),
            ];
            replace(
                this.body,
                ...head,
                el("ul", ...lines.map((it) => el("li", it))),
            );
            return;
        }
        replace(this.body, ...head, ...(await this.failed(failure, run)));
    }

    /**
     * @param {Failure} failure
     * @param {number} run
     */
    async failed(failure, run) {
        const view = new RunView((stands) => this.source.mark(stands));
        await view.load(run);
        return [
            stepTable(failure.steps),
            how(failure),
            failure.explanation && el("p", failure.explanation),
            view.timeline,
            view.saving,
            el(
                "p",
                { class: "faint" },
                "Again, in a terminal: ",
                el("code", `workbench replay ${failure.token}`),
            ),
        ];
    }

    /** Does not wait for it any more; the server ends it. */
    leave() {
        this.asking.abort();
    }
}

/**
 * How it ends: who waits for whom, or what was said.
 * @param {Failure} failure
 */
function how(failure) {
    const lines =
        failure.standstill.length > 0 ? failure.standstill : [failure.message];
    return el("div", { class: "how bad" }, ...lines.map((it) => el("p", it)));
}
