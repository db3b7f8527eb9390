import { describeBinary, notText } from './binary.ts';
import { recordsOf, type SheetRecord } from './records.ts';
import { SheetError } from './sheet.error.ts';
import type { SheetEncoding } from './sheet.ts';
import { readableText, type SheetText } from './text-encoding.ts';

/** A table whose rows can be read, as often as wanted: off a text file's bytes, or off a sheet of a workbook. */
export type TableSource = {
  /** Name of the workbook's sheet; null where the file is the table. */
  sheet: string | null;
  encoding: SheetEncoding;
  records(): Generator<SheetRecord>;
};

/**
 * A tab-separated text, in UTF-8, UTF-16, windows-1252 or Mac Roman.
 *
 * @throws SheetError when the bytes are no text, or blank
 */
export function textSource(bytes: Uint8Array): TableSource {
  const text = textOf(bytes);
  return { sheet: null, encoding: text.encoding, records: () => recordsOf(text) };
}

function textOf(bytes: Uint8Array): SheetText {
  const binary = describeBinary(bytes);
  if (binary !== undefined) throw new SheetError([{ code: 'sheet.binary', message: binary }]);
  const text = readableText(bytes);
  if (!text) throw new SheetError([{ code: 'sheet.binary', message: notText }]);
  if (
    text.decode(0, Math.min(text.bytes.length, 10_000)).trim() === '' &&
    text.decode(0, text.bytes.length).trim() === ''
  ) {
    throw new SheetError([
      {
        code: 'sheet.empty',
        message: 'The file is empty. Send the sheet with its header row and at least one sample.',
      },
    ]);
  }
  return text;
}
