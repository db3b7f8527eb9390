import { useState } from 'react';

/** Runs one download at a time. An error is kept, to be shown beside the button, until it is tried again. */
export const useTaking = () => {
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const take = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefused(null);
    try {
      await work();
    } catch (error) {
      setRefused(error);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, refused, take };
};
