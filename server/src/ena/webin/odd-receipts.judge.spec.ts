import { describe, expect, it } from 'vitest';
import { missingFile } from './error-text.ts';
import type { JudgedAction, JudgedRequest, Outcome } from './judgement.ts';
import { judgeAnswer } from './receipt.judge.ts';

const objects = [
  { type: 'experiment', alias: 'e' },
  { type: 'run', alias: 'r' },
  { type: 'analysis', alias: 'a' },
] as const;
const adding: JudgedRequest = { action: 'ADD', objects, holdUntilDate: '2027-06-30' };
const all =
  '<EXPERIMENT accession="ERX990000001" alias="e" status="PRIVATE"/>' +
  '<RUN accession="ERR990000001" alias="r" status="PRIVATE"/>' +
  '<ANALYSIS accession="ERZ990000001" alias="a" status="PRIVATE"/>';
const receipt = (
  inner: string,
  success = 'true',
  actions = '<ACTIONS>ADD</ACTIONS><ACTIONS>HOLD</ACTIONS>',
) => `<RECEIPT receiptDate="2026-11-02T10:55:41Z" success="${success}">${inner}${actions}</RECEIPT>`;
const messages = (...texts: string[]) => `<MESSAGES>${texts.join('')}</MESSAGES>`;
const error = (text: string) => `<ERROR>${text}</ERROR>`;
const info = (text: string) => `<INFO>${text}</INFO>`;
const judged = (answer: string, request: JudgedRequest) => judgeAnswer(Buffer.from(answer), null, request);
const outcomes = (cases: [string, string, Outcome, string?][], request: JudgedRequest) =>
  it.each(cases)('%s', (_what, answer, outcome, reason) => {
    const judgement = judged(answer, request);
    expect([judgement.outcome, judgement.reasons]).toEqual([outcome, expect.anything()]);
    if (reason !== undefined) expect(judgement.reasons.join('\n')).toContain(reason);
  });

describe('experiments, runs and analyses that were added', () => {
  outcomes(
    [
      ['all there', receipt(all), 'accepted'],
      [
        'in any order, in a namespace, with a study beside',
        receipt(all.replace(/(<EXP[^>]*>)(.*)/, '$2$1')),
        'accepted',
      ],
      ['without a word on their status', receipt(all.replaceAll(' status="PRIVATE"', '')), 'accepted'],
      ['one missing', receipt(all.replace(/<RUN.*?>/, '')), 'needs_person', 'does not list run "r"'],
      ['one twice', receipt(all + all), 'needs_person', '2 times'],
      [
        'the run with the accession of an experiment',
        receipt(all.replace('ERR99', 'ERX99')),
        'needs_person',
        'no accession of a run',
      ],
      ['two with one accession', receipt(all.replace('ERZ990000001', 'ERR990000001')), 'needs_person'],
      [
        'the run listed as an analysis',
        receipt(all.replace('<RUN', '<ANALYSIS')),
        'needs_person',
        'analysis "r", which was not sent',
      ],
      ['one cancelled at once', receipt(all.replace('PRIVATE', 'CANCELLED')), 'needs_person', 'is cancelled'],
      ['one suppressed for a time', receipt(all.replace('PRIVATE', 'TEMPORARY_SUPPRESSED')), 'needs_person'],
      ['a submission without accession', receipt(`${all}<SUBMISSION alias="s" accession=""/>`), 'accepted'],
      [
        'only modified',
        receipt(all, 'true', '<ACTIONS>MODIFY</ACTIONS>'),
        'needs_person',
        'is for MODIFY, not for ADD',
      ],
      ['no word on what was done', receipt(all, 'true', '<ACTIONS/>'), 'accepted'],
      ['alias in another case', receipt(all.replace('alias="r"', 'alias="R"')), 'needs_person'],
      [
        'a sample that nobody sent',
        receipt(`${all}<SAMPLE alias="s" accession="ERS990000001"/>`),
        'needs_person',
      ],
      [
        'success and rolled back',
        receipt(all + messages(info('Submission has been rolled back.'))),
        'needs_person',
        'rolled back',
      ],
      ['cut off', receipt(all).slice(0, -20), 'needs_person'],
    ],
    adding,
  );

  it('is refused with each error at its record', () => {
    const text = (type: string, alias: string, rest: string) => error(`In ${type}, alias: "${alias}"${rest}`);
    const judgement = judged(
      receipt(
        all.replaceAll(/accession="[^"]*" /g, '') +
          messages(
            text(
              'experiment',
              'e',
              ', accession: "", In reference: "STUDY_REF", reference alias: "p", reference accession: "". Failed to find referenced study, alias "p".',
            ),
            text('run', 'r', '. File "x/a b.bam" does not exist in the upload area.'),
            text(
              'analysis',
              'a',
              '. The object being added already exists in the submission account with accession: "ERZ990000007".',
            ),
            error('Sample in experiment is null'),
          ),
        'false',
      ),
      adding,
    );
    expect(judgement.outcome).toBe('refused');
    expect(judgement.objects.map(({ errors }) => errors.length)).toEqual([1, 1, 1]);
    expect(judgement.objects[2]?.existingAccession).toBe('ERZ990000007');
    expect(missingFile(judgement.objects[1]?.errors[0]?.text ?? '')).toBe('x/a b.bam');
    expect(judgement.reasons).toEqual(['Sample in experiment is null']);
  });

  it('is not told the accession of another type', () => {
    const text =
      'In run, alias: "r". The object being added already exists in the submission account with accession: "ERX990000001".';
    expect(judged(receipt(messages(error(text)), 'false'), adding).objects[1]?.existingAccession).toBeNull();
  });
});

