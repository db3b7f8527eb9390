import { Injectable } from '@nestjs/common';
import { AccessionsService } from '../../accessions/accessions.service.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import type { ProcessedAccessions } from '../webin/report.ts';
import type { ObjectAt } from './object-rows.ts';
import { type ProblemChange, raise } from './problem-rows.ts';

/** Notes what came out of analyses: an assembly (`genome:GCA_…`) and the ranges of its sequences. */
@Injectable()
export class EnaProduced {
  constructor(private readonly accessions: AccessionsService) {}

  /** @returns problems that were raised: what was noted once is never overwritten */
  async record(tx: Tx, objects: readonly ObjectAt[], now: Date): Promise<ProblemChange[]> {
    const raised: ProblemChange[] = [];
    for (const object of objects) {
      const identifiers = identifiersOf(object.produced);
      if (identifiers.length === 0) continue;
      const { accession, environment } = object;
      const given = identifiers.map((one) => ({ ...one, accession, environment }));
      const message = await this.accessions.recordExternal(tx, given, now).then(() => null, messageOf);
      if (message !== null && !(await isKnown(tx, object.id, message)))
        raised.push(await raise(tx, object, { kind: 'identifier', message, since: now }, now));
    }
    return raised;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AppError && error.code === 'accession.other_identifier') return error.message;
  throw error;
}

async function isKnown(tx: Tx, objectId: string, message: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM ena_problems WHERE object_id = $1 AND kind = 'identifier' AND (message = $2 OR status <> 'resolved') LIMIT 1`,
    [objectId, message],
  );
  return rows.length > 0;
}

function identifiersOf(
  produced: readonly ProcessedAccessions[],
): { authority: 'Assembly' | 'Sequences'; identifier: string }[] {
  const isGenome = ({ kind, first }: ProcessedAccessions) => kind === 'genome' || first.startsWith('GCA_');
  const genome = produced.find(isGenome);
  const ranges = produced
    .filter((one) => !isGenome(one) && one.first !== '')
    .map(({ first, last }) => (first === last ? first : `${first}-${last}`));
  return [
    ...(genome ? [{ authority: 'Assembly' as const, identifier: genome.first }] : []),
    ...(ranges.length > 0 ? [{ authority: 'Sequences' as const, identifier: ranges.sort().join(', ') }] : []),
  ];
}
