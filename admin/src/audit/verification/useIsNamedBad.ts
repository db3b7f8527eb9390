import { useAbility } from '@casl/react';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { flawsOf } from './flawsOf.ts';
import { verificationKey } from './useVerification.ts';

/**
 * Whether the last verification named an event as bad. Many rows ask at once, and the server is asked once: live events
 * tell when the answer is another.
 */
export const useIsNamedBad = (id: string): boolean => {
  const isOpen = useAbility<ConsoleAbility>().can('read', 'AuditVerification');
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: verificationKey,
    queryFn: () => provider.verification(),
    enabled: isOpen,
    staleTime: Infinity,
    select: ({ last }) =>
      last !== null && flawsOf(last).flaws.some((flaw) => flaw.kind === 'event' && flaw.id === id),
  });
  return isOpen && (data ?? false);
};
