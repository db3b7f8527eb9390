// Records as a sheet: what is written can be read again as the same records, whatever is in them.
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { Actor } from '../../server/src/platform/access/actor.ts';
import type { RecordView } from '../../server/src/submissions/record.contract.ts';
import { type ChangeRecord, changeRecord } from '../../server/src/submissions/record.contract.ts';
import { RecordsExport } from '../../server/src/submissions/records-export.ts';
import { RecordsService } from '../../server/src/submissions/records.service.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import { SubmissionTransitions } from '../../server/src/submissions/submission-transitions.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { makeActor } from '../factories/actors.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { Desk, study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Actor;
let curator: Actor;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = await makeActor(app, 'depositor');
  curator = await makeActor(app, 'curator');
});

const create = () =>
  app.get(SubmissionsService).create(depositor, { ...study(), checklist: 'ERC000011' } as never);

async function upload(id: string, bytes: Buffer): Promise<void> {
  const { version } = await app.get(SubmissionsService).get(depositor, id);
  await app.get(SheetsService).upload(depositor, id, version, 'a.tsv', Readable.from([bytes]));
}

async function recordsOf(id: string): Promise<RecordView[]> {
  const page = await app.get(RecordsService).list(depositor, id, { limit: 500 });
  return (JSON.parse(page) as { items: RecordView[] }).items;
}

async function exportOf(id: string): Promise<Buffer> {
  const { lines } = await app.get(RecordsExport).tsv(depositor, id);
  return Buffer.concat(
    await Readable.from(lines)
      .map((line: string) => Buffer.from(line))
      .toArray(),
  );
}

/** A record without what belongs to its row: order of attributes does not matter, empty ones are none. */
const content = ({ alias, title, description, taxonId, scientificName, attributes }: RecordView) => ({
  alias,
  title,
  description,
  taxonId,
  scientificName,
  attributes: Object.fromEntries(attributes.map(({ tag, value, unit }) => [tag, [value, unit]])),
});

const text = fc.oneof(
  fc.constantFrom(
    '',
    'leaf',
    ' leaf ',
    '"',
    '""',
    '"a"',
    'say "so"',
    '"open',
    'a\nb',
    '"x\n',
    '=1+1',
    '#units',
    'ä\u00a0Ω😀',
    '\uFEFFx',
    "'",
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((given) => given.replaceAll(/[\t\r\0]|\p{Cs}/gu, '')),
);
/** The first cell of a row decides whether it is a comment; taxon ids are numbers. */
const taxon = fc.constantFrom('4113', '9606', '');
const header = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 10 })
  .map((given) => `x${given}`.replaceAll(/\s+/g, ' ').trim());
const change = fc.record(
  {
    alias: text.map((given) => `A${given}`),
    title: text,
    description: text,
    taxonId: taxon,
    scientificName: text,
    attributes: fc.dictionary(header, fc.record({ value: text })),
  },
  { requiredKeys: ['alias'] },
);

