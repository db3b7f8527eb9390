import type { EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import { stale } from '../errors/app.error.ts';
import type { Tx } from './tx.ts';

type Versioned = ObjectLiteral & { id: string; version: number };

/**
 * Changes one row if it still has the version that was read, and counts the version up. (`save()` on a stale entity
 * overwrites in silence.)
 *
 * @returns the new version
 * @throws AppError `record.stale` (412) with the row as it is now
 */
export async function updateVersioned<T extends Versioned>(
  tx: Tx,
  entity: EntityTarget<T>,
  row: T,
  changes: QueryDeepPartialEntity<T>,
): Promise<number> {
  const result = await tx.manager
    .createQueryBuilder()
    .update(entity)
    .set({ ...changes, version: () => 'version + 1' } as QueryDeepPartialEntity<T>)
    .where('id = :id AND version = :version', { id: row.id, version: row.version })
    .returning(['version'])
    .execute();
  const [updated] = result.raw as { version: number }[];
  if (!updated) throw stale(await tx.repo(entity).findOneBy({ id: row.id } as never));
  return updated.version;
}
