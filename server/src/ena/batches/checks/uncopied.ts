import type { ItemRow } from '../batch-rows.ts';

/**
 * Leaves out what the test service cannot try: records that refer to what production has taken since the last copy, and
 * those that refer to them in turn.
 *
 * @param items in an order in which each refers to earlier ones only
 * @param references accessions, SeqDB's or ENA's, of what a record refers to, by its alias at ENA
 * @param uncopied what the test service does not know, by either accession
 */
export function withoutUncopied<I extends Pick<ItemRow, 'accession' | 'enaAlias'>>(
  items: readonly I[],
  references: ReadonlyMap<string, readonly string[]>,
  uncopied: ReadonlySet<string>,
): { tried: I[]; left: I[] } {
  const missing = new Set(uncopied);
  const tried: I[] = [];
  const left: I[] = [];
  for (const item of items) {
    const isLeft = (references.get(item.enaAlias) ?? []).some((name) => missing.has(name));
    if (isLeft) missing.add(item.accession);
    (isLeft ? left : tried).push(item);
  }
  return { tried, left };
}

/** Said beside the submission. @param copiedAt when the test service was copied last */
export function uncopiedNote(count: number, copiedAt: Date): string {
  const records = count === 1 ? 'One record refers' : `${count} records refer`;
  return `${records} to what ENA has registered since its test service was last copied (${copiedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC): they were checked here, and cannot be rehearsed before the next copy.`;
}
