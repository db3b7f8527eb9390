import { useState } from 'react';

/** Runs one thing at a time that has a file sent. What goes wrong stays until it is tried again, to be told beside it. */
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
