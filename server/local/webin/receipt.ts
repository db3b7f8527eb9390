import type { SandboxObjectType } from './object-types.ts';

export type SandboxStatus = 'PRIVATE' | 'PUBLIC' | 'CANCELLED';

export interface SandboxObject {
  readonly type: SandboxObjectType;
  readonly alias: string;
  /** Null in receipts of failure: Webin repeats the objects without accession. */
  readonly accession: string | null;
  readonly external: { readonly accession: string; readonly type: string } | null;
  readonly title: string;
  readonly status: SandboxStatus;
  /** `YYYY-MM-DD`; null for what becomes public with its study. */
  readonly holdUntilDate: string | null;
}

/** What Webin answers to a submission, before it is written as XML or JSON. */
export interface SandboxReceipt {
  readonly success: boolean;
  /** When it was made, as ISO date-time in UTC. */
  readonly date: string;
  readonly submissionFile: string | null;
  /** An accession of '' after MODIFY, which makes no submission. */
  readonly submission: { readonly alias: string; readonly accession: string | null } | null;
  readonly objects: readonly SandboxObject[];
  readonly errors: readonly string[];
  readonly infos: readonly string[];
  /** An action of '' is an empty element. */
  readonly actions: readonly string[];
}

export function emptyReceipt(now: Date): SandboxReceipt {
  return {
    success: false,
    date: now.toISOString(),
    submissionFile: null,
    submission: null,
    objects: [],
    errors: [],
    infos: [],
    actions: [],
  };
}
