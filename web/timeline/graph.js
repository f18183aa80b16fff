import { svg } from "./dom.js";
import { objectName } from "./words.js";

/** @import { Trace, Wait } from "./types.js" */
/** @import { Held } from "./moment.js" */

/**
 * @typedef {{ key: string, name: string, isLane: boolean }} Node
 * @typedef {{ from: string, to: string, word: string, isHot: boolean }} Edge
 * @typedef {[number, number]} Point
 */

/** Waits that are drawn, at most. */
const MOST = 14;

/** Pixels of an arrow that has room for a word. */
const LABEL = 40;

/** Pixels. */
const [ROW, COLUMN, HALF, HIGH] = [46, 190, 58, 15];

/**
 * Who waits for whom: lanes are round, what they wait for is square. Those
 * who close a circle stand on a ring, in red.
 * @param {Trace} trace
 * @param {{ waits: Wait[], holds: Held[], circle: number[] }} moment
 * @returns {{ picture: Element | null, hidden: number }}
 */
export function graph(trace, { waits, holds, circle }) {
    const order = [...waits].sort((a, b) =>
        Number(circle.includes(b.lane)) - Number(circle.includes(a.lane)));
    const drawn = order.slice(0, Math.max(MOST, circle.length));
    const { nodes, edges } = parts(trace, drawn, holds, circle);
    const hidden = waits.length - drawn.length;
    if (edges.length === 0) return { picture: null, hidden };
    const { places, height } = circle.length > 0
        ? aroundRing(nodes, edges, ring(trace, drawn, circle))
        : inColumns(nodes, edges);
    const across = [...places.values()].map(([x]) => x);
    const left = Math.min(...across) - HALF - 4;
    const width = Math.max(...across) + HALF + 4 - left;
    const said = waits.map((it) => sentence(trace, it)).join("; ");
    const picture = svg("svg", {
        role: "img",
        "aria-label": said || "Nobody waits",
        viewBox: `${left} 0 ${width} ${height}`,
        width,
    }, heads());
    for (const edge of edges) picture.append(...line(edge, places));
    for (const node of nodes.values()) {
        const isHot = circle.length > 0
            && edges.some((it) => it.isHot && it.from === node.key);
        picture.append(shape(node, places.get(node.key) ?? [0, 0], isHot));
    }
    return { picture, hidden };
}

/** @param {Trace} trace @param {Wait} wait */
function sentence(trace, { lane, object, holder }) {
    const who = trace.lanes[lane].name;
    const isJoin = trace.objects[object].lane !== undefined;
    const by = holder === undefined || isJoin
        ? "" : `, held by ${trace.lanes[holder].name}`;
    return `${who} waits for ${objectName(trace, object)}${by}`;
}

const laneKey = (/** @type {number} */ id) => `lane ${id}`;
const objectKey = (/** @type {number} */ id) => `object ${id}`;

/**
 * @param {Trace} trace
 * @param {Wait[]} waits
 * @param {Held[]} holds
 * @param {number[]} circle
 */
function parts(trace, waits, holds, circle) {
    /** @type {Map<string, Node>} */
    const nodes = new Map();
    /** @type {Edge[]} */
    const edges = [];
    const lane = (/** @type {number} */ id) => {
        const key = laneKey(id);
        nodes.set(key, { key, name: trace.lanes[id].name, isLane: true });
        return key;
    };
    const object = (/** @type {number} */ id) => {
        const key = objectKey(id);
        nodes.set(key, { key, name: trace.objects[id].name, isLane: false });
        return key;
    };
    for (const wait of waits) {
        const isHot = circle.includes(wait.lane);
        const joined = trace.objects[wait.object].lane;
        const to = joined === undefined ? object(wait.object) : lane(joined);
        const word = joined === undefined ? "waits for" : "joins";
        edges.push({ from: lane(wait.lane), to, word, isHot });
    }
    const wanted = new Map(waits.map((wait) => [wait.object, wait]));
    for (const held of holds) {
        const wait = wanted.get(held.object);
        // Without a circle there is room for what nobody waits for.
        if (!wait && (circle.length > 0 || holds.length > MOST / 2)) continue;
        const isHot = waits.some((it) => it.object === held.object
            && circle.includes(it.lane) && it.holder === held.lane);
        edges.push({
            from: object(held.object), to: lane(held.lane), word: "held by",
            isHot,
        });
    }
    return { nodes, edges };
}

/**
 * The nodes of a circle, in its order.
 * @param {Trace} trace
 * @param {Wait[]} waits
 * @param {number[]} circle
 */
function ring(trace, waits, circle) {
    return circle.flatMap((lane) => {
        const wait = waits.find((it) => it.lane === lane);
        const isJoin = !wait || trace.objects[wait.object].lane !== undefined;
        return [laneKey(lane), ...isJoin ? [] : [objectKey(wait.object)]];
    });
}

/**
 * @param {Map<string, Node>} nodes
 * @param {Edge[]} edges
 * @param {string[]} around
 */
