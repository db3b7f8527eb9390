import type { ObjectText } from './object-text.ts';

/** A file of the upload area, named by its path there. */
export interface FileInput {
  readonly name: string;
  /** `fastq`, `bam`, `vcf` …: the spelling of the schema, lower case. */
  readonly type: string;
  /** Hexadecimal; of the file as it is uploaded, so of the compressed one. */
  readonly md5: string;
}

// The characters that ENA's own client lets into a file name (webin-cli, ASCIIFileNameProcessor).
const FILE_NAME = /^[A-Za-z0-9[\]\\#\-_.,/:@+ ()'~<%?]+$/;

/**
 * The files of a record, each once.
 * @param inner what stands inside the element of a file
 * @throws UnsendableError for no file, a file twice, a name or checksum that ENA cannot take
 */
export function filesXml<T extends FileInput>(
  text: ObjectText,
  indent: string,
  files: readonly T[],
  inner: (file: T) => string = () => '',
): string {
  if (files.length === 0) throw text.unsendable('files', 'there are none');
  const seen = new Set<string>();
  let lines = '';
  for (const file of files) {
    if (seen.has(file.name)) throw text.unsendable('files', `"${file.name}" is given twice`);
    seen.add(file.name);
    lines += `${indent}  ${fileXml(text, file, inner(file))}\n`;
  }
  return `${indent}<FILES>\n${lines}${indent}</FILES>\n`;
}

function fileXml(text: ObjectText, { name, type, md5 }: FileInput, inner: string): string {
  if (!FILE_NAME.test(name) || name.split('/').includes('..'))
    throw text.unsendable('files', `"${name}" is not a file name that ENA takes`);
  if (!/^[0-9a-f]{32}$/i.test(md5)) throw text.unsendable('files', `"${name}" has no MD5 checksum`);
  const start =
    `<FILE${text.attribute('filename', name, 'files')}` +
    `${text.attribute('filetype', text.required(type, `file type of "${name}"`), 'file type')}` +
    ` checksum_method="MD5" checksum="${md5.toLowerCase()}"`;
  return inner === '' ? `${start}/>` : `${start}>${inner}</FILE>`;
}
