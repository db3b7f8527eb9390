import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddText } from '../../../../../test/factories/odd-text.ts';
import { UnsendableError } from '../xml/unsendable.error.ts';
import { MANIFEST_FIELDS } from './manifest-fields.ts';
import type { ManifestInput } from './manifest.ts';
import { manifest } from './manifest.ts';

const fields = {
  PLATFORM: ['ILLUMINA', 'OXFORD_NANOPORE'],
  STUDY: 'PRJEB1',
  SAMPLE: 'ERS000001',
  ASSEMBLYNAME: 'papa_amarilla.v1',
  ASSEMBLY_TYPE: 'clone or isolate',
  COVERAGE: '42.5',
  PROGRAM: 'Flye 2.9',
  MINGAPLENGTH: '',
};
const genome: ManifestInput = { context: 'genome', fields, files: { FASTA: 'papa.fasta.gz' } };
const made = (change: Record<string, string | string[]>, files: Record<string, string> = genome.files) =>
  manifest('A1', { ...genome, fields: { ...fields, ...change }, files });

describe('a manifest', () => {
  it('of a genome has its fields in the usual order, then its files', () => {
    expect(made({ RUN_REF: ['ERR000001', 'ERR000002'] })).toBe(
      [
        'STUDY\tPRJEB1',
        'SAMPLE\tERS000001',
        'ASSEMBLYNAME\tpapa_amarilla.v1',
        'ASSEMBLY_TYPE\tclone or isolate',
        'COVERAGE\t42.5',
        'PROGRAM\tFlye 2.9',
        'PLATFORM\tILLUMINA,OXFORD_NANOPORE',
        'RUN_REF\tERR000001,ERR000002',
        'FASTA\tpapa.fasta.gz',
        '',
      ].join('\n'),
    );
    const files = {
      CHROMOSOME_LIST: 'c.txt.gz',
      FLATFILE: 'a.embl.gz',
      AGP: 'a.agp.bz2',
      UNLOCALISED_LIST: 'u.gz',
    };
    expect(made({}, files).split('\n').slice(7, -1).toSorted()).toEqual([
      'AGP\ta.agp.bz2',
      'CHROMOSOME_LIST\tc.txt.gz',
      'FLATFILE\ta.embl.gz',
      'UNLOCALISED_LIST\tu.gz',
    ]);
  });

  it('of transcripts and of sequences has what those need', () => {
    const { COVERAGE: _coverage, MINGAPLENGTH: _gap, ...rest } = fields;
    const transcripts = { ...rest, ASSEMBLY_TYPE: 'isolate' };
    expect(
      manifest('T', { context: 'transcriptome', fields: transcripts, files: { FASTA: 't.fa.gz' } }),
    ).toContain('ASSEMBLY_TYPE\tisolate\n');
    const sequences = {
      STUDY: 'PRJEB1',
      NAME: 'ITS of potatoes',
      AUTHORS: ['A. Quispe', 'B. Rojas'],
      ADDRESS: 'Lima',
    };
    expect(manifest('S', { context: 'sequence', fields: sequences, files: { TAB: 'its.tsv.gz' } })).toBe(
      'STUDY\tPRJEB1\nNAME\tITS of potatoes\nAUTHORS\tA. Quispe,B. Rojas\nADDRESS\tLima\nTAB\tits.tsv.gz\n',
    );
  });

  it.each<[string, () => string, string]>([
    ['no study', () => made({ STUDY: ' ' }), 'assembly "A1", STUDY: is missing'],
    ['an unknown field', () => made({ CONTIGS: '1' }), "CONTIGS: is no field of a genome's manifest"],
    ['a line break', () => made({ PROGRAM: 'a\nSAMPLE\tERS9' }), 'PROGRAM: contains a line break'],
    ['a comma in a list', () => made({ RUN_REF: 'ERR1,ERR2' }), '"ERR1,ERR2" has a comma in it'],
    ['two programs', () => made({ PROGRAM: ['a', 'b'] }), 'PROGRAM: has more than one value'],
    ['another type', () => made({ ASSEMBLY_TYPE: 'isolate' }), 'ASSEMBLY_TYPE: "isolate" is not one of'],
    ['no coverage at all', () => made({ COVERAGE: '0.0' }), 'COVERAGE: "0.0" is not a positive number'],
    ['coverage with a unit', () => made({ COVERAGE: '40x' }), '"40x" is not a positive number'],
    ['half a base', () => made({ MINGAPLENGTH: '1.5' }), '"1.5" is not a positive whole number'],
    ['a long name', () => made({ ASSEMBLYNAME: 'x'.repeat(51) }), 'is not a name of up to 50'],
    ['authors without an address', () => made({ AUTHORS: ['A'] }), 'AUTHORS: goes with ADDRESS'],
    ['no file', () => made({}, {}), 'files: none: ENA takes FASTA'],
    [
      'a list of chromosomes alone',
      () => made({}, { CHROMOSOME_LIST: 'c.gz' }),
      'files: CHROMOSOME_LIST: ENA takes',
    ],
    ['a file of another context', () => made({}, { TAB: 'a.tsv.gz' }), 'files: TAB'],
    [
      'annotated bins',
      () => made({ ASSEMBLY_TYPE: 'binned metagenome' }, { FASTA: 'a.gz', AGP: 'b.gz' }),
      'ENA takes FASTA',
    ],
    ['an open file', () => made({}, { FASTA: 'papa.fasta' }), 'FASTA: "papa.fasta" is not compressed'],
    ['a file elsewhere', () => made({}, { FASTA: '../papa.fasta.gz' }), 'is not a file name'],
  ])('is refused with %s', (_what, build, message) => {
    expect(build).toThrow(UnsendableError);
    expect(build).toThrow(message);
  });

  it('has a line for each field, whatever stands in them, or is refused', () => {
    const names = MANIFEST_FIELDS.genome.map(({ name }) => name);
    fc.assert(
      fc.property(fc.constantFrom('PROGRAM', 'DESCRIPTION', 'STUDY'), oddText, (name, value) => {
        let text: string;
        try {
          text = made({ [name]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(UnsendableError);
          return;
        }
        const lines = text.slice(0, -1).split('\n');
        for (const line of lines) expect([...names, 'FASTA']).toContain(line.split('\t')[0]);
        expect(new Set(lines.map((line) => line.split('\t')[0])).size).toBe(lines.length);
      }),
    );
  });
});
