import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.mock('./session.ts', () => ({ freshToken: async () => 't', renew: async () => null }));
const { dataProvider } = await import('./dataProvider.ts');

type Sent = { method: string; path: string; headers: Record<string, string>; body: unknown };
let sent: Sent[] = [];
const answer = (body: unknown, status = 200) =>
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const given = init.body as string | null;
    const headers = init.headers as Record<string, string>;
    sent.push({
      method: init.method ?? '',
      path: path.replace('/api/v1', ''),
      headers,
      body: given && JSON.parse(given),
    });
    return new Response(JSON.stringify(body), { status });
  });

beforeEach(() => {
  sent = [];
});
afterEach(() => vi.unstubAllGlobals());

describe('the data provider', () => {
  it('reads a page with its cursors', async () => {
    answer({ items: [{ id: 'a' }], next: 'n', previous: null, total: 41, totalKind: 'capped' });
    const page = await dataProvider.getList('records', {
      meta: { submissionId: 's1' },
      pagination: { page: 1, perPage: 1 },
    });
    expect(sent[0]?.path).toBe('/submissions/s1/records?limit=1');
    expect(page).toEqual({
      data: [{ id: 'a' }],
      total: 41,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
      meta: { next: 'n', previous: null, totalKind: 'capped' },
    });
  });

  it('gives a checklist its accession as id', async () => {
    answer({ items: [{ accession: 'ERC000011' }] });
    expect((await dataProvider.getList('checklists', {})).data).toEqual([
      { accession: 'ERC000011', id: 'ERC000011' },
    ]);
  });

  it('reads all names of files, page after page', async () => {
    const last = 'b & c';
    vi.stubGlobal('fetch', async (path: string) => {
      sent.push({ method: 'GET', path: path.replace('/api/v1', ''), headers: {}, body: null });
      const page = sent.length === 1 ? { names: ['a', last], next: last } : { names: ['d'], next: null };
      return new Response(JSON.stringify(page));
    });
    expect(await dataProvider.fileNames('s1')).toEqual(new Set(['a', last, 'd']));
    expect(sent.map(({ path }) => path)).toEqual([
      '/submissions/s1/file-names',
      '/submissions/s1/file-names?after=b%20%26%20c',
    ]);
  });

  it('asks for several by ids in one request', async () => {
    answer({ items: [] });
    await dataProvider.getMany('users', { ids: ['a', 'b'] });
    expect(sent[0]?.path).toBe('/users?ids=a%2Cb&limit=2');
  });

  it('changes on the version it has read', async () => {
    answer({ id: 'r1', version: 4 });
    const given = {
      id: 'r1',
      data: { alias: 'x' },
      previousData: { id: 'r1', version: 3 },
      meta: { submissionId: 's1' },
    };
    await dataProvider.update('records', given);
    expect(sent[0]).toMatchObject({
      method: 'PATCH',
      path: '/submissions/s1/records/r1',
      body: { alias: 'x' },
    });
    expect(sent[0]?.headers['if-match']).toBe('"3"');
  });

  it('creates under a key, so that sending it twice makes one', async () => {
    answer({ id: 's1' }, 201);
    await dataProvider.create('submissions', { data: { title: 'x' }, meta: { idempotencyKey: 'k' } });
    await dataProvider.create('submissions', { data: { title: 'x' } });
    expect(sent[0]?.headers['idempotency-key']).toBe('k');
    expect(sent[1]?.headers['idempotency-key']).toMatch(/^[\da-f-]{36}$/);
  });

  it('gives commands with their version, and a reason only when there is one', async () => {
    answer({});
    await dataProvider.commandSubmission({
      id: 's1',
      command: 'request-changes',
      version: 2,
      reason: ' dates ',
    });
    await dataProvider.commandSubmission({ id: 's1', command: 'claim', version: 2, reason: ' ' });
    expect(sent.map(({ path, body }) => [path, body])).toEqual([
      ['/submissions/s1/request-changes', { reason: 'dates' }],
      ['/submissions/s1/claim', {}],
    ]);
  });

  it('throws what the API says was wrong', async () => {
    answer({ code: 'record.stale', detail: 'Somebody changed it.', facts: { current: { version: 9 } } }, 412);
    const change = dataProvider.update('submissions', {
      id: 's1',
      data: {},
      previousData: { id: 's1', version: 1 },
    });
    await expect(change).rejects.toMatchObject({ status: 412, facts: { current: { version: 9 } } });
  });

  it('knows where nothing is', () => expect(dataProvider.getList('weather', {})).rejects.toThrow(/weather/));
});
