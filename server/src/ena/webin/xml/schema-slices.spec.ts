import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { oddText } from '../../../../../test/factories/odd-text.ts';
import { webinDocument } from '../webin-document.ts';
import type { SampleInput } from './sample.xml.ts';
import { schemaSlices } from './schema-slices.ts';
import { SchemaValidator } from './schema.validator.ts';
import { registration } from './submission.xml.ts';

const schemaDir = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd');
const validator = existsSync(schemaDir) ? new SchemaValidator(schemaDir) : null;
afterAll(() => validator?.dispose());
const submission = registration({ alias: 'S', holdUntilDate: '2027-01-01' });
const project = { alias: 'P', title: 'Potatoes of the Andes', description: 'Cultivars of five valleys.' };
const samplesWith = (descriptions: string[]): SampleInput[] =>
  descriptions.map((description, n) => ({ alias: `S${n}`, taxonId: 4113, description }));

describe('the slices of a document', () => {
  it('hold everything, at the lines where it stands', () => {
    const hostile = fc.constantFrom('\n  </SAMPLE>\n', '\n</SAMPLE_SET>\n', '</WEBIN>\n', '\n\n');
    const texts = fc.array(fc.oneof(oddText, hostile), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 4 }), (descriptions, size) => {
        const document = webinDocument({
          submission,
          projects: [project],
          samples: samplesWith(descriptions),
        });
        const lines = Buffer.from(document).toString('utf8').split('\n');
        const slices = [...schemaSlices(document, size)];
        expect(slices).toHaveLength(2 + Math.ceil(descriptions.length / size));
        let inner = 0;
        for (const { xml, linesBefore } of slices) {
          const own = Buffer.from(xml).toString('utf8').split('\n').slice(1, -2);
          expect(lines.slice(linesBefore + 1, linesBefore + 1 + own.length)).toEqual(own);
          inner += own.length;
        }
        expect(inner).toBe(lines.length - 1 - 3 - 2 * 3);
      }),
    );
  });

  it('are one for anything else', () => {
    for (const text of ['', '<WEBIN/>', '<SAMPLE_SET>\n</SAMPLE_SET>\n']) {
      const bytes = Buffer.from(text);
      expect([...schemaSlices(bytes)]).toEqual([{ xml: bytes, linesBefore: 0 }]);
    }
  });

  it('have the violations of the whole', async (context) => {
    if (!validator) return context.skip(`ENA's schemas are not at ${schemaDir} (set SEQDB_SHARED)`);
    const samples = samplesWith(Array<string>(600).fill('ordinary'));
    const good = Buffer.from(webinDocument({ submission, projects: [project], samples })).toString('utf8');
    expect(await validator.validateInTurns(Buffer.from(good))).toEqual([]);
    const bad = [
      good.replaceAll('<TAXON_ID>4113</TAXON_ID>', (taxon, at: number) =>
        at % 7 === 0 ? '<TAXON_ID/>' : taxon,
      ),
      good.replace('Potatoes of the Andes', 'Potatoes'),
      good.replace('<SAMPLE_SET>', '<SAMPLES>').replace('</SAMPLE_SET>', '</SAMPLES>'),
    ].map((text) => Buffer.from(text));
    for (const document of bad) {
      const whole = validator.validate(document);
      expect(whole.length).toBeGreaterThan(0);
      expect(await validator.validateInTurns(document)).toEqual(whole);
    }
  });
});
