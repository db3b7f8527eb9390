import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RecordNames } from '../audit/finding/record-names.ts';
import { referenceOf } from './submission.entity.ts';

type Found = { accession: string; submissionId: string; recordId: string | null };

/** Tells the change log what submissions and their records are called: `SUB-42`, SeqDB's and ENA's accessions. */
@Injectable()
export class SubmissionLogNames implements OnModuleInit {
  constructor(
    private readonly names: RecordNames,
    private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.names.add((name) => this.byReference(name));
    this.names.add((name) => this.byAccession(name.toUpperCase()));
  }

  private async byReference(name: string) {
    const [, digits] = /^SUB-?0*(\d{1,15})$/i.exec(name) ?? [];
    if (digits === undefined) return undefined;
    const [row]: { id: string; number: string }[] = await this.database.query(
      'SELECT id, number FROM submissions WHERE number = $1',
      [digits],
    );
    return row && { whole: [row.id], itself: [], types: ['Submission'], called: referenceOf(row.number) };
  }

  /** What was done to the record, and to its submission as a whole, but not to the records beside it. */
  private async byAccession(accession: string) {
    if (!/^[A-Z]{2,12}\d{5,}$/.test(accession)) return undefined;
    const rows: Found[] = await this.database.query(
      `SELECT a.accession, a.submission_id AS "submissionId", r.id AS "recordId"
         FROM accessions a LEFT JOIN records r ON r.submission_id = a.submission_id AND r.type = a.kind AND r.alias = a.alias
        WHERE a.accession = $1 OR a.accession IN (SELECT accession FROM external_identifiers WHERE identifier = $1)`,
      [accession],
    );
    if (rows.length === 0) return undefined;
    return {
      whole: rows.flatMap((row) => [row.accession, ...(row.recordId === null ? [] : [row.recordId])]),
      itself: [...new Set(rows.map(({ submissionId }) => submissionId))],
      types: ['Accession'],
      called: accession,
    };
  }
}
