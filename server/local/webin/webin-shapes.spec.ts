import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { actions, attribute, project, sample, study, usual } from '../../../test/factories/webin-xml.ts';
import { SchemaValidator } from '../../src/ena/webin/xml/schema.validator.ts';
import { readSubmitted, UnparseableError } from './submitted.ts';

const ADD = actions('<ADD/>', '<HOLD HoldUntilDate="2027-03-01"/>');
const schemaDir = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd');
describe.skipIf(!existsSync(schemaDir))(
  `beside ENA's schemas in ${schemaDir} (skipped without SEQDB_SHARED)`,
  () => {
    const validator = existsSync(schemaDir) ? new SchemaValidator(schemaDir) : null;
    afterAll(() => validator?.dispose());
    const good = sample('a', usual + attribute('x', 'y', 'm'));
    it.each([
      good,
      sample('a', usual, '-1'),
      good.replace('<SAMPLE_NAME>', '<TITLE>t</TITLE><SAMPLE_NAME>'),
      good.replace('<SAMPLE_NAME>', '<DESCRIPTION>t</DESCRIPTION><SAMPLE_NAME>'),
      good.replace('<SAMPLE_NAME>', '<TITLE>t</TITLE><TITLE>t</TITLE><SAMPLE_NAME>'),
      good.replace('alias=', 'name='),
      good.replace(/<TAXON_ID>.*<\/TAXON_ID>/, ''),
      good.replace(/<TAXON_ID>.*<\/TAXON_ID>/, '<SCIENTIFIC_NAME/><TAXON_ID>1</TAXON_ID>'),
      good.replace('4113', '4113.5'),
      good.replace('4113', ''),
      good.replace('<SAMPLE_NAME>', 'text<SAMPLE_NAME>'),
      good.replace('<VALUE>y</VALUE>', ''),
      good.replace('<TAG>x</TAG>', ''),
      good.replace('<TAG>x</TAG>', '<TAG>x</TAG><NOTE/>'),
      good.replace(/<SAMPLE_ATTRIBUTE>.*<\/SAMPLE_ATTRIBUTE>/, ''),
      project('p'),
      project('p', 'Potatoes'),
      project('p', 'x'.repeat(251)),
      project('p').replace(/<DESCRIPTION>.*<\/DESCRIPTION>/, ''),
      project('p').replace('<TITLE>', '<NAME>n</NAME><TITLE>'),
      study,
      study.replace(/<STUDY_TITLE>.*<\/STUDY_TITLE>/, ''),
      ADD,
      ADD.replace('<ADD/>', '<ADD>x</ADD>'),
      ADD.replace('<ADD/>', '<PUT/>'),
      ADD.replace('<ADD/>', '<CANCEL/>'),
      ADD.replace('<ACTION><ADD/></ACTION>', ''),
    ])('the sandbox and they agree on variation %#', (xml) => {
      expect(validator?.validate(Buffer.from(xml)).length === 0).toBe(isShapely(xml));
    });
  },
);

function isShapely(xml: string): boolean {
  const part = xml.startsWith('<SAMPLE')
    ? 'sample'
    : xml.startsWith('<PROJ')
      ? 'project'
      : xml.startsWith('<STUDY')
        ? 'study'
        : 'submission';
  try {
    return readSubmitted([{ part, fileName: 'x.xml', bytes: Buffer.from(xml) }]).schemaErrors.length === 0;
  } catch (error) {
    expect(error).toBeInstanceOf(UnparseableError);
    return false;
  }
}
