import { describe, expect, it } from 'vitest';
import type { JudgedAction, JudgedRequest } from './judgement.ts';
import { judgeAnswer } from './receipt.judge.ts';

const target = { type: 'project', alias: 'p', accession: 'PRJEB990000001' } as const;
const request = (action: JudgedAction): JudgedRequest => ({ action, objects: [target] });
const receipt = (success: string, messages: string, actions = '<ACTIONS/>') =>
  `<RECEIPT receiptDate="2026-11-02T10:55:41Z" success="${success}"><MESSAGES>${messages}</MESSAGES>${actions}</RECEIPT>`;
const info = (type: string, accession: string, status: string) =>
  `<INFO>${type} accession "${accession}" is set to ${status} status.</INFO>`;
const judged = (answer: string, asked: JudgedRequest) => judgeAnswer(Buffer.from(answer), null, asked);

const held = (date: string) =>
  `<RECEIPT success="true"><PROJECT accession="PRJEB990000001" status="PRIVATE" holdUntilDate="${date}Z"/><ACTIONS>HOLD</ACTIONS></RECEIPT>`;

describe('an action on what ENA has', () => {
  it.each([
    ['RELEASE', 'public'],
    ['CANCEL', 'cancelled'],
    ['HOLD', 'private'],
    ['SUPPRESS', 'suppressed'],
    ['SUPPRESS', 'temporary_suppressed'],
    ['KILL', 'killed'],
  ] as const)('%s succeeds when its message says %s, whatever success says', (action, status) => {
    for (const success of ['true', 'false']) {
      const messages = info('STUDY', 'ERP990000001', status) + info('PROJECT', 'PRJEB990000001', status);
      const judgement = judged(receipt(success, messages), request(action));
      expect(judgement).toMatchObject({ outcome: 'accepted', reasons: [] });
      expect(judgement.objects[0]).toMatchObject({
        accession: 'PRJEB990000001',
        status: status.toUpperCase(),
      });
    }
  });

  it.each([
    ['no message', receipt('true', ''), 'does not confirm CANCEL of project PRJEB990000001'],
    [
      'a message about another',
      receipt('true', info('project', 'PRJEB990000002', 'cancelled')),
      'does not confirm',
    ],
    ['another status', receipt('true', info('project', 'PRJEB990000001', 'public')), 'does not confirm'],
    [
      'a message without accession',
      receipt('true', '<INFO>accession is set to cancelled status.</INFO>'),
      'does not confirm',
    ],
    [
      'success with an error',
      receipt('true', `${info('project', 'PRJEB990000001', 'cancelled')}<ERROR>x</ERROR>`),
      'yet has an error',
    ],
    [
      'no word on success',
      receipt('', info('project', 'PRJEB990000001', 'cancelled')),
      'neither that it succeeded',
    ],
    [
      'another action',
      receipt('true', info('project', 'PRJEB990000001', 'cancelled'), '<ACTIONS>RELEASE</ACTIONS>'),
      'is for RELEASE',
    ],
    ['no receipt', '<html/>', 'HTML'],
  ])('needs a person for %s', (_what, answer, reason) => {
    const judgement = judged(answer, request('CANCEL'));
    expect(judgement.outcome).toBe('needs_person');
    expect(judgement.reasons.join()).toContain(reason);
  });

  it('is refused by an error', () => {
    const refused = receipt(
      'false',
      '<ERROR>Object PRJEB990000001 is public and cannot be cancelled.</ERROR>',
    );
    const judgement = judged(refused, request('CANCEL'));
    expect(judgement.outcome).toBe('refused');
    expect(judgement.objects[0]?.errors).toHaveLength(1);
  });

  it('needs a message for each of several objects', () => {
    const both: JudgedRequest = {
      action: 'RELEASE',
      objects: [target, { type: 'sample', alias: 's', accession: 'ERS990000001' }],
    };
    const one = info('project', 'PRJEB990000001', 'public');
    expect(judged(receipt('true', one), both).outcome).toBe('needs_person');
    expect(judged(receipt('true', one + info('sample', 'ERS990000001', 'public')), both).outcome).toBe(
      'accepted',
    );
  });

  it('HOLD may be confirmed by the object with its new date', () => {
    const asked: JudgedRequest = { ...request('HOLD'), holdUntilDate: '2027-12-31' };
    expect(judged(held('2027-12-31'), asked)).toMatchObject({ outcome: 'accepted', warnings: [] });
    expect(judged(held('2027-12-30'), asked).outcome).toBe('needs_person');
    expect(judged(held('2027-12-31').replace('<PROJECT', '<STUDY'), asked).outcome).toBe('needs_person');
    expect(judged(held('2027-12-31').replace('"true"', '"false"'), asked).outcome).toBe('needs_person');
  });
});
