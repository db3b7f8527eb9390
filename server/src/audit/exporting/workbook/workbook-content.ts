import type { SigningKey } from '../../sealing/signing-key.ts';
import type { Content, SealState } from '../export-content.ts';
import { type ExportHeader, manifestLine } from '../export-format.ts';
import { FileDigest } from '../file-digest.ts';
import { recordBatches } from '../records.ts';
import type { CopyOut, Snapshot } from '../snapshot.ts';
import { aboutRows, aboutWidths, cutShortWords, idsIn, isCutShort } from './about-rows.ts';
import { columnName } from './cell.ts';
import { cellsOfEvent, eventHeadings, eventWidths, readRow } from './event-cells.ts';
import { type People, peopleIdsIn } from './people.ts';
import { WorkbookFile } from './workbook-file.ts';

/** A sheet has 1,048,576 rows: one is the heading, and one is kept for the sentence that there are more events. */
export const sheetRows = 1_048_574;
/** The package's format allows 4 GiB of XML for a sheet; a character takes up to four bytes. */
const longestSheet = 1024 ** 3;

/** Writes one export as a workbook from statements that give JSONL. Its manifest lies beside it, not in it. */
export class WorkbookContent implements Content {
  rows = 0;
  matching = 0;
  manifest = '';
  private readonly digest = new FileDigest();
  private readonly file = new WorkbookFile();
  private isFull = false;

  /**
   * @param countSql counts all events that match, in the snapshot
   * @param people of whom the log knows names
   * @param limit of events
   */
  constructor(
    private readonly header: ExportHeader,
    private readonly seal: SealState,
    private readonly keys: readonly SigningKey[],
    private readonly countSql: string,
    private readonly people: People,
    private readonly limit = sheetRows,
  ) {}

  async *chunks(snapshot: Snapshot, first: CopyOut, others: readonly string[]): AsyncGenerator<Buffer> {
    this.file.beginSheet(eventWidths, true);
    this.file.row(eventHeadings);
    yield* this.events(first);
    for (const statement of others) if (!this.isFull) yield* this.events(await snapshot.copy(statement));
    this.matching = this.isFull ? await this.count(snapshot) : this.rows;
    await snapshot.close();
    await this.people.learn(idsIn(this.header.filter));
    this.endSheets();
    yield this.digested();
    this.manifest = manifestLine(
      {
        ...this.header,
        ...this.digest.end(),
        rows: this.rows,
        matching: this.matching,
        ...this.seal,
      },
      this.keys,
    );
  }

  /** Reads to the end, since the next statement waits for it; events beyond the limit are not written. */
  private async *events(copy: CopyOut): AsyncGenerator<Buffer> {
    for await (const records of recordBatches(copy, false)) {
      if (this.isFull) continue;
      const read = records.map((record) => readRow(record.toString()));
      await this.people.learn(peopleIdsIn(read));
      for (const each of read) {
        this.isFull ||= this.rows >= this.limit || this.file.sheetLength > longestSheet;
        if (this.isFull) break;
        this.file.row(cellsOfEvent(each, this.people.nameOf));
        this.rows += 1;
        if (this.file.hasDone) yield this.digested();
      }
    }
  }

  private async count(snapshot: Snapshot): Promise<number> {
    const [row] = await snapshot.query<{ count: string }>(this.countSql);
    return Number(row?.count ?? 0);
  }

  private endSheets(): void {
    if (isCutShort(this)) this.file.row([{ text: cutShortWords(this), style: 'heading' }]);
    this.file.endSheet(`A1:${columnName(eventWidths.length - 1)}${this.rows + 1}`);
    this.file.beginSheet(aboutWidths, false);
    for (const cells of aboutRows(this.header, this, this.seal, this.people.nameOf)) this.file.row(cells);
    this.file.endSheet();
    this.file.end();
  }

  private digested(): Buffer {
    const chunk = this.file.take();
    this.digest.update(chunk);
    return chunk;
  }
}
