import { processSubmission } from './processor.ts';
import type { SandboxReceipt } from './receipt.ts';
import { emptyReceipt } from './receipt.ts';
import type { Sandbox } from './sandbox.ts';
import type { SubmittedFile } from './submitted.ts';

/**
 * The queue of Webin v2: a document gets its id at once and its receipt after a while, whether or not anybody polls,
 * and also when the sandbox was restarted in between.
 */
export class SubmissionQueue {
  readonly #sandbox: Sandbox;
  #timer: NodeJS.Timeout | undefined;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#arm();
  }

  add({ fileName, bytes }: SubmittedFile): string {
    const { store, settings } = this.#sandbox;
    const submissionId = store.accessions.next('submission');
    store.queue.add(submissionId, fileName, bytes, Date.now() + settings.current.queueDelayMs);
    this.#arm();
    return submissionId;
  }

  /** @returns the receipt, `pending`, or `unknown` for an id that was never given out */
  poll(submissionId: string): SandboxReceipt | 'pending' | 'unknown' {
    const queued = this.#sandbox.store.queue.find(submissionId);
    if (!queued) return 'unknown';
    return queued.receipt ?? 'pending';
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Sets the timer for the document that is due first, unless it is set. */
  #arm(): void {
    const readyAt = this.#sandbox.store.queue.nextReadyAt();
    if (readyAt === null || this.#timer) return;
    this.#timer = setTimeout(() => this.#processDue(), Math.max(0, readyAt - Date.now()));
  }

  #processDue(): void {
    this.#timer = undefined;
    const { store } = this.#sandbox;
    for (const { submissionId, fileName, document } of store.queue.due(Date.now())) {
      const files = [{ part: 'webin', fileName, bytes: document } as const];
      try {
        // In one transaction: a kill in between would leave objects without a receipt.
        store.transaction(() => {
          const receipt = processSubmission(this.#sandbox, { files, submissionId });
          store.queue.setReceipt(submissionId, receipt);
        });
      } catch (error) {
        store.queue.setReceipt(submissionId, this.#failed(error));
      }
    }
    this.#arm();
  }

  /** What Webin answers when it fails itself. */
  #failed(error: unknown): SandboxReceipt {
    const text = error instanceof Error ? error.message : String(error);
    return { ...emptyReceipt(this.#sandbox.settings.now), errors: [`An exception occurred: ${text}`] };
  }
}
