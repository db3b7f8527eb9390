import type { AccessionStatus } from './accession.contract.ts';

/**
 * What may become of an accession, and who brings it about:
 *
 * - `private`: it was minted. Its landing page says that it exists and when it is due.
 * - `public`: its day has come, a curator released it, or ENA shows it. ENA never takes that back.
 * - `suppressed`: ENA's helpdesk took it out of searches at a curator's request; it can come back.
 * - `withdrawn`: cancelled before it was public, or killed by ENA afterwards. A tombstone stays, for ever. Final.
 */
export const accessionTransitions: Record<AccessionStatus, readonly AccessionStatus[]> = {
  private: ['public', 'withdrawn'],
  public: ['suppressed', 'withdrawn'],
  suppressed: ['public', 'withdrawn'],
  withdrawn: [],
};

/** The states from which one can be reached; a mirror of what happened elsewhere touches nothing in another. */
export function statesBefore(to: AccessionStatus): AccessionStatus[] {
  const states = Object.keys(accessionTransitions) as AccessionStatus[];
  return states.filter((from) => accessionTransitions[from].includes(to));
}
