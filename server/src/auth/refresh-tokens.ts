import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';

/** Days without a refresh after which one has to sign in again. */
export const refreshDays = 14;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** A token somebody holds, of a session that still lives. */
export type HeldToken = { sessionId: string; userId: string; wasUsed: boolean };

/** Refresh tokens: each is good once and gives the next; only their hashes are kept. */
@Injectable()
export class RefreshTokens {
  /** @returns the token, 256 random bits */
  async issue(tx: Tx, sessionId: string, now: Date): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await tx.query(`INSERT INTO refresh_tokens (token_sha256, session_id, expires_at) VALUES ($1, $2, $3)`, [
      hashOf(token),
      sessionId,
      new Date(now.getTime() + refreshDays * 86_400_000),
    ]);
    return token;
  }

  /**
   * Locks the token and its session, so that of two who come with the same token the second finds it used.
   *
   * @returns undefined for a token that is unknown, has expired, or whose session was revoked
   */
  async find(tx: Tx, token: string, now: Date): Promise<HeldToken | undefined> {
    const [held] = await tx.query<HeldToken>(
      `SELECT t.session_id AS "sessionId", s.user_id AS "userId", t.used_at IS NOT NULL AS "wasUsed"
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
        WHERE t.token_sha256 = $1 AND t.expires_at > $2 AND s.revoked_at IS NULL FOR UPDATE`,
      [hashOf(token), now],
    );
    return held;
  }

  /** Trades a token that was found unused for the next one of its session. */
  async rotate(tx: Tx, token: string, { sessionId }: HeldToken, now: Date): Promise<string> {
    await tx.query(`UPDATE refresh_tokens SET used_at = $2 WHERE token_sha256 = $1`, [hashOf(token), now]);
    return this.issue(tx, sessionId, now);
  }
}
