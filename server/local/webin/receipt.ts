export type SandboxObjectType = 'project' | 'study' | 'sample';

export interface SandboxObject {
  readonly type: SandboxObjectType;
  readonly alias: string;
  /** Null in receipts of failure: Webin repeats the objects without accession. */
  readonly accession: string | null;
  readonly external: { readonly accession: string; readonly type: string } | null;
  readonly title: string;
  readonly status: 'PRIVATE' | 'PUBLIC';
  /** `YYYY-MM-DD` */
  readonly holdUntilDate: string | null;
}

/** What Webin answers to a submission, before it is written as XML or JSON. */
export interface SandboxReceipt {
  readonly success: boolean;
  /** When it was made, as ISO date-time in UTC. */
  readonly date: string;
  readonly submissionFile: string | null;
  readonly submission: { readonly alias: string; readonly accession: string | null } | null;
  readonly objects: readonly SandboxObject[];
  readonly errors: readonly string[];
  readonly infos: readonly string[];
  readonly actions: readonly string[];
}
