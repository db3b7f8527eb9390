import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** Only what may pass by itself is tried again: no answer, or a server that is busy or restarting. */
const passesByItself = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 0 || [429, 502, 503, 504].includes(error.status));

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (tries, error) => tries < 2 && passesByItself(error),
      // The event stream says when something has changed; coming back to the tab needs no fetch of its own.
      staleTime: 30_000,
      // A laboratory without the internet is not offline: the server may stand next door.
      networkMode: 'always',
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** Fetches again what is shown and could not be fetched, e.g. because the server was out of reach. What it refused stays refused. */
export const refetchFailed = (client: QueryClient): Promise<void> =>
  client.refetchQueries({
    type: 'active',
    predicate: ({ state: { status, error } }) => status === 'error' && passesByItself(error),
  });
