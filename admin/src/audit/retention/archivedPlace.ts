import { ApiProblem } from '../../providers/problem.ts';

/** Where an event lies whose month has left the log, as far as the answer tells. */
export type ArchivedPlace = {
  month: string | null;
  bucket: string | null;
  key: string | null;
  sha256: string | null;
};

/** @returns null when it is another problem */
export const archivedPlace = (error: unknown): ArchivedPlace | null => {
  if (!(error instanceof ApiProblem) || error.code !== 'audit.archived') return null;
  const word = (name: string) => {
    const value = error.facts[name];
    return typeof value === 'string' ? value : null;
  };
  return { month: word('month'), bucket: word('bucket'), key: word('key'), sha256: word('sha256') };
};
