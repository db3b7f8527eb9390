import type { Sandbox } from './sandbox.ts';

export interface Processing {
  readonly status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly start: Date;
  readonly end: Date | null;
  readonly error: string | null;
}

/**
 * How far ENA is with the files of a run or an analysis. It follows from the time alone, so it goes on while the
 * sandbox is down. COMPLETED and FAILED are known from real reports; the word for what is under way is not.
 * @returns null while the report says nothing of it
 */
export function processingOf({ store, settings }: Sandbox, accession: string): Processing | null {
  const stored = store.processing.find(accession);
  const { processReportDelayMs, processingMs } = settings.current;
  const start = Date.parse(stored?.since ?? '') + processReportDelayMs;
  const now = settings.now.getTime();
  if (!stored || now < start) return null;
  const end = start + processingMs;
  if (now < end) return { status: 'IN_PROGRESS', start: new Date(start), end: null, error: null };
  const status = stored.error === null ? 'COMPLETED' : 'FAILED';
  return { status, start: new Date(start), end: new Date(end), error: stored.error };
}
