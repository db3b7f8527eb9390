import { createHash } from 'node:crypto';
import { fastqOf, vcfOf } from './sequences.ts';
import { aliasOf } from './sheet.ts';
import type { Study } from './studies.ts';

/** What is deposited beside the samples: so many paired libraries, one a sample, and what is wrong with their files. */
export type Reads = {
  libraries: number;
  /** Number of the library whose second file never came. */
  missing?: number;
  /** Number of the library whose second file is another than its sheet says. */
  differing?: number;
};

/** A file as it lies on the depositor's disk. */
export type LocalFile = { name: string; bytes: Buffer };

/** The files that are uploaded, and the sheets that name them. */
export type Deposit = { files: LocalFile[]; reads: Buffer; analyses: Buffer };

const readsInFile = 200;
const sites = 120;

type Library = { number: number; sample: string; name: string; mates: [LocalFile, LocalFile] };

/** @throws Error for a study that sequences nothing */
export function depositOf(study: Study, reads: Reads): Deposit {
  const { sequenced } = study;
  if (!sequenced) throw new Error(`the demo study ${study.prefix} sequences nothing`);
  const libraries = Array.from({ length: reads.libraries }, (_, index) => libraryOf(study, index));
  const samples = libraries.map(({ sample }) => sample);
  const variants: LocalFile = {
    name: `${study.prefix}_cohort.vcf.gz`,
    bytes: vcfOf(study.prefix, sequenced.reference, samples, sites),
  };
  const sent = libraries.flatMap(({ number, mates: [first, second] }) =>
    number === reads.missing ? [first] : [first, second],
  );
  return {
    files: [...sent, variants],
    reads: readsSheet(sequenced.instrument, libraries, reads),
    analyses: analysesSheet(study.prefix, sequenced.reference.assembly, libraries, variants),
  };
}

function libraryOf(study: Study, index: number): Library {
  const sample = aliasOf(study, index);
  const name = `${sample}-WGS`;
  const mate = (number: 1 | 2): LocalFile => ({
    name: `${name}_R${number}.fastq.gz`,
    bytes: fastqOf(name, number, readsInFile),
  });
  return { number: index + 1, sample, name, mates: [mate(1), mate(2)] };
}

/** A sheet of paired FASTQ files, as ENA's portal gives it out. */
function readsSheet(instrument: string, libraries: readonly Library[], { differing }: Reads): Buffer {
  const rows = libraries.map(({ number, sample, name, mates: [first, second] }) => ({
    sample,
    instrument_model: instrument,
    library_name: name,
    library_source: 'GENOMIC',
    library_selection: 'RANDOM',
    library_strategy: 'WGS',
    library_layout: 'PAIRED',
    insert_size: '350',
    forward_file_name: first.name,
    forward_file_md5: md5Of(first.bytes),
    reverse_file_name: second.name,
    // The sheet was filled in from an earlier version of the file.
    reverse_file_md5: md5Of(number === differing ? `${second.name}, before trimming` : second.bytes),
    experiment_alias: `exp-${name}`,
    run_alias: `run-${name}`,
  }));
  return table(['FileType', 'fastq', 'Read submission file type'], rows);
}

function analysesSheet(
  prefix: string,
  assembly: string,
  libraries: readonly Library[],
  { name, bytes }: LocalFile,
): Buffer {
  const row = {
    alias: `${prefix}-variants`,
    title: `Variants of ${libraries.length} samples against ${assembly}`,
    samples: libraries.map(({ sample }) => sample).join('; '),
    runs: libraries.map((library) => `run-${library.name}`).join('; '),
    description: 'Called jointly from all libraries; sites that passed all filters.',
    assembly,
    experiment_type: 'Whole genome sequencing',
    program: 'bcftools 1.21',
    file_name: name,
    file_type: 'vcf',
    file_md5: md5Of(bytes),
  };
  return table(['AnalysisType', 'SEQUENCE_VARIATION', 'Analysis submission type'], [row]);
}

function table(first: readonly string[], rows: readonly Record<string, string>[]): Buffer {
  const lines = [first, Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
  return Buffer.from(lines.map((cells) => `${cells.join('\t')}\n`).join(''));
}

const md5Of = (bytes: Buffer | string) => createHash('md5').update(bytes).digest('hex');
