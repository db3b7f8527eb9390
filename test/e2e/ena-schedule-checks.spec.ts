// What the schedule does not send by itself: what fails its check, and, with four eyes, anything.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Message, Summary } from '../../server/local/mail/inbox.ts';
import type { RunView } from '../../server/src/ena/schedule/schedule.contract.ts';
import { BatchDesk } from '../factories/batches.ts';
import { eventually } from '../factories/eventually.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { ScheduleDesk } from '../factories/schedule.ts';
import { approve, Desk, okay } from '../factories/submissions.ts';
import { takeAlias } from '../factories/taken-alias.ts';
import { type TestApp, useApp } from '../setup/app.ts';

class Office {
  depositor!: Desk;
  curator!: Desk;
  schedule!: ScheduleDesk;
  admin!: ScheduleDesk;

  constructor(readonly app: TestApp) {}

  async open(): Promise<void> {
    await seedChecklists(this.app.api);
    this.depositor = new Desk(this.app, await this.app.person('depositor'));
    this.curator = new Desk(this.app, await this.app.person('curator'));
    this.schedule = new ScheduleDesk(this.app, this.curator.as);
    this.admin = new ScheduleDesk(this.app, await this.app.person('admin'));
    await this.admin.set({ mailTo: { roles: ['curator'], addresses: [] } });
  }

  async approved() {
    return approve(this.depositor, this.curator, await this.depositor.draft(2));
  }

  async run(): Promise<RunView> {
    const { id } = await this.schedule.run();
    await eventually(async () => {
      const { status, mails } = await this.schedule.getRun(id);
      return status !== 'running' && mails.waiting === 0;
    }, 60);
    return this.schedule.getRun(id);
  }

  /** The last mail to the curator. */
  async mail(): Promise<Message> {
    const url = `${inject('mailUrl')}/messages`;
    const to = encodeURIComponent(this.curator.as.email);
    const found = (await (await fetch(`${url}?to=${to}`)).json()) as Summary[];
    const last = found.toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt)).at(-1);
    return (await (await fetch(`${url}/${last?.id}`)).json()) as Message;
  }
}

const sandbox = useSandbox();
const office = new Office(
  useApp({ worker: true, env: async () => ({ ...(await sandbox.start()), ENA_FOUR_EYES: 'false' }) }),
);
const otherSandbox = useSandbox();
const careful = new Office(
  useApp({ worker: true, env: async () => ({ ...(await otherSandbox.start()), ENA_FOUR_EYES: 'true' }) }),
);
beforeAll(async () => {
  await office.open();
  await careful.open();
});

describe('a submission that fails its check', () => {
  it('is left out and named in the summary, and goes on being eligible; the others go', async () => {
    const [good, bad] = [await office.approved(), await office.approved()];
    await takeAlias(sandbox, office.depositor, bad);
    const run = await office.run();
    expect(run).toMatchObject({
      status: 'done',
      batch: { status: 'accepted' },
      submissionCount: 1,
      counts: { accepted: 3, failed: 0 },
    });
    const { text } = await office.mail();
    expect(text).toMatch(new RegExp(`did not pass the check.*\\n- ${bad.reference} .*already exists`));
    expect(text).toContain(`/submissions/${bad.id}/show`);
    expect(text).toContain(`${good.reference} ${good.title}: 3 records accepted`);
    const eligible = await office.app.request('GET', 'ena/eligible', { as: office.curator.as });
    expect(okay(eligible).items.map(({ id }: { id: string }) => id)).toEqual([bad.id]);
  });

  it('alone makes a batch that waits for a person', async () => {
    const run = await office.run();
    expect(run).toMatchObject({
      status: 'waiting',
      batch: { status: 'checked' },
      note: 'No submission passed the check.',
    });
  });
});

describe('with four eyes', () => {
  it('a batch is checked and waits for a person, who then sends it', async () => {
    const submission = await careful.approved();
    const run = await careful.run();
    expect(run).toMatchObject({ status: 'waiting', batch: { status: 'checked' }, submissionCount: 1 });
    expect((await careful.mail()).subject).toBe(`ENA: ${run.batch?.reference} waits for a person`);
    expect(await otherSandbox.objects()).toEqual([]);

    const batches = new BatchDesk(careful.app, careful.curator.as);
    const { id, version } = await batches.get(run.batch?.id ?? '');
    const as = careful.curator.as;
    okay(await careful.app.request('POST', `ena/batches/${id}/approve`, { as, ifMatch: version, body: {} }));
    await batches.send(await batches.get(id));
    expect(await batches.settled(id)).toMatchObject({ status: 'accepted' });
    expect(
      (await careful.depositor.records(submission.id)).every(({ external }) => external.length > 0),
    ).toBe(true);
  });
});
