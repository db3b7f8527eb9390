import { readLine } from '@contract/audit/finding/search-line.contract.ts';

/**
 * The address with the filters that its search line (`q`) stands for in its place, so that all of the page tells of them.
 *
 * @returns null where there is no line, or one that cannot be taken apart: what cannot be read, and filters given beside
 * the line and in it, which the server refuses
 */
export const withoutLine = (address: URLSearchParams): URLSearchParams | null => {
  const line = address.get('q');
  if (line === null) return null;
  const { filters, problems } = readLine(line);
  const given = Object.entries(filters);
  if (problems.length > 0 || given.some(([name]) => (address.get(name) ?? '') !== '')) return null;
  const next = new URLSearchParams(address);
  next.delete('q');
  for (const [name, value] of given) next.set(name, value);
  return next;
};
