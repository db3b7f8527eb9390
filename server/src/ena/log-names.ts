import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RecordNames } from '../audit/finding/record-names.ts';

const tables = { ENA: 'ena_batches', REQ: 'ena_requests' } as const;
const types = { ENA: 'EnaBatch', REQ: 'EnaRequest' } as const;

/** Tells the change log what batches and requests are called: `ENA-7`, `REQ-3`. */
@Injectable()
export class EnaLogNames implements OnModuleInit {
  constructor(
    private readonly names: RecordNames,
    private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    this.names.add((name) => this.byReference(name));
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
