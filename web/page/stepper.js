// The sentences of a run, one of which is now.

import { announce, el } from "./dom.js";

/** Keys, and where they lead from here. */
const KEYS = {
  ArrowLeft: (/** @type {number} */ at) => at - 1,
  ArrowUp: (/** @type {number} */ at) => at - 1,
  ArrowRight: (/** @type {number} */ at) => at + 1,
  ArrowDown: (/** @type {number} */ at) => at + 1,
  Home: () => 0,
  End: () => Infinity,
};

export class Stepper {
  /** @param {string[]} sentences */
  constructor(sentences) {
    this.at = 0;
    /** Called with the step that is now. */
    this.onstep = (/** @type {number} */ _step) => {};
    this.items = sentences.map((text, step) => el("li", { onclick: () => this.go(step) }, text));
    this.list = el("ol", {
      class: "steps", tabindex: "0", role: "group", start: "0",
      "aria-label": "Step by step; arrow keys go on and back",
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    }, ...this.items);
    const button = (/** @type {string} */ text, /** @type {() => number} */ to) =>
      el("button", { type: "button", onclick: () => this.go(to()) }, text);
    this.place = el("span", { class: "faint" });
    this.body = el("section", { class: "stepper" },
      el("h3", {}, "Step by step"),
      el("p", { class: "buttons" },
        button("First", () => 0),
        button("Back", () => this.at - 1),
        button("Next", () => this.at + 1),
        button("Last", () => Infinity),
        this.place),
      this.list);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const to = KEYS[/** @type {keyof typeof KEYS} */ (event.key)];
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.go(to(this.at));
  }

  /**
   * Goes there, and says so.
   * @param {number} step
   */
  go(step) {
    this.show(step);
    this.onstep(this.at);
    announce(this.items[this.at]?.textContent ?? "");
  }

  /**
   * Shows that it is there.
   * @param {number} step
   */
  show(step) {
    this.items[this.at]?.removeAttribute("aria-current");
    this.at = Math.min(Math.max(step, 0), this.items.length - 1);
    const item = this.items[this.at];
    item?.setAttribute("aria-current", "step");
    this.place.textContent = `${this.at + 1} of ${this.items.length}`;
    if (!item) return;
    const { clientHeight } = this.list;
    this.list.scrollTop = item.offsetTop - this.list.offsetTop - clientHeight / 2;
  }
}
