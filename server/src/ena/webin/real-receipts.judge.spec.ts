import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JudgedAction, JudgedRequest, RequestedObject } from './judgement.ts';
import { judgeAnswer } from './receipt.judge.ts';
import { readReceipt } from './receipt.reader.ts';
import type { WebinObjectType } from './webin-object.ts';

const receipts = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'receipts');

const bytesOf = (file: string) => readFileSync(join(receipts, file));

const asked = (action: JudgedAction, ...objects: RequestedObject[]): JudgedRequest => ({ action, objects });

const judged = (file: string, request: JudgedRequest) =>
  judgeAnswer(bytesOf(file), 'application/xml', request);
/** The request that the receipt answers, from its own list. */
const own = (file: string) =>
  readReceipt(bytesOf(file)).objects.map(({ type, alias }) => ({
    type: type as WebinObjectType,
    alias: alias ?? '',
  }));

describe.skipIf(!existsSync(receipts))(`real receipts in ${receipts} (skipped without SEQDB_SHARED)`, () => {
  it.each([
    'docs__receipt_success_exp_run_sample_project.xml',
    'receipt__prod_add_hold_exp_run_2projects.xml',
  ])('%s is accepted for its own request and for no other', (file) => {
    const objects = own(file);
    const judgement = judged(file, { action: 'ADD', objects, environment: 'production' });
    expect(judgement).toMatchObject({ outcome: 'accepted', reasons: [], isTest: false });
    expect(
      judgement.objects.every(({ accession, errors }) => accession !== null && errors.length === 0),
    ).toBe(true);
    expect(judged(file, asked('ADD', ...objects.slice(1))).outcome).toBe('needs_person');
    expect(judged(file, asked('ADD', ...objects, { type: 'sample', alias: 'x' })).outcome).toBe(
      'needs_person',
    );
    expect(judged(file, asked('MODIFY', ...objects)).outcome).toBe('needs_person');
  });

  it('changes without effect, and in the test service', () => {
    const file = 'receipt__prod_modify_no_change_md5.xml';
    expect(judged(file, asked('MODIFY', ...own(file))).outcome).toBe('accepted');
    const test = 'webin-xml__receipt__receipt-private.xml';
    const request = asked('MODIFY', ...own(test));
    expect(judged(test, request)).toMatchObject({ outcome: 'accepted', isTest: true });
    expect(judged(test, { ...request, environment: 'production' }).outcome).toBe('needs_person');
  });

  it('release and cancel are confirmed by their message', () => {
    const project: RequestedObject = { type: 'project', alias: 'p', accession: 'PRJEB96369' };
    const run: RequestedObject = { type: 'run', alias: 'r', accession: 'ERR15464846' };
    expect(judged('receipt__prod_release.xml', asked('RELEASE', project)).outcome).toBe('accepted');
    expect(judged('receipt__prod_cancel_run.xml', asked('CANCEL', run)).outcome).toBe('accepted');
    expect(judged('receipt__prod_cancel_run.xml', asked('RELEASE', run)).outcome).toBe('needs_person');
    expect(
      judged('receipt__prod_release.xml', asked('RELEASE', { ...project, accession: 'PRJEB1' })).outcome,
    ).toBe('needs_person');
    expect(judged('receipt__prod_release.xml', asked('ADD', project)).outcome).toBe('needs_person');
  });

  it.each([
    ['docs__receipt_failure.xml', 'project', 'p', 0],
    ['receipt__prod_fail_schema_minlength.xml', 'project', 'p', 1],
    ['receipt__prod_fail_xml_not_parseable.xml', 'experiment', 'e', 1],
    ['receipt__test_fail_duplicate_project.xml', 'project', 'project_1', 1],
    ['receipt__test_fail_experiment_ref_study_not_found.xml', 'experiment', 'seq_protocol_1', 1],
  ] as const)('%s is a refusal', (file, type, alias, ownErrors) => {
    const judgement = judged(file, asked('ADD', { type, alias }));
    expect(judgement.outcome).toBe('refused');
    expect(judgement.objects[0]?.errors).toHaveLength(ownErrors);
    expect(judgement.reasons).toHaveLength(1 - ownErrors);
  });

  it('an object that exists is named with its accession', () => {
    const file = 'receipt__test_fail_duplicate_project.xml';
    const [object] = judged(file, asked('ADD', { type: 'project', alias: 'project_1' })).objects;
    expect(object).toMatchObject({ accession: null, existingAccession: 'PRJEB51470' });
    expect(judged(file, asked('ADD', { type: 'project', alias: 'mine' })).outcome).toBe('needs_person');
  });
});
