import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReceipt } from '../../src/ena/webin/receipt.reader.ts';
import {
  actions,
  attribute,
  project,
  sample,
  samples,
  study,
  usual,
} from '../../../test/factories/webin-xml.ts';
import type { WebinService } from '../webin.ts';
import { startWebin } from '../webin.ts';

const dir = mkdtempSync(join(tmpdir(), 'webin-'));
let webin: WebinService;
beforeAll(async () => (webin = await startWebin({ dir, log: () => undefined, queueDelayMs: 1 })));
afterAll(async () => {
  await webin.stop();
  rmSync(dir, { recursive: true });
});

const V1 = 'drop-box/submit/';
const V2 = 'webin-v2/submit';
const QUEUE = 'webin-v2/submit/queue';

async function post(
  path: string,
  body: string | FormData,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { ENA_SUBMIT_URL, ENA_USERNAME, ENA_PASSWORD } = webin.env;
  const basic = Buffer.from(`${ENA_USERNAME}:${ENA_PASSWORD}`).toString('base64');
  return fetch(`${ENA_SUBMIT_URL}/${path}`, {
    method: 'POST',
    body,
    headers: { Authorization: `Basic ${basic}`, ...headers },
  });
}

const asXml = { 'Content-Type': 'application/xml' };
async function v2(xml: string) {
  const response = await post(V2, xml, asXml);
  expect(response.status).toBe(200);
  return readReceipt(Buffer.from(await response.arrayBuffer()));
}

function form(parts: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, content] of Object.entries(parts)) {
    if (content.startsWith('<')) data.append(name, new File([content], `${name.toLowerCase()}.xml`));
    else data.append(name, content);
  }
  return data;
}

async function v1(parts: Record<string, string>) {
  const response = await post(V1, form(parts));
  expect(response.status).toBe(200);
  return readReceipt(Buffer.from(await response.arrayBuffer()));
}

const day = (months: number) => {
  const date = new Date();
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
};
const ADD = actions('<ADD/>', `<HOLD HoldUntilDate="${day(6)}"/>`);
const webinXml = (submission: string, objects: string) => `<WEBIN>${submission}${objects}</WEBIN>`;

let count = 0;
const fresh = () => `A${++count}`;

const until = async (submission: string) =>
  (await v2(webinXml(submission, samples(sample(fresh()))))).objects[0]?.holdUntilDate;

describe('v1', () => {
  it('takes ACTION and HOLD_DATE instead of a submission', async () => {
    const holdUntilDate = day(3);
    const [year, month, date] = holdUntilDate.split('-');
    const receipt = await v1({
      ACTION: 'ADD',
      HOLD_DATE: `${date}-${month}-${year}`,
      SAMPLE: sample(fresh()),
    });
    expect(receipt).toMatchObject({
      success: true,
      actions: ['ADD', 'HOLD'],
      submission: { alias: expect.stringMatching(/^SUBMISSION-\d\d-\d\d-\d{4}-\d\d:\d\d:\d\d:\d{3}$/) },
      objects: [{ type: 'sample', status: 'PRIVATE', holdUntilDate }],
    });
    expect((await v1({ ACTION: 'VALIDATE', SAMPLE: sample(fresh()) })).actions).toEqual(['VALIDATE', 'ADD']);
  });

  it('registers studies with their project', async () => {
    const receipt = await v1({ SUBMISSION: ADD, STUDY: study });
    expect(receipt.objects).toMatchObject([
      {
        type: 'study',
        accession: expect.stringMatching(/^ERP99/),
        externalAccessions: [{ type: 'project', accession: expect.stringMatching(/^PRJEB99/) }],
      },
    ]);
  });

  it('says of a broken file what ENA says, and no more', async () => {
    const receipt = await v1({ SUBMISSION: ADD, SAMPLE: '<SAMPLE_SET><SAMPLE>' });
    expect(receipt).toMatchObject({
      success: false,
      errors: ['sample xml is not valid, error parsing the file: "sample.xml".'],
      submission: null,
      submissionFile: null,
      actions: [],
    });
    const bomb = '<!DOCTYPE SAMPLE_SET [<!ENTITY a "x">]>' + samples(sample(fresh()));
    const data = form({ SUBMISSION: ADD });
    data.append('SAMPLE', new File([bomb], 's.xml'));
    expect(await (await post(V1, data)).text()).toContain('error parsing the file: "s.xml".');
  });
});

