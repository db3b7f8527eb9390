/** V8's collector, there with `--expose-gc`; Node's types know it without what it can be asked for. */
type Collect = (how: { type: 'minor'; execution: 'sync' }) => void;

const atOnce = 2 * 1024 * 1024;
let passed = 0;

/**
 * For streams of any length: call with each buffer that has passed. V8 collects when its young objects have filled their
 * room, and counts the memory that they hold outside of it only from some 60 MB on: of the buffers of up to 64 KB that
 * Node reads sockets into, hundreds would lie about. Asked so often, a collection takes less than half a millisecond,
 * in all about a hundredth of an export's time, most of which comes back, since memory that was just in use is used
 * again. Does nothing in a process that was started without `--expose-gc` (scripts/lib/node-flags.mjs).
 *
 * @param bytes how long the buffer is
 */
export function collectPassed(bytes: number): void {
  passed += bytes;
  if (passed < atOnce) return;
  passed = 0;
  (globalThis.gc as Collect | undefined)?.({ type: 'minor', execution: 'sync' });
}
