import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { Can, CurrentActor } from '../../platform/access/can.decorator.ts';
import { Returns, ReturnsText } from '../../platform/http/returns.decorator.ts';
import { ArchivedMonths } from './archived-months.service.ts';
import { RetentionRuns } from './retention-runs.service.ts';
import {
  type AuditArchivedMonthListQuery,
  auditArchivedMonthListQuery,
  auditArchivedMonthPage,
  auditRetentionView,
} from './retention.contract.ts';

@Controller('audit/retention')
export class RetentionController {
  constructor(
    private readonly runs: RetentionRuns,
    private readonly months: ArchivedMonths,
  ) {}

  /** How long events stay in the log, how far back it reaches, and what leaves next. */
  @Get()
  @Can('read', 'AuditRetention')
  @Returns(auditRetentionView)
  state() {
    return this.runs.state();
  }

  /** Months that lie in the archive. */
  @Get('months')
  @Can('read', 'AuditRetention')
  @ReturnsText(auditArchivedMonthPage)
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditArchivedMonthListQuery }) query: AuditArchivedMonthListQuery,
  ) {
    return this.months.list(actor, query);
  }
}
