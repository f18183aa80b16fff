// One run, from its beginning, as it goes on: the timeline grows, the story
// is told, and in the end it can be kept.

import { announce, el, replace } from "./dom.js";
import { Story } from "./story.js";
import { TimelineBox } from "./timeline-box.js";

/** Formats in which a run can be kept, and what for. */
const FORMATS = [
  ["json", "JSON", "for workbench show, and to open here"],
  ["svg", "SVG", "a picture"],
  ["perfetto-trace", "Perfetto", "for ui.perfetto.dev"],
];

export class RunView {
  constructor() {
    this.picture = new TimelineBox();
    this.story = new Story();
    this.state = el("p", { class: "state" });
    this.saving = el("p", { class: "saving" });
    /** @type {EventSource | null} */
    this.source = null;
    this.body = el("div", { class: "run" }, this.state, this.picture.body, this.saving, this.story.body);
    /** Called when the run has ended, with why if not by itself. */
    this.onend = (/** @type {string | null} */ _why) => {};
  }

  /**
   * Watches a run from its beginning.
   * @param {number} run
   */
  watch(run) {
    this.leave();
    this.picture.begin();
    this.story.clear();
    replace(this.saving);
    replace(this.state, "running… ", el("a", { href: `#run/${run}` }, "watch it in another window"));
    const source = new EventSource(`/api/runs/${run}/stream`);
    this.source = source;
    const heard = (/** @type {MessageEvent} */ event) => {
      for (const line of event.data.split("\n")) {
        if (line !== "") this.story.add(event.type, JSON.parse(line));
      }
    };
    for (const word of ["story", "heading", "remark", "quote"]) source.addEventListener(word, heard);
    source.addEventListener("live", (event) => {
      for (const line of event.data.split("\n")) {
        if (line !== "") this.picture.append(line);
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
   * @param {{why: string | null, has_trace: boolean}} end
   * @param {string} [text] its trace, where it is known
   */
  async ended(run, end, text) {
    replace(this.state, end.why ? `It did not end by itself: ${end.why}` : "The run has ended.");
    this.state.classList.toggle("bad", end.why !== null);
    announce(this.state.textContent ?? "");
    if (end.has_trace) {
      await this.picture.loadRun(run, text);
      this.offer(run);
    }
    this.onend(end.why);
  }

  /** @param {number} run */
  offer(run) {
    replace(this.saving, "Save as ", ...FORMATS.flatMap(([end, name, what], index) => [
      index > 0 ? ", " : "",
      el("a", { href: `/api/runs/${run}/run.${end}`, download: `run-${run}.${end}`, title: what }, name),
    ]));
  }

  /** Does not watch any more; a run that nobody watches ends. */
  leave() {
    this.source?.close();
    this.source = null;
  }
}
