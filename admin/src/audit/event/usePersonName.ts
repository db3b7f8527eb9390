import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import type { UserView } from '@contract/users/user.contract.ts';
import { useGetManyAggregate } from 'react-admin';
import type { ConsoleAbility } from '../../providers/ability.ts';

/**
 * A person's present name, for those who may look people up; undefined for others. All names of a page are fetched
 * together.
 */
export const usePersonName = (id: string | null): string | undefined => {
  const canLookUp = useAbility<ConsoleAbility>().can('read', subject('User', { id: '' }) as never);
  const { data } = useGetManyAggregate<UserView>(
    'users',
    { ids: id === null ? [] : [id] },
    { enabled: canLookUp && id !== null },
  );
  return data?.[0]?.name;
};