describe('requests that are turned away', () => {
  it.each([
    ['v2 without a file name', QUEUE, () => form({ file: 'x' }), {}, 400],
    ['v2 with another part', QUEUE, () => form({ document: '<WEBIN/>' }), {}, 400],
    ['v1 without file names', V1, () => form({ SUBMISSION: 'x' }), {}, 400],
    ['v1 without anything', V1, () => form({ OTHER: '<a/>' }), {}, 400],
    ['v1 that is not multipart', V1, () => ADD, asXml, 415],
    ['v2 in another form', V2, () => 'x', { 'Content-Type': 'text/plain' }, 415],
    ['a broken multipart body', V2, () => 'x', { 'Content-Type': 'multipart/form-data; boundary=y' }, 400],
    ['more than 15 MB', V2, () => 'x'.repeat(16 * 1024 * 1024), asXml, 413],
    ['no password', V2, () => 'x', { ...asXml, Authorization: '' }, 401],
    ['another password', V2, () => 'x', { ...asXml, Authorization: 'Basic V2ViaW4tNDAwMDA6eA==' }, 401],
    ['a path that is none', 'webin-v2/nothing', () => 'x', asXml, 404],
  ])('%s: %s', async (_what, path, body, headers, status) => {
    expect((await post(path, body(), headers)).status).toBe(status);
  });
});

