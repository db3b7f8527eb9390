import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.ts';

/** Name of the cookie that carries them. */
export const refreshCookie = 'seqdb_refresh';

/** Days without a refresh after which one has to sign in again. */
export const refreshDays = 14;

/**
 * Seconds in which the token before the present one is still taken. An answer that is lost on its way (a page loaded
 * again, a connection cut) leaves the browser with a token whose successor it never saw; without this, it would be signed
 * out, as a thief would be. RFC 9700 §4.14.2 leaves the details of rotation to the server; the window is usual elsewhere.
 */
export const graceSeconds = 30;

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** The session a token is of. */
export type TokenSession = { sessionId: string; userId: string };

/** A token somebody holds, of a session that still lives. */
export type HeldToken = TokenSession & { state: 'present' | 'just used' | 'used' };

/**
 * Refresh tokens: each gives the next; only their hashes are kept. Using one uses up all of its session that are unused,
 * so that a session cannot go on in two places for longer than the grace: the second place comes with a used token.
 */
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
   * Locks the token's session first, and only then reads how the token stands: of two who come with the same token, the
   * second sees what the first has done.
   *
   * @returns undefined for a token that is unknown, has expired, or whose session was revoked
   */
  async find(tx: Tx, token: string, now: Date): Promise<HeldToken | undefined> {
    const hash = hashOf(token);
    const [session] = await tx.query<TokenSession>(
      `SELECT s.id AS "sessionId", s.user_id AS "userId" FROM sessions s
        WHERE s.id = (SELECT session_id FROM refresh_tokens WHERE token_sha256 = $1 AND expires_at > $2)
          AND s.revoked_at IS NULL FOR UPDATE`,
      [hash, now],
    );
    if (!session) return undefined;
    const since = new Date(now.getTime() - graceSeconds * 1000);
    const [held] = await tx.query<Pick<HeldToken, 'state'>>(
      `SELECT CASE WHEN t.used_at IS NULL THEN 'present'
                   WHEN t.used_at >= $3 AND t.used_at = (SELECT max(used_at) FROM refresh_tokens WHERE session_id = $2) THEN 'just used'
                   ELSE 'used' END AS state
         FROM refresh_tokens t WHERE t.token_sha256 = $1`,
      [hash, session.sessionId, since],
    );
    return held && { ...session, ...held };
  }

  /** @returns whose it was, of a token that `find` does not find: of a session that is over, or too old; undefined for an unknown one */
  async ownerOf(tx: Tx, token: string): Promise<TokenSession | undefined> {
    const [session] = await tx.query<TokenSession>(
      `SELECT s.id AS "sessionId", s.user_id AS "userId"
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_sha256 = $1`,
      [hashOf(token)],
    );
    return session;
  }

  /** Trades a token for the next one of its session: the present one, or within the grace the one before it. */
  async rotate(tx: Tx, { sessionId, state }: HeldToken, now: Date): Promise<string> {
    if (state === 'present')
      await tx.query(`UPDATE refresh_tokens SET used_at = $2 WHERE session_id = $1 AND used_at IS NULL`, [
        sessionId,
        now,
      ]);
    return this.issue(tx, sessionId, now);
  }
}
