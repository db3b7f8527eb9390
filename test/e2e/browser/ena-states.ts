// Batches, requests and problems in the states that the main job does not pass through.
import { seedChecklists } from '../../../seeds/checklists.ts';
import type { BatchView } from '../../../server/src/ena/batches/batches.contract.ts';
import { BatchDesk } from '../../factories/batches.ts';
import { poll } from '../../factories/followed.ts';
import { LifecycleBench } from '../../factories/lifecycle.ts';
import { RequestDesk } from '../../factories/requests.ts';
import type { OwnSandbox } from '../../factories/sandbox.ts';
import { sample, sheet } from '../../factories/sheets.ts';
import { approve, Desk, okay } from '../../factories/submissions.ts';
import { webinClient } from '../../factories/webin.ts';
import type { Person, TestApp } from '../../setup/app.ts';

const field = 'sample material processing';
const hours = 3_600_000;

/** The sandbox behaves otherwise from now on; every setting that is not named is as at first. */
async function change(sandbox: OwnSandbox, settings: object): Promise<void> {
  const address = `${sandbox.running.url}/_control/settings`;
  await fetch(address, { method: 'DELETE' });
  await fetch(address, { method: 'POST', body: JSON.stringify({ queueDelayMs: 50, ...settings }) });
}

/** Brings about all that `EnaStates` names, as a curator would see it at five in the afternoon. */
export async function enaStates(app: TestApp, sandbox: OwnSandbox) {
  await seedChecklists(app.api);
  const [curator, admin] = [await app.person('curator'), await app.person('admin')];
  const depositor = new Desk(app, await app.person('depositor'));
  const scene = new Scene(app, sandbox, depositor, curator);
  const ids = {
    unclear: await scene.unclear(),
    checked: await scene.checked(),
    partial: await scene.partial(),
    ...(await scene.atEna()),
    accession: (await scene.approved('dried')).accession ?? '',
  };
  const post = (path: string, body: object = {}, ifMatch?: number) =>
    app.request('POST', path, { as: curator, body, ...(ifMatch !== undefined && { ifMatch }) });
  const schedule = okay(await app.request('GET', 'ena/schedule', { as: admin }));
  okay(await post('ena/schedule/pause', { reason: 'ENA is being moved.' }, schedule.version));
  okay(await post('ena/schedule/run', { reason: 'To see it.' }), 201);
  okay(await post('ena/connection/test'), 201);
  return { curator, admin, ids };
}
export type EnaStates = Awaited<ReturnType<typeof enaStates>>;

class Scene {
  private readonly desk: Desk;
  private readonly batches: BatchDesk;
  private readonly requests: RequestDesk;
  private readonly bench: LifecycleBench;

  constructor(
    private readonly app: TestApp,
    private readonly sandbox: OwnSandbox,
    private readonly depositor: Desk,
    curator: Person,
  ) {
    this.desk = new Desk(app, curator);
    this.batches = new BatchDesk(app, curator);
    this.requests = new RequestDesk(app, curator);
    this.bench = new LifecycleBench(app, sandbox, curator);
  }

  /** Two samples, the second with this in the field. */
  async approved(value: string) {
    const samples = [sample('full', { [field]: 'frozen' }), sample('other', { [field]: value })];
    const draft = await this.depositor.upload(await this.depositor.create(), sheet({ samples }));
    return approve(this.depositor, this.desk, draft);
  }

  /** Every answer contradicts itself: nothing but a person can settle it. */
  async unclear(): Promise<string> {
    const batch = await this.batches.create(await this.approved('dried'));
    await this.sandbox.fail({ kind: 'success_with_error', count: 50 });
    await this.batches.send(batch);
    const { id } = await this.batches.settled(batch.id);
    await this.sandbox.heal();
    return id;
  }

  /** ENA made a field mandatory since one of the two was approved. */
  async checked(): Promise<string> {
    await change(this.sandbox, { mandatoryFields: { ERC000011: [field] } });
    const { id, version } = await this.batches.create(await this.approved(''), await this.approved('dried'));
    const ask = { as: this.desk.as, body: {}, ifMatch: version };
    okay(await this.app.request('POST', `ena/batches/${id}/validate`, ask));
    await this.batches.until(id, ({ status }: BatchView) => status !== 'checking');
    await change(this.sandbox, {});
    return id;
  }

  /** Sent without a check: ENA takes the one, and refuses the other as a whole. */
  async partial(): Promise<string> {
    const batch = await this.batches.create(await this.approved(''), await this.approved('dried'));
    await change(this.sandbox, { mandatoryFields: { ERC000011: [field] } });
    await this.batches.send(batch);
    const { id } = await this.batches.settled(batch.id);
    await change(this.sandbox, {});
    return id;
  }

  /** Records that ENA has, and what was asked about them since. */
  async atEna() {
    const approved = await approve(this.depositor, this.desk, await this.depositor.draft(6));
    await this.bench.register(approved);
    const records = await this.depositor.records(approved.id);
    const [unsure, late, open, gone, lost] = records.map(({ accession }) => accession ?? '');
    await this.sandbox.fail({ kind: 'unauthorized', on: 'queue' });
    const attention = await this.requests.done(unsure ?? '', 'release');
    // ENA's clock is ahead of ours: what we ask for lies in its past.
    await change(this.sandbox, { clockOffsetMs: 72 * hours });
    const holdDate = new Date(Date.now() + 48 * hours).toISOString().slice(0, 10);
    const refused = await this.requests.done(late ?? '', 'hold', { holdDate });
    await change(this.sandbox, {});
    await this.requests.done(open ?? '', 'release');
    await this.requests.done(gone ?? '', 'withdraw', { category: 'error' });
    await this.takenBack(lost ?? '');
    await this.revised(approved.id, records.length - 1);
    return {
      project: approved.accession ?? '',
      attention: attention.id,
      refused: refused.id,
      released: open ?? '',
      withdrawn: gone ?? '',
      differing: records.at(-1)?.accession ?? '',
    };
  }

  /** Somebody cancelled it at ENA; the reports say so. */
  private async takenBack(alias: string): Promise<void> {
    const object = await this.bench.there(alias);
    const cancel = `<CANCEL target="${object?.accession}"/>`;
    const xml = `<WEBIN><SUBMISSION_SET><SUBMISSION><ACTIONS><ACTION>${cancel}</ACTION></ACTIONS></SUBMISSION></SUBMISSION_SET></WEBIN>`;
    await webinClient(this.sandbox.running).submitAndWait(Buffer.from(xml));
    await poll(this.app, new Date(Date.now() + 30_000));
  }

  /** Approved anew with another title, which ENA does not have. */
  private async revised(id: string, at: number): Promise<void> {
    const open = await this.depositor.do(await this.depositor.get(id), 'revise', 'A mistake in it');
    const record = (await this.depositor.records(open.id))[at];
    if (!record) throw new Error(`there is no record ${at}`);
    okay(await this.depositor.patch(open.id, record, { title: 'Leaf and root, corrected' }));
    await approve(this.depositor, this.desk, await this.depositor.get(id));
  }
}
