/** V8's collector, there with `--expose-gc`; Node's types know it without what it can be asked for. */
type Collect = (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** V8 throws the compiled code of what has not run since away when it is old, and counts its age in collections. */
const times = 3;

/**
 * Gives back to the system what only the start of a process needed: V8 keeps the pages of collected garbage for itself,
 * some 25 MB after all packages have been loaded and compiled, unless it is asked as if it had no memory left; and the code
 * of what they do once, another 3 MB. Takes about half a second of the process's only thread, so call it before it serves
 * anybody. Does nothing in a process that was started without `--expose-gc` (scripts/lib/node-flags.mjs).
 */
export function returnMemoryOfStart(): void {
  const collect = globalThis.gc as Collect | undefined;
  for (let time = 0; time < times; time++)
    collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
