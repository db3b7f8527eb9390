import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { afterAll, describe, expect, it } from 'vitest';
import { modelList, words } from '../../../../../test/factories/ena-vocabularies.ts';
import { attributes, longEnough, oddText, visible } from '../../../../../test/factories/odd-text.ts';
import { webinDocument, webinParts } from '../webin-document.ts';
import { ANALYSIS_PROPERTIES, CLI_ONLY_ANALYSIS_TYPES } from './analysis-properties.ts';
import type { AnalysisInput } from './analysis.xml.ts';
import type { ExperimentInput } from './experiment.xml.ts';
import { PLATFORMS } from './experiment.xml.ts';
import type { RunInput } from './run.xml.ts';
import { SchemaValidator } from './schema.validator.ts';
import { registration } from './submission.xml.ts';
import type { WebinDocument } from './webin.xml.ts';

const ena = join(process.env.SEQDB_SHARED ?? '../shared', 'ena');
const isThere = existsSync(join(ena, 'xsd'));
const validator = isThere ? new SchemaValidator(join(ena, 'xsd')) : null;
afterAll(() => validator?.dispose());
const submission = registration({ alias: 'S', holdUntilDate: '2027-01-01' });
const md5 = '0'.repeat(31);

const experiment = (alias: string, change: Partial<ExperimentInput['library']> = {}): ExperimentInput => ({
  alias,
  study: { refname: 'P' },
  sample: { accession: 'ERS000001' },
  designDescription: '',
  library: { strategy: 'WGS', source: 'GENOMIC', selection: 'RANDOM', layout: 'SINGLE', ...change },
  platform: 'ILLUMINA',
  instrumentModel: 'Illumina MiSeq',
});
const violations = (document: Omit<WebinDocument, 'submission'>) =>
  validator?.validate(webinDocument({ submission, ...document }));

