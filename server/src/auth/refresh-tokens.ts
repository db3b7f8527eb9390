import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';

/** Days without a refresh after which one has to sign in again. */
export const refreshDays = 14;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export type RefreshResult =
  | { kind: 'unknown' }
  | { kind: 'reused'; sessionId: string; userId: string }
  | { kind: 'rotated'; sessionId: string; userId: string; token: string };

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
   * Trades a token for the next one. A token that was used before was copied: its whole family is revoked, since
   * nobody can tell which holder is the rightful one.
   */
  async rotate(tx: Tx, token: string, now: Date): Promise<RefreshResult> {
    const [row] = await tx.query<{
      sessionId: string;
      userId: string;
      expiresAt: Date;
      usedAt: Date | null;
      revokedAt: Date | null;
    }>(
      `SELECT t.session_id AS "sessionId", s.user_id AS "userId", t.expires_at AS "expiresAt", t.used_at AS "usedAt", s.revoked_at AS "revokedAt"
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_sha256 = $1 FOR UPDATE`,
      [hashOf(token)],
    );
    if (!row || row.revokedAt || row.expiresAt <= now) return { kind: 'unknown' };
    const { sessionId, userId } = row;
    if (row.usedAt) {
      await tx.query(
        `UPDATE sessions SET revoked_at = $2, revoked_because = 'refresh token used twice' WHERE id = $1`,
        [sessionId, now],
      );
      return { kind: 'reused', sessionId, userId };
    }
    await tx.query(`UPDATE refresh_tokens SET used_at = $2 WHERE token_sha256 = $1`, [hashOf(token), now]);
    return { kind: 'rotated', sessionId, userId, token: await this.issue(tx, sessionId, now) };
  }
}
