import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../../platform/time/clock.ts';
import { lastCopy } from '../../webin/nightly-copy.ts';
import { objectAlias } from '../../webin/object-alias.ts';
import { Webin } from '../../webin.provider.ts';
import type { ItemRow } from '../batch-rows.ts';
import { type CheckResult, keyOf } from './check-result.ts';
import { uncopiedNote, withoutUncopied } from './uncopied.ts';

/**
 * What differs when a batch for production is tried on the test service: it gets aliases of its own, and what refers to
 * records that production has taken since last night's copy cannot be tried. Where a batch is tried at the ENA that it
 * goes to, nothing differs.
 */
@Injectable()
export class EnaRehearsal {
  constructor(
    private readonly webin: Webin,
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The items with the aliases that they have where they are tried. */
  named(items: readonly ItemRow[], batchNumber: string): ItemRow[] {
    if (!this.isElsewhere()) return [...items];
    const { environment } = this.webin.rehearsal();
    return items.map((item) => ({
      ...item,
      enaAlias: objectAlias(item.accession, environment, batchNumber),
    }));
  }

  /** What was found, by the aliases that the items have in their batch. */
  inBatch(result: CheckResult, items: readonly ItemRow[], batchNumber: string): CheckResult {
    const named = this.named(items, batchNumber);
    const keys = new Map(
      items.map(({ type, enaAlias }, at) => [
        keyOf(type, named[at]?.enaAlias ?? enaAlias),
        keyOf(type, enaAlias),
      ]),
    );
    const records = [...result.records].map(([key, message]) => [keys.get(key) ?? key, message] as const);
    return { ...result, records: new Map(records) };
  }

  /** @returns the items that can be tried, and why others cannot */
  async possible(
    items: readonly ItemRow[],
    references: ReadonlyMap<string, readonly string[]>,
  ): Promise<{ items: ItemRow[]; note: string | undefined }> {
    if (!this.isElsewhere()) return { items: [...items], note: undefined };
    const copiedAt = lastCopy(this.clock.now());
    const uncopied = await this.registeredSince(copiedAt, [...new Set([...references.values()].flat())]);
    const { tried, left } = withoutUncopied(items, references, uncopied);
    return { items: tried, note: left.length > 0 ? uncopiedNote(left.length, copiedAt) : undefined };
  }

  private isElsewhere(): boolean {
    return this.webin.rehearsal().environment !== this.webin.client().environment;
  }

  private async registeredSince(moment: Date, names: readonly string[]): Promise<Set<string>> {
    if (names.length === 0) return new Set();
    const rows: { accession: string; identifier: string }[] = await this.database.query(
      `SELECT accession, identifier FROM external_identifiers
        WHERE environment = $1 AND recorded_at > $2 AND (accession = ANY($3) OR identifier = ANY($3))`,
      [this.webin.client().environment, moment, names],
    );
    return new Set(rows.flatMap(({ accession, identifier }) => [accession, identifier]));
  }
}
