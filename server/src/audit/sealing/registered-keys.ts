// The public keys that the worker registered. Only the sealer's role can add one.
import { type Head, signersOfHead } from './checkpoint.ts';
import type { LogKey } from './signing-key.ts';

export type RegisteredKey = LogKey & { from: Date; until: Date | null };

/** Oldest first; gives `RegisteredKey`s. */
export const registeredKeysSql = `SELECT name, id, public_key AS "publicKey", valid_from AS "from", valid_until AS "until"
  FROM audit_keys ORDER BY valid_from, id`;

/** The keys that signed a head and were valid at the time it states. */
export function signersThen<Key extends RegisteredKey>(head: Head, keys: readonly Key[]): Key[] {
  const at = new Date(head.checkpoint.time);
  return signersOfHead(head, keys).filter(({ from, until }) => at >= from && (until === null || at <= until));
}
