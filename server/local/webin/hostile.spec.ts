import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute, project, sample, usual } from '../../../test/factories/webin-xml.ts';
import { ADD, set, Trial } from './webin.trial.ts';

const trial = new Trial();
beforeAll(() => trial.start());
afterAll(() => trial.end());

const send = (path: string, body: string, type: string) =>
  trial.call(path, { method: 'POST', body, headers: { 'Content-Type': type } });

const KEYS =
  'alias accession attributes constructor __proto__ files studyRef design organism title toString descriptor platform ' +
  'sequencingProject tag value related_projects';
const key = fc.constantFrom(...KEYS.split(' '));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const lists = fc.constantFrom(
  'projects',
  'studies',
  'samples',
  'experiments',
  'runs',
  'analyses',
  'submission',
);

describe('whatever is sent', () => {
  it('as JSON is answered with a receipt', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(lists, fc.oneof(value, fc.array(value, { maxLength: 3 }))),
        async (document) => {
          const body = JSON.stringify({ submission: { actions: [{ type: 'ADD' }] }, ...document });
          const response = await send('webin-v2/submit', body, 'application/json');
          expect(response.status).toBe(200);
          expect(await response.text()).toContain('<RECEIPT');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('as XML with names that mean something to JavaScript', async () => {
    const related = '<RELATED_PROJECTS><RELATED_PROJECT><constructor/></RELATED_PROJECT></RELATED_PROJECTS>';
    const odd = project('o').replace('</PROJECT>', `${related}</PROJECT>`);
    expect((await trial.v2(ADD, set('PROJECT', odd))).errors).toEqual([]);
    const listed = sample('o', usual + attribute('ENA-CHECKLIST', 'constructor'));
    expect((await trial.v2(ADD, set('SAMPLE', listed))).errors[0]).toContain('does not exist');
    await trial.control('POST', 'settings', { mandatoryFields: { ERC000012: ['host'] } });
    expect((await trial.v2(ADD, set('SAMPLE', listed))).errors).toHaveLength(1);
  });

  it('nested deeply, the sandbox goes on', async () => {
    const deep = `<WEBIN>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</WEBIN>`;
    for (const path of ['webin-v2/submit', 'webin-v2/submit/queue'])
      await send(path, deep, 'application/xml').then((response) => response.text());
    await send(
      'webin-v2/submit/queue',
      `{"samples":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'application/json',
    );
    expect((await trial.v2(ADD, set('SAMPLE', sample('after')))).success).toBe(true);
  });

  it('as the name of an object to look up, nothing is found', async () => {
    for (const name of ['%', '%2e%2e%2f', "'--", '%00', 'ERS1%0d%0a'])
      expect((await trial.call(`drop-box/samples/${name}`)).status).toBe(404);
    expect(await trial.report("samples/x' OR 1=1")).toEqual([]);
  });
});
