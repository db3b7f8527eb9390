import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';

export const verificationKey = ['log-verification'];

/**
 * The last run, and one that is under way. Live events tell of its progress; it is polled in case they do not arrive.
 */
export const useVerification = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const query = useQuery({
    queryKey: verificationKey,
    queryFn: () => provider.verification(),
    refetchInterval: ({ state }) => (state.data?.current ? 2_000 : false),
  });
  useLiveChange('log-verification', () => void query.refetch());
  return query;
};

/** Requests a run; if one is under way, returns that one. */
export const useVerifyNow = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const verify = async () => {
    setBusy(true);
    setError(null);
    try {
      await provider.verifyLog();
    } catch (refused) {
      setError(refused);
    } finally {
      await client.invalidateQueries({ queryKey: verificationKey });
      setBusy(false);
    }
  };
  return { verify, isBusy, error };
};
