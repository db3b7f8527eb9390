// What becomes of a record whose registration is noted, and what keeps it from being noted.
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import type { BatchRow } from '../../server/src/ena/batches/batch-rows.ts';
import { EnaRegistrations } from '../../server/src/ena/sending/registrations.service.ts';
import type { Attempt } from '../../server/src/ena/sending/attempts.service.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { BatchDesk } from '../factories/batches.ts';
import { useSandbox } from '../factories/sandbox.ts';
import { approve, Desk } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const sandbox = useSandbox();
/** Without a worker: nothing is sent but what is noted here. */
const app = useApp({ env: () => sandbox.start() });
let depositor: Desk;
let curator: Desk;
let batches: BatchDesk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
  batches = new BatchDesk(app, curator.as);
});

let numbers = 0;
const enaAccession = () => `ERS99${String(++numbers).padStart(6, '0')}`;

/** Notes that ENA took the first sample of a new deposit that nobody asked to hold back. */
async function noted(environment: BatchRow['environment'], identifier = enaAccession()) {
  const { id: submissionId } = await approve(
    depositor,
    curator,
    await depositor.draft(1, { holdDate: null }),
  );
  const { id: batchId } = await batches.create({ id: submissionId });
  const [record] = await depositor.records(submissionId);
  const accession = record?.accession ?? '';
  const attempt = { id: uuidv7(), batchId, submissionId } as Attempt;
  const batch = { id: batchId, number: '1', environment } as BatchRow;
  const given = [{ accession, enaAccession: identifier, biosample: null }];
  const due = await app
    .get(UnitOfWork)
    .run((tx) => app.get(EnaRegistrations).record(tx, systemActor('ena'), attempt, batch, given));
  const [row]: { holdDate: string | null }[] = await app
    .get(DataSource)
    .query(`SELECT hold_date::text AS "holdDate" FROM accessions WHERE accession = $1`, [accession]);
  return { accession, identifier, due, holdDate: row?.holdDate };
}

describe('a record that nobody asked to hold back', () => {
  it.each(['production', 'sandbox'] as const)(
    'is public today once it is at ENA (%s)',
    async (environment) => {
      expect(await noted(environment)).toMatchObject({ due: 1, holdDate: expect.stringMatching(/^\d{4}-/) });
    },
  );

  it('is not made public by what the test service took', async () => {
    expect(await noted('test')).toMatchObject({ due: 0, holdDate: null });
  });
});

describe('an identifier that another record has', () => {
  it('is not noted for a second one, there and as long as it is known', async () => {
    const { accession, identifier } = await noted('sandbox');
    await expect(noted('sandbox', identifier)).rejects.toMatchObject({
      code: 'accession.identifier_taken',
      message: expect.stringContaining(accession),
    });
    // Each environment counts for itself.
    await noted('production', identifier);
  });

  it('may be given anew by the test service that has forgotten it', async () => {
    const identifier = enaAccession();
    const note = (accession: string, at: Date) =>
      app.get(UnitOfWork).run((tx) => {
        const one = { accession, authority: 'ENA', identifier, environment: 'test' } as const;
        return app.get(AccessionsService).recordExternal(tx, [one], at);
      });
    const [first, second] = [await noted('sandbox'), await noted('sandbox')];
    await note(first.accession, new Date(Date.now() - 3 * 86_400_000));
    await note(second.accession, new Date());
    await expect(note(first.accession, new Date())).rejects.toMatchObject({
      code: 'accession.identifier_taken',
    });
  });

  it('goes to one of two that come at the same moment', async () => {
    const [one, two] = [await noted('sandbox'), await noted('sandbox')];
    const identifier = `SAMEA99${String(++numbers).padStart(7, '0')}`;
    const note = ({ accession }: { accession: string }) =>
      app.get(UnitOfWork).run(async (tx) => {
        const given = { accession, authority: 'BioSamples', identifier, environment: 'sandbox' } as const;
        await app.get(AccessionsService).recordExternal(tx, [given], new Date());
      });
    const ended = await Promise.allSettled([note(one), note(two)]);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
