import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Clock } from '../../platform/time/clock.ts';
import { eligiblePage } from '../batches/batches.contract.ts';
import { inRevision, unsent } from '../batches/batches.queries.ts';
import { EnaBatchesService } from '../batches/batches.service.ts';
import { localTime } from './local-time.ts';
import { lookBackMs, type Plan, type PlannedRun, plannedRuns } from './planned-runs.ts';
import type { ScheduleOutlook } from './schedule.contract.ts';
import { EnaScheduleService } from './schedule.service.ts';

const shown = 5;
const firstPage = '/api/v1/ena/eligible';

/** What is to come: the next turns, and what would go if one were now. */
@Injectable()
export class EnaScheduleOutlook {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly schedule: EnaScheduleService,
    private readonly batches: EnaBatchesService,
    private readonly clock: Clock,
  ) {}

  async get(actor: Actor): Promise<ScheduleOutlook> {
    const schedule = await this.schedule.row();
    const page = await this.batches.eligible(actor, { limit: 1 });
    const { total } = eligiblePage.parse(JSON.parse(page));
    return {
      isPaused: schedule.pause !== null,
      runs: coming(schedule, this.clock.now()).map((run) => toView(run, schedule.timeZone)),
      eligible: { submissions: total, records: await this.records(), firstPage },
      wouldTake: Math.min(total, schedule.maxSubmissions),
    };
  }

  /** The records that the eligible submissions would bring, counted up to a hundred thousand. */
  private async records(): Promise<number> {
    const [row]: { count: number }[] = await this.database.query(
      `SELECT count(*)::int AS count FROM (
         SELECT 1 FROM accessions a
           JOIN submissions s ON s.id = a.submission_id AND s.status = 'approved'
          WHERE ${unsent('$1')}
            AND (a.kind = 'project' OR EXISTS (SELECT 1 FROM revision_records r WHERE ${inRevision}))
          LIMIT 100000) counted`,
      [this.config.ENA_ENVIRONMENT],
    );
    return row?.count ?? 0;
  }
}

/** A turn that has passed may have been moved to a day that is still to come. */
function coming(plan: Plan, now: Date): PlannedRun[] {
  const runs: PlannedRun[] = [];
  for (const run of plannedRuns(plan, new Date(now.getTime() - lookBackMs))) {
    if ((run.runAt ?? run.turnAt) > now) runs.push(run);
    if (runs.length === shown) break;
  }
  return runs;
}

function toView({ turnAt, runAt, skipDay }: PlannedRun, timeZone: string): ScheduleOutlook['runs'][number] {
  return {
    turnAt: turnAt.toISOString(),
    turnAtLocal: localTime(turnAt, timeZone),
    runAt: runAt && runAt.toISOString(),
    runAtLocal: runAt && localTime(runAt, timeZone),
    verdict: runAt === null ? 'skipped' : skipDay ? 'moved' : 'runs',
    because: skipDay,
  };
}
