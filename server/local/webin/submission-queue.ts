import { processSubmission } from './processor.ts';
import type { SandboxReceipt } from './receipt.ts';
import type { WebinStore } from './store.ts';
import type { SubmittedFile } from './submitted.ts';

/**
 * The queue of Webin v2: a document gets its id at once and its receipt after a while, whether or not anybody polls,
 * and also when the sandbox was restarted in between.
 */
export class SubmissionQueue {
  readonly #store: WebinStore;
  readonly #delayMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: WebinStore, delayMs: number) {
    this.#store = store;
    this.#delayMs = delayMs;
    this.#arm();
  }

  add({ fileName, bytes }: SubmittedFile): string {
    const submissionId = this.#store.nextAccession('submission');
    this.#store.addQueued(submissionId, fileName, bytes, Date.now() + this.#delayMs);
    this.#arm();
    return submissionId;
  }

  /** @returns the receipt, `pending`, or `unknown` for an id that was never given out */
  poll(submissionId: string): SandboxReceipt | 'pending' | 'unknown' {
    const queued = this.#store.queued(submissionId);
    if (!queued) return 'unknown';
    return queued.receipt ?? 'pending';
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Sets the timer for the document that is due first, unless it is set. */
  #arm(): void {
    const readyAt = this.#store.nextReadyAt();
    if (readyAt === null || this.#timer) return;
    this.#timer = setTimeout(() => this.#processDue(), Math.max(0, readyAt - Date.now()));
  }

  #processDue(): void {
    this.#timer = undefined;
    for (const { submissionId, fileName, document } of this.#store.due(Date.now())) {
      const files = [{ part: 'webin', fileName, bytes: document } as const];
      // In one transaction: a kill in between would leave objects without a receipt.
      this.#store.transaction(() => {
        const receipt = processSubmission(this.#store, { files, submissionId });
        this.#store.setQueuedReceipt(submissionId, receipt);
      });
    }
    this.#arm();
  }
}
