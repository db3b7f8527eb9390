import type { DataSource } from 'typeorm';
import type { AuditEventView } from '../../audit.contract.ts';
import { isPersonField } from './code-words.ts';

type Named = { id: string; name: string };

/** How many are remembered: a report of years may name more people than there is room for. */
const mostRemembered = 10_000;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuid.test(value);

/** Names of people whom events have by their ids only. */
export class People {
  private readonly names = new Map<string, string | undefined>();

  /** @param look gives the names of those whom the log knows */
  constructor(private readonly look: (ids: readonly string[]) => Promise<readonly Named[]>) {}

  /** Looks up those who have not been looked up yet. Call before `nameOf`. @throws what `look` throws */
  async learn(ids: Iterable<string>): Promise<void> {
    const fresh = [...new Set(ids)].filter((id) => !this.names.has(id));
    if (fresh.length === 0) return;
    const found = new Map((await this.look(fresh)).map(({ id, name }) => [id, name]));
    // Of those who are needed now, some may be remembered already: these stay.
    if (this.names.size + fresh.length > mostRemembered) this.forgetAllBut(new Set(ids));
    for (const id of fresh) this.names.set(id, found.get(id));
  }

  readonly nameOf = (id: string): string | undefined => this.names.get(id);

  private forgetAllBut(kept: ReadonlySet<string>): void {
    for (const id of this.names.keys()) if (!kept.has(id)) this.names.delete(id);
  }
}

/** Ids of people in the changes and facts of events. */
export function peopleIdsIn(rows: readonly { event: AuditEventView | undefined }[]): Set<string> {
  const ids = new Set<string>();
  const take = (field: string, value: unknown) => {
    if (isUuid(value) && isPersonField(field)) ids.add(value);
  };
  for (const { event } of rows) {
    for (const { field, before, after } of event?.changes ?? []) {
      take(field, before);
      take(field, after);
    }
    for (const name of Object.keys(event?.facts ?? {})) take(name, event?.facts[name]);
  }
  return ids;
}

/**
 * The people whom the log itself knows; nobody who was erased, and nobody whose erasure was asked for. A name rather than
 * a mail address.
 */
export const peopleOf = (database: Pick<DataSource, 'query'>): People =>
  new People((ids) => database.query(namesSql, [ids]));

const namesSql = `
  SELECT p.person_id AS id, (array_agg(p.name ORDER BY p.name LIKE '%@%', p.name))[1] AS name
    FROM audit_people p
   WHERE p.person_id = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM audit_erasures r WHERE r.person_id = p.person_id)
   GROUP BY p.person_id`;
