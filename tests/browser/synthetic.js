// A run that nobody ran: threads that put, get, lock and sleep, as many times
// as one likes, the same at every call.

/** @param {number} count Events, about. */
export function synthetic(count, threads = 8) {
    const lines = [];
    const line = (it) => lines.push(JSON.stringify(it));
    line({ run: { format: "workbench-trace/1", lab: "synthetic", variant: "",
        title: `${count} events`, clock: "real", cores: 8, os: "linux" } });
    for (let id = 0; id < threads; id += 1) {
        line({ lane: { id, kind: "thread", name: `worker-${id}` } });
    }
    line({ object: { id: 0, kind: "lock", name: "left", named: true } });
    line({ object: { id: 1, kind: "queue", name: "jobs", named: true,
        capacity: 16 } });
    let [step, time, len, item, last] = [0, 0, 0, 0, undefined];
    let seed = 1;
    const random = (below) => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
    };
    const event = (lane, what) => {
        time += 50 + random(2_000);
        line({ event: { step, time, lane, ...what } });
        step += 1;
        return step - 1;
    };
    for (let lane = 0; lane < threads; lane += 1) {
        event(lane, { what: "state", state: "run" });
    }
    while (step < count - 8) {
        const [lane, other] = [random(threads), random(threads)];
        const place = { file: "demo.rs", line: 1 + random(90) };
        event(lane, { what: "state", state: "wait", object: 0, place });
        event(lane, { what: "hold", object: 0, cause: last, place });
        if (len < 16) {
            len += 1;
            item += 1;
            event(lane, { what: "put", object: 1, item, len });
        }
        last = event(lane, { what: "release", object: 0 });
        if (len > 0 && random(2) === 0) {
            len -= 1;
            const cause = step - 1;
            event(other, { what: "get", object: 1, item, len, cause });
        }
        event(lane, { what: "state", state: "sleep" });
        event(lane, { what: "state", state: "run" });
    }
    line({ end: { outcome: "finished", time, events: step, dropped: 0 } });
    return `${lines.join("\n")}\n`;
}
