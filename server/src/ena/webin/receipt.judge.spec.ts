import { describe, expect, it } from 'vitest';
import type { JudgedRequest } from './judgement.ts';
import { judgeAnswer } from './receipt.judge.ts';

const PROJECT =
  '<PROJECT accession="PRJEB990000001" alias="p" status="PRIVATE" holdUntilDate="2027-03-07Z"><EXT_ID accession="ERP990000001" type="study"/></PROJECT>';
const sampleXml = (alias: string, n: number) =>
  `<SAMPLE accession="ERS99000000${n}" alias="${alias}" status="PRIVATE" holdUntilDate="2027-03-07Z"><EXT_ID accession="SAMEA99000000${n}" type="biosample"/></SAMPLE>`;
const S1 = sampleXml('s1', 1);
const S2 = sampleXml('s2', 2);
const HELD = '<INFO>All objects in this submission are set to private status (HOLD).</INFO>';
const TEST = '<INFO>This submission is a TEST submission and will be discarded within 24 hours</INFO>';

const xml = (inner: string, success = 'true', actions = '<ACTIONS>ADD</ACTIONS><ACTIONS>HOLD</ACTIONS>') =>
  `<RECEIPT receiptDate="2026-11-02T10:55:41Z" success="${success}">${inner}<SUBMISSION accession="ERA990000001" alias="S"/>${actions}</RECEIPT>`;
const error = (...texts: string[]) =>
  `<MESSAGES>${texts.map((text) => `<ERROR>${text}</ERROR>`).join('')}</MESSAGES>`;

const add: JudgedRequest = {
  action: 'ADD',
  objects: [
    { type: 'project', alias: 'p' },
    { type: 'sample', alias: 's1' },
    { type: 'sample', alias: 's2' },
  ],
};
const judged = (answer: string, request: JudgedRequest = add) =>
  judgeAnswer(Buffer.from(answer), null, request);
const good = `${S2}${S1}${PROJECT}<MESSAGES>${HELD}</MESSAGES>`;

