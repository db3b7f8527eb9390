import { startsWithBytes } from './bytes.ts';

const saveAsText =
  'Open it in a spreadsheet and save it as tab-delimited text (in Excel: File, Save As, "Text (Tab delimited)").';

/** First bytes of files that are sent in place of a sheet, and what to tell the depositor. */
const kinds: readonly [signature: readonly number[], what: string, todo: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'an Excel workbook (or another zip archive)', saveAsText],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel workbook', saveAsText],
  [ascii('%PDF'), 'a PDF document', 'Send the table it was made from as tab-delimited text.'],
  [[0x1f, 0x8b], 'a gzip archive', 'Unpack it and send the text file inside.'],
  [ascii('BZh'), 'a bzip2 archive', 'Unpack it and send the text file inside.'],
  [[0xfd, 0x37, 0x7a, 0x58], 'an xz archive', 'Unpack it and send the text file inside.'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive', 'Unpack it and send the text file inside.'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture', 'Send the table as tab-delimited text.'],
  [[0xff, 0xd8, 0xff], 'a picture', 'Send the table as tab-delimited text.'],
  [ascii('GIF8'), 'a picture', 'Send the table as tab-delimited text.'],
  [ascii('{\\rtf'), 'a rich text document', saveAsText],
  [ascii('<?xml'), 'an XML document', saveAsText],
  [ascii('<!DOCTYPE'), 'a web page', saveAsText],
  [ascii('<html'), 'a web page', saveAsText],
];

/**
 * Recognises files that are no text table at all.
 *
 * @returns a sentence that says what the file is and what to do, or undefined for what may be text
 */
export function describeBinary(bytes: Uint8Array): string | undefined {
  for (const [signature, what, todo] of kinds) {
    if (startsWithBytes(bytes, signature)) return `This is ${what}, not a text table. ${todo}`;
  }
  return undefined;
}

/** Said of a file with NUL bytes that is not UTF-16 text. */
export const notText = `This is a binary file, not a text table. ${saveAsText}`;

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
