import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { eventually } from '../factories/eventually.ts';
import { sharedPath } from '../factories/shared.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { Desk, form, okay } from '../factories/submissions.ts';
import { type Answer, type Person, useApp } from '../setup/app.ts';

const app = useApp({ worker: true });
let admin: Person;
let depositor: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  admin = await app.person('admin');
  depositor = new Desk(app, await app.person('depositor'));
});

const country = 'geographic location (country and/or sea)';
const mandatory = (name: string, type = '<TEXT_FIELD/>') =>
  `<FIELD><LABEL>${name}</LABEL><NAME>n</NAME><FIELD_TYPE>${type}</FIELD_TYPE><MANDATORY>mandatory</MANDATORY><MULTIPLICITY>single</MULTIPLICITY></FIELD>`;

/** ENA's form of a checklist; the countries it takes are given. */
const xml = (accession: string, ...countries: string[]) => {
  const values = countries.map((value) => `<TEXT_VALUE><VALUE>${value}</VALUE></TEXT_VALUE>`).join('');
  const fields =
    mandatory('collection date') + mandatory(country, `<TEXT_CHOICE_FIELD>${values}</TEXT_CHOICE_FIELD>`);
  return `<CHECKLIST_SET><CHECKLIST accession="${accession}" checklistType="Sample"><DESCRIPTOR><LABEL>made for a test</LABEL><NAME>n</NAME><FIELD_GROUP><NAME>g</NAME>${fields}</FIELD_GROUP></DESCRIPTOR></CHECKLIST></CHECKLIST_SET>`;
};

const send = (bytes: string | Uint8Array, as = admin): Promise<Answer> =>
  app.request('POST', 'checklists', { as, body: form(bytes, 'checklist.xml') });
const read = async (path: string, as = depositor.as) =>
  okay(await app.request('GET', `checklists${path}`, { as }));
const auditOf = async (accession: string) => {
  const auditor = await app.person('auditor');
  const { items } = okay(await app.request('GET', `audit/events?action=checklist.import`, { as: auditor }));
  return items.filter((event: { target: { id: string } }) => event.target.id === accession);
};

describe('the checklists that come with the product', () => {
  it('are four, for everybody to read', async () => {
    const { items } = await read('');
    expect(
      items.map((item: { accession: string; mandatoryCount: number }) => [
        item.accession,
        item.mandatoryCount,
      ]),
    ).toEqual([
      ['ERC000011', 2],
      ['ERC000024', 9],
      ['ERC000028', 6],
      ['ERC000033', 10],
    ]);
    const { document } = await read('/ERC000024');
    expect(document.fields.find(({ name }: { name: string }) => name === 'depth')).toMatchObject({
      requirement: 'mandatory',
      units: ['m', 'mm'],
    });
  });

  it('are not installed twice', async () => {
    await seedChecklists(app.api);
    expect((await read('/ERC000011')).versions).toHaveLength(1);
    expect(await auditOf('ERC000011')).toHaveLength(1);
  });
});

