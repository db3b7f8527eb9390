import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';

/** What the document went with, or came in answer to. */
export type DocumentOf =
  | { of: 'EnaAttempt'; id: string; label: string; batchId: string; submissionId: string }
  | { of: 'EnaRequest'; id: string; label: string; submissionId: string | null };

/**
 * Writes into the change log who took a document that went to ENA or came from there: it holds whole records, most of
 * them not public yet. Before the first byte is handed out.
 */
@Injectable()
export class DocumentReads {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws what keeps the event from being written; then nothing may be handed out */
  async note(
    actor: Actor,
    about: DocumentOf,
    document: 'payload' | 'receipt' | 'answer',
    sha256: string,
  ): Promise<void> {
    const { of: type, id, label, submissionId } = about;
    const root = about.of === 'EnaAttempt' ? { type: 'EnaBatch', id: about.batchId } : { type, id };
    await this.uow.run((tx) =>
      this.audit.record(tx, actor, {
        action: about.of === 'EnaAttempt' ? 'ena_attempt.download' : 'ena_request.download',
        target: { type, id, label },
        root,
        facts: { document, sha256, ...(submissionId !== null && { submissionId }) },
      }),
    );
  }
}
