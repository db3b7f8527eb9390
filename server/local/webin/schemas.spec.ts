import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { project, sample } from '../../../test/factories/webin-xml.ts';
import { ADD, experiment, set, Trial } from './webin.trial.ts';

const schemaDir = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd');

describe.skipIf(!existsSync(schemaDir))(
  `with ENA's schemas in ${schemaDir} (skipped without SEQDB_SHARED)`,
  () => {
    const trial = new Trial({ schemaDir });
    beforeAll(() => trial.start());
    afterAll(() => trial.end());

    it('they have the last word on what the sandbox does not look at', async () => {
      const good =
        set('PROJECT', project('p')) + set('SAMPLE', sample('s')) + set('EXPERIMENT', experiment('e'));
      expect((await trial.v2(ADD, good)).errors).toEqual([]);
      const odd = experiment('x').replace('<SAMPLE_DESCRIPTOR', '<SAMPLE_DESCRIPTOR colour="red"');
      const receipt = await trial.v2(ADD, set('EXPERIMENT', odd));
      expect(receipt).toMatchObject({ success: false, objects: [] });
      expect(receipt.errors[0]).toMatch(/^Failed to validate webin xml, error: .*colour/);
    });
  },
);
