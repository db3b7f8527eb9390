import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { invalid } from '../platform/errors/app.error.ts';
import { containing } from '../platform/lists/like.ts';
import type { TakenName } from './audit.contract.ts';

/** A name that fits more people than this is too vague to search by. */
const most = 50;

/** Finds the people meant by what somebody typed, among those whom the log itself names. */
@Injectable()
export class AuditActors {
  constructor(private readonly database: DataSource) {}

  /**
   * @param text an actor's id (a user's, or a part of the system such as `ena`), or some of a name or mail address that
   *   a person has or had
   * @returns ids of actors; always contains the text itself
   * @throws AppError `audit.actor_too_vague` when it fits too many people to be meant
   */
  async idsOf(text: string): Promise<string[]> {
    const rows: { id: string }[] = await this.database.query(
      'SELECT DISTINCT person_id AS id FROM audit_people WHERE name ILIKE $1 LIMIT $2',
      [containing(text), most + 1],
    );
    if (rows.length > most) {
      throw invalid('audit.actor_too_vague', `More than ${most} people are called something like that.`, [
        { path: 'actor', message: 'write more of the name or address' },
      ]);
    }
    return [text, ...rows.map(({ id }) => id)];
  }

  /** @param name a whole name or mail address that a person has or had, in any case @returns ids of these people */
  async calledExactly(name: string): Promise<string[]> {
    const rows: { id: string }[] = await this.database.query(
      // The ILIKE pattern repeats the condition in a form that the trigram index can serve.
      'SELECT DISTINCT person_id AS id FROM audit_people WHERE name ILIKE $1 AND lower(name) = lower($2)',
      [containing(name), name],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * @param texts names or mail addresses, whole or in part
   * @returns by text, the id of the one person it means: the only one who is or was called something like it, or
   *   exactly so
   */
  async meantBy(texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (texts.length === 0) return new Map();
    const rows: { text: string; id: string }[] = await this.database.query(
      `SELECT wanted.text, coalesce(min(p.person_id) FILTER (WHERE lower(p.name) = lower(wanted.text)), min(p.person_id)) AS id
         FROM unnest($1::text[], $2::text[]) AS wanted (text, pattern) JOIN audit_people p ON p.name ILIKE wanted.pattern
        GROUP BY wanted.text
       HAVING count(DISTINCT p.person_id) = 1 OR count(DISTINCT p.person_id) FILTER (WHERE lower(p.name) = lower(wanted.text)) = 1`,
      [texts, texts.map(containing)],
    );
    return new Map(rows.map(({ text, id }) => [text, id]));
  }

  /**
   * @param texts names or mail addresses, whole or in part
   * @returns by text, everybody whom it matches (as `idsOf`), with a name that the log has of them, preferably one that
   *   fits. Texts that fit nobody are left out. People whose erasure was requested are listed without a name.
   */
  async takenBy(texts: readonly string[]): Promise<TakenName[]> {
    if (texts.length === 0) return [];
    const named = (order: string) =>
      `CASE WHEN r.id IS NULL THEN (array_agg(p.name ORDER BY ${order}, p.name))[1] END`;
    const [isAddress, isOther] = [`p.name LIKE '%@%'`, 'p.name NOT ILIKE wanted.pattern'];
    return this.database.query(
      `SELECT taken.text, json_agg(json_build_object('id', taken.id, 'name', taken.name,
                'knownAs', CASE WHEN taken.fits <> taken.name THEN taken.fits END) ORDER BY taken.name, taken.id) AS people
         FROM (SELECT wanted.text, p.person_id AS id, ${named(`${isAddress}, ${isOther}`)} AS name, ${named(`${isOther}, ${isAddress}`)} AS fits
                 FROM unnest($1::text[], $2::text[]) AS wanted (text, pattern)
                CROSS JOIN LATERAL (SELECT DISTINCT person_id FROM audit_people WHERE name ILIKE wanted.pattern LIMIT $3) fitting
                 JOIN audit_people p ON p.person_id = fitting.person_id
                 LEFT JOIN audit_erasures r ON r.person_id = p.person_id
                GROUP BY wanted.text, p.person_id, r.id) taken
        GROUP BY taken.text`,
      [texts, texts.map(containing), most],
    );
  }
}
