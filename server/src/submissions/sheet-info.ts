/** What is kept of an uploaded sheet beside its bytes: enough to name any cell again. */
export type SheetInfo = {
  name: string;
  sha256: string;
  bytes: number;
  encoding: string;
  /** False when the bytes did not prove it. */
  isEncodingCertain: boolean;
  /** Checklist that the sheet names, and its version. */
  checklist: string | null;
  checklistVersion: string | null;
  rows: number;
  headerRow: number;
  /** Rows that were left out because they begin with `#`. */
  commentRows: number[];
  columns: { letter: string; header: string; field: string; unit: string | null }[];
  uploadedAt: string;
};

/** Where the bytes of a sheet lie in the object store. */
export const sheetKey = (submissionId: string, sha256: string): string => `sheets/${submissionId}/${sha256}`;
