import type { AccessionKind } from '../../accessions/accession.contract.ts';

/** A record that ENA was asked to suppress, as its reports have it: in their words, null as long as they say nothing. */
export type AskedFor = { type: AccessionKind; role: 'target' | 'follower'; status: string | null };

/** ENA has no report of experiments: what is noted of one is what its study says. */
const isReported = ({ type }: AskedFor): boolean => type !== 'experiment';

/**
 * Whether ENA's reports say that a suppression was done: of everything that was named; where that is in no report, of what
 * goes with it. What was killed is gone for another reason, and is left to a person, as is what no report knows.
 */
export function isSuppressed(records: readonly AskedFor[]): boolean {
  const reported = records.filter(isReported);
  const targets = reported.filter(({ role }) => role === 'target');
  const decisive = targets.length > 0 ? targets : reported;
  return (
    decisive.length > 0 && decisive.every(({ status }) => /^(?:TEMPORARY_)?SUPPRESSED$/.test(status ?? ''))
  );
}
