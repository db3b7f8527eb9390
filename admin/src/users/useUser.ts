import type { UserView } from '@contract/users/user.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { useDataProvider } from 'react-admin';
import { affectedBy } from '../providers/affected.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { isStale } from '../providers/problem.ts';
import { recordKey } from '../providers/useRecord.ts';

export const UserContext = createContext<UserView | null>(null);

/** The person whose page this is. */
export const useUser = (): UserView => {
  const user = use(UserContext);
  if (user === null) throw new Error('useUser is for the parts of a user’s page');
  return user;
};

/** Has everything fetched again that a change of an account touches. */
export const useUsersChanged = () => {
  const client = useQueryClient();
  return () => {
    const touched = affectedBy([{ id: '', type: '', subject: { type: 'User', id: '' }, at: '' }]);
    return client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
  };
};

type Shown = Pick<UserView, 'id' | 'version'>;
type Work = (provider: ConsoleDataProvider, shown: Shown) => Promise<UserView | void>;

/** Changes the version that is shown; when that is not the latest, the latest is loaded before the refusal is shown. */
export const useUserChange = () => {
  const { id, version } = useUser();
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const changed = useUsersChanged();
  return async (work: Work): Promise<void> => {
    try {
      const next = await work(provider, { id, version });
      if (next) client.setQueryData(recordKey('users', id), next);
      void changed();
    } catch (error) {
      if (isStale(error)) await changed();
      throw error;
    }
  };
};
