// The schedule at work: what is approved goes to ENA by itself, once, and people are told.
import { DataSource } from 'typeorm';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Message, Summary } from '../../server/local/mail/inbox.ts';
import { EnaScheduledRun } from '../../server/src/ena/schedule/run.service.ts';
import type { RunView } from '../../server/src/ena/schedule/schedule.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { eventually } from '../factories/eventually.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { ScheduleDesk } from '../factories/schedule.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { workOn } from '../factories/task-run.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
const app = useApp({ env: () => sandbox.start(), worker: true });
let depositor: Desk;
let curator: Desk;
let schedule: ScheduleDesk;
let admin: ScheduleDesk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  schedule = new ScheduleDesk(app, curator.as);
  admin = new ScheduleDesk(app, await app.person('admin'));
  batches = new BatchDesk(app, curator.as);
});
afterEach(() => sandbox.heal());

async function ended(id: string): Promise<RunView> {
  await eventually(async () => {
    const { status, mails } = await schedule.getRun(id);
    return status !== 'running' && mails.waiting === 0;
  }, 60);
  return schedule.getRun(id);
}

async function mailsTo(address: string): Promise<Message[]> {
  const url = `${inject('mailUrl')}/messages`;
  const found = (await (await fetch(`${url}?to=${encodeURIComponent(address)}`)).json()) as Summary[];
  return Promise.all(found.map(async ({ id }) => (await (await fetch(`${url}/${id}`)).json()) as Message));
}

const approved = async (title: string) => approve(depositor, curator, await depositor.draft(2, { title }));

describe('a run', () => {
  it('sends what is eligible, and tells its recipients what went and what ENA refused', async () => {
    const hostile = 'Potatoes <b onmouseover=alert(1)> of Peru & "Bolivia"';
    const [good, bad] = [await approved(hostile), await approved('Beets that ENA does not take')];
    const address = `ena-team.${Date.now()}@example.org`;
    await admin.set({ mailTo: { roles: ['curator'], addresses: [address, curator.as.email.toUpperCase()] } });
    const outlook = okay(await schedule.ask('GET', '/next'));
    expect(outlook).toMatchObject({
      isPaused: false,
      eligible: { submissions: 2, records: 6 },
      wouldTake: 2,
    });
    expect(outlook.runs).toHaveLength(5);
    const page = await app.request('GET', outlook.eligible.firstPage, { as: curator.as });
    expect(
      okay(page)
        .items.map(({ id }: { id: string }) => id)
        .sort(),
    ).toEqual([good.id, bad.id].sort());

    const begun = await schedule.run('Before the holidays');
    expect(begun).toMatchObject({
      origin: 'person',
      startedBy: { id: curator.as.id },
      note: 'Before the holidays',
    });
    const run = await ended(begun.id);
    expect(run).toMatchObject({
      status: 'done',
      batch: { status: 'accepted' },
      submissionCount: 2,
      counts: { accepted: 6, failed: 0, attention: 0 },
      mails: { sent: 2, waiting: 0, skipped: 0, failed: 0 },
    });
    expect(await batches.get(run.batch?.id ?? '')).toMatchObject({ origin: 'schedule', createdBy: null });

    for (const to of [address, curator.as.email]) {
      const [mail, ...more] = await mailsTo(to);
      expect(more).toEqual([]);
      expect(mail?.subject).toBe(`ENA: ${run.batch?.reference} with 2 submissions has ended`);
      expect(mail?.text).toContain(`${good.reference} ${hostile}: 3 records accepted`);
      expect(mail?.text).toContain(`/submissions/${good.id}/show`);
      expect(mail?.html).toContain('Potatoes &lt;b onmouseover=alert(1)&gt; of Peru');
      expect(mail?.headers).toMatchObject({ 'auto-submitted': 'auto-generated' });
    }
  });

  it('that finds nothing makes no batch and says so', async () => {
    const { id } = await schedule.run();
    expect(await ended(id)).toMatchObject({
      status: 'nothing',
      batch: null,
      submissionCount: 0,
      counts: null,
    });
  });

  it('takes no more than was set, the longest waiting first', async () => {
    const first = await approved('Kale of the sandy coast in the north');
    await approved('Kale of the chalky hills in the south');
    await admin.set({ maxSubmissions: 1 });
    const one = await ended((await schedule.run()).id);
    expect(one).toMatchObject({ submissionCount: 1, counts: { accepted: 3 } });
    const items = await batches.items(one.batch?.id ?? '');
    expect(new Set(items.map(({ submissionId }) => submissionId))).toEqual(new Set([first.id]));
    await admin.set({});
    expect(await ended((await schedule.run()).id)).toMatchObject({ submissionCount: 1 });
  });
});

