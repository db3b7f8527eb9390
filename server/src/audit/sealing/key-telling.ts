// What the log says about its keys. Each key was added by an event, which names the keys that it replaced. For keys
// that were there before the log recorded validity, an event says from when and until when they are valid.

/** SQL condition: the event `e` is about a key. */
export const tellsOfKeySql = `(e.action = 'audit.key_register' AND e.actor_type = 'system')`;

/**
 * SQL of such an event's facts, with whatever else in it says which keys are valid when; null if its text cannot be
 * read.
 */
export const toldOfKeySql = `CASE WHEN e.body IS JSON OBJECT THEN e.body::jsonb -> 'facts' || jsonb_build_object(
  'name', e.body::jsonb #> '{target,label}', 'at', e.body::jsonb -> 'occurredAt', 'ended', e.body::jsonb #> '{changes,0,before}') END`;

/** Moments are text. */
export type ToldOfKey = {
  name?: unknown;
  publicKey?: unknown;
  at?: unknown;
  overlapMinutes?: unknown;
  /** Ids, with commas between. */
  ended?: unknown;
  validFrom?: unknown;
  validUntil?: unknown;
};
