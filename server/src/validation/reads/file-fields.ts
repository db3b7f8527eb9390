export type FilePart = 'name' | 'md5' | 'type' | 'read_type';

/**
 * What findings and changes call a part of a run's file: as the portal's columns are called, numbered from the third
 * file on.
 *
 * @param index from 0
 * @param count of the run's files
 * @param type of the file: a FASTQ file is the forward one even when it is alone
 */
export function fileField(part: FilePart, index: number, count: number, type: string): string {
  if (part === 'type' || part === 'read_type') {
    const name = part === 'type' ? 'file_type' : 'read_type';
    return index === 0 ? name : `file_${index + 1}_${part}`;
  }
  if (index === 0) return count === 1 && type !== 'fastq' ? `file_${part}` : `forward_file_${part}`;
  return index === 1 ? `reverse_file_${part}` : `file_${index + 1}_${part}`;
}

/** The same for a file of an analysis, whose files are simply numbered. */
export const analysisFileField = (part: Exclude<FilePart, 'read_type'>, index: number): string =>
  index === 0 ? `file_${part}` : `file_${index + 1}_${part}`;

const forms: readonly [form: RegExp, index: (match: string) => number][] = [
  [/^(?:forward_file|file)_(name|md5|type)$/, () => 0],
  [/^(read_type)$/, () => 0],
  [/^reverse_file_(name|md5)$/, () => 1],
];

/** Which part of which file a field is; undefined for a field that is none of a file's. */
export function filePartOf(field: string): { part: FilePart; index: number } | undefined {
  for (const [form, index] of forms) {
    const part = form.exec(field)?.[1];
    if (part) return { part: part as FilePart, index: index(field) };
  }
  const [, number = '', part] = /^file_(\d{1,2})_(name|md5|type|read_type)$/.exec(field) ?? [];
  return part === undefined ? undefined : { part: part as FilePart, index: Number(number) - 1 };
}
