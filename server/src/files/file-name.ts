import type { FileHint } from './file.contract.ts';

/** What ENA takes in file names, without the two signs that make a path (Webin-CLI, ASCIIFileNameProcessor). */
const allowed = /^[A-Za-z0-9[\]#\-_.,:@+ ()'~<%?]$/;
const longest = 200;

/**
 * Whether a name can travel to ENA as it is.
 *
 * @returns why not, in words that follow the name; undefined when it can
 */
export function nameObjection(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name.length > longest) return `has more than ${longest} characters`;
  if (/[/\\]/.test(name)) return 'is a path: give the name of the file alone, without folders';
  const strange = [...name].find((sign) => !allowed.test(sign));
  if (strange !== undefined)
    return `has ${shown(strange)}, which ENA does not take: use letters from A to Z, digits and . _ - + , : @ # ~ ' % ? < ( ) [ ] or a space inside`;
  if (/^\.+$/.test(name)) return 'is made of dots alone';
  if (/^[ .-]|[ .]$/.test(name))
    return 'must not begin with a space, a dot or a hyphen, nor end with a space or a dot';
  return undefined;
}

/** The sign itself where it can be seen, and its number. */
function shown(sign: string): string {
  const number = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(sign) ? `“${sign}” (${number})` : number;
}

const known =
  /\.(fastq|fq|bam|cram|crai|bai|csi|sff|vcf|bcf|tbi|gff3?|gtf|fasta|fa|fna|embl|gbk?|agp|txt|tsv|tab|csv|bed|cmap|xmap|json|xml|md5|pod5|fast5|h5|hdf5|slow5|blow5|tar)$/i;
const compression = /\.(gz|bz2|bgz|zst|xz|zip)$/i;

/** Extensions are hints only: what a file is decides its content, later. */
export function hintsFor(name: string): FileHint[] {
  const [, packed] = compression.exec(name) ?? [];
  const base = name.replace(compression, '');
  if (/\.(fastq|fq)$/i.test(base) && packed === undefined) return ['uncompressed_fastq'];
  if (packed !== undefined && !/^(gz|bz2|bgz)$/i.test(packed)) return ['unusual_compression'];
  return known.test(base) ? [] : ['unknown_extension'];
}
