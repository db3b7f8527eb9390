import { Injectable } from '@nestjs/common';
import { AccessionsService } from '../../accessions/accessions.service.ts';
import type { IssuedIdentifier } from '../../accessions/accession.contract.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type BatchRow, batchReferenceOf } from '../batches/batch-rows.ts';
import { followObjects } from '../processing/object-rows.ts';
import type { Attempt } from './attempts.service.ts';

/** What ENA calls a record of ours. */
export type Registered = {
  /** Ours. */
  accession: string;
  enaAccession: string;
  biosample: string | null;
  /** Of a project, where ENA has said it. */
  study?: string | null;
};

/** Notes what ENA gave to records: the identifiers, their day, that they are followed from now on, and a line in the submission's own history. */
@Injectable()
export class EnaRegistrations {
  constructor(
    private readonly accessions: AccessionsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns how many records become public today because nobody asked to hold them back
   * @throws AppError `accession.other_identifier`, `accession.identifier_taken`
   */
  async record(
    tx: Tx,
    actor: Actor,
    attempt: Attempt,
    batch: BatchRow,
    registered: readonly Registered[],
  ): Promise<number> {
    await this.accessions.recordExternal(
      tx,
      registered.flatMap((one) => identifiersOf(one, batch.environment)),
      this.clock.now(),
    );
    await followObjects(tx, batch.id, attempt.account, registered, this.clock.now());
    const taken = registered.map(({ accession }) => accession);
    // What the test service forgets tomorrow makes nothing public; the sandbox stands for the real one.
    const isReal = batch.environment !== 'test';
    const dueToday = isReal
      ? await this.accessions.dueToday(tx, taken, batch.environment, this.clock.today())
      : 0;
    await this.log(tx, actor, attempt, batch, registered.length);
    return dueToday;
  }

  /** The submission's page does not know of batches. */
  private async log(tx: Tx, actor: Actor, attempt: Attempt, batch: BatchRow, records: number): Promise<void> {
    const [row] = await tx.query<{ number: string; ownerId: string; status: string; revision: number }>(
      `SELECT number, owner_id AS "ownerId", status, revision FROM submissions WHERE id = $1`,
      [attempt.submissionId],
    );
    if (!row) throw new Error(`submission ${attempt.submissionId} is gone`);
    await this.audit.record(tx, actor, {
      action: 'submission.register_at_ena',
      target: { type: 'Submission', id: attempt.submissionId, label: `SUB-${row.number.padStart(6, '0')}` },
      facts: { environment: batch.environment, batch: batchReferenceOf(batch.number), records },
    });
    await tx.publish({
      type: 'SubmissionRegistered',
      subject: { type: 'Submission', id: attempt.submissionId },
      access: { ownerId: row.ownerId, status: row.status, revision: row.revision },
    });
  }
}

function identifiersOf(
  { accession, enaAccession, biosample, study }: Registered,
  environment: IssuedIdentifier['environment'],
): (IssuedIdentifier & { accession: string })[] {
  const own = { accession, authority: 'ENA' as const, identifier: enaAccession, environment };
  const other = (authority: 'BioSamples' | 'Study', identifier: string | null | undefined) =>
    identifier ? [{ accession, authority, identifier, environment }] : [];
  return [own, ...other('BioSamples', biosample), ...other('Study', study)];
}
