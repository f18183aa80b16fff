// The picture of a run: the timeline that can be stepped through, or, where
// there is none, the one that stands still.

import { el, replace } from "./dom.js";
import { traceOf } from "./api.js";

let hasTimeline = false;

/**
 * Fetches the timeline, if the server has one.
 * @param {boolean} there
 */
export async function allowTimeline(there) {
  if (!there) return;
  await import("../timeline.js");
  hasTimeline = customElements.get("wb-timeline") !== undefined;
}

export class TimelineBox {
  constructor() {
    /** @type {any} */
    this.timeline = null;
    this.body = el("div", { class: "picture" });
    /** Called with the step, and the place of its event. */
    this.onstep = (/** @type {number} */ _step, /** @type {any} */ _place) => {};
    this.begin();
  }

  /** Begins with nothing. */
  begin() {
    this.timeline = null;
    if (!hasTimeline) return replace(this.body);
    this.timeline = document.createElement("wb-timeline");
    this.timeline.addEventListener("step", (/** @type {CustomEvent} */ event) => {
      this.onstep(event.detail.step, event.detail.place);
    });
    replace(this.body, this.timeline);
  }

  /**
   * One more line of a trace that grows.
   * @param {string} line
   */
  append(line) {
    this.timeline?.append(line);
  }

  /**
   * The whole trace of a run that is kept.
   * @param {number} run
   * @param {string} [text] where it was fetched already
   */
  async loadRun(run, text) {
    if (this.timeline) return this.load(text ?? await traceOf(run));
    const picture = el("img", {
      src: `/api/runs/${run}/run.svg`,
      alt: "The run as a timeline: a row for each thread. The words beside it say the same.",
    });
    replace(this.body, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Timeline" }, picture));
    return undefined;
  }

  /**
   * A whole trace, if it can be shown without the server.
   * @param {string} text
   */
  load(text) {
    this.timeline?.load(text);
  }

  /** @param {number | null} step */
  show(step) {
    if (this.timeline) this.timeline.step = step;
  }
}
