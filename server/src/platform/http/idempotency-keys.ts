import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { conflict, invalid } from '../errors/app.error.ts';
import { rowsOf } from '../database/tx.ts';

type Claim = { userId: string; key: string; requestHash: string };
export type KeptAnswer = { status: number; body: unknown };

/** A killed request blocks its key no longer than this. */
const leaseSeconds = 60;
const keepHours = 24;

/** The rows behind `Idempotency-Key`. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly database: DataSource) {}

  /**
   * @returns the kept answer of the same request, or undefined when the caller is to do the work
   * @throws AppError `request.idempotency_mismatch` (422): the key was used for another request;
   *   `request.in_flight` (409): the first request is still being worked on
   */
  async claim({ userId, key, requestHash }: Claim): Promise<KeptAnswer | undefined> {
    const taken = rowsOf(
      await this.database.query(
        `INSERT INTO idempotency_keys AS k (user_id, key, request_hash, lease_until)
         VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))
         ON CONFLICT (user_id, key) DO UPDATE
           SET request_hash = excluded.request_hash, lease_until = excluded.lease_until, status = NULL, body = NULL, created_at = now()
         WHERE (k.status IS NULL AND k.lease_until < clock_timestamp() AND k.request_hash = excluded.request_hash)
            OR k.created_at < now() - make_interval(hours => $5)
         RETURNING key`,
        [userId, key, requestHash, leaseSeconds, keepHours],
      ),
    );
    if (taken.length === 1) return undefined;
    const [row] = (await this.database.query(
      `SELECT request_hash AS "requestHash", status, body FROM idempotency_keys WHERE user_id = $1 AND key = $2`,
      [userId, key],
    )) as { requestHash: string; status: number | null; body: unknown }[];
    if (row && row.requestHash !== requestHash) {
      throw invalid('request.idempotency_mismatch', 'This Idempotency-Key was used for another request.');
    }
    if (row && row.status !== null) return { status: row.status, body: row.body };
    throw conflict(
      'request.in_flight',
      'The first request with this Idempotency-Key is still being worked on.',
    );
  }

  async keep({ userId, key }: Claim, status: number, body: unknown): Promise<void> {
    await this.database.query(
      `UPDATE idempotency_keys SET status = $3, body = $4 WHERE user_id = $1 AND key = $2`,
      [userId, key, status, JSON.stringify(body ?? null)],
    );
  }

  async release({ userId, key }: Claim): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND status IS NULL`,
      [userId, key],
    );
  }
}
