import type {
  attemptList,
  batchErrors,
  batchPreview,
  batchSubmissionPage,
  BatchView,
  CreateBatch,
  eligibleReasons,
} from '@contract/ena/batches/batches.contract.ts';
import type { AnswerView } from '@contract/ena/sending/answers.contract.ts';
import type { Page } from '@contract/platform/lists/list.contract.ts';
import type { ResolveAttempt } from '@contract/ena/sending/resolution.contract.ts';
import type { z } from 'zod';
import { request } from './http.ts';

export type BatchPreview = z.infer<typeof batchPreview>;
export type AttemptList = z.infer<typeof attemptList>;
export type BatchErrors = z.infer<typeof batchErrors>;
export type BatchSubmissionPage = z.infer<typeof batchSubmissionPage>;
export type EligibleReasons = z.infer<typeof eligibleReasons>;
export type BatchVerb = 'validate' | 'approve' | 'send' | 'retry' | 'pause' | 'resume' | 'cancel';

type Versioned = { id: string; version: number };
type CommandParams = Versioned & { verb: BatchVerb; reason: string; withoutFailed?: boolean };

/** No batch holds more. */
export const mostSubmissions = 500;

/** A reason that was left empty is not sent. */
const bodyOf = (reason: string, withoutFailed: boolean) => ({
  ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  ...(withoutFailed ? { withoutFailed } : {}),
});

/** What can be done with batches for ENA, and what is read of one. */
export const batchCommands = {
  createBatch: (body: CreateBatch, idempotencyKey: string) =>
    request<BatchView>('/ena/batches', { method: 'POST', body, idempotencyKey }),
  commandBatch: ({ id, version, verb, reason, withoutFailed = false }: CommandParams) =>
    request<BatchView>(`/ena/batches/${id}/${verb}`, {
      method: 'POST',
      version,
      body: bodyOf(reason, withoutFailed),
    }),
  removeBatch: ({ id, version }: Versioned) =>
    request<void>(`/ena/batches/${id}`, { method: 'DELETE', version }),
  takeOutOfBatch: ({ id, version, submissionId }: Versioned & { submissionId: string }) =>
    request<BatchView>(`/ena/batches/${id}/submissions/${submissionId}`, { method: 'DELETE', version }),
  batchPreview: (id: string, submissionId: string, signal: AbortSignal) =>
    request<BatchPreview>(`/ena/batches/${id}/preview?submissionId=${submissionId}`, { signal }),
  batchSubmissions: (id: string) =>
    request<BatchSubmissionPage>(`/ena/batches/${id}/submissions?limit=${mostSubmissions}`),
  batchErrors: (id: string) => request<BatchErrors>(`/ena/batches/${id}/errors`),
  batchAttempts: (id: string) => request<AttemptList>(`/ena/batches/${id}/attempts`),
  attemptAnswers: (id: string, query: string) =>
    request<Page<AnswerView>>(`/ena/attempts/${id}/answers?${query}`),
  resolveAttempt: ({ id, version, ...body }: Versioned & ResolveAttempt) =>
    request<BatchView>(`/ena/attempts/${id}/resolve`, { method: 'POST', version, body }),
  eligibleReasons: () => request<EligibleReasons>('/ena/eligible/reasons'),
};