describe.skipIf(!isThere)(`the vocabularies in ${ena} (skipped without SEQDB_SHARED)`, () => {
  it('have a valid experiment for each platform and model, strategy, source and selection', () => {
    const models = [...PLATFORMS].flatMap((platform) => {
      const known = words(modelList(platform));
      expect([platform, known.length > 0]).toEqual([platform, true]);
      return known.map((instrumentModel) => ({ platform, instrumentModel }));
    });
    const own = (vocabulary: string, key: string) => words(vocabulary).map((word) => ({ [key]: word }));
    const libraries = [
      ...own('experiment.typeLibraryStrategy', 'strategy'),
      ...own('experiment.typeLibrarySource', 'source'),
      ...own('experiment.typeLibrarySelection', 'selection'),
    ];
    expect(models.length + libraries.length).toBeGreaterThan(180);
    const experiments = [
      ...models.map((model, n) => ({ ...experiment(`M${n}`), ...model })),
      ...libraries.map((library, n) => experiment(`L${n}`, library)),
    ];
    expect(violations({ experiments })).toEqual([]);
    expect(violations({ experiments: [experiment('X', { strategy: 'wgs' })] })).not.toEqual([]);
  });

  it('have a valid run and analysis for each file type and read type', () => {
    const runs = words('SRA.run.xsd:filetype').map((type, n): RunInput => {
      const readTypes = words('SRA.run.xsd:READ_TYPE').filter(Boolean);
      return {
        alias: `R${n}`,
        experiment: { refname: 'E' },
        files: [{ name: `${n}`, type, md5: `${md5}a`, readTypes }],
      };
    });
    const files = words('SRA.analysis.xsd:filetype').map((type, n) => ({
      name: `f${n}`,
      type,
      md5: `${md5}b`,
    }));
    expect([runs.length, files.length]).toEqual([24, 32]);
    expect(violations({ runs, analyses: [{ alias: 'A', type: 'PROCESSED_READS', files }] })).toEqual([]);
  });

  it('name no analysis type and no value that the builder does not know', () => {
    const schema = readFileSync(join(ena, 'xsd', 'SRA.analysis.xsd'), 'utf8');
    const types = /name="ANALYSIS_TYPE">([^]*?)<xs:element name="FILES"/.exec(schema)?.[1] ?? '';
    const named = [...types.matchAll(/^ {32}<xs:element name="(\w+)"/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(
      [...Object.keys(ANALYSIS_PROPERTIES), ...CLI_ONLY_ANALYSIS_TYPES].toSorted(),
    );
    const variation = ANALYSIS_PROPERTIES['SEQUENCE_VARIATION'] ?? [];
    const experimentTypes = variation.find(({ name }) => name === 'EXPERIMENT_TYPE')?.values ?? [];
    expect(experimentTypes.toSorted()).toEqual(words('SRA.analysis.xsd:EXPERIMENT_TYPE').toSorted());
  });
});

const reference = fc.oneof(
  visible.map((refname) => ({ refname })),
  fc.constantFrom('ERS000001', 'SAMEA12', 'PRJEB1').map((accession) => ({ accession })),
);
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const links = fc.array(
  fc.oneof(
    fc.record({ db: visible, id: visible, label: optional(oddText) }),
    fc.record({ url: fc.webUrl({ withQueryParameters: true, withFragments: true }), label: visible }),
  ),
  { maxLength: 2 },
);
const fileName = fc.stringMatching(/^[A-Za-z0-9[\]\\#\-_,:@+ ()'~<%?]{1,20}$/);
const files = fc.uniqueArray(
  fc.record({
    name: fileName,
    type: fc.constantFrom('fastq', 'bam', 'cram'),
    md5: fc.stringMatching(/^[0-9a-fA-F]{32}$/),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
);
const common = { title: oddText, centerName: oddText, attributes, links };
const experiments = fc.record({
  ...common,
  alias: visible,
  study: reference,
  sample: reference,
  designDescription: oddText,
  library: fc.record({
    name: optional(oddText),
    strategy: fc.constant('OTHER'),
    source: fc.constant('OTHER'),
    selection: fc.constant('other'),
    layout: fc.constant('PAIRED' as const),
    insertSize: fc.option(fc.nat()),
    insertSizeDeviation: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    constructionProtocol: optional(oddText),
  }),
  platform: fc.constant('ILLUMINA'),
  instrumentModel: fc.constant('NextSeq 550'),
});
const runs = fc.record({ ...common, alias: visible, experiment: reference, files });
const labelled = fc.array(
  fc.tuple(reference, optional(oddText)).map(([ref, label]) => ({ ...ref, label })),
  {
    maxLength: 2,
  },
);
const analyses = fc.constantFrom(...Object.keys(ANALYSIS_PROPERTIES)).chain((type) => {
  const properties = (ANALYSIS_PROPERTIES[type] ?? []).map((property) => {
    const one = property.values
      ? fc.constantFrom(...property.values)
      : property.form === 'boolean'
        ? fc.constantFrom('true', 'false')
        : fc.oneof(
            visible,
            fc.constantFrom('GCA_000002655 ASM265v1', 'CM00169.1 I', 'https://example.org/a b?c=<d>'),
          );
    const some = property.isMultiple ? fc.array(one, { minLength: property.isRequired ? 1 : 0 }) : one;
    return [property.name, some] as const;
  });
  const record = fc.record({
    ...common,
    alias: visible,
    description: oddText,
    analysisCenter: oddText,
    type: fc.constant(type),
    properties: fc.record(Object.fromEntries(properties) as Record<string, fc.Arbitrary<string | string[]>>),
    study: fc.option(reference),
    samples: labelled,
    runs: labelled,
    analyses: labelled,
    files,
  });
  return record as fc.Arbitrary<AnalysisInput>;
});
const projects = fc.record({
  ...common,
  alias: visible,
  title: longEnough,
  description: longEnough,
  isUmbrella: fc.boolean(),
  collaborators: fc.array(oddText, { maxLength: 2 }),
  related: fc.array(
    fc.record({ relation: fc.constantFrom('parent', 'child', 'peer'), accession: fc.constant('PRJEB1') }),
    { maxLength: 2 },
  ),
});
const few = <T extends { alias: string }>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { selector: ({ alias }) => alias, maxLength: 2 });
const documents = fc.record({
  projects: few(projects),
  experiments: few(experiments),
  runs: few(runs),
  analyses: few(analyses),
});

describe('any text in any object', () => {
  it('comes back from a parser exactly as it went in', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const root = XmlDocument.fromBuffer(webinDocument({ submission, ...document }));
        try {
          const all = (path: string) => root.find(path).map((node) => node.content);
          expect(all('//EXPERIMENT/@alias')).toEqual(document.experiments.map(({ alias }) => alias));
          expect(all('//DESIGN_DESCRIPTION')).toEqual(
            document.experiments.map(({ designDescription }) => designDescription),
          );
          const names = document.runs.flatMap((run) => run.files.map(({ name }) => name));
          expect(all('//RUN//FILE/@filename')).toEqual(names);
          expect(all('//ANALYSIS/DESCRIPTION')).toEqual(
            document.analyses.map(({ description }) => description).filter(Boolean),
          );
          const labels = document.analyses.flatMap(({ samples = [] }) => samples.map(({ label }) => label));
          expect(all('//SAMPLE_REF/@label')).toEqual(labels.filter(Boolean));
        } finally {
          root.dispose();
        }
      }),
      { numRuns: 100 },
    );
  });

  it("is valid by ENA's schemas, as v2 document and as v1 parts", (context) => {
    if (!validator) return context.skip(`ENA's schemas are not at ${ena} (set SEQDB_SHARED)`);
    fc.assert(
      fc.property(documents, (document) => {
        expect(validator.validate(webinDocument({ submission, ...document }))).toEqual([]);
        for (const part of Object.values(webinParts({ submission, ...document })))
          expect(validator.validate(part)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
