// A log that months leave, and what a spec does with it: as the application, as a worker, and as who owns the tables.
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll } from 'vitest';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { RetentionRuns } from '../../server/src/audit/retention/retention-runs.service.ts';
import { ArchiveFiles } from '../../server/src/audit/verification/archive-files.ts';
import { inOneMoment } from '../../server/src/audit/verification/log-moment.ts';
import { verifyLogIn } from '../../server/src/audit/verification/log-verification.ts';
import { PublishedTrust } from '../../server/src/audit/verification/published-trust.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { poolOf } from '../../server/src/platform/database/pool.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import type { TestApp } from '../setup/app.ts';
import { madeRoomFor } from './audit-room.ts';
import { eventually } from './eventually.ts';

export class LeavingLog {
  private client: Client | undefined;

  constructor(private readonly app: TestApp) {}

  /** Connects as who owns the tables. */
  async open(): Promise<void> {
    this.client = new Client({ connectionString: this.app.config.DATABASE_MIGRATION_URL });
    await this.client.connect();
  }

  async close(): Promise<void> {
    await this.client?.end();
  }

  get owner(): Client {
    if (!this.client) throw new Error('nobody is connected yet');
    return this.client;
  }

  /** As the application. */
  readonly query = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    this.app.get(DataSource).query(sql, values);

  /** Waits until all is sealed. */
  readonly sealed = () =>
    eventually(async () => (await this.query('SELECT FROM audit_unsealed')).length === 0);

  async months(): Promise<string[]> {
    return (await this.query<{ month: string }>('SELECT month FROM audit_months() AS month')).map(
      ({ month }) => month,
    );
  }

  /** Makes room for months that are gone, and waits until the worker's keys are known. */
  async begin(months: readonly string[]): Promise<void> {
    await madeRoomFor(this.app.config, months);
    await eventually(async () => (await this.query('SELECT FROM audit_keys')).length > 1);
  }

  /** An event in each of these months, in one transaction, and so in one segment. */
  async wrote(...months: string[]): Promise<void> {
    await this.app.get(UnitOfWork).run(async (tx) => {
      for (const [index, month] of months.entries()) {
        this.app.get(Clock).standAt(new Date(`${month}-28T10:00:0${index}Z`));
        await this.app.get(AuditLog).record(tx, systemActor('test'), {
          action: 'submission.update',
          target: { type: 'Submission', id: randomUUID(), label: month },
        });
      }
    });
    this.app.get(Clock).standAt(undefined);
  }

  /** @returns the event's id */
  recorded(action: string, id: string, facts = {}): Promise<string> {
    return this.app.get(UnitOfWork).run((tx) =>
      this.app.get(AuditLog).record(tx, systemActor('test'), {
        action,
        target: { type: 'Test', id, label: 'test' },
        facts,
      }),
    );
  }

  /** Asks for a run of the retention. @returns how it ended */
  async run() {
    const runs = this.app.get(RetentionRuns);
    const { id } = await runs.request(systemActor('test'));
    await eventually(async () => (await runs.get(id))?.finishedAt !== null, 120);
    return runs.get(id);
  }

  /** What a verification finds, without the task, its events and its alarm. */
  async flaw(): Promise<string | null> {
    const files = this.app.get(ArchiveFiles);
    try {
      const listed = await inOneMoment(poolOf(this.app.get(DataSource)), async (moment) => {
        const trust = await this.app.get(PublishedTrust).load(moment.others);
        await verifyLogIn(moment, trust, async () => undefined);
        return files.list(moment.others);
      });
      await files.check(listed, true);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

/** For a spec: before what else it does first. */
export function useLeavingLog(app: TestApp): LeavingLog {
  const log = new LeavingLog(app);
  beforeAll(() => log.open());
  afterAll(() => log.close());
  return log;
}
