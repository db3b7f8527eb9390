import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AppError, invalid } from '../../platform/errors/app.error.ts';
import { AuditActors } from '../audit-actors.ts';
import type { RecordIds } from '../finding/dimensions.ts';
import { type FoundRecord, RecordNames } from '../finding/record-names.ts';
import { isUuid } from '../uuid.ts';
import type { SetAuditHold } from './hold.contract.ts';

/** What a hold keeps. `name`: a reference or an id, never what a person is called; null for a person and a period. */
export type Held = RecordIds & {
  targetId: string | null;
  /** The target's type in the log; null for a period. */
  targetType: string | null;
  name: string | null;
};

/**
 * Looks up what a legal hold names, and refuses what is not clear: a hold that keeps another thing than was meant is
 * worse than none.
 */
@Injectable()
export class HeldNames {
  constructor(
    private readonly database: DataSource,
    private readonly names: RecordNames,
    private readonly people: AuditActors,
  ) {}

  /**
   * @param name as somebody typed it; the empty text for a period
   * @throws AppError `audit.unknown_record`, `audit_hold.names_person`, `audit_hold.other_kind`,
   *   `audit_hold.unclear_person`
   */
  async heldBy(kind: SetAuditHold['kind'], name: string): Promise<Held> {
    if (kind === 'period') return { whole: [], itself: [], targetId: null, targetType: null, name: null };
    if (kind === 'person') {
      const id = await this.personCalled(name);
      return { whole: [id], itself: [], targetId: id, targetType: 'User', name: null };
    }
    const { whole, itself, types, called } = isUuid(name)
      ? await this.foundById(name.toLowerCase())
      : await this.names.named(name, 'name');
    assertOfKind(kind, types);
    const targetId = whole.find(isUuid) ?? whole[0] ?? itself[0] ?? null;
    return { whole, itself, targetId, targetType: typeOf(targetId, types), name: called };
  }

  private async foundById(id: string): Promise<FoundRecord> {
    const types = await this.typesOf(id);
    if (types.length === 0)
      throw invalid('audit.unknown_record', `The log knows nothing of ${id}.`, [
        { path: 'name', message: `names nothing: ${id}` },
      ]);
    return this.names.withParts({ whole: [id], itself: [], types, called: id });
  }

  private async personCalled(name: string): Promise<string> {
    const id = name.toLowerCase();
    const isPerson = isUuid(name) && (await this.typesOf(id)).includes('User');
    const ids = isPerson ? [id] : await this.people.calledExactly(name);
    const [only] = ids;
    if (only !== undefined && ids.length === 1) return only;
    throw unclear(
      ids.length === 0
        ? 'names nobody: write the whole mail address or name, or the id'
        : `names ${ids.length} people: write the mail address or the id`,
    );
  }

  /** @returns the types under which the accounts and the log know the id; empty if neither does */
  private async typesOf(id: string): Promise<string[]> {
    const rows: { type: string }[] = await this.database.query(
      `SELECT 'User' AS type FROM users WHERE id = $1::text::uuid
       UNION SELECT 'User' FROM audit_people WHERE person_id = $1
       UNION (SELECT 'User' FROM audit_events WHERE actor_id = $1 LIMIT 1)
       UNION (SELECT root_type FROM audit_events WHERE root_id = $1 LIMIT 1)
       UNION (SELECT target_type FROM audit_events WHERE target_id = $1 AND target_id <> root_id LIMIT 1)`,
      [id],
    );
    return rows.map(({ type }) => type);
  }
}

/** An accession is its own name; what bears it is a record, which the log has by its id. */
const typeOf = (targetId: string | null, [type = 'Record']: readonly string[]): string =>
  type === 'Accession' && isUuid(targetId ?? '') ? 'Record' : type;

/** A person has to be held as a person, since their erasure looks for such holds. */
function assertOfKind(kind: 'submission' | 'record', types: readonly string[]): void {
  const wrong = (code: string, message: string): AppError =>
    invalid(code, 'The hold would not be of the kind of what it names.', [{ path: 'name', message }]);
  if (types.includes('User'))
    throw wrong('audit_hold.names_person', 'names a person: choose the kind person');
  const isSubmission = types.includes('Submission');
  if (kind === 'submission' && !isSubmission)
    throw wrong('audit_hold.other_kind', 'names no submission: choose the kind record');
  if (kind === 'record' && isSubmission)
    throw wrong('audit_hold.other_kind', 'names a submission: choose the kind submission');
}

const unclear = (message: string): AppError =>
  invalid('audit_hold.unclear_person', 'Exactly one person must be meant.', [{ path: 'name', message }]);
