import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/time/clock.ts';

const dayMs = 86_400_000;

/**
 * Whether a pattern means an action. Patterns are `submission.approve`, `submission.*`, `*.approve`, or a module or
 * verb alone.
 */
export function isMeant(pattern: string, action: string): boolean {
  const [module = '', verb = ''] = action.split('.', 2);
  const [first = '', second] = pattern.split('.', 2);
  return second === undefined
    ? fits(first, module) || fits(first, verb)
    : fits(first, module) && fits(second, verb);
}

/**
 * Whether a text matches a pattern in which `*` stands for any number of characters. Each piece is looked for once,
 * from the end of the last one: somebody may type any number of stars, with which a regular expression would backtrack
 * without end.
 */
function fits(part: string, text: string): boolean {
  const [start = '', ...pieces] = part.split('*');
  const end = pieces.pop();
  if (end === undefined) return text === part;
  if (!text.startsWith(start)) return false;
  let at = start.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - at >= end.length && text.endsWith(end);
}

/** An action that is written in full means itself, whether or not the log has it. */
const isWhole = (pattern: string) => pattern.includes('.') && !pattern.includes('*');

/**
 * The actions in the log. One whose last event has left with its month stays known until the process ends, and looking
 * for it finds nothing. New actions only come with new events, so that each look reads the latest months only.
 */
@Injectable()
export class KnownActions {
  private readonly known = new Set<string>();
  private lookedAt = new Date(0);

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @returns the actions that the patterns mean */
  async meantBy(patterns: readonly string[]): Promise<string[]> {
    const whole = patterns.filter(isWhole);
    const open = patterns.filter((pattern) => !isWhole(pattern));
    if (open.length === 0) return [...new Set(whole)];
    const known = await this.all();
    return [
      ...new Set([...whole, ...known.filter((each) => open.some((pattern) => isMeant(pattern, each)))]),
    ];
  }

  /** All actions, in alphabetical order. */
  async all(): Promise<string[]> {
    const now = this.clock.now();
    // The clock of another process may be behind, by a day at most.
    const since = new Date(Math.max(0, this.lookedAt.getTime() - dayMs));
    // Skips from one action to the next on the index, however many events are in between.
    const rows: { action: string }[] = await this.database.query(
      `WITH RECURSIVE found (action) AS (
         (SELECT action FROM audit_events WHERE occurred_at >= $1 ORDER BY action LIMIT 1)
         UNION ALL
         SELECT (SELECT e.action FROM audit_events e WHERE e.action > found.action AND e.occurred_at >= $1 ORDER BY e.action LIMIT 1)
           FROM found WHERE found.action IS NOT NULL)
       SELECT action FROM found WHERE action IS NOT NULL`,
      [firstOfMonth(since)],
    );
    for (const { action } of rows) this.known.add(action);
    this.lookedAt = now;
    return [...this.known].sort();
  }
}

/** Whole partitions are cheap to skip through by action, parts of them are not. */
const firstOfMonth = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
