import { useState } from 'react';
import { useNotify } from 'react-admin';

/** Runs one thing at a time that has a file sent; what goes wrong is said beside the page. */
export const useTaking = () => {
  const notify = useNotify();
  const [isBusy, setBusy] = useState(false);
  const take = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, take };
};
