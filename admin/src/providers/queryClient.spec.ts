import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it } from 'vitest';
import { ApiProblem } from './problem.ts';
import { refetchFailed } from './queryClient.ts';

const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always' } } });
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  client.clear();
});

/** Something on the page that fails once. @returns how often it was asked for */
const shown = async (key: string, error: unknown) => {
  let asked = 0;
  const observer = new QueryObserver(client, {
    queryKey: [key],
    queryFn: () => {
      asked += 1;
      if (asked === 1) throw error;
      return 'here';
    },
  });
  await new Promise<void>((resolve) => {
    ends.push(observer.subscribe(({ status }) => status === 'error' && resolve()));
  });
  return () => ({ asked, status: observer.getCurrentResult().status });
};

it('fetches again what the server did not answer, and nothing that it refused', async () => {
  const unanswered = await shown(
    'list',
    new ApiProblem({ status: 0, code: 'network.unreachable', detail: '' }),
  );
  const restarting = await shown('page', new ApiProblem({ status: 503, code: 'unavailable', detail: '' }));
  const refused = await shown('closed', new ApiProblem({ status: 403, code: 'access.denied', detail: '' }));
  await refetchFailed(client);
  expect(unanswered()).toEqual({ asked: 2, status: 'success' });
  expect(restarting()).toEqual({ asked: 2, status: 'success' });
  expect(refused()).toEqual({ asked: 1, status: 'error' });
  await refetchFailed(client);
  expect(unanswered().asked).toBe(2);
});

it('leaves alone what is no longer shown', async () => {
  const gone = await shown('gone', new ApiProblem({ status: 0, code: 'network.unreachable', detail: '' }));
  for (const end of ends.splice(0)) end();
  await refetchFailed(client);
  expect(gone().asked).toBe(1);
});
