/** How the timeline looks: it takes the page's colours, or else its own. */
export const STYLE = `
:host {
    --p: var(--paper, #ffffff); --i: var(--ink, #1b1f24);
    --f: var(--faint, #5f6670); --l: var(--line, #d5d9df);
    --r: var(--run, #00795a); --w: var(--wait, #b34700);
    --q: var(--queue, #8a6100); --o: var(--io, #0063a3);
    --d: var(--idle, #6b727c); --a: var(--alarm, #b3261e);
    --h0: var(--hold0, #0063a3); --h1: var(--hold1, #8f3b8a);
    --h2: var(--hold2, #007a80); --h3: var(--hold3, #8a6100);
    display: block; background: var(--p); color: var(--i);
    font: 14px/1.45 system-ui, sans-serif; text-align: start;
}
@media (prefers-color-scheme: dark) {
    :host {
        --p: var(--paper, #14181f); --i: var(--ink, #e9ecf1);
        --f: var(--faint, #a5adb9); --l: var(--line, #343b47);
        --r: var(--run, #2fb58d); --w: var(--wait, #f0823a);
        --q: var(--queue, #e0a82e); --o: var(--io, #5aaef0);
        --d: var(--idle, #98a1ae); --a: var(--alarm, #ff7b72);
        --h0: var(--hold0, #5aaef0); --h1: var(--hold1, #d68bd1);
        --h2: var(--hold2, #4cc3c9); --h3: var(--hold3, #e0a82e);
    }
}
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
h2, h3, p, ul { margin: 0; }
h2 { font-size: 22px; line-height: 1.2; overflow-wrap: anywhere; }
h3 { font-size: 15px; color: var(--f); margin-bottom: 6px; }
:focus-visible { outline: 3px solid var(--o); outline-offset: 2px; }
.faint { color: var(--f); }
.facts {
    display: flex; flex-wrap: wrap; gap: 2px 16px; color: var(--f);
    margin: 4px 0 10px;
}
.outcome {
    color: var(--r); border: 1.5px solid; border-radius: 9px; padding: 0 9px;
}
.bad, .outcome.bad { color: var(--a); }
.problem, .warning {
    border: 1.5px solid var(--a); border-radius: 6px; padding: 8px 12px;
    color: var(--a); margin-bottom: 10px; overflow-wrap: anywhere;
}
.bar {
    display: flex; flex-wrap: wrap; align-items: center; gap: 8px;
    margin-bottom: 10px;
}
.gap { flex: 1; }
.group { display: inline-flex; }
.place { color: var(--f); font-variant-numeric: tabular-nums; }
button {
    font: inherit; color: inherit; background: var(--p); min-height: 34px;
    min-width: 38px; padding: 3px 11px; border: 1px solid var(--f);
    border-radius: 6px; cursor: pointer;
}
button:hover { border-color: var(--i); box-shadow: inset 0 0 0 1px var(--i); }
button:focus-visible { position: relative; z-index: 1; }
button svg { display: block; }
button[aria-pressed="true"] { background: var(--i); color: var(--p); }
.group button { border-radius: 0; margin-left: -1px; }
.group button:first-child { border-radius: 6px 0 0 6px; margin-left: 0; }
.group button:last-child { border-radius: 0 6px 6px 0; }
[data-action="play"] { min-width: 68px; }
.frame { border: 1px solid var(--l); border-radius: 8px; position: relative; }
.stage {
    overflow: hidden auto; max-height: max(320px, 62vh); cursor: crosshair;
    touch-action: pan-y; user-select: none; border-radius: 8px 8px 0 0;
    contain: content;
}
.rows { min-height: 80px; }
canvas { display: block; position: sticky; top: 0; }
.tip {
    position: absolute; z-index: 2; pointer-events: none; max-width: 80%;
    background: var(--i); color: var(--p); border-radius: 5px;
    padding: 3px 9px; font-size: 13px; overflow-wrap: anywhere;
}
.legend {
    display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 7px 12px;
    border-top: 1px solid var(--l); list-style: none; color: var(--f);
    font-size: 13px;
}
.legend li { overflow-wrap: anywhere; }
.swatch {
    display: inline-block; width: 24px; height: 12px; margin-right: 7px;
    border: 1px solid; vertical-align: -1px; flex: none;
}
.swatch.run { color: var(--r); background: var(--r); }
.swatch.ready { color: var(--d); }
.swatch.sleep {
    color: var(--d);
    background: radial-gradient(var(--d) 1px, transparent 1.5px) 0 0 / 5px 5px;
}
.swatch.io {
    color: var(--o);
    background: repeating-linear-gradient(var(--o) 0 1px, transparent 1px 4px);
}
.swatch.queue {
    color: var(--q);
    background: repeating-linear-gradient(
        90deg, var(--q) 0 1px, transparent 1px 5px);
}
.swatch.wait {
    color: var(--w);
    background: repeating-linear-gradient(
        135deg, var(--w) 0 1px, transparent 1px 4px);
}
.swatch.done { color: var(--l); }
.swatch.hold { height: 7px; vertical-align: 1px; border: 0; }
.hold0 { background: var(--h0); } .hold1 { background: var(--h1); }
.hold2 { background: var(--h2); } .hold3 { background: var(--h3); }
.notes {
    color: var(--f); font-size: 13px; min-height: 1.5em; padding: 3px 2px;
}
.said {
    font-size: 18px; font-weight: 600; min-height: 2.9em; margin: 4px 0 8px;
    overflow-wrap: anywhere;
}
.said .line { display: block; font-size: 16px; font-weight: 400; }
.panels {
    display: grid; gap: 14px;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
}
.panels section {
    border: 1px solid var(--l); border-radius: 8px; padding: 10px 14px;
    min-width: 0;
}
.table { overflow: auto; max-height: 340px; position: relative; }
table { border-collapse: collapse; width: 100%; }
th, td {
    text-align: start; padding: 5px 14px 5px 2px; vertical-align: top;
    border-bottom: 1px solid var(--l); overflow-wrap: break-word;
    max-width: 34em;
}
thead th {
    color: var(--f); font-weight: 600; position: sticky; top: 0;
    background: var(--p);
}
td { min-width: 3em; }
[data-step] { cursor: pointer; }
[data-step]:hover, [aria-current] { box-shadow: inset 4px 0 var(--i); }
[data-step] > * { padding-left: 10px; }
.graph { color: var(--f); }
.graph svg { display: block; max-width: 100%; margin: auto; }
.graph text { font: 13px system-ui, sans-serif; fill: var(--i); }
.graph .node text { font-weight: 600; }
.graph rect { fill: var(--p); stroke: var(--f); stroke-width: 1.5; }
.graph line { stroke: var(--f); stroke-width: 1.5; }
.graph line.waits { stroke-dasharray: 5 3; }
.graph .hot rect, .graph line.hot { stroke: var(--a); stroke-width: 2.5; }
.graph .head { fill: var(--f); }
.graph .hot-head { fill: var(--a); }
.graph .word {
    font-size: 11.5px; fill: var(--f); paint-order: stroke;
    stroke: var(--p); stroke-width: 6px;
}
.keys {
    display: flex; flex-wrap: wrap; gap: 4px 16px; color: var(--f);
    font-size: 13px; margin: 12px 0;
}
kbd {
    font: 12px ui-monospace, monospace; border: 1px solid var(--l);
    border-radius: 4px; padding: 0 5px; color: var(--i);
}
details { border-top: 1px solid var(--l); padding: 8px 0; }
summary { cursor: pointer; font-weight: 600; padding: 2px 0; }
.probe { position: absolute; width: 0; height: 0; overflow: hidden; }
.color-paper { color: var(--p); } .color-ink { color: var(--i); }
.color-faint { color: var(--f); } .color-line { color: var(--l); }
.color-run { color: var(--r); } .color-wait { color: var(--w); }
.color-queue { color: var(--q); } .color-io { color: var(--o); }
.color-idle { color: var(--d); } .color-alarm { color: var(--a); }
.color-hold0 { color: var(--h0); } .color-hold1 { color: var(--h1); }
.color-hold2 { color: var(--h2); } .color-hold3 { color: var(--h3); }
`;
