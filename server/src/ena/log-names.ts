import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RecordNames } from '../audit/finding/record-names.ts';

const tables = { ENA: 'ena_batches', REQ: 'ena_requests' } as const;
const types = { ENA: 'EnaBatch', REQ: 'EnaRequest' } as const;

const isUuid = (id: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);

/**
 * The requests that were made for records. Events about a request belong to its submission; those of former releases to
 * the accession that it was made for, so these are looked for by the event that each request began with.
 */
const requestsSql = `
  SELECT q.id::text AS id FROM ena_requests q
   WHERE q.submission_id = ANY ($1::uuid[]) AND q.accession IS NOT NULL AND EXISTS (
     SELECT FROM audit_events e
      WHERE e.target_id = q.id::text AND e.target_id <> e.root_id AND e.root_type = 'Accession'
        AND e.occurred_at BETWEEN q.created_at - interval '1 minute' AND q.created_at + interval '1 minute')
   UNION
  SELECT o.request_id::text FROM ena_request_objects o WHERE o.accession = ANY ($2::text[])`;

/** Tells the change log what batches and requests are called, `ENA-7`, `REQ-3`, and what was asked of ENA for which record. */
@Injectable()
export class EnaLogNames implements OnModuleInit {
  constructor(
    private readonly names: RecordNames,
    private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.names.add((name) => this.byReference(name));
    this.names.addParts((whole) => this.requestsFor(whole));
  }

  private async requestsFor(whole: readonly string[]): Promise<string[]> {
    const [ids, accessions] = [whole.filter(isUuid), whole.filter((id) => !isUuid(id))];
    const rows: { id: string }[] = await this.database.query(requestsSql, [ids, accessions]);
    return rows.map(({ id }) => id);
  }

  private async byReference(name: string) {
    const [, prefix = '', digits] = /^(ENA|REQ)-?0*(\d{1,15})$/i.exec(name) ?? [];
    if (digits === undefined) return undefined;
    const kind = prefix.toUpperCase() as keyof typeof tables;
    const [row]: { id: string }[] = await this.database.query(
      `SELECT id FROM ${tables[kind]} WHERE number = $1`,
      [digits],
    );
    return row && { whole: [row.id], itself: [], types: [types[kind]], called: `${kind}-${digits}` };
  }
}
