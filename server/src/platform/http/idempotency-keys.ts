import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import type { RequestClaim } from '../database/request-claim.ts';
import { rowsOf } from '../database/tx.ts';
import { conflict, invalid } from '../errors/app.error.ts';

export type KeptAnswer = { status: number; body: unknown };

/** A killed request blocks its key no longer than this. */
const leaseSeconds = 60;
const keepHours = 24;

type Row = {
  requestHash: string;
  status: number | null;
  body: unknown;
  isWorked: boolean;
  isLeased: boolean;
};

/** The rows behind `Idempotency-Key`. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly database: DataSource) {}

  /**
   * @returns the claim under which the caller is to do the work, or the kept answer of the same request
   * @throws AppError `request.idempotency_mismatch` (422): the key was used for another request;
   *   `request.in_flight` (409): the first request is still being worked on; `request.answer_lost` (409): it was
   *   done, but its process ended before the answer was kept
   */
  async claim(userId: string, key: string, requestHash: string): Promise<RequestClaim | KeptAnswer> {
    const claim = { userId, key, requestHash, leaseToken: uuidv4() };
    if (await this.take(claim)) return claim;
    const row = await this.find(userId, key);
    if (row && row.requestHash !== requestHash)
      throw invalid('request.idempotency_mismatch', 'This Idempotency-Key was used for another request.');
    if (row && row.status !== null) return { status: row.status, body: row.body };
    if (row?.isWorked && !row.isLeased)
      throw conflict(
        'request.answer_lost',
        'The first request with this Idempotency-Key was done, but its answer was lost. Look up what it made.',
      );
    throw conflict(
      'request.in_flight',
      'The first request with this Idempotency-Key is still being worked on.',
    );
  }

  async keep({ userId, key, leaseToken }: RequestClaim, { status, body }: KeptAnswer): Promise<void> {
    await this.database.query(
      `UPDATE idempotency_keys SET status = $4, body = $5 WHERE user_id = $1 AND key = $2 AND lease_token = $3`,
      [userId, key, leaseToken, status, JSON.stringify(body ?? null)],
    );
  }

  /** Lets the key be used again: the answer is not to be kept, and to do the work twice does no harm. */
  async forget({ userId, key, leaseToken }: RequestClaim): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND lease_token = $3`,
      [userId, key, leaseToken],
    );
  }

  /** Lets the key be used again after a failure, unless something was committed under it. */
  async release({ userId, key, leaseToken }: RequestClaim): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND lease_token = $3 AND status IS NULL AND worked_at IS NULL`,
      [userId, key, leaseToken],
    );
  }

  /** A new key, one whose request ended without a word and without work, or one whose time is over. */
  private async take({ userId, key, requestHash, leaseToken }: RequestClaim): Promise<boolean> {
    const result: unknown = await this.database.query(
      `INSERT INTO idempotency_keys AS k (user_id, key, request_hash, lease_token, lease_until)
       VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
       ON CONFLICT (user_id, key) DO UPDATE
         SET request_hash = excluded.request_hash, lease_token = excluded.lease_token, lease_until = excluded.lease_until,
             worked_at = NULL, status = NULL, body = NULL, created_at = now()
       WHERE (k.status IS NULL AND k.worked_at IS NULL AND k.lease_until < clock_timestamp() AND k.request_hash = excluded.request_hash)
          OR k.created_at < now() - make_interval(hours => $6)
       RETURNING key`,
      [userId, key, requestHash, leaseToken, leaseSeconds, keepHours],
    );
    return rowsOf(result).length === 1;
  }

  private async find(userId: string, key: string): Promise<Row | undefined> {
    const [row]: Row[] = await this.database.query(
      `SELECT request_hash AS "requestHash", status, body, worked_at IS NOT NULL AS "isWorked",
              lease_until >= clock_timestamp() AS "isLeased"
         FROM idempotency_keys WHERE user_id = $1 AND key = $2`,
      [userId, key],
    );
    return row;
  }
}
