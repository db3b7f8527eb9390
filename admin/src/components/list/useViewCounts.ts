import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

type Filter = Record<string, string>;

/**
 * How much each view of a list holds under the search and filters of the address: one short question a view, asked side by
 * side. Undefined while not known, and where the server stopped counting.
 *
 * @param narrowing the parameters of the address that narrow the list down, e.g. `['q', 'status']`
 */
export const useViewCounts = <Key extends string>(
  resource: string,
  views: Readonly<Record<Key, Filter>>,
  narrowing: readonly string[],
): ((key: Key) => number | undefined) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const [query] = useSearchParams();
  const given = Object.fromEntries(narrowing.map((name) => [name, query.get(name) ?? '']));
  const keys = Object.keys(views) as Key[];
  const counts = useQueries({
    queries: keys.map((key) => {
      const filter = { ...given, ...views[key] };
      return {
        queryKey: [resource, 'count', filter],
        queryFn: async () => {
          const { total, meta } = await provider.getList(resource, {
            filter,
            pagination: { page: 1, perPage: 1 },
          });
          return meta?.totalKind === 'exact' ? (total ?? null) : null;
        },
        placeholderData: keepPreviousData,
      };
    }),
  });
  return (key) => counts[keys.indexOf(key)]?.data ?? undefined;
};
