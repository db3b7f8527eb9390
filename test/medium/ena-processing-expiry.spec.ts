// The test service forgets everything at three in the morning, London time; what is real is for ever.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { EnaExpiry } from '../../server/src/ena/processing/expiry.service.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { BatchDesk } from '../factories/batches.ts';
import { accepted, poll, Reports } from '../factories/followed.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const elsewhere = ['SUBMIT', 'LOGIN', 'TOKEN', 'REPORT', 'UPLOAD'].map((name) => [`ENA_${name}_URL`, 'None']);
const app = useApp({
  env: { ...Object.fromEntries(elsewhere), ENA_ENVIRONMENT: 'test', ENA_ACCOUNT_ENVIRONMENT: 'test' },
});
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
  new Reports('test', app.config.ENA_USERNAME ?? '').serve(app);
});

const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
const eligible = async (): Promise<{ id: string }[]> =>
  okay(await app.request('GET', 'ena/eligible', { as: curator.as })).items;

describe('what the test service gave', () => {
  it.each([
    ['in winter', '2026-01-10T12:00:00Z', '2026-01-11T03:00:00Z'],
    ['in summer', '2026-07-10T12:00:00Z', '2026-07-11T02:00:00Z'],
    ['a second before', '2026-07-10T01:59:59Z', '2026-07-10T02:00:00Z'],
    ['at the very moment', '2026-07-10T02:00:00Z', '2026-07-11T02:00:00Z'],
    ['the night the clocks go forward', '2026-03-28T12:00:00Z', '2026-03-29T02:00:00Z'],
    ['the night the clocks go back', '2026-10-24T12:00:00Z', '2026-10-25T03:00:00Z'],
    ['between one and two of that night', '2026-10-25T00:30:00Z', '2026-10-25T03:00:00Z'],
  ])('%s ends at three in London', async (_, at, end) => {
    const { accession } = await approve(depositor, curator, await depositor.draft(1));
    const given = {
      accession: accession ?? '',
      authority: 'ENA' as const,
      identifier: `PRJEB${Date.parse(at) / 1_000}`,
    };
    await app.get(UnitOfWork).run(async (tx) => {
      const both = (['test', 'production'] as const).map((environment) => ({ ...given, environment }));
      await app.get(AccessionsService).recordExternal(tx, both, new Date(at));
    });
    const page = okay(await app.request('GET', `accessions/${accession}`, { as: curator.as }));
    const of = (environment: string) =>
      page.external.find((one: { environment: string }) => one.environment === environment);
    expect(new Date(of('test').expiresAt)).toEqual(new Date(end));
    expect(of('production')).toMatchObject({ expiresAt: null, isExpired: false });
  });

  it('is counted down, then marked, and its submission may go there anew', async () => {
    const submission = await approve(depositor, curator, await depositor.draft(2));
    const batch = await batches.create(submission);
    await accepted(app, batch, { at: hours(-48) });
    const newer = await approve(depositor, curator, await depositor.draft(1));
    const standing = await batches.create(newer);
    await accepted(app, standing);

    expect(await app.get(EnaExpiry).run()).toBe(3);
    expect(await app.get(EnaExpiry).run()).toBe(0);
    expect(await batches.get(batch.id)).toMatchObject({
      status: 'accepted',
      progress: { accepted: 3, expired: 3 },
    });
    for (const item of await batches.items(batch.id)) {
      expect(item).toMatchObject({
        ena: { isExpired: true },
        external: [{ environment: 'test', isExpired: true }],
      });
      expect(new Date(item.ena?.expiresAt ?? 0).getTime()).toBeLessThan(Date.now());
    }
    for (const { ena } of await batches.items(standing.id)) {
      expect(ena?.isExpired).toBe(false);
      const left = new Date(ena?.expiresAt ?? 0).getTime() - Date.now();
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(25 * 3_600_000);
    }
    const auditor = await app.person('auditor');
    const events = okay(
      await app.request('GET', `audit/events?rootId=${submission.id}&action=submission.expire_at_ena`, {
        as: auditor,
      }),
    );
    expect(events.items).toMatchObject([{ facts: { environment: 'test', accessions: expect.any(Array) } }]);

    const ids = (await eligible()).map(({ id }) => id);
    expect(ids).toContain(submission.id);
    expect(ids).not.toContain(newer.id);
    const again = await batches.create(submission);
    expect(again.itemCount).toBe(3);
    const aliases = async ({ id }: { id: string }) =>
      (await batches.items(id)).map(({ enaAlias }) => enaAlias);
    const [before, now] = [await aliases(batch), await aliases(again)];
    expect(now).toHaveLength(3);
    // What the test service may remember of the batch before does not stand in the way of this one.
    for (const alias of now) expect(before).not.toContain(alias);
    const [first] = await accepted(app, again);
    const page = okay(await app.request('GET', `accessions/${first?.accession}`, { as: curator.as }));
    expect(page.external).toMatchObject([
      { identifier: first?.enaAccession, isExpired: false },
      { isExpired: true },
    ]);
    expect((await eligible()).map(({ id }) => id)).not.toContain(submission.id);
  });

  it('is not asked about any more, is no problem when it is gone, and makes nothing public here', async () => {
    const reports = new Reports('test', app.config.ENA_USERNAME ?? '');
    reports.serve(app);
    const submission = await approve(depositor, curator, await depositor.draft(1));
    const known = await accepted(app, await batches.create(submission));
    for (const { enaAccession } of known) reports.list(enaAccession, 'PUBLIC');
    await poll(app, hours(0.5));
    const page = okay(await app.request('GET', `accessions/${submission.accession}`, { as: curator.as }));
    expect(page.status).toBe('private');
    await app
      .get(DataSource)
      .query(`UPDATE ena_objects SET accepted_at = now() - interval '5 days', next_check_at = now()`);
    await app.get(EnaExpiry).run();
    reports.asked.length = 0;
    await poll(app);
    expect(reports.asked).toEqual([]);
    expect(okay(await app.request('GET', 'ena/problems', { as: curator.as })).items).toEqual([]);
  });
});
