import type { ValidationView } from '@contract/submissions/findings.contract.ts';
import type {
  SubmissionCommand,
  SubmissionStatus,
  SubmissionView,
  revisionView,
  timelineView,
} from '@contract/submissions/submission.contract.ts';
import type { z } from 'zod';
import { retentionCommands } from './retention.ts';
import { auditCommands } from './audit.ts';
import { batchCommands } from './batches.ts';
import { enaCommands } from './ena.ts';
import { findingCommands } from './finding.ts';
import { healthCommands } from './health.ts';
import { request, requestFile } from './http.ts';
import { upload, type UploadProgress } from './upload.ts';

export type RevisionView = z.infer<typeof revisionView>;
export type TimelineView = z.infer<typeof timelineView>;

type CommandParams = { id: string; command: SubmissionCommand; version: number; reason: string };
type SheetParams = {
  id: string;
  version: number;
  file: File;
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
};

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
  ...batchCommands,
  ...enaCommands,
  ...auditCommands,
  ...retentionCommands,
  ...findingCommands,
  ...healthCommands,
  download: (path: string) => requestFile(path),
};
