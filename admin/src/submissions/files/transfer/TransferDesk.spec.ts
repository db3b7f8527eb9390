import type { UploadView } from '@contract/submissions/uploads/upload.contract.ts';
import { describe, expect, it, vi } from 'vitest';
import { StoreRefusal } from '../../../providers/putBytes.ts';
import { TransferDesk } from './TransferDesk.ts';

const view = (name: string, size: number): UploadView => ({
  id: name,
  submissionId: 's1',
  name,
  size,
  status: 'pending',
  hints: [],
  partSize: size,
  parts: [{ number: 1, size, url: name }],
  expiresAt: null,
});

/** Puts that wait until the test lets them through. */
const deskOf = () => {
  const open = new Map<string, { resolve: (etag: string) => void; reject: (error: unknown) => void }>();
  const arrived: string[] = [];
  const aborted: string[] = [];
  const desk = new TransferDesk({
    of: () => ({
      begin: async ({ name, size }) => view(name, size),
      fresh: async (id) => view(id, 1),
      complete: async (id) => {
        arrived.push(id);
        return view(id, 1);
      },
      put: (url, _bytes, { signal }) =>
        new Promise((resolve, reject) => {
          open.set(url, { resolve, reject });
          signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
        }),
      pause: async () => undefined,
    }),
    abort: async (id) => void aborted.push(id),
    arrived: async () => undefined,
  });
  return { desk, open, arrived, aborted };
};
/** The limit is for a machine far slower than ours. */
const soon = (check: () => void) => vi.waitFor(check, 20_000);
const named = (...names: string[]) => names.map((name) => new File(['ACGT'], name));
const states = (desk: TransferDesk) => desk.transfers().map(({ name, state }) => `${name} ${state}`);

describe('the desk for files on their way', () => {
  it('sends three at once; the next begins when one has arrived', async () => {
    const { desk, open, arrived } = deskOf();
    desk.add('s1', named('a', 'b', 'c', 'd'));
    expect(states(desk)).toEqual(['a sending', 'b sending', 'c sending', 'd waiting']);
    await soon(() => expect(open.size).toBe(3));
    open.get('b')?.resolve('e');
    await soon(() => expect(states(desk)).toEqual(['a sending', 'c sending', 'd sending']));
    expect(arrived).toEqual(['b']);
  });

  it('keeps what was refused until it is tried again', async () => {
    const { desk, open, arrived } = deskOf();
    desk.add('s1', named('a'));
    await soon(() => expect(open.has('a')).toBe(true));
    open.get('a')?.reject(new StoreRefusal(400));
    await soon(() => expect(states(desk)).toEqual(['a failed']));
    const [failed] = desk.transfers();
    open.delete('a');
    desk.retry(failed?.key ?? '');
    await soon(() => expect(open.has('a')).toBe(true));
    open.get('a')?.resolve('e');
    await soon(() => expect(desk.transfers()).toEqual([]));
    expect(arrived).toEqual(['a']);
  });

  it('has the server forget what is given up, and sends nothing more of it', async () => {
    const { desk, open, aborted, arrived } = deskOf();
    desk.add('s1', named('a'));
    await soon(() => expect(open.has('a')).toBe(true));
    desk.stop(desk.transfers()[0]?.key ?? '');
    expect(desk.transfers()).toEqual([]);
    expect(aborted).toEqual(['a']);
    expect(arrived).toEqual([]);
  });

  it('stops everything at once', async () => {
    const { desk, open } = deskOf();
    desk.add('s1', named('a', 'b', 'c', 'd'));
    await soon(() => expect(open.size).toBe(3));
    desk.stopAll();
    expect(desk.transfers()).toEqual([]);
  });
});
