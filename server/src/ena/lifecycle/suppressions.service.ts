import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { EnaEnvironment } from '../webin/environments.ts';
import { lookBy } from '../processing/object-rows.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { EnaRequestOutcomes } from './request-outcomes.service.ts';
import { type AskedFor, isSuppressed } from './suppressed.rule.ts';

type Row = AskedFor & { requestId: string; accession: string };

const open = `ena_requests q JOIN ena_request_objects o ON o.request_id = q.id AND o.ena_accession IS NOT NULL
  LEFT JOIN ena_objects e ON e.accession = o.accession AND e.environment = o.environment AND e.expired_at IS NULL
 WHERE q.kind = 'suppress' AND q.status IN ('requested', 'asked') AND q.environment = $1`;

/**
 * Suppressions are the helpdesk's work, and a person notes its answer. Where ENA's reports say that a record was
 * suppressed, nobody has to: they are believed, and asked more often than usual as long as a suppression is open.
 */
@Injectable()
export class EnaSuppressions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly outcomes: EnaRequestOutcomes,
    private readonly clock: Clock,
  ) {}

  /** After a look at the reports. */
  async confirm(environment: EnaEnvironment, run: TaskRun): Promise<void> {
    const rows: Row[] = await this.database.query(
      `SELECT q.id AS "requestId", o.accession, o.type, o.role, e.status FROM ${open}`,
      [environment],
    );
    for (const [id, records] of Map.groupBy(rows, ({ requestId }) => requestId)) {
      if (isSuppressed(records)) {
        const messages = ['ENA’s reports say that it is suppressed.'];
        await this.outcomes.settle(id, { status: 'done', messages, answerId: null }, run);
      } else await this.lookAgain(records, environment, run);
    }
  }

  private async lookAgain(records: readonly Row[], environment: EnaEnvironment, run: TaskRun): Promise<void> {
    // A sandbox is near, and somebody sits before it.
    const seconds = environment === 'sandbox' ? 10 : 6 * 3_600;
    const by = new Date(this.clock.now().getTime() + seconds * 1_000);
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await lookBy(
        tx,
        records.map(({ accession }) => accession),
        by,
      );
    });
  }
}
