// What the log says of its keys. Each was added by an event, which names the ones that it ended; of those that stood when
// their times began to be told, an event says from when and until when they are good.

/** `audit_events e` that tell of a key. */
export const tellsOfKeySql = `(e.action = 'audit.key_register' AND e.actor_type = 'system')`;

/** The facts of such an event, with what else of it says which keys are good when; null where the text is none of ours. */
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