describe('records written as a sheet', () => {
  it('are read again as the same records, after any changes to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const first = await create();
        await upload(first.id, sheet({ samples: samples(changes.length), units: {} }));
        for (const [index, record] of (await recordsOf(first.id)).entries()) {
          const given = changeRecord.parse(changes[index]);
          await app.get(RecordsService).update(depositor, first.id, record.id, record.version, given);
        }
        const second = await create();
        const written = await exportOf(first.id);
        await upload(second.id, written);
        const [before, after] = [await recordsOf(first.id), await recordsOf(second.id)];
        expect(after.map(content)).toEqual(before.map(content));
        expect((await exportOf(second.id)).equals(written)).toBe(true);
      }),
      { numRuns: 60 },
    );
  }, 240_000);

  it('keep their units, and their accessions stay out of what is deposited again', async () => {
    const { id } = await create();
    const depth = { depth: '5', own: '3' };
    await upload(id, sheet({ samples: samples(3, 'S', depth), units: { depth: 'm', own: 'furlong' } }));
    const go = async (actor: Actor, command: 'submit' | 'claim' | 'approve' | 'revise') => {
      const { version } = await app.get(SubmissionsService).get(depositor, id);
      return app.get(SubmissionTransitions).transition(actor, id, version, command, 'For a reason.');
    };
    await go(depositor, 'submit');
    await go(curator, 'claim');
    await go(curator, 'approve');
    const approved = await recordsOf(id);
    const written = (await exportOf(id)).toString();
    expect(written.split('\n')[1]).toMatch(/\tseqdb_accession\tena_accession\tbiosample_accession$/);
    for (const { accession } of approved) expect(written).toContain(`\t${accession}\t`);
    await go(depositor, 'revise');
    await upload(id, Buffer.from(written));
    expect((await recordsOf(id)).map(content)).toEqual(approved.map(content));
    const { sheet: kept } = await app.get(SubmissionsService).get(depositor, id);
    expect(kept?.columns.map(({ header: name }) => name)).not.toContain('seqdb_accession');
    await go(depositor, 'submit');
    await go(curator, 'claim');
    await go(curator, 'approve');
    expect((await recordsOf(id)).map(({ accession }) => accession)).toEqual(
      approved.map(({ accession }) => accession),
    );
  });

  it('have one unit a column: another one for a single record is refused and not lost', async () => {
    const { id } = await create();
    await upload(id, sheet({ samples: samples(2, 'S', { depth: '5' }), units: { depth: 'm' } }));
    const [record] = await recordsOf(id);
    const set = (attributes: ChangeRecord['attributes'], { id: one, version } = record!) =>
      app.get(RecordsService).update(depositor, id, one, version, changeRecord.parse({ attributes }));
    for (const unit of ['mm', null])
      await expect(set({ depth: { value: '5000', unit } })).rejects.toMatchObject({
        code: 'record.unit_differs',
        message: expect.stringContaining('in “m”'),
      });
    const own = await set({ depth: { value: '6', unit: 'm' }, height: { value: '1', unit: 'km' } });
    const [, other] = await recordsOf(id);
    await expect(set({ height: { value: '1' } }, other)).rejects.toThrow('in “km”');
    await set({ height: { value: '2', unit: 'km' } }, other);
    // Nobody else has it: the unit of the column may change.
    await set({ height: { value: '' } }, own);
    const [, last] = await recordsOf(id);
    await set({ height: { value: '2000', unit: 'm' } }, last);
    expect((await exportOf(id)).toString()).toMatch(/\n#units.*\tm\tm\n/);
  });

  it('are of one moment, though their sheet is replaced while they are read', async () => {
    const { id } = await create();
    await upload(id, sheet({ samples: samples(2_500, 'old') }));
    const { lines } = await app.get(RecordsExport).tsv(depositor, id);
    const parts = [(await lines.next()).value, (await lines.next()).value];
    await upload(id, sheet({ samples: samples(2_400, 'new', { added: 'x' }) }));
    for await (const part of lines) parts.push(part);
    expect(parts.join('').match(/\told-\d+\t/g)).toHaveLength(2_500);
    expect(parts.join('')).not.toMatch(/new-|added/);
    expect((await exportOf(id)).toString().match(/\tnew-\d+\t/g)).toHaveLength(2_400);
  });

  it('give their connection back when the reader goes away, and are sent as a file', async () => {
    const desk = new Desk(app, await app.person('depositor'));
    const draft = await desk.draft(2, { title: '=HYPERLINK("x")' });
    for (let time = 0; time < 2 * app.config.DATABASE_POOL_SIZE; time += 1) {
      const { lines } = await app.get(RecordsExport).tsv(depositor, (await create()).id);
      await lines.next();
      await lines.return(undefined);
    }
    const answer = await app.request('GET', `submissions/${draft.id}/records.tsv`, { as: desk.as });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('content-type')).toBe('text/tab-separated-values; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it("leave a depositor's own column of such a name alone", async () => {
    const { id } = await create();
    await upload(id, sheet({ samples: samples(1, 'S', { ena_accession: 'ERS0000001' }) }));
    const [record] = await recordsOf(id);
    expect(record?.attributes.map(({ tag }) => tag)).toContain('ena_accession');
  });
});
