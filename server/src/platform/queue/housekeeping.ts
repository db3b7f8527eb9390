import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

type Chore = { name: string; sql: string };

/** Our own tables' leavings, in bites that lock little. Open pages resume within minutes, never after a week. */
const chores: readonly Chore[] = [
  {
    name: 'finished tasks',
    sql: `DELETE FROM tasks WHERE id IN (
            SELECT id FROM tasks WHERE state = 'done' AND updated_at < now() - interval '14 days' LIMIT 5000)`,
  },
  {
    // Somebody decides about these; nobody does after a quarter of a year, and mails are kept no longer either.
    name: 'failed tasks',
    sql: `DELETE FROM tasks WHERE id IN (
            SELECT id FROM tasks WHERE state = 'failed' AND updated_at < now() - interval '90 days' LIMIT 5000)`,
  },
  {
    name: 'events of the stream',
    sql: `DELETE FROM stream_events WHERE (xid, id) IN (
            SELECT xid, id FROM stream_events WHERE at < now() - interval '7 days' LIMIT 5000)`,
  },
  {
    name: 'idempotency keys',
    sql: `DELETE FROM idempotency_keys WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - interval '25 hours' LIMIT 5000)`,
  },
];

/** What has to be done again and again for the tables to stay small; the worker runs it. Modules add their own chores. */
@Injectable()
export class Housekeeping {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly chores: Chore[] = [...chores];

  constructor(private readonly database: DataSource) {}

  /** @param sql one statement that may be run at any time and any number of times, and takes little at once */
  add(name: string, sql: string): void {
    this.chores.push({ name, sql });
  }

  /** Does every chore; one that fails does not hold back the others. */
  async run(): Promise<void> {
    for (const { name, sql } of this.chores) {
      try {
        await this.database.query(sql);
      } catch (error) {
        this.logger.warn(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