describe('v2', () => {
  it('answers in JSON when asked to', async () => {
    const alias = fresh();
    const response = await post(V2, webinXml(ADD, samples(sample(alias))), {
      ...asXml,
      Accept: 'application/json',
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.toString()).toMatch(/^\{"success":true,/);
    expect(readReceipt(bytes)).toMatchObject({
      format: 'json',
      success: true,
      objects: [{ type: 'sample', alias, externalAccessions: [{ type: 'biosample' }] }],
    });
  });

  it('takes a file with a name', async () => {
    const response = await post(QUEUE, form({ file: webinXml(ADD, samples(sample(fresh()))) }));
    expect(await response.json()).toMatchObject({ submissionId: expect.stringMatching(/^ERA99/) });
  });

  it('refuses in the words of its schemas', async () => {
    expect(
      await v2(webinXml(ADD, `<PROJECT_SET>${project(fresh(), 'Potatoes of Peru')}</PROJECT_SET>`)),
    ).toMatchObject({
      success: false,
      objects: [],
      submission: { accession: null, alias: expect.stringContaining('SUBMISSION-') },
      errors: [
        'Failed to validate project xml, error: string length (16) is less than minLength facet (20) for type of TITLE element in ProjectType',
      ],
      actions: ['ADD', 'HOLD'],
    });
    expect((await v2(webinXml(ADD, samples(sample(fresh(), usual, 'potato'))))).errors).toEqual([
      'Failed to validate sample xml, error: Invalid decimal value: expected at least one digit',
    ]);
  });

  it.each([
    [
      'no country',
      attribute('collection date', '2021'),
      "Reason: must have required property 'geographic location (country and/or sea)'",
    ],
    [
      'a date that is none',
      attribute('collection date', 'May') + usual,
      'Attribute: collection date; Reason: must match pattern',
    ],
    ['a field twice', usual + usual, 'Attribute: collection date; Reason: must NOT have more than 1 items'],
    [
      'degrees without a unit',
      usual + attribute('geographic location (latitude)', '1'),
      "Reason: must have required property 'unit'",
    ],
    [
      'a checklist nobody has',
      usual + attribute('ENA-CHECKLIST', 'ERC000099'),
      'Checklist "ERC000099" does not exist',
    ],
  ])('refuses a sample with %s', async (_what, attributes, text) => {
    const alias = fresh();
    const receipt = await v2(webinXml(ADD, samples(sample(alias, attributes), sample(fresh()))));
    expect(receipt).toMatchObject({
      success: false,
      objects: [{ alias, accession: null }, { accession: null }],
    });
    expect(receipt.errors.join('\n')).toContain(text);
  });

  it('takes what is missing for a reason, in the terms for it', async () => {
    const missing =
      attribute('collection date', 'missing: lab stock') +
      attribute('geographic location (country and/or sea)', 'not collected');
    const degrees =
      attribute('geographic location (latitude)', '-11.2', 'DD') +
      attribute('geographic location (longitude)', 'not collected');
    expect((await v2(webinXml(ADD, samples(sample(fresh(), missing + degrees))))).success).toBe(true);
  });

  it.each([
    ['more than two years', actions('<ADD/>', `<HOLD HoldUntilDate="${day(25)}"/>`), 'more than two years'],
    ['the past', actions('<ADD/>', '<HOLD HoldUntilDate="2020-01-01"/>'), 'is in the past'],
    ['no date', actions('<ADD/>', '<HOLD HoldUntilDate="2027-02-30"/>'), 'Invalid date value'],
  ])('refuses to hold until %s', async (_what, submission, text) => {
    expect((await v2(webinXml(submission, samples(sample(fresh()))))).errors[0]).toContain(text);
  });

  it('holds for two years without a date, and for two months without HOLD', async () => {
    for (const [given, months] of [
      [['<ADD/>', '<HOLD/>'], 24],
      [['<ADD/>'], 2],
    ] as const) {
      const before = day(months);
      const told = await until(actions(...given));
      expect([before, day(months)]).toContain(told); // midnight may pass meanwhile
    }
  });

  it('registers everything or nothing, and an alias once', async () => {
    const [one, two] = [fresh(), fresh()];
    expect((await v2(webinXml(ADD, samples(sample(one))))).success).toBe(true);
    const receipt = await v2(webinXml(ADD, samples(sample(two), sample(one))));
    expect(receipt.errors).toEqual([
      expect.stringMatching(
        `^In sample, alias: "${one}". The object being added already exists in the submission account with accession: "ERS99[0-9]{7}".$`,
      ),
    ]);
    expect((await v2(webinXml(ADD, samples(sample(two))))).success).toBe(true);
    expect((await v2(webinXml(ADD, `<PROJECT_SET>${project(one)}</PROJECT_SET>`))).success).toBe(true);
    const three = fresh();
    expect((await v2(webinXml(ADD, samples(sample(three), sample(three))))).errors).toEqual([
      `The sample alias (${three}) found more than once but sample alias must be unique.`,
    ]);
  });

  it.each([
    ['nothing', ADD, '', 'The submission must contain at least one object'],
    ['a taxon too high', ADD, samples(sample('x', usual, '2')), 'Taxon Bacteria id 2 is not submittable.'],
    ['a sample without alias', ADD, samples(sample('')), 'Missing alias'],
    [
      'no action',
      actions(`<HOLD HoldUntilDate="${day(1)}"/>`),
      samples(sample('x')),
      'no action that could be carried out',
    ],
    [
      'an action for ENA alone',
      actions('<SUPPRESS target="ERS990000001"/>'),
      '',
      'The action SUPPRESS is not permitted for submission account Webin-40000.',
    ],
    [
      'an unknown submission',
      actions('<RECEIPT target="nobody"/>'),
      '',
      'Failed to find submission "nobody".',
    ],
    ['an unknown set', ADD, '<THING_SET/>', 'webin xml is not valid'],
    ['another root', '', '', 'webin xml is not valid'],
  ])('refuses %s', async (what, submission, objects, text) => {
    const receipt = await v2(what === 'another root' ? samples(sample('x')) : webinXml(submission, objects));
    expect(receipt.success).toBe(false);
    expect(receipt.errors[0]).toContain(text);
  });
});
