// A batch goes to the ENA it was put together for and to no other; and what nobody asked to hold back becomes public.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { ReleaseService } from '../../server/src/accessions/release.service.ts';
import { BatchDesk } from '../factories/batches.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { approve, Desk } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';
import { byHand } from '../setup/change-recorder.ts';

const app = useApp({ worker: true });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

describe('a batch for another ENA than the installation sends to', () => {
  it('is not sent', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1));
    const batch = await batches.create(approved);
    await byHand(
      app.config.DATABASE_MIGRATION_URL,
      `UPDATE ena_batches SET environment = 'test' WHERE id = $1`,
      [batch.id],
    );
    const answer = await app.request('POST', `ena/batches/${batch.id}/send`, {
      as: curator.as,
      ifMatch: batch.version,
      body: {},
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'ena.other_environment', facts: { batch: 'test', installation: 'sandbox' } },
    });
  });
});

describe('a submission without a hold date', () => {
  it('is public once ENA has it', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(1, { holdDate: null }));
    const page = () => app.request('GET', `accessions/${approved.accession}`, { as: curator.as });
    expect((await page()).body).toMatchObject({ status: 'private', holdDate: null });
    const sent = await batches.send(await batches.create(approved));
    expect(await batches.settled(sent.id)).toMatchObject({ status: 'accepted' });
    await app.worker!.get<ReleaseService>(ReleaseService as never).releaseDue();
    expect((await page()).body).toMatchObject({ status: 'public' });
  });
});

describe('what was never submitted', () => {
  it('stays with its depositor when it is withdrawn', async () => {
    const draft = await depositor.draft(1);
    await depositor.do(draft, 'withdraw', 'Wrong study');
    for (const path of ['', '/records', '/sheet', '/timeline']) {
      const answer = await app.request('GET', `submissions/${draft.id}${path}`, { as: curator.as });
      expect(answer.status, path).toBe(404);
    }
    const list = await app.request('GET', 'submissions?status=withdrawn', { as: curator.as });
    expect(list.body.items).toEqual([]);
  });
});

describe('a record that left a later revision', () => {
  it('keeps its accession and is due to become public on no day', async () => {
    const approved = await approve(depositor, curator, await depositor.draft(2));
    const [, dropped] = await depositor.records(approved.id);
    const open = await depositor.do(approved, 'revise');
    const smaller = await depositor.upload(open, sheet({ samples: samples(1) }));
    await approve(depositor, curator, smaller);
    const answer = await app.request('GET', `accessions/${dropped?.accession}`, { as: curator.as });
    expect(answer.body).toMatchObject({ status: 'private', holdDate: null });
  });
});
