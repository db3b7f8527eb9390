// Bodies that do not fit, versions that are missing or old, and input that is odd but right.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { sample, samples, sheet } from '../factories/sheets.ts';
import { expectNothingStored } from '../factories/stored.ts';
import { Desk, form, okay, study } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
});

describe('a body that does not fit', () => {
  it.each([
    ['POST', 'submissions', { ...study(), owner: 'me', status: 'approved' }, ['owner', 'status']],
    [
      'POST',
      'submissions',
      { title: '', checklist: 'ERC11', holdDate: '2027-02-30' },
      ['title', 'checklist', 'holdDate'],
    ],
    ['PATCH', 'submissions/{id}', { Title: 'Potatoes', version: 7 }, ['Title', 'version']],
    [
      'PATCH',
      'submissions/{id}/records/{record}',
      { alias: 'B', accession: 'SQDBS0000000172' },
      ['accession'],
    ],
    [
      'PATCH',
      'submissions/{id}/records/{record}',
      { attributes: { x: { value: 'a', units: 'm' } } },
      ['attributes.x.units'],
    ],
    [
      'PATCH',
      'submissions/{id}/records/{record}',
      { attributes: { 'a\tb': { value: '1' }, ' c': { value: '1' }, Sample_Alias: { value: 'X' } } },
      ['attributes.a\tb', 'attributes. c', 'attributes.Sample_Alias'],
    ],
    ['POST', 'submissions/{id}/submit', { reason: 'ok', force: true }, ['force']],
    ['POST', 'submissions/{id}/withdraw', {}, ['reason']],
    ['POST', 'submissions/{id}/withdraw', { reason: '   ' }, ['reason']],
  ])('%s %s names the fields', async (method, path, body, fields) => {
    const draft = await depositor.draft(1);
    const [record] = await depositor.records(draft.id);
    await expectNothingStored(app, async () => {
      const answer = await app.request(
        method,
        path.replace('{id}', draft.id).replace('{record}', record?.id ?? ''),
        {
          as: depositor.as,
          ifMatch: method === 'PATCH' && path.includes('records') ? 1 : draft.version,
          body,
        },
      );
      expect(answer, answer.text).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
      expect(answer.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(
        [...fields].sort(),
      );
    });
  });

  it('needs the version: 428 without, 412 with what is there now for an old one', async () => {
    const draft = await depositor.draft(1);
    const [record] = await depositor.records(draft.id);
    const changed = okay(
      await app.request('PATCH', `submissions/${draft.id}`, {
        as: depositor.as,
        ifMatch: draft.version,
        body: { title: 'Another title of enough letters' },
      }),
    );
    const paths: [string, string, unknown][] = [
      ['PATCH', `submissions/${draft.id}`, { title: 'A third title of enough letters' }],
      ['POST', `submissions/${draft.id}/sheets`, form(sheet({ samples: samples(3) }))],
      ['POST', `submissions/${draft.id}/submit`, {}],
    ];
    await expectNothingStored(app, async () => {
      for (const [method, path, body] of [
        ...paths,
        ['PATCH', `submissions/${draft.id}/records/${record?.id}`, { title: 'x' }] as const,
      ])
        expect(await app.request(method, path, { as: depositor.as, body }), path).toMatchObject({
          status: 428,
          body: { code: 'request.version_required' },
        });
      for (const [method, path, body] of paths) {
        const answer = await app.request(method, path, { as: depositor.as, ifMatch: draft.version, body });
        expect(answer, path).toMatchObject({ status: 412, body: { code: 'record.stale' } });
        expect(answer.body.facts.current).toEqual(changed);
      }
    });
    okay(await depositor.patch(draft.id, record!, { title: 'New' }));
    const late = await depositor.patch(draft.id, record!, { title: 'Newer' });
    expect(late).toMatchObject({
      status: 412,
      body: { facts: { current: { title: 'New', version: 2, id: record?.id } } },
    });
  });

  it('keeps what it cannot send: odd names, odd columns, odd files', async () => {
    const name = `${'n'.repeat(199)}😀.tsv`;
    const odd = { constructor: '1', toString: '2', hasOwnProperty: '3', 'ключ "1"': '4' };
    const view = await depositor.upload(
      await depositor.create(),
      sheet({ samples: [sample('A', odd)] }),
      name,
    );
    expect(view.sheet?.name).toBe('n'.repeat(199));
    const [record] = await depositor.records(view.id);
    const answer = await depositor.patch(view.id, record!, { attributes: { toString: { value: '5' } } });
    const tags = okay(answer).attributes.map(({ tag, value }: { tag: string; value: string }) => [
      tag,
      value,
    ]);
    expect(Object.fromEntries(tags)).toMatchObject({ ...odd, toString: '5' });
    const sent = await fetch(`${app.url}/api/v1/submissions/${view.id}/sheet`, {
      headers: { authorization: `Bearer ${depositor.as.token}` },
    });
    expect(sent.headers.get('content-disposition')).toContain('nnn');
  });
});
