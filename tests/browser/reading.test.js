// What is read of a trace that is cut, foreign, or wrong.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { read } from "../../web/timeline/read.js";

const WHOLE = readFileSync(
    new URL("../shared/said/trace.json", import.meta.url), "utf8");
const LINES = WHOLE.trimEnd().split("\n");

/** The whole trace, with a change to one of its lines. */
const changed = (index, change) => LINES
    .map((line, at) => at === index ? change(line) : line).join("\n") + "\n";

/** The line of event `step`. */
const lineOf = (step) =>
    LINES.findIndex((line) => line.startsWith(`{"event":{"step":${step},`));

test("a file cut at any letter is read as far as it is whole", () => {
    for (let cut = LINES[0].length; cut < WHOLE.length; cut += 1) {
        const { trace, fault } = read(WHOLE.slice(0, cut));
        assert.equal(fault, "", `cut at ${cut}`);
        const whole = WHOLE.slice(0, cut + 1).split("\n").slice(0, -1);
        const events = whole.filter((line) => line.startsWith('{"event"'));
        assert.equal(trace.events.length, events.length, `cut at ${cut}`);
    }
});

test("a file cut in its first line says so", () => {
    assert.equal(read(WHOLE.slice(0, 20)).fault, "it is cut in its first line");
    assert.equal(read("").fault, "it is empty");
});

test("another version is named", () => {
    const newer = WHOLE.replace("workbench-trace/1", "workbench-trace/9");
    assert.equal(read(newer).fault,
        "line 1: the format is 'workbench-trace/9', not 'workbench-trace/1'");
});

test("what is no trace is refused, and nothing is thrown", () => {
    for (const text of [
        "hello\n", "[1]\n", "{}\n", "null\n", "\0\0\n", '{"run":7}\n',
        '{"run":null}\n', `${LINES[0]}\n{"lane":null}\n`,
        `${LINES[0]}\n{"__proto__":{}}\n`, `${LINES[0]}\n${LINES[0]}\n`,
    ]) {
        assert.match(read(text).fault, /^line [12]: /, text);
    }
});

test("numbers out of range are named with their line", () => {
    const wrong = [
        [5, '"lane":2,', '"lane":9,', "there is no lane 9"],
        [5, '"lane":2,', '"lane":-1,', "there is no lane -1"],
        [5, '"lane":2,', "", "it has no lane"],
        [6, '"object":0', '"object":7', "there is no object 7"],
        [6, '"object":0', '"object":"x"', 'there is no object "x"'],
        [6, '"time":2800', '"time":1e99', "its time is 1e+99, and no count"],
        [6, '"time":2800', '"time":5', "its time 5 is before 2700, the last one's"],
        [6, '"step":6', '"step":8', "step 8 stands where 6 should"],
        [6, '"state":"wait"', '"state":"w"', 'its state cannot be "w"'],
        [6, '"what":"state"', '"what":"toString"', 'there is no event "toString"'],
        [6, '"line":30', '"line":-3', 'its place cannot be '],
        [10, '"cause":9', '"cause":10', "its cause 10 does not come before it"],
        [12, '"len":0', '"len":0.5', "its len cannot be 0.5"],
        [26, '"holder":2', '"holder":3', "there is no lane 3"],
        [26, '"lane":1,', "", "a wait lacks its lane or its object"],
    ];
    for (const [step, from, to, why] of wrong) {
        const index = lineOf(step);
        const text = changed(index, (line) => line.replace(from, to));
        const { fault } = read(text);
        assert.ok(fault.startsWith(`line ${index + 1}: ${why}`), fault);
    }
});

test("an end that counts other events is refused", () => {
    const text = changed(LINES.length - 1,
        (line) => line.replace('"events":27', '"events":5'));
    assert.match(read(text).fault, /it says 5 events, and there are 27$/);
});

test("a value that a page cannot count to keeps every digit", () => {
    const { trace } = read(WHOLE);
    assert.equal(trace.events[14].value, "9223372036854775807");
    const note = changed(lineOf(19), (line) => line.replace(
        /"text":".*"/, '"text":"{\\"value\\":9223372036854775807}"'));
    assert.equal(read(note).trace.events[19].text,
        '{"value":9223372036854775807}');
});
