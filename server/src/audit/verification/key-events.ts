// A key that signs for the log is added, and the one before it ended, together with the event that says so. One that came
// without, or that is good for longer, would sign what looks genuine.
import type { Remembered } from '../archive/retained-month.ts';
import type { Snapshot } from '../exporting/snapshot.ts';
import { wrong } from '../flaw-sentences.contract.ts';
import { tellsOfKeySql, type ToldOfKey, toldOfKeySql } from '../sealing/key-telling.ts';
import type { Flaws } from './flaws.ts';

type Told = { target: string; facts: ToldOfKey | null };
/** Moments as the events say them, to the microsecond. */
type StandingKey = { name: string; id: string; publicKey: string; from: string; until: string | null };

const toldSql = `SELECT e.target_id AS target, ${toldOfKeySql} AS facts FROM audit_events e
  WHERE ${tellsOfKeySql} ORDER BY e.occurred_at, e.id`;
const utc = (moment: string) => `to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const keysSql = `SELECT name, id, public_key AS "publicKey", ${utc('valid_from')} AS "from", ${utc('valid_until')} AS "until"
  FROM audit_keys ORDER BY valid_from, id`;

/**
 * Finds keys that may sign and that no event tells of, or not so.
 *
 * @param remembered events of months that have left the log
 */
export async function findUntoldKeys(
  snapshot: Snapshot,
  remembered: readonly Remembered[],
  flaws: Flaws,
): Promise<void> {
  const left: Told[] = remembered.filter(({ action }) => action === 'audit.key_register');
  const told = [...left, ...(await snapshot.query<Told>(toldSql))];
  for (const key of await snapshot.query<StandingKey>(keysSql)) {
    const code = flawOfKey(key, told);
    if (code !== undefined) flaws.add('beside', `key ${key.id}`, wrong(code));
  }
}

/** @param told of all keys, in the order of the log @returns what is wrong with the key, if anything */
export function flawOfKey(
  key: StandingKey,
  told: readonly Told[],
): 'key_untold' | 'key_from' | 'key_until' | undefined {
  const own = told.flatMap(({ target, facts }) =>
    target === key.id && facts?.name === key.name && facts.publicKey === key.publicKey ? [facts] : [],
  );
  const [added] = own;
  if (!added) return 'key_untold';
  // Times of keys from before they were told exactly stand in an event of their own.
  const stood = own.find(({ validFrom }) => validFrom !== undefined);
  const from = stood ? stood.validFrom : later(added.at, 0);
  const until = stood?.validUntil ?? endOf(key, told);
  if (key.from !== from) return 'key_from';
  return key.until === until ? undefined : 'key_until';
}

/** @returns until when the event of the key that took its place lets it sign; null while none did */
function endOf({ name, id }: StandingKey, told: readonly Told[]): string | null {
  const ending = told.find(
    ({ facts }) =>
      facts?.name === name && typeof facts.ended === 'string' && facts.ended.split(', ').includes(id),
  );
  return ending ? later(ending.facts?.at, ending.facts?.overlapMinutes) : null;
}

/** @returns the moment so many minutes later; of what is no moment or no minutes, none that a key could have */
function later(at: unknown, minutes: unknown): string {
  const moment = new Date(Date.parse(String(at)) + Number(minutes) * 60_000);
  return Number.isNaN(moment.getTime()) ? 'never' : moment.toISOString().replace('Z', '000Z');
}
