/** The filters that the log and its export have in common. */
const names = ['actor', 'action', 'rootType', 'rootId', 'targetId', 'since', 'until'] as const;

/** What an address says the list is narrowed to, in the form the export takes. */
export const exportFilter = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = query.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );
