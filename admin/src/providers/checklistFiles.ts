import type { ChecklistImport, ChecklistView } from '@contract/validation/checklists.contract.ts';
import { request } from './http.ts';
import { upload, type UploadProgress } from './upload.ts';

type ImportOptions = { onProgress?: (progress: UploadProgress) => void; signal?: AbortSignal };

/** Checklists by version, and the files they come from. */
export const checklistCommands = {
  /** @param version the current one when null */
  checklist: (accession: string, version: string | null, signal: AbortSignal) =>
    request<ChecklistView>(
      `/checklists/${encodeURIComponent(accession)}${version === null ? '' : `?${new URLSearchParams({ version })}`}`,
      { signal },
    ),
  importChecklists: (file: File, options: ImportOptions) =>
    upload<ChecklistImport>('/checklists', file, options),
};
