import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/access/actor.ts';
import { Tx } from '../platform/database/tx.ts';
import { analysesLines } from './analyses-export.ts';
import { readsLines } from './reads-export.ts';
import { ReadingLog } from './reading-log.ts';
import type { RecordsExportQuery } from './record.contract.ts';
import { firstPosition } from './record-positions.ts';
import { recordBatches, type RecordRow } from './record-rows.ts';
import { sheetLine as line } from './sheet-line.ts';
import { identifierColumns } from './sheet-records.ts';
import { SubmissionsService } from './submissions.service.ts';

/** Columns of ENA's portal sheet that every sample has, and ours behind them. */
const own = ['tax_id', 'scientific_name', 'sample_alias', 'sample_title', 'sample_description'] as const;

/** The tables that records are written as. */
const tables = ['samples', 'reads', 'analyses'] as const;
type Table = (typeof tables)[number];
const tableOf: Record<NonNullable<RecordsExportQuery['type']>, Table> = {
  sample: 'samples',
  experiment: 'reads',
  run: 'reads',
  analysis: 'analyses',
};

type Identified = { alias: string; accession: string; ena: string | null; biosample: string | null };

/**
 * The records as a portal sheet of samples or of reads, or as a table of analyses, with the accessions they have; can be uploaded again as it is. So every cell is
 * written as it was deposited, also one that a spreadsheet would take for a formula: an apostrophe in front would come
 * back as part of the value. It is sent as text/tab-separated-values, as a file to be kept, never as a page.
 */
@Injectable()
export class RecordsExport {
  constructor(
    private readonly database: DataSource,
    private readonly submissions: SubmissionsService,
    private readonly readings: ReadingLog,
  ) {}

  /** Whoever asks stands in the change log. @returns file name and lines; memory holds one batch at a time */
  async tsv(
    actor: Actor,
    id: string,
    { type }: RecordsExportQuery = {},
  ): Promise<{ name: string; lines: AsyncGenerator<string> }> {
    await this.submissions.assertContentReadable(actor, id);
    const submission = await this.submissions.get(actor, id);
    const { reference, recordCounts } = submission;
    const { sample, experiment, run, analysis } = recordCounts;
    const counts = { samples: sample, reads: experiment + run, analyses: analysis };
    const table = type === undefined ? (tables.find((each) => counts[each] > 0) ?? 'samples') : tableOf[type];
    const name = `${reference}-${table}.tsv`;
    await this.readings.note(actor, 'records', submission, name, { format: 'tsv', records: counts[table] });
    const writers: Record<Table, (tx: Tx) => AsyncGenerator<string>> = {
      samples: (tx) => this.lines(tx, id),
      reads: (tx) => readsLines(tx, id),
      analyses: (tx) => analysesLines(tx, id),
    };
    return { name, lines: this.snapshot(writers[table]) };
  }

  /** All lines are of one moment: a sheet that is replaced while somebody reads does not mix with the old one. */
  private async *snapshot(linesOf: (tx: Tx) => AsyncGenerator<string>): AsyncGenerator<string> {
    const runner = this.database.createQueryRunner();
    try {
      await runner.startTransaction('REPEATABLE READ');
      const tx = new Tx(runner.manager);
      await tx.query('SET TRANSACTION READ ONLY');
      yield* linesOf(tx);
    } finally {
      // Also when the reader goes away in the middle.
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  private async *lines(tx: Tx, id: string): AsyncGenerator<string> {
    const [{ checklist } = { checklist: '' }] = await tx.query<{ checklist: string }>(
      'SELECT checklist FROM submissions WHERE id = $1',
      [id],
    );
    const tags = await this.tagsOf(tx, id);
    const isApproved = await this.hasAccessions(tx, id);
    const extra = isApproved ? identifierColumns : [];
    yield line(['Checklist', checklist]);
    yield line([...own, ...tags.map(({ tag }) => tag), ...extra]);
    yield line([
      '#units',
      ...own.slice(1).map(() => ''),
      ...tags.map(({ unit }) => unit ?? ''),
      ...extra.map(() => ''),
    ]);
    for await (const batch of recordBatches(tx, id, 0, firstPosition.experiment)) {
      const identified = isApproved ? await this.identifiersOf(tx, id, batch) : new Map<string, Identified>();
      yield batch
        .map((record) =>
          line(cellsOf(record, tags, isApproved ? (identified.get(record.alias) ?? null) : undefined)),
        )
        .join('');
    }
  }

  /** Every attribute of the submission in the order it first appears, with its unit: the same in all records. */
  private tagsOf(tx: Tx, id: string): Promise<{ tag: string; unit: string | null }[]> {
    return tx.query(
      `SELECT a ->> 'tag' AS tag, max(a ->> 'unit') AS unit
         FROM records r, jsonb_array_elements(r.attributes) WITH ORDINALITY AS t (a, place)
        WHERE r.submission_id = $1 GROUP BY 1 ORDER BY min(t.place), 1`,
      [id],
    );
  }

  private async hasAccessions(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM accessions WHERE submission_id = $1 LIMIT 1', [id]);
    return rows.length > 0;
  }

  private async identifiersOf(
    tx: Tx,
    id: string,
    batch: readonly RecordRow[],
  ): Promise<Map<string, Identified>> {
    const rows = await tx.query<Identified>(
      `SELECT a.alias, a.accession,
              max(x.identifier) FILTER (WHERE x.authority = 'ENA') AS ena, max(x.identifier) FILTER (WHERE x.authority = 'BioSamples') AS biosample
         FROM accessions a LEFT JOIN external_identifiers x ON x.accession = a.accession AND coalesce(x.expires_at > now(), true)
        WHERE a.submission_id = $1 AND a.kind = 'sample' AND a.alias = ANY($2) GROUP BY 1, 2`,
      [id, batch.map(({ alias }) => alias)],
    );
    return new Map(rows.map((row) => [row.alias, row]));
  }
}

function cellsOf(
  record: RecordRow,
  tags: readonly { tag: string }[],
  found: Identified | null | undefined,
): string[] {
  const values = new Map(record.attributes.map(({ tag, value }) => [tag, value]));
  const cells = [
    record.taxonId,
    record.scientificName,
    record.alias,
    record.title,
    record.description,
    ...tags.map(({ tag }) => values.get(tag) ?? ''),
  ];
  return found === undefined
    ? cells
    : [...cells, found?.accession ?? '', found?.ena ?? '', found?.biosample ?? ''];
}
