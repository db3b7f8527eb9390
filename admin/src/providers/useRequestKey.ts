import { useState } from 'react';

/** One key for as long as the request stays the same: sent twice, it is done once. */
export const useRequestKey = (request: string): string => {
  const [kept, setKept] = useState({ request, key: crypto.randomUUID() });
  if (kept.request === request) return kept.key;
  const next = { request, key: crypto.randomUUID() };
  setKept(next);
  return next.key;
};
