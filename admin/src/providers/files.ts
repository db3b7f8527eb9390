import type { DownloadView } from '@contract/files/file.contract.ts';
import type { FileNames, FileStateCounts } from '@contract/submissions/uploads/file-state.contract.ts';
import type {
  BeginUpload,
  CompleteUpload,
  UploadView,
} from '@contract/submissions/uploads/upload.contract.ts';
import { request } from './http.ts';

type Begin = { submissionId: string; file: BeginUpload; idempotencyKey: string };

/** Uploads and files, beside the lists; the bytes themselves go straight to the object store. */
export const fileCommands = {
  beginUpload: ({ submissionId, file, idempotencyKey }: Begin) =>
    request<UploadView>(`/submissions/${submissionId}/uploads`, {
      method: 'POST',
      body: file,
      idempotencyKey,
    }),
  /** The upload with fresh addresses. */
  uploadOf: (id: string) => request<UploadView>(`/uploads/${id}`),
  completeUpload: (id: string, body: CompleteUpload) =>
    request<UploadView>(`/uploads/${id}/complete`, { method: 'POST', body }),
  abortUpload: (id: string) => request<void>(`/uploads/${id}`, { method: 'DELETE' }),
  removeFile: (submissionId: string, fileId: string) =>
    request<void>(`/submissions/${submissionId}/files/${fileId}`, { method: 'DELETE' }),
  fileCounts: (submissionId: string) =>
    request<FileStateCounts>(`/submissions/${submissionId}/file-states/counts`),
  /** The names of all complete files, however many answers they take. */
  fileNames: async (submissionId: string): Promise<ReadonlySet<string>> => {
    const all = new Set<string>();
    for (let query: string | null = ''; query !== null;) {
      const page: FileNames = await request<FileNames>(`/submissions/${submissionId}/file-names${query}`);
      for (const name of page.names) all.add(name);
      query = page.next === null ? null : `?after=${encodeURIComponent(page.next)}`;
    }
    return all;
  },
  fileAddress: (id: string) => request<DownloadView>(`/files/${id}/download`),
};
