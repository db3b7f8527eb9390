import { DataSource } from 'typeorm';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import type { BatchView } from '../../server/src/ena/batches/batches.contract.ts';
import { followObjects } from '../../server/src/ena/processing/object-rows.ts';
import { EnaPoll } from '../../server/src/ena/processing/poll.service.ts';
import type { EnaEnvironment } from '../../server/src/ena/webin/environments.ts';
import type { ObjectRow, ProcessRow, ReportKind, ReportQuery } from '../../server/src/ena/webin/report.ts';
import type { WebinClient } from '../../server/src/ena/webin/webin.client.ts';
import type { WebinError } from '../../server/src/ena/webin/webin.error.ts';
import { Webin } from '../../server/src/ena/webin.provider.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import type { TestApp } from '../setup/app.ts';

/** ENA's report service of one spec file: says what it is told to, and counts how it is asked. */
export class Reports {
  readonly asked: { kind: ReportKind; query: ReportQuery }[] = [];
  readonly objects = new Map<string, ObjectRow>();
  readonly processes = new Map<string, ProcessRow>();
  outage: WebinError | null = null;

  constructor(
    readonly environment: EnaEnvironment,
    readonly account: string,
  ) {}

  /** Has the application ask here. */
  serve(app: TestApp): void {
    app.get(Webin).client = () => this as unknown as WebinClient;
  }

  list(accession: string, status: string, more: Partial<ObjectRow> = {}): void {
    const unsaid = {
      alias: null,
      secondaryId: null,
      title: null,
      created: null,
      published: null,
      holdUntil: null,
    };
    this.objects.set(accession, { id: accession, status, ...unsaid, ...more });
  }

  processed(accession: string, status: string, more: Partial<ProcessRow> = {}): void {
    const unsaid = { error: null, started: null, ended: null, analysisType: null, accessions: [] };
    this.processes.set(accession, { id: accession, status, ...unsaid, ...more });
  }

  report(kind: ReportKind, query: ReportQuery = {}): Promise<(ObjectRow | ProcessRow)[]> {
    this.asked.push({ kind, query });
    if (this.outage) return Promise.reject(this.outage);
    const prefixes: Partial<Record<ReportKind, string>> = {
      projects: 'PRJ',
      samples: 'ERS',
      runs: 'ERR',
      analyses: 'ERZ',
    };
    const isProcess = kind.endsWith('-process');
    const prefix = isProcess ? (kind === 'run-process' ? 'ERR' : 'ERZ') : (prefixes[kind] ?? '?');
    const all = [...(isProcess ? this.processes : this.objects).values()].reverse();
    const rows = all.filter(({ id }) => id.startsWith(prefix) && (query.id === undefined || id === query.id));
    return Promise.resolve(rows.slice(0, query.maxResults ?? 100));
  }
}

let minted = 0;

/** As if ENA had accepted every record of the batch. @returns their names: the depositor's, ours, ENA's */
export async function accepted(
  app: TestApp,
  { id }: Pick<BatchView, 'id'>,
  { at = app.get(Clock).now(), environment = app.config.ENA_ENVIRONMENT, run = [] as readonly string[] } = {},
): Promise<{ alias: string; accession: string; enaAccession: string }[]> {
  const items: { accession: string; type: string; alias: string }[] = await app
    .get(DataSource)
    .query(
      `UPDATE ena_batch_items SET status = 'accepted', environment = $2, type = CASE WHEN alias = ANY($3) THEN 'run' ELSE type END
        WHERE batch_id = $1 RETURNING accession, type, alias`,
      [id, environment, run],
    )
    .then(([rows]) => rows);
  const prefixes: Record<string, string> = { project: 'PRJEB', sample: 'ERS', run: 'ERR' };
  const given = items.map(({ accession, alias, type }) => ({
    alias,
    accession,
    enaAccession: `${prefixes[type]}${String(9_000_000 + ++minted)}`,
  }));
  await app.get(UnitOfWork).run(async (tx) => {
    await tx.query(`UPDATE ena_batches SET status = 'accepted', environment = $2 WHERE id = $1`, [
      id,
      environment,
    ]);
    await tx.query(`UPDATE records SET type = 'run' WHERE alias = ANY($1)`, [run]);
    const identifiers = given.map(({ accession, enaAccession: identifier }) => ({
      accession,
      identifier,
      authority: 'ENA' as const,
      environment,
    }));
    await app.get(AccessionsService).recordExternal(tx, identifiers, at);
    await followObjects(tx, id, app.config.ENA_USERNAME, given, at);
  });
  return given;
}

/** Polls once, at a moment. */
export async function poll(app: TestApp, at?: Date): Promise<void> {
  const run = { id: '', attempt: 1, signal: new AbortController().signal, fence: () => Promise.resolve() };
  app.get(Clock).standAt(at);
  try {
    await app.get(EnaPoll).run(app.config.ENA_ENVIRONMENT, run);
  } finally {
    app.get(Clock).standAt(undefined);
  }
}
