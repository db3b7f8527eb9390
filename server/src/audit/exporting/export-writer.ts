import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../platform/access/actor.ts';
import { poolOf } from '../../platform/database/pool.ts';
import { Parameters } from '../../platform/lists/parameters.ts';
import { narrowingOf } from '../audit.queries.ts';
import { ExportKeys } from '../sealing/export-keys.ts';
import { completeSql, countSql, filteredSql, inOrder, type TextFormat } from './export.sql.ts';
import { type LeftLog, leftLogIn } from './export-archive.ts';
import { type Content, type SealState, sealIn, TextContent } from './export-content.ts';
import type { ExportFacts } from './export-events.ts';
import type { ExportHeader } from './export-format.ts';
import { ErasureWatch } from './export-erasure-watch.ts';
import { Snapshot } from './snapshot.ts';
import { peopleOf } from './workbook/people.ts';
import { sheetRows, WorkbookContent } from './workbook/workbook-content.ts';

/** An export whose first bytes are ready. If `chunks` is not read to its end, abort `snapshot`. */
export type OpenExport = {
  snapshot: Snapshot;
  /** Time of the snapshot, ISO 8601. */
  moment: string;
  content: Content;
  chunks: AsyncGenerator<Buffer>;
};

/** Writes exports from one snapshot of the database, wherever they go. */
@Injectable()
export class ExportWriter {
  constructor(
    private readonly database: DataSource,
    private readonly keys: ExportKeys,
    private readonly erasures: ErasureWatch,
  ) {}

  /** @throws whatever keeps it from beginning; nothing has been written then */
  async open(actor: Actor, facts: ExportFacts): Promise<OpenExport> {
    const statements = statementsFor(actor, facts);
    const snapshot = await Snapshot.open(poolOf(this.database), statements.isComplete ? inOrder : {});
    try {
      const header = await this.headerIn(snapshot, facts, statements.isComplete);
      const content = this.contentFor(
        header,
        await sealIn(snapshot, statements.isComplete),
        statements.count,
      );
      const left = statements.isComplete ? await leftLogIn(snapshot) : undefined;
      const [first = '', ...others] = statements.all(left);
      const { exportedAt: moment } = header;
      const chunks = content.chunks(snapshot, await snapshot.copy(first), others);
      return { snapshot, moment, content, chunks: this.erasures.guarding(chunks, moment) };
    } catch (error) {
      snapshot.abort(error as Error);
      throw error;
    }
  }

  /** How many events an export would have. @param most stops counting there */
  async count(actor: Actor, facts: Pick<ExportFacts, 'resolved'>, most: number): Promise<number> {
    const p = new Parameters();
    const narrowing = narrowingOf(facts.resolved, actor, 'export', 'whole', p);
    const [row]: { count: string }[] = await this.database.query(countSql(narrowing, p.values, most));
    return Number(row?.count ?? 0);
  }

  private async headerIn(
    snapshot: Snapshot,
    { id, format, filter }: ExportFacts,
    complete: boolean,
  ): Promise<ExportHeader> {
    const [time] = await snapshot.query<{ now: Date }>(`SELECT date_trunc('milliseconds', now()) AS now`);
    const exportedAt = (time as { now: Date }).now.toISOString();
    return { version: 1, id, format, origin: this.keys.origin, filter, complete, exportedAt };
  }

  private contentFor(header: ExportHeader, seal: SealState, count: string): Content {
    return header.format === 'xlsx'
      ? new WorkbookContent(header, seal, this.keys.all, count, peopleOf(this.database))
      : new TextContent(header, seal, this.keys.all);
  }
}

type Statements = { all(left?: LeftLog): string[]; count: string; isComplete: boolean };

/** A complete export is written in the order of sealing, which shows that nothing is missing. */
function statementsFor(actor: Actor, { format, filter, resolved }: ExportFacts): Statements {
  const p = new Parameters();
  const narrowing = narrowingOf(resolved, actor, 'export', 'whole', p);
  const isComplete =
    Object.keys(filter).length === 0 && narrowing.conditions.every((each) => each === 'true');
  // A workbook is made from the statements of JSONL; they give one event more than it has room for, which shows that
  // there are more.
  const written: [TextFormat, number?] = format === 'xlsx' ? ['jsonl', sheetRows + 1] : [format];
  const all = (left?: LeftLog) =>
    isComplete
      ? completeSql(written[0], written[1], left)
      : [filteredSql(written[0], narrowing, p.values, written[1])];
  return { all, count: countSql(narrowing, p.values), isComplete };
}
