// `--save FILE.perfetto-trace` of every lab in the real Perfetto UI: what is
// counted there is what the same run's JSON says.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { COMMAND, saved } from "./page.js";
import { needsUi, opened, ui } from "./perfetto.js";

/** The runs of a file of JSON Lines, each an array of its events. */
function runs(text) {
    const runs = [];
    for (const line of text.trimEnd().split("\n")) {
        const { run, event } = JSON.parse(line);
        if (run) runs.push([]);
        if (event) runs.at(-1).push(event);
    }
    return runs;
}

/** What a run has for Perfetto: slices, flows, counted values. */
function expected(events) {
    const states = new Map();
    const holds = new Set();
    const causes = new Set();
    const told = { slices: 0, flows: 0, counts: 0 };
    const across = ({ lane, cause }) =>
        cause !== undefined && events[cause].lane !== lane;
    for (const event of events) {
        if (across(event)) causes.add(event.cause);
    }
    for (const event of events) {
        const { what, lane, object, step } = event;
        const isGet = ["hold", "put", "get"].includes(what);
        if (what === "state") {
            states.set(lane, object);
            told.slices += event.state === "done" ? 0 : 1;
        } else if (isGet && states.get(lane) === object) {
            // Getting what it waited for ends the wait.
            states.set(lane, undefined);
            told.slices += 1;
        }
        if (what === "hold") holds.add(`${lane} ${object}`);
        if (what === "release") {
            const own = `${lane} ${object}`;
            const all = [...holds].filter((it) => it.endsWith(` ${object}`));
            const ended = holds.has(own) ? own : all.length === 1 && all[0];
            told.slices += holds.delete(ended) ? 1 : 0;
        }
        const isMoment = what !== "state" || causes.has(step) || across(event);
        told.slices += isMoment ? 1 : 0;
        told.flows += across(event) ? 1 : 0;
        told.counts += what === "put" || what === "get" ? 1 : 0;
    }
    told.slices += holds.size;
    return told;
}

/** Saves what these words run, and looks at it in the UI. */
async function compare(page, words) {
    const json = saved("run.json", ...words);
    const file = json.replace(".json", ".perfetto-trace");
    execFileSync(COMMAND, ["show", json, "--save", file], { stdio: "pipe" });
    const all = runs(readFileSync(json, "utf8")).map(expected);
    const sum = (name) => all.reduce((sum, it) => sum + it[name], 0);
    const ask = await opened(page, file);
    const count = async (sql) => Number((await ask(sql))[0][0]);
    const name = words.join(" ");
    const found = {
        slices: await count("select count(*) from slice"),
        flows: await count("select count(*) from flow"),
        counts: await count("select count(*) from counter"),
    };
    const told = {
        slices: sum("slices"), flows: sum("flows"), counts: sum("counts"),
    };
    assert.deepEqual(found, told, name);
    const errors = await ask("select name, value from stats where severity in "
        + "('error', 'data_loss') and value > 0");
    assert.deepEqual(errors, [], name);
    const open = await count("select count(*) from slice where dur < 0");
    assert.equal(open, 0, `${name}: slices without an end`);
    const groups = await count("select count(*) from track where "
        + "parent_id is null and name glob '[0-9]*. *'");
    assert.equal(groups, all.length, `${name}: a group for each run`);
    return found;
}

const LABS = execFileSync(COMMAND, ["lab", "--plain"], { encoding: "utf8" })
    .split("\n").map((line) => /^([a-z-]+) {2,}[\d.-]+(?:, \d+)? {2,}/.exec(line)?.[1])
    .filter(Boolean);

test("every lab opens in Perfetto, with all that it has", needsUi, async (t) => {
    const page = await ui(t);
    assert.ok(LABS.length > 32, LABS.join(" "));
    for (const lab of LABS) {
        const { slices, flows, counts } =
            await compare(page, ["lab", lab, "--speed", "0.05"]);
        t.diagnostic(`${lab}: ${slices} slices, ${flows} flows, `
            + `${counts} counted values`);
        assert.ok(slices > 0, lab);
    }
});

test("explored, replayed and played runs open, too", needsUi, async (t) => {
    const page = await ui(t);
    await compare(page, ["explore", "deadlock"]);
    await compare(page, ["play", "flags", "--keys", "1 2 2 2 1 1"]);
    const explored = spawnSync(COMMAND, ["explore", "locks"]);
    const [, token] = /workbench replay (\S+)/.exec(explored.stdout);
    await compare(page, ["replay", token]);
});
