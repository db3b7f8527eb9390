import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../platform/access/actor.ts';
import type { Tx } from '../platform/database/tx.ts';
import { conflict, notFound } from '../platform/errors/app.error.ts';
import { Lists } from '../platform/lists/list.query.ts';
import type { IssuedIdentifier } from './accession.contract.ts';
import { accessionList, type AccessionListQuery, externalOf } from './accessions.queries.ts';
import { studiesOf } from './studies.ts';
import type { Landing } from './landing-page.ts';

@Injectable()
export class AccessionsService {
  constructor(
    private readonly lists: Lists,
    private readonly database: DataSource,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: AccessionListQuery): Promise<string> {
    return this.lists.page(accessionList, actor, query);
  }

  /** @returns the accession (`accessionView`) as JSON text; letters may be given in lower case */
  async get(actor: Actor, accession: string): Promise<string> {
    const found = await this.lists.one(accessionList, actor, accession.toUpperCase(), { limit: 1 });
    if (found === undefined) throw notFound('accession', accession);
    return found;
  }

  /**
   * What anybody may know of an accession. Of a private or withdrawn record that is only that it exists.
   *
   * @returns undefined when there is no such accession
   */
  async landing(accession: string): Promise<Landing | undefined> {
    const [row]: Landing[] = await this.database.query(
      `SELECT a.accession, a.kind, a.status, a.hold_date::text AS "holdDate", a.public_at AS "publicAt", a.minted_at AS "mintedAt",
              a.status_at AS "statusAt", a.category, a.superseded_by AS "supersededBy",
              a.title, a.description, a.taxon_id AS "taxonId", a.scientific_name AS "scientificName",
              ${externalOf('a.accession')} AS external, p.accession AS "projectAccession"
         FROM accessions a
         LEFT JOIN accessions p ON p.submission_id = a.submission_id AND p.kind = 'project' AND p.status = 'public' AND a.kind <> 'project'
        WHERE a.accession = $1`,
      [accession],
    );
    return row;
  }

  /**
   * Records for which nobody asked to hold them back are public once an archive has them: they are due today, and the
   * release makes them public. What the approved revision has no more is held back, and due on no day; what is
   * part of a project that is private still, also of another submission, comes with that.
   *
   * @param accessions those that were taken, where `environment` says; one with a hold date keeps it
   * @returns how many are due now
   */
  async dueToday(
    tx: Tx,
    accessions: readonly string[],
    environment: IssuedIdentifier['environment'],
    today: string,
  ): Promise<number> {
    const studies = await studiesOf(tx, accessions, environment);
    const rows = await tx.query(
      `UPDATE accessions a SET hold_date = $2 WHERE a.accession = ANY($1) AND a.status = 'private' AND a.hold_date IS NULL AND NOT a.is_held_back
          AND NOT EXISTS (
            SELECT 1 FROM unnest($3::text[], $4::text[]) AS part (accession, project) JOIN accessions p ON p.accession = part.project
             WHERE part.accession = a.accession AND p.status = 'private'
               AND (p.hold_date > $2 OR p.hold_date IS NULL AND p.accession <> ALL($1)))
        RETURNING a.accession`,
      [accessions, today, [...studies.keys()], [...studies.values()]],
    );
    return rows.length;
  }

  /**
   * Notes the identifiers that other archives gave our records. The same once more changes nothing. What the test
   * service gave before its last reset stays and stands in nobody's way.
   *
   * @throws AppError `accession.other_identifier` when a record has another one there already: it is never overwritten;
   *   `accession.identifier_taken` when ENA's or BioSamples' is that of another record of ours
   */
  async recordExternal(
    tx: Tx,
    found: readonly (IssuedIdentifier & { accession: string })[],
    at: Date,
  ): Promise<void> {
    const kept = await tx.query<{ accession: string; authority: string; identifier: string }>(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS g (accession text, authority text, identifier text, environment text)),
       added AS (
         INSERT INTO external_identifiers (accession, authority, identifier, environment, recorded_at)
         SELECT accession, authority, identifier, environment, $2 FROM given
         ON CONFLICT (accession, authority, environment, expires_at) DO NOTHING)
       SELECT x.accession, x.authority, x.identifier FROM external_identifiers x JOIN given USING (accession, authority, environment)
        WHERE x.identifier <> given.identifier AND (x.expires_at IS NULL OR x.expires_at > $2)`,
      [JSON.stringify(found), at],
    );
    const [other] = kept;
    if (other)
      throw conflict(
        'accession.other_identifier',
        `${other.accession} is ${other.identifier} at ${other.authority} already: it cannot get another identifier there.`,
        { ...other },
      );
    await refuseTaken(tx, found, at);
  }
}

/** What one record of ours is called at ENA or BioSamples no other one can be. */
async function refuseTaken(
  tx: Tx,
  found: readonly (IssuedIdentifier & { accession: string })[],
  at: Date,
): Promise<void> {
  const own = found.filter(({ authority }) => authority === 'ENA' || authority === 'BioSamples');
  if (own.length === 0) return;
  // Of two that give the same one to two records at the same moment, the second sees what the first one wrote.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('external_identifiers', 0))`);
  const taken = await tx.query<{ identifier: string; accession: string }>(
    `SELECT x.identifier, x.accession
       FROM jsonb_to_recordset($1::jsonb) AS g (accession text, authority text, identifier text, environment text)
       JOIN external_identifiers x ON x.identifier = g.identifier AND x.authority = g.authority
        AND x.environment = g.environment AND x.accession <> g.accession
      WHERE x.expires_at IS NULL OR x.expires_at > $2 ORDER BY 1, 2 LIMIT 100`,
    [JSON.stringify(own), at],
  );
  const [first] = taken;
  if (first)
    throw conflict(
      'accession.identifier_taken',
      `${first.identifier} is the identifier of ${first.accession} already: no other record can have it.`,
      { taken },
    );
}
