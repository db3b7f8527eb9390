import { error, info, quoted, warning, type Issue } from '../issue.ts';
import type { AnalysisFileInput, RunFileInput, UploadedFile } from '../reads/reads.ts';

/** What ENA takes in a file's name (webin-cli, ASCIIFileNameProcessor). */
const allowed = /^[A-Za-z0-9[\]\\#\-_.,/:@+ ()'~<%?]+$/;
const others = /[^A-Za-z0-9[\]\\#\-_.,/:@+ ()'~<%?]/gu;
const longestName = 255;

export function fileNameIssue(name: string): Issue | undefined {
  if (name.trim() === '') return error('file.required', 'The name of the file is missing.');
  if (name !== name.trim()) return error('file.name', `${quoted(name)} has a blank around it.`, name.trim());
  if (!allowed.test(name)) {
    const message = `ENA takes letters, digits and some signs in a file's name; ${quoted(name)} has others. Rename the file, too.`;
    return error(
      'file.name',
      message,
      name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(others, '_'),
    );
  }
  if (name.split(/[\\/]/).some((part) => part === '..' || part === '.'))
    return error('file.name', `${quoted(name)} is a way to a file, not its name.`);
  if (name.length > longestName)
    return error(
      'file.name',
      `A file's name may have ${longestName} characters; this one has ${name.length}.`,
    );
  return undefined;
}

const md5Form = /^[0-9a-f]{32}$/;

export function md5Issue(md5: string | null): Issue | undefined {
  if (md5 === null || md5 === '')
    return info('md5.missing', 'No MD5 is given: that the file is the one that was meant cannot be checked.');
  if (md5Form.test(md5)) return undefined;
  const meant = md5.trim().toLowerCase();
  return md5Form.test(meant)
    ? error('md5.form', 'An MD5 is written in small letters, without blanks.', meant)
    : error('md5.form', `${quoted(md5)} is no MD5: 32 digits and letters from a to f.`);
}

/** How a file of each type ends. */
const endings: ReadonlyMap<string, RegExp> = new Map([
  ['fastq', /\.(?:gz|bz2)$/i],
  ['bam', /\.bam$/i],
  ['cram', /\.cram$/i],
]);

export function fileEndingIssue({ name, type }: AnalysisFileInput): Issue | undefined {
  if (name.trim() === '' || endings.get(type)?.test(name) !== false) return undefined;
  return type === 'fastq'
    ? error('file.compression', `FASTQ files have to be compressed, .gz or .bz2; ${quoted(name)} is not.`)
    : error(
        'file.type',
        `${quoted(name)} is said to be ${type.toUpperCase()}, but does not end in .${type}.`,
      );
}

/** How many files of which type make a run (ENA documentation, read files). */
export function fileCountIssue(files: readonly RunFileInput[]): Issue | undefined {
  const types = new Set(files.map(({ type }) => type));
  if (files.length === 0) return error('file.required', 'The run has no file.');
  if (types.size > 1)
    return error('file.mixed', `All files of a run have one type; here are ${[...types].join(' and ')}.`);
  const [type] = types;
  if ((type === 'bam' || type === 'cram') && files.length > 1)
    return error('file.count', `A run has exactly one ${type.toUpperCase()} file; here are ${files.length}.`);
  if (type !== 'fastq' || files.length < 3) return undefined;
  if (files.length > 10)
    return error('file.count', `A run has up to ten FASTQ files; here are ${files.length}.`);
  return files.some(({ readTypes }) => readTypes.length === 0)
    ? error('file.read_types', `More than two FASTQ files need the type of their reads given for each.`)
    : undefined;
}

/** Whether the files fit what the library says of its reads. */
export function layoutIssue(files: readonly RunFileInput[], layout: string | undefined): Issue | undefined {
  const isPlainFastq = files.every(({ type, readTypes }) => type === 'fastq' && readTypes.length === 0);
  if (!isPlainFastq || files.length === 0 || files.length > 2) return undefined;
  if (layout === 'PAIRED' && files.length === 1)
    return error(
      'file.layout',
      'The library is PAIRED, and there is one FASTQ file: give the second one, too.',
    );
  if (layout === 'SINGLE' && files.length === 2)
    return error('file.layout', 'The library is SINGLE, but there are two FASTQ files.');
  return undefined;
}

/** A file against what was uploaded under its name. */
export function uploadIssue(
  { name, md5 }: AnalysisFileInput,
  uploaded: UploadedFile | undefined,
): Issue | undefined {
  if (!uploaded) return error('file.missing', `${quoted(name)} has not been uploaded.`);
  if (!uploaded.isVerified)
    return error(
      'file.unverified',
      `${quoted(name)} is uploaded and is still being checked, or was found damaged.`,
    );
  if (md5 !== null && md5Form.test(md5) && uploaded.md5 !== null && uploaded.md5 !== md5)
    return error(
      'file.md5_differs',
      `The MD5 of ${quoted(name)} as it was uploaded is ${uploaded.md5}: upload the right file, or correct the MD5.`,
      uploaded.md5,
    );
  return undefined;
}

/** What names a file. */
export type FileOwner = 'run' | 'analysis';

/** A file of reads belongs to one run; several analyses may be given the same list, or be made of a run's file. */
export const sharedFileIssue = (name: string, where: string, owners: readonly FileOwner[]): Issue =>
  owners.includes('analysis')
    ? warning('file.shared', `${quoted(name)} is named in ${where}, too: is it the right file?`)
    : error('file.shared', `${quoted(name)} is named in ${where}, too: a file belongs to one run.`);

export const repeatedFileIssue = (name: string, owner: FileOwner): Issue =>
  error(
    'file.twice',
    `${quoted(name)} is named twice in this ${owner}${owner === 'run' ? ': the two files of a pair are different ones' : ''}.`,
  );

export const repeatedMd5Issue = (owner: FileOwner): Issue =>
  error('md5.twice', `Two files of this ${owner} have the same MD5, so they are the same file.`);

export const sharedMd5Issue = (where: string): Issue =>
  warning('md5.shared', `A file of another name in ${where} has the same MD5: the same file twice?`);

export const unusedFileIssue = (name: string): Issue =>
  info('file.unused', `${quoted(name)} was uploaded, and nothing names it.`);

/** @param owners who names them, e.g. `runs` or `runs and analyses` */
export const allMissingIssue = (count: number, owners: string): Issue =>
  error(
    'file.missing',
    count === 1
      ? 'The one file that is named has not been uploaded.'
      : `None of the ${count} files that the ${owners} name has been uploaded.`,
  );
