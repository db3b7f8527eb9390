import { ApiProblem } from '../../providers/problem.ts';

/** Where an archived event is, as far as the answer says. */
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
