// Stretches of an export checked by several threads: each does what `checkStretch` does, the answers come in order.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { CheckedRows } from './checked-rows.ts';
import { checkStretch } from './stretch.ts';

/** Says to the program that it is to be a thread of this kind. */
const purpose = 'seqdb-audit-verify stretches';
/** More would wait for the one that reads the file and hashes it. */
const mostThreads = 6;

type Waiting = (checked: CheckedRows | undefined) => void;

export class StretchThreads {
  private readonly threads: { worker: Worker; waiting: Waiting[] }[];
  private isOver = false;

  /**
   * @param program a file that calls `serveStretches` first of all
   * @param count of threads
   */
  constructor(program: URL, count = Math.min(availableParallelism(), mostThreads)) {
    this.threads = Array.from({ length: count }, () => this.start(program));
  }

  /** Stretches that may be under way at once: each thread has one to go on with. */
  get atOnce(): number {
    return 2 * this.threads.length;
  }

  /** @param rows may be overwritten afterwards @returns undefined, too, when a thread failed */
  check(rows: Buffer): Promise<CheckedRows | undefined> {
    const [idlest] = this.threads.toSorted((a, b) => a.waiting.length - b.waiting.length);
    if (this.isOver || !idlest) return Promise.resolve(undefined);
    const bytes = new Uint8Array(rows);
    return new Promise((resolve) => {
      idlest.waiting.push(resolve);
      idlest.worker.postMessage(bytes, [bytes.buffer]);
    });
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private start(program: URL) {
    const worker = new Worker(program, { workerData: purpose, execArgv: [] });
    const waiting: Waiting[] = [];
    worker.on('message', (checked: CheckedRows | undefined) => {
      const leaves =
        checked && Buffer.from(checked.leaves.buffer, checked.leaves.byteOffset, checked.leaves.length);
      waiting.shift()?.(checked && leaves && { ...checked, leaves });
    });
    // Whoever looks closely needs no thread.
    const fail = () => {
      this.isOver = true;
      for (const each of waiting.splice(0)) each(undefined);
    };
    worker.on('error', fail).on('exit', fail);
    return { worker, waiting };
  }
}

/** @returns whether this thread is one of those, which then needs nothing else */
export function serveStretches(): boolean {
  if (isMainThread || workerData !== purpose) return false;
  parentPort?.on('message', (bytes: Uint8Array) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread, not a window
    parentPort?.postMessage(checkStretch(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
  });
  return true;
}
