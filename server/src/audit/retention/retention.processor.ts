import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { LogAlarms } from '../alarm/log-alarms.service.ts';
import { LogRuns, type RunStep } from '../runs/log-runs.service.ts';
import { type Reason, reason, reasonsJson } from '../runs/reason.ts';
import { RunEnds } from '../runs/run-ends.service.ts';
import { ArchiveLeavings } from './archive-leavings.service.ts';
import { DamagedMonth } from './month-contents.ts';
import { MonthLeaving } from './month-leaving.ts';
import { MonthsToLeave, type NextMonth } from './months-to-leave.ts';
import { retainMonths } from './retention.task.ts';
import { failedRun, retentionRun } from './retention-run.ts';
import { standingWords } from './standing-words.ts';
import { Unproven } from './stated-month.ts';

/** A head is signed within a second or two; a worker that seals may be away for longer. */
const sealPatienceMs = 60_000;
const lookEveryMs = 200;

const changed = 'AuditRetentionChanged';

/** How a run ended, and why when it did not come to its end. */
type Ended = { state: 'done' | 'postponed' | 'failed'; why?: Pick<Reason, 'says'> & Partial<Reason> };

/** Makes the months that are due leave the log, oldest first; goes on where the last run stopped. */
@Injectable()
export class RetentionProcessor implements OnModuleInit {
  private readonly logger = new Logger(RetentionProcessor.name);

  constructor(
    private readonly tasks: TaskHandlers,
    private readonly runs: LogRuns,
    private readonly ends: RunEnds,
    private readonly months: MonthsToLeave,
    private readonly leaving: MonthLeaving,
    private readonly leavings: ArchiveLeavings,
    private readonly alarms: LogAlarms,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(retainMonths, ({ runId }, run) => this.retain(runId, run));
  }

  private async retain(id: string, run: TaskRun): Promise<void> {
    if (!(await this.note(id, run, { set: `state = 'running'` }))) return;
    const ended = await this.tried(id, run);
    await this.clear(run);
    await this.end(id, run, ended);
  }

  /** @throws what went wrong, when the task is tried again; the signal's reason */
  private async tried(id: string, run: TaskRun): Promise<Ended> {
    try {
      return await this.leave(id, run);
    } catch (error) {
      if (run.signal.aborted) throw error;
      const says = error instanceof Error ? error.message : String(error);
      this.logger.error(`no month leaves the change log: ${says}`);
      if (error instanceof DamagedMonth) return { state: 'failed', why: whyDamaged(error) };
      if (run.attempt < retainMonths.maxAttempts) throw error;
      return { state: 'failed', why: { says: says.slice(0, 1_000) } };
    }
  }

  /** Once, after all months: a store that refuses may take long for each file. */
  private async clear(run: TaskRun): Promise<void> {
    try {
      await this.leavings.clear(run);
    } catch (error) {
      if (run.signal.aborted) throw error;
      this.logger.warn(`what the archive does not need was not cleared away: ${(error as Error).message}`);
    }
  }

  /** Begins with the events of months that were dropped before a crash. */
  private async leave(id: string, run: TaskRun): Promise<Ended> {
    await this.told(id, run);
    const archived = new Set<string>();
    for (;;) {
      if (run.signal.aborted) throw run.signal.reason;
      const next = await this.months.next();
      if (!next) return { state: 'done' };
      const ended = await this.step(next, archived, run);
      if (ended) return ended;
      await this.told(id, run);
    }
  }

  /** @returns undefined when there may be more to do */
  private async step(next: NextMonth, archived: Set<string>, run: TaskRun): Promise<Ended | undefined> {
    const { month, standing, archiveId } = next;
    if (standing === 'held') this.logger.log(standingWords(next));
    if (standing === 'young' || standing === 'held') return { state: 'done' };
    if (standing === 'unsealed')
      return postponed(reason('month_unsealed', `some events of ${month} wait for the seal`, { month }));
    if (standing === 'erasing')
      return postponed(reason('month_erasing', `an erasure asked for in ${month} has not ended`, { month }));
    if (archiveId === null) {
      await this.archive(month, archived, run);
      return undefined;
    }
    if (!(await this.isTold(archiveId, run)))
      return postponed(
        reason(
          'month_archive_unsealed',
          `the event that tells of the archive of ${month} waits for the seal`,
          { month },
        ),
      );
    return this.drop(month, archived, run);
  }

  /** Drops an archived month. One whose archive is unproven is archived once more. @returns as `step` */
  private async drop(month: string, archived: Set<string>, run: TaskRun): Promise<Ended | undefined> {
    try {
      await this.leaving.drop(month, run.signal);
      return undefined;
    } catch (error) {
      if (error instanceof Unproven && !archived.has(month)) {
        this.logger.warn(`${month} is archived once more: ${error.message}`);
        await this.archive(month, archived, run);
        return undefined;
      }
      if (!isBusy(error)) throw error;
      return postponed(reason('log_is_read', (error as Error).message, { month }));
    }
  }

  /** At most once in a run for each month: what makes it necessary twice would do so for ever. */
  private async archive(month: string, archived: Set<string>, run: TaskRun): Promise<void> {
    if (archived.has(month)) throw new Error(`what was just archived of ${month} is not what the month has`);
    archived.add(month);
    await this.leaving.archive(month, run);
  }

  private async isTold(archiveId: string, run: TaskRun): Promise<boolean> {
    for (let waited = 0; waited < sealPatienceMs; waited += lookEveryMs) {
      if (await this.leaving.isTold(archiveId)) return true;
      await pause(lookEveryMs, undefined, { signal: run.signal });
    }
    return false;
  }

  private async told(id: string, run: TaskRun): Promise<void> {
    const months = await this.leaving.tell(run);
    if (months.length > 0)
      await this.note(id, run, { set: 'months = months || $2::text[]', values: [months] });
  }

  private async end(id: string, run: TaskRun, { state, why }: Ended): Promise<void> {
    const [says, reasons] = [why?.says ?? null, reasonsJson({ says: why })];
    if (state !== 'failed')
      return this.runs.end(retentionRun, id, run, changed, () =>
        this.ends.retained(id, state, says, reasons),
      );
    await this.note(id, run, {
      set: `state = 'failed', says = $2, reasons = $3, finished_at = clock_timestamp()`,
      values: [says, reasons],
      event: failedRun(id, 'failed'),
      ...(why?.code === 'month_damaged' && {
        also: (tx) => this.alarms.tell(tx, { kind: 'month', says: why.says }),
      }),
    });
  }

  /** @returns false when the run has ended already */
  private note(id: string, run: TaskRun, step: Omit<RunStep, 'told'>): Promise<boolean> {
    return this.runs.step(retentionRun, id, run, { ...step, told: changed });
  }
}

const postponed = (why: Reason): Ended => ({ state: 'postponed', why });

/** A damaged month is not tried again: another attempt would find the same. */
const whyDamaged = ({ month, event, others, message }: DamagedMonth): Reason =>
  reason('month_damaged', message, { month, event, others });

/** `lock_not_available`, `deadlock_detected`: somebody reads the log. */
const isBusy = (error: unknown): boolean =>
  ['55P03', '40P01'].includes((error as { code?: string }).code ?? '');
