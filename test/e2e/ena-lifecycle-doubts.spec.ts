// Requests whose answer is lost, unreadable or a lie: what ENA's own records say counts, and nothing is claimed without.
import { beforeAll, afterEach, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { LifecycleBench } from '../factories/lifecycle.ts';
import { RequestDesk } from '../factories/requests.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk, nextYear, okay } from '../factories/submissions.ts';
import { webinClient } from '../factories/webin.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({
  worker: true,
  env: async () => ({ ...(await sandbox.start()), ENA_RESEND_AFTER_SECONDS: '0.5' }),
});
let depositor: Desk;
let curator: Desk;
let requests: RequestDesk;
let bench: LifecycleBench;
/** One submission with a sample for each test: registering costs more than asking. */
let samples: string[];

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  requests = new RequestDesk(app, curator.as);
  bench = new LifecycleBench(app, sandbox, curator.as);
  // A minute for each silence would be long for a test.
  const client = webinClient(sandbox.running, { timeoutMs: 700, receiptTimeoutMs: 700 });
  app.worker!.get<Webin>(Webin as never).client = () => client;
  const approved = await approve(depositor, curator, await depositor.draft(30));
  await bench.register(approved);
  samples = (await depositor.records(approved.id)).map(({ accession }) => accession ?? '');
});
afterEach(() => sandbox.heal());

const next = () => samples.pop() ?? '';
const otherDay = `${new Date().getUTCFullYear() + 1}-11-30`;

describe('an answer that is lost', () => {
  it.each([
    ['disconnect_before', 'queue'],
    ['disconnect_after', 'queue'],
    ['timeout_after', 'queue'],
    ['error_after', 'queue'],
    ['html_after', 'queue'],
    ['error_before', 'poll'],
    ['throttled', 'queue'],
  ])('%s at the %s is looked up, and what is done is done', async (kind, on) => {
    const sample = next();
    await sandbox.fail({ kind, on });
    const request = await requests.done(sample, 'withdraw');
    expect(request).toMatchObject({ status: 'done', messages: expect.any(Array) });
    expect(await bench.there(sample)).toMatchObject({ status: 'CANCELLED' });
    expect(await bench.here(sample)).toMatchObject({ status: 'withdrawn' });
  });

  it('of a hold is settled by the date that ENA reports', async () => {
    const sample = next();
    await sandbox.fail({ kind: 'disconnect_after', on: 'queue' });
    const request = await requests.done(sample, 'hold', { holdDate: otherDay });
    expect(request.status).toBe('done');
    expect((await requests.answers(request)).map(({ asked }) => asked)).toContain('report');
    expect(await bench.there(sample)).toMatchObject({ holdUntilDate: otherDay });
    expect(await bench.here(sample)).toMatchObject({ holdDate: otherDay });
  });

  it('and the report, too: it waits until ENA can be asked again', async () => {
    const sample = next();
    await sandbox.fail({ kind: 'disconnect_after', on: 'queue' }, { kind: 'html_before', on: 'report' });
    expect(await requests.done(sample, 'release')).toMatchObject({ status: 'done' });
    expect(await bench.here(sample)).toMatchObject({ status: 'public' });
  });
});

describe('an answer that cannot be believed', () => {
  it.each(['not_xml', 'truncated_receipt', 'success_with_error'])(
    '%s once: ENA’s records tell',
    async (kind) => {
      const sample = next();
      await sandbox.fail({ kind, on: 'poll' });
      expect(await requests.done(sample, 'release')).toMatchObject({ status: 'done' });
      expect(await bench.there(sample)).toMatchObject({ status: 'PUBLIC' });
    },
  );
});

describe('a refusal', () => {
  it('is told in ENA’s words, and nothing changes here', async () => {
    const sample = next();
    const daysMs = 24 * 3_600_000;
    // Still ahead when midnight passes meanwhile.
    const holdDate = new Date(Date.now() + 2 * daysMs).toISOString().slice(0, 10);
    const settings = (method: string, body?: object) =>
      fetch(`${sandbox.running.url}/_control/settings`, {
        method,
        ...(body && { body: JSON.stringify(body) }),
      });
    // ENA's clock is ahead of ours: what we ask for lies in its past.
    await settings('POST', { clockOffsetMs: 3 * daysMs });
    try {
      const request = await requests.done(sample, 'hold', { holdDate });
      expect(request).toMatchObject({ status: 'refused', finishedAt: expect.any(String) });
      expect(request.messages.join(' ')).toMatch(/in the past|cannot be held/);
    } finally {
      await settings('DELETE');
    }
    expect(await bench.here(sample)).toMatchObject({ status: 'private', holdDate: nextYear });
  });

  it('of what is cancelled there already is no refusal', async () => {
    const sample = next();
    const { accession } = (await bench.there(sample))!;
    const xml = `<WEBIN><SUBMISSION_SET><SUBMISSION><ACTIONS><ACTION><CANCEL target="${accession}"/></ACTION></ACTIONS></SUBMISSION></SUBMISSION_SET></WEBIN>`;
    await webinClient(sandbox.running).submitAndWait(Buffer.from(xml));
    const request = await requests.done(sample, 'withdraw');
    expect(request).toMatchObject({ status: 'done' });
    expect(request.messages.join(' ')).toMatch(/cannot be cancelled/);
  });
});

describe('a password that is wrong', () => {
  it('needs a person; nothing was done; the request goes on when it is asked to', async () => {
    const sample = next();
    await sandbox.fail({ kind: 'unauthorized', on: 'queue' });
    const request = await requests.done(sample, 'release');
    expect(request).toMatchObject({ status: 'attention' });
    expect(request.messages.join(' ')).toMatch(/account or its password/);
    expect(await bench.here(sample)).toMatchObject({ status: 'private' });
    expect((await requests.ask(sample, 'withdraw')).body.code).toBe('ena_request.under_way');
    okay(await requests.command(request, 'retry'));
    expect(await requests.settled(request)).toMatchObject({ status: 'done' });
    expect(await bench.here(sample)).toMatchObject({ status: 'public' });
  });

  it('or a person settles it by what ENA says elsewhere', async () => {
    for (const [command, status, shown] of [
      ['confirm', 'done', 'public'],
      ['decline', 'declined', 'private'],
    ] as const) {
      const sample = next();
      await sandbox.fail({ kind: 'forbidden', on: 'queue' });
      const request = await requests.done(sample, 'release');
      expect(okay(await requests.command(request, command, 'Seen in the portal')).status).toBe(status);
      expect(await bench.here(sample)).toMatchObject({ status: shown });
    }
  });
});
