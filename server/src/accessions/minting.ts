import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.ts';
import type { Tx } from '../platform/database/tx.ts';
import type { AccessionKind } from './accession.contract.ts';
import { formatAccession } from './accession-number.ts';
import { holdUntilTheirDay, isElsewhere, longerChoice } from './hold-days.ts';

/** A record that is to have an accession, with what its landing page will show. */
export type Mintable = {
  kind: AccessionKind;
  alias: string;
  title: string;
  description: string;
  taxonId: string | null;
  scientificName: string | null;
};

export type MintedFor = {
  submissionId: string;
  ownerId: string;
  /** `YYYY-MM-DD`, as the approved revision says. */
  holdDate: string | null;
  /** When that revision was handed in. */
  submittedAt: Date;
  at: Date;
};

export type Minted = { kind: AccessionKind; alias: string; accession: string };

/** Rows of one INSERT. */
const batchSize = 2_000;

/**
 * Gives records their accessions. Numbers are taken from one counter row a kind, in blocks, inside the caller's
 * transaction: a rollback gives them back, so there is neither gap nor duplicate. The counters are locked last and in
 * alphabetical order of kind, which keeps two approvals from waiting for each other in a circle.
 */
@Injectable()
export class Minting {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * @param records those that have an accession already (same submission, kind and alias) keep it; their landing
   *   metadata is brought up to date
   * @returns the accessions that are new
   */
  async mint(tx: Tx, records: readonly Mintable[], context: MintedFor): Promise<Minted[]> {
    const known = await this.known(tx, records, context);
    const fresh = records.filter((record) => !known.has(keyOf(record)));
    const minted: Minted[] = [];
    for (const kind of [...new Set(fresh.map((record) => record.kind))].sort()) {
      const ofKind = fresh.filter((record) => record.kind === kind);
      const first = await this.take(tx, kind, ofKind.length);
      for (let at = 0; at < ofKind.length; at += batchSize) {
        const rows = ofKind.slice(at, at + batchSize).map((record, index) => {
          const number = first + at + index;
          return {
            ...record,
            number,
            accession: formatAccession(this.config.ACCESSION_PREFIX, kind, number),
          };
        });
        await this.insert(tx, rows, context);
        minted.push(...rows.map(({ alias, accession }) => ({ kind, alias, accession })));
      }
    }
    return minted;
  }

  /** @returns which of the records have an accession already; a first approval need not look for each of them */
  private async known(tx: Tx, records: readonly Mintable[], context: MintedFor): Promise<Set<string>> {
    const [any] = await tx.query('SELECT 1 FROM accessions WHERE submission_id = $1 LIMIT 1', [
      context.submissionId,
    ]);
    return any ? this.update(tx, records, context) : new Set();
  }

  /** @returns the first of `count` numbers that are now the caller's */
  private async take(tx: Tx, kind: AccessionKind, count: number): Promise<number> {
    const [row] = await tx.query<{ last: string }>(
      `UPDATE accession_counters SET last = last + $2 WHERE kind = $1 RETURNING last`,
      [kind, count],
    );
    if (!row) throw new Error(`there is no accession counter for ${kind}`);
    return Number(row.last) - count + 1;
  }

  private async update(tx: Tx, records: readonly Mintable[], context: MintedFor): Promise<Set<string>> {
    const { submissionId, holdDate, submittedAt, at } = context;
    const rows = await tx.query<{ kind: AccessionKind; alias: string; accession: string }>(
      `UPDATE accessions a
          SET title = r.title, description = r.description, taxon_id = r."taxonId", scientific_name = r."scientificName",
              is_held_back = false
         FROM jsonb_to_recordset($2::jsonb) AS r (kind text, alias text, title text, description text, "taxonId" text, "scientificName" text)
        WHERE a.submission_id = $1 AND a.kind = r.kind AND a.alias = r.alias
        RETURNING a.kind, a.alias, a.accession`,
      [submissionId, JSON.stringify(records)],
    );
    const kept = rows.map(({ accession }) => accession);
    await holdUntilTheirDay(tx, kept, { holdDate, submittedAt, today: dayOf(at) });
    await this.holdBack(tx, submissionId, kept);
    return new Set(rows.map(keyOf));
  }

  /**
   * What is not in the approved revision any more keeps its accession and is not made public on any day; unless ENA has
   * it, which will publish it on its day as long as nobody withdraws it there.
   */
  private async holdBack(tx: Tx, submissionId: string, kept: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE accessions SET hold_date = NULL, is_held_back = true WHERE submission_id = $1 AND status = 'private' AND accession <> ALL($2)
          AND NOT ${isElsewhere('accessions')}`,
      [submissionId, kept],
    );
  }

  /** What is added to a project that a curator holds for longer than the revision says has the project's day. */
  private async insert(
    tx: Tx,
    rows: readonly (Mintable & { number: number; accession: string })[],
    context: MintedFor,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO accessions (accession, kind, number, submission_id, owner_id, alias, title, description, taxon_id, scientific_name,
              hold_date, revision_hold_date, chosen_hold_date, hold_chosen_at, minted_at)
       SELECT r.accession, r.kind, r.number, $1, $2, r.alias, r.title, r.description, r."taxonId", r."scientificName",
              coalesce(p.chosen_hold_date, $3::date), $3::date, p.chosen_hold_date, p.hold_chosen_at, $4
         FROM jsonb_to_recordset($5::jsonb)
           AS r (accession text, kind text, number bigint, alias text, title text, description text, "taxonId" text, "scientificName" text)
         LEFT JOIN (${longerChoice}) p ON true`,
      [
        context.submissionId,
        context.ownerId,
        context.holdDate,
        context.at,
        JSON.stringify(rows),
        dayOf(context.at),
      ],
    );
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const keyOf = ({ kind, alias }: { kind: string; alias: string }) => `${kind}\u0000${alias}`;
