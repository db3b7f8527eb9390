import type { BatchView, attemptList, batchPreview } from '@contract/ena/batches/batches.contract.ts';
import type { ValidationView } from '@contract/submissions/findings.contract.ts';
import type {
  SubmissionCommand,
  SubmissionStatus,
  SubmissionView,
  revisionView,
  timelineView,
} from '@contract/submissions/submission.contract.ts';
import type { z } from 'zod';
import { request, requestFile } from './http.ts';
import { upload, type UploadProgress } from './upload.ts';

export type RevisionView = z.infer<typeof revisionView>;
export type TimelineView = z.infer<typeof timelineView>;

export type BatchPreview = z.infer<typeof batchPreview>;
export type AttemptList = z.infer<typeof attemptList>;

type CommandParams = { id: string; command: SubmissionCommand; version: number; reason: string };
type SheetParams = {
  id: string;
  version: number;
  file: File;
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
};

type BatchParams = { id: string; version: number; reason: string };

/** A reason that was left empty is not sent. */
const reasonOf = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() });

/** What the API offers beyond reading and changing rows; reached through `useDataProvider<ConsoleDataProvider>()`. */
export const commands = {
  submissionCounts: (filter: Record<string, string>) =>
    request<{ counts: Partial<Record<SubmissionStatus, number>> }>(
      `/submissions/counts?${new URLSearchParams(filter)}`,
    ),
  commandSubmission: ({ id, command, version, reason }: CommandParams) =>
    request<SubmissionView>(`/submissions/${id}/${command}`, {
      method: 'POST',
      version,
      body: reasonOf(reason),
    }),
  uploadSheet: ({ id, file, ...options }: SheetParams) =>
    upload<SubmissionView>(`/submissions/${id}/sheets`, file, options),
  validation: (id: string) => request<ValidationView>(`/submissions/${id}/validation`),
  revisions: (id: string) => request<{ items: RevisionView[] }>(`/submissions/${id}/revisions`),
  timeline: (id: string) => request<TimelineView>(`/submissions/${id}/timeline`),
  startBatch: (verb: 'send' | 'retry', { id, version, reason }: BatchParams) =>
    request<BatchView>(`/ena/batches/${id}/${verb}`, { method: 'POST', version, body: reasonOf(reason) }),
  removeBatch: ({ id, version }: Pick<BatchParams, 'id' | 'version'>) =>
    request<void>(`/ena/batches/${id}`, { method: 'DELETE', version }),
  batchPreview: (id: string, submissionId: string, signal: AbortSignal) =>
    request<BatchPreview>(`/ena/batches/${id}/preview?submissionId=${submissionId}`, { signal }),
  batchAttempts: (id: string) => request<AttemptList>(`/ena/batches/${id}/attempts`),
  auditExport: (asked: { format: 'csv' | 'jsonl'; filter: Record<string, string> }) =>
    request<{ url: string; expiresAt: string }>('/audit/exports', { method: 'POST', body: asked }),
  download: (path: string) => requestFile(path),
};