describe('a registration', () => {
  it('is accepted when every condition holds', () => {
    const judgement = judged(xml(good));
    expect(judgement).toMatchObject({ outcome: 'accepted', reasons: [], warnings: [], isTest: false });
    expect(judgement.submissionAccession).toBe('ERA990000001');
    expect(judgement.objects).toEqual([
      {
        type: 'project',
        alias: 'p',
        accession: 'PRJEB990000001',
        externalAccessions: [{ type: 'study', accession: 'ERP990000001' }],
        status: 'PRIVATE',
        holdUntilDate: '2027-03-07',
        errors: [],
        existingAccession: null,
      },
      expect.objectContaining({ alias: 's1', accession: 'ERS990000001' }),
      expect.objectContaining({
        alias: 's2',
        externalAccessions: [{ type: 'biosample', accession: 'SAMEA990000002' }],
      }),
    ]);
    expect(judged(xml(good, 'TRUE', '<ACTIONS/>')).outcome).toBe('accepted');
    expect(judged(xml(`${good}<MESSAGES>${TEST}</MESSAGES>`))).toMatchObject({
      outcome: 'accepted',
      isTest: true,
    });
    // An umbrella project has no study.
    expect(judged(xml(good.replace(/<EXT_ID accession="ERP[^>]*>/, ''))).outcome).toBe('accepted');
  });

  it.each([
    ['success with an error', xml(good + error('odd')), 'reports success and yet has an error: odd'],
    ['success with an empty error', xml(good + error('')), 'reports success and yet has an error'],
    [
      'success with an error in an odd place',
      xml(good.replace('</PROJECT>', '<NOTE><error>deep</error></NOTE></PROJECT>')),
      'yet has an error: deep',
    ],
    [
      'success that was undone',
      xml(`${good}<INFO>Submission has been rolled back.</INFO>`),
      'was rolled back',
    ],
    ['no word on success', xml(good, 'maybe'), 'neither that it succeeded nor that it failed'],
    ['failure without an error', xml(good, 'false'), 'reports failure without an error'],
    ['an object missing', xml(good.replace(S2, '')), 'does not list sample "s2"'],
    ['an object twice', xml(good + S2), 'lists sample "s2" 2 times'],
    [
      'no accession',
      xml(good.replace('accession="ERS990000002"', 'accession=""')),
      'has no accession for sample "s2"',
    ],
    ['an object nobody sent', xml(good + sampleXml('s3', 3)), 'lists sample "s3", which was not sent'],
    ['somebody else’s receipt', xml(sampleXml('other', 7)), 'lists sample "other", which was not sent'],
    ['an alias in another case', xml(good.replace('alias="s1"', 'alias="S1"')), 'does not list sample "s1"'],
    [
      'an alias under another type',
      xml(good.replace('<PROJECT', '<STUDY').replace('</PROJECT', '</STUDY')),
      'lists study "p", which was not sent',
    ],
    [
      'an accession of another type',
      xml(good.replace('"ERS990000002"', '"ERX990000002"')),
      'ERX990000002 is no accession of a sample',
    ],
    [
      'a BioSample as the accession',
      xml(good.replace('"ERS990000002"', '"SAMEA5"')),
      'SAMEA5 is no accession of a sample',
    ],
    ['an accession in lower case', xml(good.replace('"ERS990000002"', '"ers990000002"')), 'is no accession'],
    [
      'no BioSample',
      xml(good.replace(/<EXT_ID accession="SAMEA990000002"[^>]*>/, '')),
      'has no BioSample for sample "s2"',
    ],
    [
      'two BioSamples',
      xml(good.replace('</SAMPLE>', '<EXT_ID accession="SAMEA8" type="biosample"/></SAMPLE>')),
      'several BioSamples',
    ],
    [
      'a BioSample that is none',
      xml(good.replace('"SAMEA990000002"', '"ERS990000009"')),
      'ERS990000009 is no biosample accession',
    ],
    ['an empty study', xml(good.replace('"ERP990000001"', '""')), 'Nothing is no study accession'],
    [
      'one accession for two',
      xml(good.replace('"ERS990000002"', '"ERS990000001"')),
      'ERS990000001 is given to sample "s1" and to sample "s2"',
    ],
    [
      'one BioSample for two',
      xml(good.replace('"SAMEA990000002"', '"SAMEA990000001"')),
      'SAMEA990000001 is given to',
    ],
    [
      'the receipt of another action',
      xml(good, 'true', '<ACTIONS>MODIFY</ACTIONS>'),
      'is for MODIFY, not for ADD',
    ],
    ['an empty receipt', '<RECEIPT success="true"/>', 'does not list project "p"'],
    ['a receipt cut off', xml(good).slice(0, 400), 'not well-formed XML'],
    ['an HTML page', '<html><body>Sorry</body></html>', 'an HTML page'],
    ['plain text', 'OK', 'neither XML nor JSON'],
    ['nothing', '', 'is empty'],
  ])('needs a person for %s', (_what, answer, reason) => {
    const judgement = judged(answer);
    expect(judgement.outcome).toBe('needs_person');
    expect(judgement.reasons.join('\n')).toContain(reason);
    expect(judgement.objects.map(({ alias }) => alias)).toEqual(['p', 's1', 's2']);
  });

  it('never takes a receipt of the test service for one of production', () => {
    const answer = xml(`${good}<MESSAGES>${TEST}</MESSAGES>`);
    expect(judged(answer, { ...add, environment: 'production' }).outcome).toBe('needs_person');
    expect(judged(answer, { ...add, environment: 'test' }).outcome).toBe('accepted');
    expect(judged(xml(good), { ...add, environment: 'production' }).outcome).toBe('accepted');
  });

  it('warns of another hold date', () => {
    expect(judged(xml(good), { ...add, holdUntilDate: '2027-03-07' }).warnings).toEqual([]);
    const later = judged(xml(good), { ...add, holdUntilDate: '2027-03-08' });
    expect(later.outcome).toBe('accepted');
    expect(later.warnings).toContain('project "p" is held until 2027-03-07, not 2027-03-08.');
    const open = xml(good.replace('status="PRIVATE"', 'status="PUBLIC"'));
    expect(judged(open, { ...add, holdUntilDate: '2027-03-07' }).warnings).toEqual([
      'sample "s2" is already public.',
    ]);
    expect(judged(open, { ...add, holdUntilDate: '2026-11-02' }).warnings).toContain(
      'sample "s2" is held until 2027-03-07, not 2026-11-02.',
    );
  });

  it('that is odd throughout names the first oddities', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ type: 'sample', alias: `x${n}` }) as const);
    const { reasons } = judged(xml(''), { action: 'ADD', objects: many });
    expect([reasons.length, reasons.at(-1)]).toEqual([51, 'And 10 more like these.']);
  });

  it('of nothing confirms nothing', () => {
    expect(judged(xml(''), { action: 'ADD', objects: [] }).outcome).toBe('needs_person');
  });
});

const exists = (type: string, alias: string, accession: string) =>
  `In ${type}, alias: "${alias}". The object being added already exists in the submission account with accession: "${accession}".`;

