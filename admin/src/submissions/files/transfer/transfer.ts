import type { Progress } from './sendFile.ts';
import type { Sample } from './speed.ts';

/**
 * A file on its way: `waiting` for others, `sending`, `ending` once all bytes have been sent and the answer is awaited, `failed`
 * until somebody tries again or gives it up.
 */
export type TransferState = 'waiting' | 'sending' | 'ending' | 'failed';

type Common = {
  key: string;
  submissionId: string;
  state: TransferState;
  /** Bytes. */
  sent: number;
  samples: readonly Sample[];
  error: unknown;
};

/** As pages see it. */
export type Transfer = Common & { name: string; size: number; uploadId: string | null };

/** As it is done. */
export type Running = Common & { file: File; progress: Progress; stopping: AbortController };

export const isStopped = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';
