import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LongWriters } from './long-writers.ts';

/** Transactions that an erasure waits for end within seconds. */
const mostHours = 1;

/** What is wrong with erasures, in words that may be told to everybody. */
@Injectable()
export class ErasureHealth {
  constructor(
    private readonly database: DataSource,
    private readonly writers: LongWriters,
  ) {}

  /** @returns null when all is well @throws pg's errors */
  async trouble(): Promise<string | null> {
    const [waiting]: { since: Date | null }[] = await this.database.query(
      `SELECT min(closed_at) AS since FROM audit_erasures
        WHERE state = 'requested' AND closed_at < now() - make_interval(hours => $1)`,
      [mostHours],
    );
    if (!waiting?.since) return null;
    const writer = await this.writers.oldest();
    if (writer === undefined) return null;
    const open =
      writer.since === null
        ? "another database role's transaction"
        : `a transaction that has been open since ${writer.since.toISOString()}`;
    return `an erasure has waited since ${waiting.since.toISOString()} for ${open}`;
  }
}
