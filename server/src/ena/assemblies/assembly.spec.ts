import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnfitFile } from '../sending/attached-files.ts';
import { UnsendableError } from '../webin/xml/unsendable.error.ts';
import { asRequested, assemblyOf, isAliasOf, uniqueName } from './assembly.ts';
import { errorsIn, judgeRun } from './cli-judge.ts';

const file = (path: string) => ({ fileId: path, path, size: 1, md5: '0'.repeat(32) });
const properties = {
  NAME: ' papa  v1 ',
  TYPE: 'clone or isolate',
  MOL_TYPE: 'genomic DNA',
  MIN_GAP_LENGTH: '10',
  COVERAGE: '40',
  PROGRAM: 'Flye 2.9',
  PLATFORM: 'ILLUMINA,PACBIO_SMRT',
  PARTIAL: 'false',
};
const made = (change: Record<string, string> = {}, type = 'SEQUENCE_ASSEMBLY', kinds = ['fasta']) =>
  assemblyOf(
    { alias: 'A1', accession: 'SQDB0001' },
    { type, properties: { ...properties, ...change }, description: 'From leaves.' },
    { study: { refname: 'P1' }, samples: [{ accession: 'ERS1' }], runs: [{ refname: 'R1' }] },
    kinds.map((kind, at) => ({ type: kind, file: file(`SUB-1/0000/${at}.gz`) })),
  );

describe('an assembly', () => {
  it("has the manifest's names for what the schema calls otherwise", () => {
    const { context, name, alias, manifest, files } = made();
    expect({ context, name, alias }).toEqual({
      context: 'genome',
      name: 'papa_v1_SQDB0001',
      alias: 'webin-genome-papa_v1_SQDB0001',
    });
    expect(manifest.split('\n').slice(0, -1).toSorted()).toEqual([
      'ASSEMBLYNAME\tpapa  v1_SQDB0001',
      'ASSEMBLY_TYPE\tclone or isolate',
      'COVERAGE\t40',
      'DESCRIPTION\tFrom leaves.',
      'FASTA\t0.gz',
      'MINGAPLENGTH\t10',
      'MOLECULETYPE\tgenomic DNA',
      'PLATFORM\tILLUMINA,PACBIO_SMRT',
      'PROGRAM\tFlye 2.9',
      'RUN_REF\tR1',
      'SAMPLE\tERS1',
      'STUDY\tP1',
    ]);
    expect(files.map((one) => one.name)).toEqual(['0.gz']);
  });

  it('is refused before it goes, with the field or the file that is wrong', () => {
    expect(() => made({ COVERAGE: 'much' })).toThrow(UnsendableError);
    expect(() => made({ COLOUR: 'red' })).toThrow('COLOUR');
    expect(() => made({}, 'SEQUENCE_ASSEMBLY', ['fasta', 'fasta'])).toThrow(UnfitFile);
    expect(() => made({ NAME: '../../etc' })).toThrow(/etc" is not a name/);
    expect(() => made({ NAME: 'x'.repeat(51) })).toThrow(UnsendableError);
    expect(() => made({ NAME: '' })).toThrow(/is missing/);
  });
});

const nameTyped = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 _#.-]{0,49}$/);
const accession = fc.stringMatching(/^[A-Z]{2,5}[0-9]{6,12}$/);

describe('the name of an assembly', () => {
  it('is that of no other record, whatever depositors call theirs, and fits', () => {
    fc.assert(
      fc.property(
        nameTyped,
        nameTyped,
        fc.uniqueArray(accession, { minLength: 2, maxLength: 2 }),
        (a, b, two) => {
          const [one = '', other = ''] = two;
          const [mine, theirs] = [uniqueName(a, one), uniqueName(b, other)];
          expect(mine.replace(/\s+/g, '_')).not.toBe(theirs.replace(/\s+/g, '_'));
          expect(isAliasOf(`webin-genome-${mine.replace(/\s+/g, '_')}`, one)).toBe(true);
          expect(isAliasOf(`webin-genome-${theirs.replace(/\s+/g, '_')}`, one)).toBe(false);
          expect(mine).toMatch(/^[A-Za-z0-9][A-Za-z0-9 _#\-.]{0,49}$/);
        },
      ),
    );
  });

  it('of a request of earlier days stays what it was, and is taken for nobody’s', () => {
    const old = asRequested(made(), 'webin-genome-papa_v1');
    expect(old).toMatchObject({ name: 'papa_v1', alias: 'webin-genome-papa_v1' });
    expect(isAliasOf(old.alias, 'SQDB0001')).toBe(false);
  });
});

describe('a run of Webin-CLI', () => {
  const run = (change: object) =>
    judgeRun({ exitCode: 0, receipt: null, report: '', ...change }, made(), 'SQDB1', 'sandbox');
  const receipt = (alias: string) =>
    Buffer.from(
      `<RECEIPT success="true"><ANALYSIS accession="ERZ990001" alias="${alias}" status="PRIVATE"/><MESSAGES/><ACTIONS>ADD</ACTIONS></RECEIPT>`,
    );

  it('is judged by its receipt, of this assembly alone', async () => {
    const judged = await run({ receipt: receipt('webin-genome-papa_v1_SQDB0001') });
    expect(judged).toMatchObject({
      outcome: 'accepted',
      objects: [{ alias: 'SQDB1', accession: 'ERZ990001' }],
    });
    expect((await run({ receipt: receipt('webin-genome-other') }))?.outcome).toBe('needs_person');
  });

  it('without one is a refusal by the program, or says nothing', async () => {
    const report = '2026-01-01T00:00:00 ERROR: Too short.\nINFO : x\nERROR: Too short.\n';
    for (const exitCode of [2, 3])
      expect(await run({ exitCode, report })).toMatchObject({
        outcome: 'refused',
        objects: [{ errors: [{ text: 'Too short.' }] }],
      });
    expect((await run({ exitCode: 3 }))?.objects[0]?.errors).toHaveLength(1);
    for (const exitCode of [0, 1, null]) expect(await run({ exitCode, report })).toBeUndefined();
    expect(errorsIn('no\nERROR\nERROR: \r\n')).toEqual([]);
  });
});
