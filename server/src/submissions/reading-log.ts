import { Injectable } from '@nestjs/common';
import { type AuditValue, personal } from '../audit/audit-event.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { SubmissionView } from './submission.contract.ts';

/** How the change log calls it when somebody takes away what is in a submission. */
export const readingActions = {
  sheet: 'submission.download_sheet',
  records: 'submission.export_records',
} as const;

/** Writes into the change log who took away what is private, its owner too: before the first byte is handed out. */
@Injectable()
export class ReadingLog {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @param name of the file that is handed out; it may have been chosen by the owner */
  async note(
    actor: Actor,
    what: keyof typeof readingActions,
    { id, reference, owner }: Pick<SubmissionView, 'id' | 'reference' | 'owner'>,
    name: string,
    facts: Readonly<Record<string, AuditValue>>,
  ): Promise<void> {
    await this.uow.run((tx) =>
      this.audit.record(tx, actor, {
        action: readingActions[what],
        target: { type: 'Submission', id, label: reference },
        facts: { name: personal(name, owner.id), ...facts },
      }),
    );
  }
}