describe('objects that were replaced', () => {
  const target = [{ type: 'run', alias: 'r', accession: 'ERR990000001' }] as const;
  const modified = (inner: string, success = 'true') => receipt(inner, success, '<ACTIONS>MODIFY</ACTIONS>');
  const run = '<RUN accession="ERR990000001" alias="r" status="PUBLIC"/>';
  const unchanged = info(
    'The XML md5 checksum for the object being updated has not changed. No update required for ERR990000001.',
  );
  outcomes(
    [
      ['as asked', modified(`${run}<SUBMISSION accession="" alias="s"/>`), 'accepted'],
      ['not changed by it', modified(run + messages(unchanged)), 'accepted'],
      [
        'under another accession',
        modified(run.replace('1" alias', '2" alias')),
        'needs_person',
        'which is ERR990000001',
      ],
      ['only added', receipt(run), 'needs_person', 'not for MODIFY'],
      [
        'unknown to ENA',
        modified(
          messages(error('In run, alias: "r". No new objects can be added with MODIFY action.')),
          'false',
        ),
        'refused',
      ],
      [
        'with another file name',
        modified(
          messages(
            error(
              'In filename: "a.bam", filetype: "bam". File names are not allowed to change during update. Missing file name: a.bam.',
            ),
          ),
          'false',
        ),
        'refused',
        'File names are not allowed',
      ],
      [
        'and an error, with success',
        modified(run + messages(error('x'))),
        'needs_person',
        'yet has an error',
      ],
      ['without a run', modified(''), 'needs_person', 'does not list'],
    ],
    { action: 'MODIFY', objects: target },
  );

  it('and are gone are told of, their accession stands', () => {
    const judgement = judged(modified(run.replace('PUBLIC', 'SUPPRESSED')), {
      action: 'MODIFY',
      objects: target,
    });
    expect(judgement).toMatchObject({ outcome: 'accepted', warnings: ['run "r" is suppressed.'] });
    const found = judged(receipt(all.replace('PRIVATE', 'CANCELLED')), { ...adding, action: 'RECEIPT' });
    expect(found).toMatchObject({ outcome: 'accepted', warnings: ['experiment "e" is cancelled.'] });
  });
});

describe('changes of status', () => {
  const target = [{ type: 'experiment', alias: 'e', accession: 'ERX990000001' }] as const;
  const request = (action: JudgedAction): JudgedRequest => ({
    action,
    objects: target,
    holdUntilDate: '2027-01-31',
  });
  const said = (text: string, success = 'true', actions = '<ACTIONS/>') =>
    receipt(messages(info(text)), success, actions);
  const cancelled = 'EXPERIMENT accession "ERX990000001" is set to cancelled status.';

  it('cancel with everything below', () => {
    const below = info('RUN accession "ERR990000001" is set to cancelled status.');
    const judgement = judged(
      receipt(messages(info(cancelled), below), 'false', '<ACTIONS/>'),
      request('CANCEL'),
    );
    expect(judgement).toMatchObject({
      outcome: 'accepted',
      objects: [{ status: 'CANCELLED', accession: 'ERX990000001' }],
    });
  });

  it.each([
    ['a run below, not it', 'CANCEL', said('RUN accession "ERR990000001" is set to cancelled status.')],
    ['the alias instead', 'CANCEL', said('EXPERIMENT accession "e" is set to cancelled status.')],
    ['the opposite', 'CANCEL', said('EXPERIMENT accession "ERX990000001" is not set to cancelled status.')],
    [
      'what an error takes back',
      'CANCEL',
      receipt(messages(info(cancelled), error('x')), 'true', '<ACTIONS/>'),
    ],
    ['another day', 'HOLD', said('experiment accession "ERX990000001" hold date is set to 2027-01-30.')],
    [
      'a hold that failed',
      'HOLD',
      said('experiment accession "ERX990000001" hold date is set to 2027-01-31.', 'false'),
    ],
    ['a publication', 'HOLD', said('experiment accession "ERX990000001" is set to public status.')],
  ] as const)('are not believed for %s', (_what, action, answer) => {
    expect(judged(answer, request(action)).outcome).toBe('needs_person');
  });

  it.each(['2027-01-31', '31-01-2027'])('hold until %s, in whatever words', (date) => {
    const answer = said(
      `experiment accession "ERX990000001": hold date changed to ${date}.`,
      'true',
      '<ACTIONS>HOLD</ACTIONS>',
    );
    expect(judged(answer, request('HOLD')).outcome).toBe('accepted');
  });
});

it('a file that is not there yet has a name in both forms of the message', () => {
  expect(missingFile('In run, alias: "r". File "a.bam" does not exist in the upload area.')).toBe('a.bam');
  expect(missingFile('In run, alias:"r", accession:"". File size(bytes) for in/a.bam :  is null')).toBe(
    'in/a.bam',
  );
  expect(missingFile('In run, alias: "r". Invalid file checksum')).toBeNull();
});
