import type { SentKind } from './request-rows.ts';

/** How ENA has a record, as a report or a receipt says it; what it does not say is null. */
export type ToldState = { accession: string; status: string | null; holdUntil: string | null };

/** What looking at ENA's records told of a request. `unclear`: not of all of them is anything known. */
export type Look = 'as_wished' | 'otherwise' | 'unclear';

/**
 * Whether ENA's records are as a request wants them: then it was done, whatever became of its answer.
 *
 * @param told of each record that the request names; those that nothing was heard of are left out
 */
export function lookOf(
  { kind, holdDate }: { kind: SentKind; holdDate: string | null },
  accessions: readonly string[],
  told: readonly ToldState[],
): Look {
  const states = new Map(told.map((state) => [state.accession, state]));
  const found = accessions.map((accession) => {
    const state = states.get(accession);
    return state?.status ? isAsWished(kind, holdDate, state.status, state.holdUntil) : null;
  });
  if (found.length === 0 || found.includes(null)) return 'unclear';
  return found.every(Boolean) ? 'as_wished' : 'otherwise';
}

function isAsWished(
  kind: SentKind,
  holdDate: string | null,
  status: string,
  holdUntil: string | null,
): boolean | null {
  switch (kind) {
    case 'release':
      return status === 'PUBLIC';
    case 'cancel':
      return status === 'CANCELLED';
    case 'suppress':
      return status.endsWith('SUPPRESSED');
    case 'hold':
      if (status !== 'PRIVATE') return false;
      return holdUntil === null ? null : holdUntil === holdDate;
    case 'modify':
    case 'umbrella':
      return null;
  }
}