function aroundRing(nodes, edges, around) {
    const others = [...nodes.keys()].filter((key) => !around.includes(key));
    const radius = Math.max(84, around.length * 17);
    // Two boxes beside each other need more room than two above each other.
    const across = Math.max(110, around.length * 21.5);
    const height = Math.max(2 * radius + 44, others.length * ROW / 2 + 44);
    const middle = /** @type {Point} */ ([0, height / 2]);
    /** @type {Map<string, Point>} */
    const places = new Map();
    around.forEach((key, index) => {
        const angle = Math.PI + (2 * Math.PI * index) / around.length;
        places.set(key, [
            middle[0] + across * Math.cos(angle),
            middle[1] + radius * Math.sin(angle),
        ]);
    });
    const sides = { left: /** @type {string[]} */ ([]),
        right: /** @type {string[]} */ ([]) };
    for (const key of others) {
        const edge = edges.find((it) => it.from === key || it.to === key);
        const end = edge && (edge.from === key ? edge.to : edge.from);
        const at = places.get(end ?? "") ?? middle;
        const isMiddle = Math.abs(at[0] - middle[0]) < 1;
        const isLeft = isMiddle
            ? sides.left.length <= sides.right.length : at[0] < middle[0];
        (isLeft ? sides.left : sides.right).push(key);
    }
    for (const [keys, x] of [
        [sides.left, -across - COLUMN], [sides.right, across + COLUMN],
    ]) {
        const all = /** @type {string[]} */ (keys);
        all.forEach((key, index) => places.set(key, [
            Number(x), (height * (index + 1)) / (all.length + 1),
        ]));
    }
    return { places, height };
}

/**
 * Without a circle every arrow goes to the right.
 * @param {Map<string, Node>} nodes
 * @param {Edge[]} edges
 */
function inColumns(nodes, edges) {
    const column = new Map([...nodes.keys()].map((key) => [key, 0]));
    // Several readers of a lock may close a circle that is none of waits:
    // no path is longer than all nodes.
    for (let round = 0; round < nodes.size; round += 1) {
        for (const { from, to } of edges) {
            const least = (column.get(from) ?? 0) + 1;
            const isNear = least < nodes.size && (column.get(to) ?? 0) < least;
            if (isNear) column.set(to, least);
        }
    }
    const last = Math.max(...column.values());
    const columns = Array.from({ length: last + 1 }, (_, index) =>
        [...nodes.keys()].filter((key) => column.get(key) === index));
    const longest = Math.max(...columns.map((it) => it.length));
    const height = longest * ROW + 8;
    /** @type {Map<string, Point>} */
    const places = new Map();
    for (let index = last; index >= 0; index -= 1) {
        // Beside what its arrows lead to, so that few of them cross.
        const aim = (/** @type {string} */ key) => {
            const to = edges.find((it) => it.from === key)?.to ?? "";
            return places.get(to)?.[1] ?? height;
        };
        const keys = columns[index].sort((a, b) => aim(a) - aim(b));
        keys.forEach((key, row) => places.set(key, [
            index * COLUMN, (height * (row + 0.5)) / keys.length,
        ]));
    }
    return { places, height };
}

function heads() {
    const head = (/** @type {string} */ id) => svg(
        "marker",
        {
            id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8,
            markerHeight: 8, orient: "auto", markerUnits: "userSpaceOnUse",
        },
        svg("path", { class: id, d: "M0 0L8 4L0 8z" }),
    );
    return svg("defs", {}, head("head"), head("hot-head"));
}

/** @param {Node} node @param {Point} at @param {boolean} isHot */
function shape({ name, isLane }, [x, y], isHot) {
    const letters = [...name];
    const short = letters.length > 14
        ? `${letters.slice(0, 13).join("")}…` : name;
    return svg(
        "g", { class: isHot ? "node hot" : "node" },
        svg("title", {}, name),
        svg("rect", {
            x: x - HALF, y: y - HIGH, width: 2 * HALF, height: 2 * HIGH,
            rx: isLane ? HIGH : 2,
        }),
        svg("text", { x, y: y + 4, "text-anchor": "middle" }, short),
    );
}

/** @param {Edge} edge @param {Map<string, Point>} places */
function line({ from, to, word, isHot }, places) {
    const [start, end] = [places.get(from) ?? [0, 0], places.get(to) ?? [0, 0]];
    const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    const long = Math.hypot(dx, dy) || 1;
    // How far a box reaches in this direction.
    const reach = Math.min(
        HALF * long / (Math.abs(dx) || 1e-9),
        HIGH * long / (Math.abs(dy) || 1e-9),
    );
    const at = (/** @type {number} */ far) =>
        [start[0] + (dx * far) / long, start[1] + (dy * far) / long];
    const [[x1, y1], [x2, y2]] = [at(reach), at(long - reach - 2)];
    const kind = word === "held by" ? "held" : "waits";
    const arrow = svg("line", {
        class: `${kind}${isHot ? " hot" : ""}`, x1, y1, x2, y2,
        "marker-end": `url(#${isHot ? "hot-head" : "head"})`,
    });
    // Where it would hide the arrow, the line alone says it: dashes wait.
    const hasRoom = long - 2 * reach > LABEL || Math.abs(dy) > 2 * HIGH;
    return !hasRoom ? [arrow] : [arrow, svg("text", {
        class: "word", x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 4,
        "text-anchor": "middle",
    }, word)];
}
