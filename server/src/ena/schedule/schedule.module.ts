import { Module } from '@nestjs/common';
import { AuditLogModule } from '../../audit/audit-log.module.ts';
import { ErasureDuties } from '../../audit/erasure/erasure-duties.ts';
import { EnaModule } from '../ena.module.ts';
import { EnaScheduleOutlook } from './outlook.service.ts';
import { EnaRunEndings } from './run-endings.service.ts';
import { EnaRunSummary } from './run-summary.service.ts';
import { EnaScheduledRunProcessor } from './run.processor.ts';
import { EnaScheduledRun } from './run.service.ts';
import { EnaScheduleRuns } from './runs.service.ts';
import { EnaScheduleController } from './schedule.controller.ts';
import { EnaScheduleService } from './schedule.service.ts';
import { EnaScheduleTurns } from './schedule.turns.service.ts';
import { EnaScheduleWatch } from './schedule.watch.ts';

@Module({
  imports: [EnaModule, AuditLogModule],
  controllers: [EnaScheduleController],
  providers: [
    EnaScheduleService,
    EnaScheduleTurns,
    EnaScheduleOutlook,
    EnaScheduleRuns,
    EnaRunSummary,
    EnaRunEndings,
    EnaScheduledRun,
    EnaScheduledRunProcessor,
  ],
  exports: [EnaScheduleTurns, EnaRunEndings],
})
export class EnaScheduleModule {
  constructor(erasures: ErasureDuties) {
    erasures.add(
      'who paused the schedule',
      `UPDATE ena_schedule SET pause = jsonb_set(pause, '{by,name}', '"Erased person"') WHERE pause #>> '{by,id}' = $1`,
    );
    erasures.add(
      'the summary’s recipients',
      `UPDATE ena_schedule s SET version = s.version + 1, mail_to = jsonb_set(s.mail_to, '{addresses}',
              (SELECT coalesce(jsonb_agg(address), '[]') FROM jsonb_array_elements_text(s.mail_to -> 'addresses') AS address
                WHERE lower(address) <> lower(u.email)))
         FROM users u WHERE u.id = $1::text::uuid
          AND EXISTS (SELECT FROM jsonb_array_elements_text(s.mail_to -> 'addresses') AS address WHERE lower(address) = lower(u.email))`,
    );
  }
}

/** The worker's part: batches go when their turn has come. */
@Module({ imports: [EnaScheduleModule], providers: [EnaScheduleWatch] })
export class EnaScheduleWorkerModule {}
