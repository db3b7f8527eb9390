import { expect } from 'vitest';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import type { OwnSandbox } from './sandbox.ts';
import { type Desk, nextYear } from './submissions.ts';
import { webinClient } from './webin.ts';

/** Somebody registers a record of the submission at ENA behind our back: ENA then refuses the whole submission. */
export async function takeAlias(
  sandbox: OwnSandbox,
  depositor: Desk,
  submission: SubmissionView,
): Promise<void> {
  const alias = (await depositor.records(submission.id))[0]?.accession ?? '';
  const attributes = [
    ['collection date', '2021'],
    ['geographic location (country and/or sea)', 'Peru'],
  ].map(([tag, value]) => `<SAMPLE_ATTRIBUTE><TAG>${tag}</TAG><VALUE>${value}</VALUE></SAMPLE_ATTRIBUTE>`);
  const sample = `<SAMPLE alias="${alias}"><TITLE>Taken</TITLE><SAMPLE_NAME><TAXON_ID>4113</TAXON_ID></SAMPLE_NAME><SAMPLE_ATTRIBUTES>${attributes.join('')}</SAMPLE_ATTRIBUTES></SAMPLE>`;
  const actions = `<ACTION><ADD/></ACTION><ACTION><HOLD HoldUntilDate="${nextYear}"/></ACTION>`;
  const xml = `<WEBIN><SUBMISSION_SET><SUBMISSION><ACTIONS>${actions}</ACTIONS></SUBMISSION></SUBMISSION_SET><SAMPLE_SET>${sample}</SAMPLE_SET></WEBIN>`;
  const receipt = await webinClient(sandbox.running).submitAndWait(Buffer.from(xml));
  expect(Buffer.from(receipt.bytes).toString()).toContain('success="true"');
}
