import { useAbility } from '@casl/react';
import type { AuditHoldKind, AuditHoldView } from '@contract/audit/retention/hold.contract.ts';
import { useGetList } from 'react-admin';
import type { ConsoleAbility } from '../../../providers/ability.ts';

/** As many as one page of the API has. */
const most = 500;

/** The standing holds of one kind or of all, newest first; empty for those who may not see holds. */
export const useStandingHolds = (kind?: AuditHoldKind): readonly AuditHoldView[] => {
  const maySee = useAbility<ConsoleAbility>().can('read', 'AuditHold');
  const { data } = useGetList<AuditHoldView>(
    'log-holds',
    {
      filter: { state: 'standing', ...(kind && { kind }) },
      sort: { field: 'setAt', order: 'DESC' },
      pagination: { page: 1, perPage: most },
    },
    { enabled: maySee },
  );
  return data ?? [];
};
