import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { attributes, date, longEnough, oddText, visible } from '../../../../../test/factories/odd-text.ts';
import { webinDocument, webinParts } from '../webin-document.ts';
import { documentBytes } from './document-bytes.ts';
import type { SampleInput } from './sample.xml.ts';
import { SchemaValidator } from './schema.validator.ts';
import type { SubmissionInput } from './submission.xml.ts';
import { receiptLookup, registration } from './submission.xml.ts';
import { webinXml } from './webin.xml.ts';

const schemaDir = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'xsd');
const validator = existsSync(schemaDir) ? new SchemaValidator(schemaDir) : null;
afterAll(() => validator?.dispose());

const documents = fc.record({
  submission: fc.record({ alias: visible, holdUntilDate: date, centerName: visible }).map(registration),
  projects: fc.uniqueArray(
    fc.record({
      alias: visible,
      title: longEnough,
      description: longEnough,
      name: oddText,
      centerName: oddText,
      attributes,
    }),
    { selector: ({ alias }) => alias, maxLength: 3 },
  ),
  samples: fc.uniqueArray(
    fc.record({
      alias: visible,
      title: oddText,
      taxonId: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      scientificName: oddText,
      description: oddText,
      checklist: fc.constantFrom('ERC000011', undefined),
      attributes,
    }),
    { selector: ({ alias }) => alias, maxLength: 5 },
  ),
});

describe('any text', () => {
  it('comes back from a parser exactly as it went in', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const root = XmlDocument.fromBuffer(webinDocument(document));
        try {
          const read = root.find('//SAMPLE').map((node) => readSample(node as XmlElement));
          expect(read).toEqual(document.samples.map(expectedSample));
          const titles = root.find('//PROJECT/TITLE').map((node) => node.content);
          expect(titles).toEqual(document.projects.map(({ title }) => title));
          const centers = root.find('//PROJECT').map((node) => node.get('@center_name')?.content ?? '');
          expect(centers).toEqual(document.projects.map(({ centerName }) => centerName));
        } finally {
          root.dispose();
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is valid by ENA's schemas, as v2 document and as v1 parts", (context) => {
    if (!validator) return context.skip(`ENA's schemas are not at ${schemaDir} (set SEQDB_SHARED)`);
    fc.assert(
      fc.property(documents, (document) => {
        expect(validator.validate(webinDocument(document))).toEqual([]);
        for (const part of Object.values(webinParts(document))) expect(validator.validate(part)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('every action makes a valid submission', (context) => {
    if (!validator) return context.skip(`ENA's schemas are not at ${schemaDir} (set SEQDB_SHARED)`);
    const submissions: SubmissionInput[] = [
      registration({ alias: 'S', holdUntilDate: '2027-03-01', validateOnly: true }),
      receiptLookup('SUB "1"'),
      { alias: 'S', actions: [{ type: 'MODIFY' }] },
      { actions: [{ type: 'HOLD', target: 'PRJEB1', holdUntilDate: '2027-03-01' }] },
      { actions: [{ type: 'RELEASE', target: 'PRJEB1' }] },
      { actions: [{ type: 'CANCEL', target: 'ERS000001' }] },
      { actions: [{ type: 'SUPPRESS', target: 'ERS000001', holdUntilDate: '2027-03-01' }] },
      { actions: [{ type: 'KILL', target: 'ERS000001' }] },
    ];
    for (const one of submissions)
      expect(validator.validate(documentBytes(webinXml({ submission: one })))).toEqual([]);
  });
});

function readSample(element: XmlElement): unknown {
  const of = (path: string) => element.get(path)?.content ?? '';
  return {
    alias: of('@alias'),
    title: of('TITLE'),
    taxonId: Number(of('SAMPLE_NAME/TAXON_ID')),
    scientificName: of('SAMPLE_NAME/SCIENTIFIC_NAME'),
    description: of('DESCRIPTION'),
    attributes: element.find('SAMPLE_ATTRIBUTES/SAMPLE_ATTRIBUTE').map((node) => ({
      tag: node.get('TAG')?.content,
      value: node.get('VALUE')?.content,
      units: node.get('UNITS')?.content ?? '',
    })),
  };
}

function expectedSample(input: SampleInput): unknown {
  const { alias, title, taxonId, scientificName, description, checklist } = input;
  const own = (input.attributes ?? []).filter(({ value }) => value !== '');
  const all = checklist ? [...own, { tag: 'ENA-CHECKLIST', value: checklist, units: '' }] : own;
  const withUnits = all.map(({ tag, value, units }) => ({ tag, value, units: units ?? '' }));
  return { alias, title, taxonId, scientificName, description, attributes: withUnits };
}
