/**
 * What a trace is made of, as `docs/trace.schema.json` has it.
 *
 * @typedef {{ file: string, line: number }} Place
 * @typedef {{ id: number, kind: string, name: string, parent?: number }} Lane
 * @typedef {{ id: number, kind: string, name: string, named?: boolean,
 *   capacity?: number, lane?: number }} Thing An object that lanes share.
 * @typedef {{ lane: number, object: number, place?: Place, holder?: number,
 *   held_at?: Place }} Wait
 * @typedef {{ step: number, time: number, lane: number, what: string,
 *   cause?: number, place?: Place, state?: string, object?: number,
 *   item?: number, len?: number, value?: number | string, child?: number,
 *   text?: string, waits?: Wait[], circle?: boolean }} Event
 * @typedef {{ format: string, lab?: string, variant?: string,
 *   title?: string, clock: string }} Header
 * @typedef {{ outcome: string, time: number, events: number,
 *   dropped: number }} End
 * @typedef {{ run: Header, lanes: Lane[], objects: Thing[],
 *   events: Event[], end: End | null }} Trace
 */
export {};
