import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import type { Lifecycle } from '../../providers/ena.ts';

/** What can be asked for a record of each publicity, the likeliest first; what stands against it the server says. */
const moves: Record<AccessionView['status'], readonly Lifecycle[]> = {
  private: ['release', 'hold', 'withdraw'],
  public: ['suppress'],
  suppressed: [],
  withdrawn: [],
};

export const accessionMovesOf = (
  status: AccessionView['status'],
  may: (what: Lifecycle) => boolean,
): readonly Lifecycle[] => moves[status].filter(may);
