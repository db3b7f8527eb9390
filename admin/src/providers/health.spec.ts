import { afterEach, describe, expect, it, vi } from 'vitest';
import { healthCommands } from './health.ts';
import { ApiProblem } from './problem.ts';

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const report = { status: 'ready', version: '1.2.3', dependencies: [], changeLog: null };
const outage = { status: 500, code: 'internal', detail: 'Something went wrong.' };
const away = {
  status: 'not ready',
  checks: {
    database: { ok: false, ms: 3, detail: 'ECONNREFUSED' },
    redis: { ok: true, ms: 1, detail: null },
  },
};

/** The server answers by the end of the address. */
const answering = (answers: Record<string, () => Response>) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (address: string) => {
    const path = Object.keys(answers).find((end) => address.endsWith(end));
    asked.push(address);
    const answer = path === undefined ? undefined : answers[path];
    if (answer === undefined) throw new TypeError('fetch failed');
    return answer();
  });
  return asked;
};
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('health', () => {
  it('is the report', async () => {
    const asked = answering({ '/health/report': () => json(200, report) });
    expect(await healthCommands.health()).toEqual(report);
    expect(asked).toEqual(['/api/v1/health/report']);
  });

  it('is what is open to everybody while the server cannot say who asks', async () => {
    answering({ '/health/report': () => json(500, outage), '/health/ready': () => json(503, away) });
    expect(await healthCommands.health()).toEqual({
      status: 'not ready',
      version: null,
      changeLog: null,
      dependencies: [
        { name: 'database', ok: false, ms: 3, reason: null, says: 'ECONNREFUSED' },
        { name: 'redis', ok: true, ms: 1, reason: null, says: null },
      ],
    });
  });

  it('is what is open to everybody when the server has not said for long who asks', async () => {
    const late = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
    vi.stubGlobal('fetch', (address: string, { signal }: { signal: AbortSignal }) => {
      if (address.endsWith('/health/ready')) return Promise.resolve(json(503, away));
      const ended = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
      late.abort(new DOMException('too long', 'TimeoutError'));
      return ended;
    });
    expect(await healthCommands.health(new AbortController().signal)).toMatchObject({ status: 'not ready' });
  });

  it.each([
    ['all answers', () => json(200, { status: 'ready', checks: {} })],
    ['something else than the server answers', () => new Response('<html>', { status: 502 })],
  ])('fails as the report did where %s', async (_, ready) => {
    answering({ '/health/report': () => json(500, outage), '/health/ready': ready });
    await expect(healthCommands.health()).rejects.toMatchObject({ status: 500, code: 'internal' });
  });

  it('is not asked of what is open to everybody by whom it is closed to', async () => {
    const asked = answering({
      '/health/report': () => json(403, { status: 403, code: 'access.denied', detail: 'no' }),
      '/health/ready': () => json(503, away),
    });
    await expect(healthCommands.health()).rejects.toBeInstanceOf(ApiProblem);
    expect(asked).toEqual(['/api/v1/health/report']);
  });
});
