// The page says what every other drawing says: `tests/it/trace/said.rs` holds
// the same sentences against the library.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { read } from "../../web/timeline/read.js";
import { many, say, seconds } from "../../web/timeline/words.js";

const shared = (name) =>
    readFileSync(new URL(`../shared/said/${name}`, import.meta.url), "utf8");

test("every kind of event has its sentence", () => {
    const { trace, fault } = read(shared("trace.json"));
    assert.equal(fault, "");
    const said = trace.events.map((event) => say(trace, event));
    assert.deepEqual(said, shared("sentences.txt").trimEnd().split("\n"));
});

test("a time has the unit that it can be read in", () => {
    const times = [
        7, 80_500, 1_250_000, 1_350_000, 1_750_000, 12_340_000, 5e9,
    ];
    const said = times.map(seconds);
    assert.deepEqual(
        said,
        ["7 ns", "80 µs", "1.2 ms", "1.4 ms", "1.8 ms", "0.01 s", "5.00 s"]);
});

test("one is one, and more are many", () => {
    assert.equal(many(1, "step"), "1 step");
    assert.equal(many(12_000, "stretch"), "12,000 stretches");
});
