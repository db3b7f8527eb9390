import type { Sheet } from '../../server/src/submissions/sheet/sheet.ts';
import { sheetReading } from '../../server/src/submissions/sheet/sheet.reader.ts';
import { textSource } from '../../server/src/submissions/sheet/table-source.ts';

/** Reads a table of text in one go, as nobody does who has others waiting. @throws SheetError */
export function readSheet(bytes: Uint8Array, most?: number): Sheet {
  const reading = sheetReading(textSource(bytes), most);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}
