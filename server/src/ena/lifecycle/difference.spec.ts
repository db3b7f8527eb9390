import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLI_ONLY_ANALYSIS_TYPES } from '../webin/xml/analysis-properties.ts';
import { differingFields, obstacleTo, type Said } from './difference.ts';

const said: Said = {
  title: 'Leaf',
  description: '',
  taxonId: '4113',
  scientificName: 'Solanum tuberosum',
  checklist: 'ERC000011',
  attributes: [{ tag: 'collection date', value: '2021', unit: null }],
  details: null,
};
const run = (given: object): Said => ({
  ...said,
  details: { experiment: { alias: 'x' }, files: [{ name: 'a.fastq.gz', md5: 'm' }], ...given },
});

describe('what ENA has otherwise', () => {
  it('is told by field, also inside of what a run says', () => {
    expect(differingFields(said, { ...said, title: 'Root', attributes: [] })).toEqual([
      'title',
      'attributes',
    ]);
    expect(differingFields(run({}), run({ experiment: { alias: 'y' } }))).toEqual(['experiment']);
    expect(differingFields(said, run({}))).toEqual(['experiment', 'files']);
  });

  it('is nothing where the same is said in another order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (details) => {
        const turned = Object.fromEntries(Object.entries(details).toReversed());
        expect(differingFields({ ...said, details }, { ...said, details: turned })).toEqual([]);
      }),
    );
  });

  it('cannot be changed in the files of runs and analyses, and says the way out', () => {
    const record = { accession: 'SQDBR01', alias: 'r' };
    expect(obstacleTo('run', record, ['files'])?.message).toMatch(/new alias.*withdraw SQDBR01/);
    expect(obstacleTo('analysis', record, ['files', 'title'])?.message).toMatch(/SQDBR01/);
    expect(obstacleTo('run', record, ['title'])).toBeUndefined();
    expect(obstacleTo('sample', record, ['files'])).toBeUndefined();
  });

  it('cannot be changed in an assembly, also in one that was one', () => {
    const record = { accession: 'SQDBZ01', alias: 'z' };
    for (const type of CLI_ONLY_ANALYSIS_TYPES)
      for (const types of [
        [type, type],
        [type, 'PROCESSED_READS'],
        ['PROCESSED_READS', type],
      ]) {
        expect(obstacleTo('analysis', record, ['title'], types)).toMatchObject({ code: 'webin_cli_only' });
        expect(obstacleTo('analysis', record, ['files'], types)).toMatchObject({ code: 'files_changed' });
      }
    expect(obstacleTo('analysis', record, ['title'], ['PROCESSED_READS', 'PROCESSED_READS'])).toBeUndefined();
    expect(CLI_ONLY_ANALYSIS_TYPES.size).toBeGreaterThan(0);
  });
});
