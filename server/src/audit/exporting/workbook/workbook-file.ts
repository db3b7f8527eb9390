import { constants, deflateRawSync } from 'node:zlib';
import { Zip, ZipPassThrough } from 'fflate';
import { type Cell, rowXml } from './cell.ts';
import { fixedParts, sheetEnd, sheetStart } from './parts.ts';

/** Enough at once for compression to work well, and little compared with the memory of a process. */
const piece = 256 * 1024;

/**
 * A part of the package, compressed by Node.js, which is several times as fast as compressing in JavaScript. Each piece
 * is a deflate stream of its own, and all but the last are left unended, since RFC 1951 lets blocks follow one another.
 */
class PackedPart extends ZipPassThrough {
  override compression = 8;

  override process(chunk: Uint8Array<ArrayBuffer>, isLast: boolean): void {
    const { Z_FINISH, Z_SYNC_FLUSH } = constants;
    this.ondata(
      null,
      deflateRawSync(chunk, { level: 4, finishFlush: isLast ? Z_FINISH : Z_SYNC_FLUSH }),
      isLast,
    );
  }
}

/**
 * A workbook as it is written: sheets one after the other, row by row. Finished bytes are taken out with `take` and not
 * kept, however long the sheets become. The package's format allows 4 GiB of XML for each sheet.
 */
export class WorkbookFile {
  private readonly zip: Zip;
  private readonly done: Uint8Array[] = [];
  private part: PackedPart | undefined;
  private sheets = 0;
  private rows = 0;
  private waiting = '';
  /** Of the present sheet's XML, in UTF-16 units that have been handed on. */
  sheetLength = 0;

  constructor() {
    this.zip = new Zip((error, data) => {
      if (error) throw error;
      this.done.push(data);
    });
    for (const [path, content] of Object.entries(fixedParts)) {
      this.begin(path);
      this.part?.push(Buffer.from(content), true);
    }
  }

  beginSheet(widths: readonly number[], hasHeading: boolean): void {
    this.sheets += 1;
    this.begin(`xl/worksheets/sheet${this.sheets}.xml`);
    [this.rows, this.sheetLength] = [0, 0];
    this.write(sheetStart(widths, hasHeading));
  }

  row(cells: readonly Cell[]): void {
    this.rows += 1;
    this.write(rowXml(this.rows, cells));
  }

  /** @param filtered range with a filter in its heading */
  endSheet(filtered?: string): void {
    this.write(sheetEnd(filtered));
    this.part?.push(Buffer.from(this.waiting), true);
    this.waiting = '';
  }

  /** Ends the package. Call after the last sheet. */
  end(): void {
    this.zip.end();
  }

  get hasDone(): boolean {
    return this.done.length > 0;
  }

  /** The bytes that have been finished since the last call. */
  take(): Buffer {
    return Buffer.concat(this.done.splice(0));
  }

  private begin(path: string): void {
    this.part = new PackedPart(path);
    this.zip.add(this.part);
  }

  private write(text: string): void {
    this.waiting += text;
    this.sheetLength += text.length;
    if (this.waiting.length < piece) return;
    this.part?.push(Buffer.from(this.waiting));
    this.waiting = '';
  }
}
