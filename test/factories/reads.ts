import { createHash } from 'node:crypto';

export const md5Of = (text: string): string => createHash('md5').update(text).digest('hex');

/** A row of a portal sheet of paired FASTQ files that nothing is wrong with but that its files are not there. */
export const reads = (name: string, sample: string, more: Readonly<Record<string, string>> = {}) => ({
  sample,
  study: '',
  instrument_model: 'Illumina NovaSeq 6000',
  library_name: name,
  library_source: 'TRANSCRIPTOMIC',
  library_selection: 'PolyA',
  library_strategy: 'RNA-Seq',
  library_layout: 'PAIRED',
  forward_file_name: `${name}_R1.fastq.gz`,
  forward_file_md5: md5Of(`${name}_R1`),
  reverse_file_name: `${name}_R2.fastq.gz`,
  reverse_file_md5: md5Of(`${name}_R2`),
  ...more,
});

/** So many of them, of samples `S-00001`, `S-00002` … */
export const manyReads = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(5, '0');
    return reads(`L-${number}`, `S-${number}`);
  });

/** A portal sheet of reads, as the template has it. */
export function readsSheet(
  rows: readonly Readonly<Record<string, string>>[],
  fileType: string | null = 'fastq',
): Buffer {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [
    ...(fileType === null ? [] : [['FileType', fileType, 'Read submission file type']]),
    columns,
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  return Buffer.from(lines.map((cells) => `${cells.join('\t')}\n`).join(''));
}