describe('a worker that is killed', () => {
  const workUntil = (runId: string, diesAt = Number.POSITIVE_INFINITY) =>
    workOn((task) => app.get(EnaScheduledRun).run(runId, task), { diesAt });

  it('between any two steps leaves one batch of the run', async () => {
    for (const deathAt of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { id: submissionId } = await approved(`Leeks of plot number ${deathAt}`);
      const { id } = await schedule.run();
      // The worker of the application works on the same run meanwhile: both may, one batch comes of it.
      await workUntil(id, deathAt);
      await workUntil(id);
      const run = await ended(id);
      expect(run).toMatchObject({ status: 'done', counts: { accepted: 3 } });
      const [row] = await app
        .get(DataSource)
        .query(`SELECT count(*)::int FROM ena_batch_submissions WHERE submission_id = $1`, [submissionId]);
      expect(row.count).toBe(1);
    }
  });
});

describe('settings', () => {
  it('that cannot be kept are refused, each at its field', async () => {
    const { version } = await admin.get();
    const body = {
      cron: '*/5 * * * *',
      timeZone: 'Mars/Olympus',
      skipDays: [
        { date: '2027-01-04', label: 'Closed' },
        { date: '2027-01-04', label: 'Closed again' },
      ],
      holidays: { country: 'XX' },
      onSkipDay: 'next-turn',
      makeUpHours: 24,
      maxSubmissions: 500,
      mailTo: { roles: [], addresses: [] },
    };
    const answer = await admin.ask('PUT', '', { ifMatch: version, body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'cron',
      'holidays',
      'skipDays.1.date',
      'timeZone',
    ]);
    for (const address of [
      'a@example.org\r\nBcc: b@example.org',
      'A <a@example.org>',
      'a@example.org,b@example.org',
    ])
      expect(
        (
          await admin.ask('PUT', '', {
            ifMatch: version,
            body: { ...body, cron: '0 3 * * 1', mailTo: { roles: [], addresses: [address] } },
          })
        ).status,
      ).toBe(422);
    expect((await admin.get()).version).toBe(version);
  });

  it('are changed by the version that was read, and written into the change log', async () => {
    const before = await admin.get();
    const changed = await admin.set({ timeZone: 'Europe/Berlin', holidays: { country: 'DE', state: 'BE' } });
    expect(changed).toMatchObject({ timeZone: 'Europe/Berlin', version: before.version + 1 });
    const late = await lateToPause(before.version);
    expect(late.status).toBe(412);
    expect(late.body.current ?? late.body.facts?.current).toMatchObject({ version: changed.version });
    const [event] = await app
      .get(DataSource)
      .query(`SELECT body FROM audit_events WHERE action = 'ena_schedule.update' ORDER BY id DESC LIMIT 1`);
    expect(event.body).toContain('Europe/Berlin');
  });

  const lateToPause = (version: number) =>
    schedule.ask('POST', '/pause', { ifMatch: version, body: { reason: 'No' } });

  it('belong to administrators, runs to curators, and nobody else changes anything', async () => {
    const auditor = new ScheduleDesk(app, await app.person('auditor'));
    expect((await auditor.ask('GET')).status).toBe(200);
    expect((await auditor.ask('GET', '/runs')).status).toBe(200);
    expect((await new ScheduleDesk(app, depositor.as).ask('GET')).status).toBe(403);
    const body = { reason: 'No' };
    for (const who of [auditor, admin, new ScheduleDesk(app, depositor.as)])
      expect((await who.ask('POST', '/run', { body })).status).toBe(403);
    for (const who of [auditor, schedule])
      expect((await who.ask('PUT', '', { ifMatch: 1, body: { reason: 'No' } })).status).toBe(403);
  });
});
