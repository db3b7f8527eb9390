import type { SandboxReceipt } from '../receipt.ts';
import { emptyReceipt } from '../receipt.ts';
import type { WebinStore } from '../store.ts';

/** The receipt of an earlier submission, with its objects as they are now: the way to find lost accessions. */
export function earlierReceipt(store: WebinStore, target: string, now: Date): SandboxReceipt {
  const receipt = { ...emptyReceipt(now), submissionFile: 'SUBMISSION' };
  const found = store.submissions.find(target);
  if (!found) return { ...receipt, errors: [`Failed to find submission "${target}".`], actions: ['RECEIPT'] };
  const { accession, alias, actions } = found;
  return {
    ...receipt,
    success: true,
    submission: { accession, alias },
    objects: store.objects.list(accession),
    actions,
  };
}