describe('an import', () => {
  it('lets a draft that waited for it be checked', async () => {
    const created = await depositor.create();
    const draft = await depositor.upload(created, sheet({ checklist: 'ERC000099', samples: samples(3) }));
    expect(draft).toMatchObject({
      checklist: 'ERC000099',
      sampleCount: 3,
      errorCount: 1,
      checklistVersion: null,
    });
    const [finding, ...others] = await depositor.findings(draft.id);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'error',
      rule: 'checklist.not_installed',
      message: expect.stringContaining('import ERC000099'),
    });
    expect(await depositor.command(draft, 'submit')).toMatchObject({ status: 409 });

    const imported = okay(await send(xml('ERC000099', 'Peru')));
    expect(imported.items).toMatchObject([
      { accession: 'ERC000099', outcome: 'installed', fieldCount: 2, isCurrent: true },
    ]);
    await eventually(async () => (await depositor.get(draft.id)).errorCount === 0);
    const checked = await depositor.get(draft.id);
    expect(checked.checklistVersion).toBe(imported.items[0].version);
    expect(await depositor.do(checked, 'submit')).toMatchObject({ status: 'submitted' });
  });

  it('of the same file changes nothing; of another one makes it current and drafts are checked anew', async () => {
    const draft = await depositor.upload(
      await depositor.create(),
      sheet({ checklist: 'ERC000098', samples: samples(2, 'T') }),
    );
    okay(await send(xml('ERC000098', 'Peru')));
    await eventually(async () => (await depositor.get(draft.id)).errorCount === 0);
    expect(okay(await send(xml('ERC000098', 'Peru'))).items).toMatchObject([{ outcome: 'unchanged' }]);
    expect((await read('/ERC000098')).versions).toHaveLength(1);

    expect(okay(await send(xml('ERC000098', 'Chile'))).items).toMatchObject([{ outcome: 'updated' }]);
    await eventually(async () => (await depositor.get(draft.id)).errorCount === 2);
    const { versions, version, document } = await read('/ERC000098');
    expect(versions).toHaveLength(2);
    expect(versions[0]).toBe(version);
    expect(JSON.stringify(document)).toContain('Chile');
    const older = await read(`/ERC000098?version=${versions[1]}`);
    expect(JSON.stringify(older.document)).toContain('Peru');
    expect(await auditOf('ERC000098')).toHaveLength(2);
  });

  it('takes the JSON form that the list gives out', async () => {
    const { document } = await read('/ERC000028');
    const copy = { ...document, accession: 'ERC000097', version: 'our-1' };
    expect(okay(await send(JSON.stringify(copy))).items).toMatchObject([
      { accession: 'ERC000097', version: 'our-1', fieldCount: document.fields.length },
    ]);
  });

  it('is the administrator’s', async () => {
    for (const role of ['depositor', 'curator', 'support', 'auditor'] as const) {
      expect(await send(xml('ERC000096', 'Peru'), await app.person(role))).toMatchObject({ status: 403 });
    }
    expect((await app.request('POST', 'checklists', { body: form(xml('ERC000096', 'Peru')) })).status).toBe(
      401,
    );
    expect((await app.request('GET', 'checklists/ERC000096', { as: admin })).status).toBe(404);
  });

  it.each([
    ['no checklist', 'tax_id\tsample_alias\n', /not well-formed XML at line 1/],
    ['another document', '<SAMPLE_SET/>', /no CHECKLIST; its root is SAMPLE_SET/],
    [
      'a document type',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${xml('ERC000095', '&a;')}`,
      /DOCTYPE/,
    ],
    [
      'a pattern that cannot be used',
      xml('ERC000095', 'Peru').replace(
        '<TEXT_FIELD/>',
        '<TEXT_FIELD><REGEX_VALUE>(?=x)y</REGEX_VALUE></TEXT_FIELD>',
      ),
      /field “collection date”: the pattern/,
    ],
    ['JSON that is no checklist', '{"accession":"ERC000095"}', /expected/],
    ['half of JSON', '{"accession":', /JSON/],
    ['nothing', '', /./],
  ])('of %s says what is wrong and installs nothing', async (_, text, message) => {
    const answer = await send(text);
    expect(answer).toMatchObject({ status: 422, body: { code: 'checklist.unreadable' } });
    expect(answer.body.errors.map((error: { message: string }) => error.message).join('\n')).toMatch(message);
    expect((await app.request('GET', 'checklists/ERC000095', { as: admin })).status).toBe(404);
  });

  it.skipIf(!existsSync(sharedPath('ena/checklists/ERC000015.xml')))(
    'takes a real file of ENA (skipped without the shared files)',
    async () => {
      const imported = okay(await send(readFileSync(sharedPath('ena/checklists/ERC000015.xml'))));
      expect(imported.items).toMatchObject([
        { accession: 'ERC000015', label: 'GSC MIxS human gut', fieldCount: 86, mandatoryCount: 8 },
      ]);
    },
  );
});
