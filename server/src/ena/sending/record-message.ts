import { refusedWithOthers } from '../batches/refused-with-others.contract.ts';
import type { JudgedObject, Judgement } from '../webin/judgement.ts';

/** What is shown beside a record: its own errors, or why the whole request was not taken. */
export function messageOfRecord(judged: Judgement, object: JudgedObject | undefined): string | null {
  if (judged.outcome === 'accepted') return null;
  const own = object?.errors.map(({ text }) => text).join(' ') ?? '';
  if (own !== '') return own;
  const general = judged.reasons[0];
  if (judged.outcome === 'needs_person') return general ?? 'The answer of ENA is unclear.';
  return general ?? refusedWithOthers;
}
