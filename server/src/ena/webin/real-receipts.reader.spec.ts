import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReceipt } from './receipt.reader.ts';

const receipts = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'receipts');
const real = (file: string) => readReceipt(readFileSync(join(receipts, file)));

describe.skipIf(!existsSync(receipts))(`real receipts in ${receipts} (skipped without SEQDB_SHARED)`, () => {
  it.each([
    [
      'docs__receipt_failure.xml',
      { success: false, submissionFile: null, submission: null, objects: [], actions: [] },
    ],
    [
      'receipt__prod_cancel_run.xml',
      {
        success: true,
        submission: null,
        infos: ['RUN accession "ERR15464846" is set to cancelled status.'],
        actions: [],
      },
    ],
    [
      'receipt__prod_fail_schema_minlength.xml',
      {
        success: false,
        submission: { accession: null, alias: 'SUBMISSION-15-06-2026-18:30:08:550' },
        actions: ['MODIFY'],
      },
    ],
    [
      'receipt__prod_fail_xml_not_parseable.xml',
      { success: false, submissionFile: null, submission: null, actions: [] },
    ],
    [
      'receipt__prod_modify_no_change_md5.xml',
      { success: true, submission: { accession: null }, objects: [{ status: 'PUBLIC' }] },
    ],
    ['receipt__prod_release.xml', { success: true, objects: [], submission: null, actions: ['RELEASE'] }],
    [
      'receipt__test_fail_duplicate_project.xml',
      { success: false, objects: [{ alias: 'project_1', accession: null, holdUntilDate: '2024-03-09' }] },
    ],
    [
      'webin-xml__receipt__receipt-private.xml',
      { objects: [{ holdUntilDate: '2023-05-12', externalAccessions: [] }] },
    ],
  ])('%s', (file, expected) => {
    expect(real(file)).toMatchObject(expected);
  });

  it('with projects, experiment and run', () => {
    const { objects, submission, actions } = real('receipt__prod_add_hold_exp_run_2projects.xml');
    expect(objects.map(({ type, accession, holdUntilDate }) => [type, accession, holdUntilDate])).toEqual([
      ['experiment', 'ERX14868742', null],
      ['run', 'ERR15464846', null],
      ['project', 'PRJEB96312', '2026-03-07'],
      ['project', 'PRJEB96313', '2026-03-07'],
    ]);
    expect(objects[3]?.externalAccessions).toEqual([{ type: 'study', accession: 'ERP179056' }]);
    expect([submission?.accession, actions]).toEqual(['ERA34526366', ['ADD', 'HOLD']]);
  });
});