describe('a refusal', () => {
  it('says which record is wrong, and where', () => {
    const judgement = judged(
      xml(
        '<SAMPLE alias="s1" status="PRIVATE"/><SAMPLE alias="s2" status="PRIVATE"/><PROJECT alias="p" status="PRIVATE"/>' +
          error(
            exists('project', 'p', 'PRJEB990000005'),
            'Sample: s2; Attribute: collection date; Reason: must match pattern ^x$',
            'Sample: s2; Reason: must have required property collection date',
            'Something about nobody',
          ),
        'false',
      ),
    );
    expect(judgement.outcome).toBe('refused');
    expect(judgement.reasons).toEqual(['Something about nobody']);
    const [project, s1, s2] = judgement.objects;
    expect(project).toMatchObject({ accession: null, existingAccession: 'PRJEB990000005' });
    expect(s1?.errors).toEqual([]);
    expect(s2?.errors.map(({ attribute }) => attribute)).toEqual(['collection date', null]);
  });

  it('needs no echo of the objects', () => {
    expect(judged(xml(error('Failed to validate sample xml, error: x'), 'false', '')).outcome).toBe(
      'refused',
    );
    expect(judged(xml(error(exists('submission', 'SUB', 'ERA990000001')), 'false')).outcome).toBe('refused');
  });

  it.each([
    ['lists what was not sent', '<SAMPLE alias="other"/>' + error('x'), 'lists sample "other"'],
    ['speaks only of what was not sent', error('In sample, alias: "other". Bad.'), 'names sample "other"'],
    ['hands out an accession', S1 + error('x'), 'reports failure and yet has an accession for sample "s1"'],
  ])('needs a person when it %s', (_what, inner, reason) => {
    const judgement = judged(xml(inner, 'false'));
    expect(judgement.outcome).toBe('needs_person');
    expect(judgement.reasons.join()).toContain(reason);
  });

  it('does not believe an existing accession of another type', () => {
    const judgement = judged(xml(error(exists('sample', 's1', 'PRJEB1')), 'false'));
    expect(judgement.objects[1]).toMatchObject({ existingAccession: null, errors: [{ attribute: null }] });
  });
});

describe('a dry run', () => {
  const dry: JudgedRequest = { ...add, action: 'VALIDATE' };
  const actions = '<ACTIONS>VALIDATE</ACTIONS><ACTIONS>ADD</ACTIONS>';
  it('succeeds with or without its objects, but not with accessions', () => {
    expect(judged('<RECEIPT success="true"><ACTIONS>VALIDATE</ACTIONS></RECEIPT>', dry).outcome).toBe(
      'accepted',
    );
    expect(judged(xml('<SAMPLE alias="s1"/>', 'true', actions), dry).outcome).toBe('accepted');
    expect(judged(xml(S1, 'true', actions), dry).reasons).toEqual([
      'The receipt of a dry run has an accession for sample "s1".',
    ]);
    expect(judged(xml('<SAMPLE alias="sX"/>', 'true', actions), dry).outcome).toBe('needs_person');
    expect(judged(xml(error('no'), 'false', actions), dry).outcome).toBe('refused');
  });
});

describe('a change of what is registered', () => {
  const modify: JudgedRequest = {
    action: 'MODIFY',
    objects: [{ type: 'project', alias: 'p', accession: 'PRJEB990000001' }],
  };
  it('must be of that object', () => {
    const plain = '<PROJECT accession="PRJEB990000001" alias="p" status="PUBLIC"/>';
    expect(judged(xml(plain, 'true', '<ACTIONS>MODIFY</ACTIONS>'), modify).outcome).toBe('accepted');
    const other = plain.replace('0001"', '0002"');
    expect(judged(xml(other, 'true', '<ACTIONS>MODIFY</ACTIONS>'), modify).outcome).toBe('needs_person');
    const refused =
      plain + error('In project, alias: "p", accession: "PRJEB990000001". Missing center name.');
    expect(judged(xml(refused, 'false', '<ACTIONS>MODIFY</ACTIONS>'), modify).outcome).toBe('refused');
  });

  it('may be looked up later, whatever the actions were then', () => {
    const lookup: JudgedRequest = { ...add, action: 'RECEIPT' };
    expect(judged(xml(good), lookup).outcome).toBe('accepted');
    expect(judged(xml(good.replace(S1, '')), lookup).outcome).toBe('needs_person');
    expect(
      judged(xml(error('No such submission.'), 'false', '<ACTIONS>RECEIPT</ACTIONS>'), lookup).outcome,
    ).toBe('refused');
  });
});
