// Sheets that cannot be read, and uploads that are none: a refusal with the place and what to do, and nothing stored.
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { expectNothingStored } from '../factories/stored.ts';
import { Desk, form } from '../factories/submissions.ts';
import { type Answer, type Ask, useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;

beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
});

const upload = (view: SubmissionView, body: unknown, ask: Ask = {}): Promise<Answer> =>
  app.request('POST', `submissions/${view.id}/sheets`, {
    as: depositor.as,
    ifMatch: view.version,
    body,
    ...ask,
  });

describe('a sheet that cannot be read', () => {
  const head = 'tax_id\tscientific_name\tsample_alias\tsample_title\tsample_description\tcollection date';
  const row = '4113\tSolanum tuberosum\tA\tLeaf\t\t2021';
  const cases: [name: string, bytes: string | Buffer, place: string, says: RegExp][] = [
    ['is empty', '', 'file', /empty.+Send the sheet/],
    ['holds blanks only', ' \r\n\t\n', 'file', /empty/],
    [
      'has no header',
      `Checklist\tERC000011\n${row}\n`,
      'row 2',
      /none of its cells is sample_alias.+Put the header row/,
    ],
    ['has nothing but a checklist row', 'Checklist\tERC000011\n', 'file', /no header row/],
    ['has a header and no samples', `${head}\n`, 'row 1', /no samples below it.+Add one row/],
    [
      'is an Excel workbook',
      Buffer.from('504b0304140006000800', 'hex'),
      'file',
      /Excel workbook.+save it as tab-delimited text/i,
    ],
    ['is binary', Buffer.from([0x10, 0, 0xff, 0, 0, 7, 0x80, 0, 1, 2, 0, 0]), 'file', /binary file/],
    [
      'has a ragged row',
      `${head}\n${row}\n${row}\tmore\n`,
      'row 3 column G',
      /Row 3 goes on.+column G.+name the column/,
    ],
    [
      'has a column twice',
      `${head}\tcollection date\n${row}\t2022\n`,
      'row 1 column G',
      /twice, in columns F and G\. Remove or rename/,
    ],
    [
      'separates by commas',
      `${head.replaceAll('\t', ',')}\n`,
      'row 1',
      /separated by commas.+Save the sheet/,
    ],
    [
      'names no sample checklist',
      `Checklist\tplants\n${head}\n${row}\n`,
      'row 1 column B',
      /“plants”.+ERC000011/,
    ],
  ];

  it.each(cases)(
    '%s: 422 with the place and what to do, nothing stored',
    async (_name, bytes, place, says) => {
      const draft = await depositor.draft(2);
      await expectNothingStored(app, async () => {
        const answer = await upload(draft, form(bytes));
        expect(answer).toMatchObject({ status: 422, body: { code: 'sheet.unreadable' } });
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(answer.body.errors[0]).toMatchObject({ path: place });
        expect(answer.body.errors[0].message).toMatch(says);
      });
      expect(await depositor.get(draft.id)).toEqual(draft);
    },
  );

  it('has several faults: all are listed', async () => {
    const draft = await depositor.create();
    const text = `${head}\ttax_id\n${row}\t\tx\n${row}\t\ty\n`;
    const answer = await upload(draft, form(text));
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'row 1 column G',
      'row 2 column H',
      'row 3 column H',
    ]);
  });
});

const elsewhere = () => {
  const data = new FormData();
  data.append('sheet', new Blob([sheet({ samples: samples(1) })]), 'a.tsv');
  return data;
};
const text = () => {
  const data = new FormData();
  data.append('file', 'sample_alias');
  return data;
};

describe('an upload that is none', () => {
  const file = Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="file"; filename="a.tsv"\r\n\r\nsample_alias\tx\r\nA\t1`,
  );
  const cases: [name: string, body: () => unknown, type: string | undefined, status: number][] = [
    ['no body', () => undefined, undefined, 422],
    ['JSON', () => ({ file: 'sample_alias' }), undefined, 422],
    ['a file in another field', elsewhere, undefined, 422],
    ['text instead of a file', text, undefined, 422],
    ['multipart without a boundary', () => 'x', 'multipart/form-data', 422],
    ['multipart that is none', () => 'x', 'multipart/form-data; boundary=b', 422],
    ['multipart that breaks off', () => file.toString(), 'multipart/form-data; boundary=b', 422],
    ['the bare sheet', () => 'sample_alias\tx\nA\t1\n', 'text/tab-separated-values', 415],
  ];

  it.each(cases)('%s', async (_name, body, type, status) => {
    const draft = await depositor.create();
    await expectNothingStored(app, async () => {
      const ask = type ? { headers: { 'content-type': type } } : {};
      const answer = await upload(draft, body(), ask);
      expect(answer.status, answer.text).toBe(status);
      expect(answer.body.detail).toMatch(/multipart\/form-data|media type/i);
    });
  });
});
