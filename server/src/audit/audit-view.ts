import type { AuditEventView } from './audit.contract.ts';
import { openedBy, reveal } from './commitment.ts';
import type { AuditRow } from './audit.queries.ts';
import { isEvent } from './event-shape.ts';
import { readText } from './readable-text.ts';

/**
 * An event as its evidence states it, with the personal values that have not been erased.
 *
 * @returns undefined where its text is none that the log writes: somebody with power over the tables put it there
 */
export function viewOf({ body, opened }: Pick<AuditRow, 'body' | 'opened'>): AuditEventView | undefined {
  const stated = readText(body);
  const shown = stated && revealed(stated, opened);
  if (!isEvent(shown)) return undefined;
  const { v: _, ...event } = shown as AuditEventView & { v?: unknown };
  return event;
}

function revealed(stated: unknown, opened: AuditRow['opened']): unknown {
  try {
    return reveal(stated, openedBy(opened));
  } catch (error) {
    if (error instanceof RangeError) return undefined; // nested too deeply
    throw error;
  }
}
