import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { systemActor } from '../../platform/access/actor.ts';
import { poolOf } from '../../platform/database/pool.ts';
import { TaskHandlers, type TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import { LogAlarms } from '../alarm/log-alarms.service.ts';
import type { AuditEvent } from '../audit-event.ts';
import { LogRuns } from '../runs/log-runs.service.ts';
import { type Reason, reason, reasonOfFlaw, reasonsJson } from '../runs/reason.ts';
import { RunEnds } from '../runs/run-ends.service.ts';
import { LogKeys } from '../sealing/log-keys.ts';
import { Found } from '../verifier/verdict.ts';
import { type ArchiveFile, ArchiveFiles, type FoundArchives } from './archive-files.ts';
import { damageOf } from './bad-places.ts';
import type { Covered } from './chain.ts';
import { guardsIn } from './guards.ts';
import { signGuards } from './guards-statement.ts';
import { inOneMoment, type LogMoment } from './log-moment.ts';
import { verifyLogIn } from './log-verification.ts';
import { PublishedTrust, type PublishedTrustState } from './published-trust.ts';
import { verifyLog } from './verification.task.ts';
import { verificationRun, verificationTarget } from './verification-run.ts';

const tellEveryMs = 1_000;

/** What a verification that found nothing wrong rests on. @property guards what guards the log, a signed statement */
type Looked = Covered &
  FoundArchives & { guards: string; comparedHeads: number | null; doubt: Reason | null };
/** @property isWhole all archived files are to be read */
type LookedInLog = Omit<Looked, keyof FoundArchives> & { files: ArchiveFile[]; isWhole: boolean };

/** What it was compared with outside the database: with nothing is said, and not taken for proved. */
const comparedWith = ({ hasBucket, published: { compared }, doubt }: PublishedTrustState) => ({
  comparedHeads: hasBucket ? compared : null,
  doubt:
    compared > 0
      ? null
      : (doubt ?? reason('heads_of_another_log', 'none of the published heads is one of this log')),
});

/** Verifies the log in the background, tells how far it has come, and raises the alarm when it is not whole. */
@Injectable()
export class VerificationProcessor implements OnModuleInit {
  private readonly logger = new Logger(VerificationProcessor.name);
  private readonly actor = systemActor('audit');

  constructor(
    private readonly tasks: TaskHandlers,
    private readonly database: DataSource,
    private readonly runs: LogRuns,
    private readonly ends: RunEnds,
    private readonly trust: PublishedTrust,
    private readonly archives: ArchiveFiles,
    private readonly keys: LogKeys,
    private readonly clock: Clock,
    private readonly alarms: LogAlarms,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(verifyLog, ({ verificationId }, run) => this.verify(verificationId, run));
  }

  private async verify(id: string, run: TaskRun): Promise<void> {
    const isOpen = await this.runs.step(verificationRun, id, run, {
      set: `state = 'running', started_at = clock_timestamp(), segments = 0, events = 0,
        all_events = (SELECT coalesce(max(first_seq + count - 1), 0) FROM audit_segments WHERE number = (SELECT max(number) FROM audit_segments))`,
      told: 'AuditVerificationStarted',
    });
    if (!isOpen) return;
    try {
      const { files, isWhole, ...looked } = await inOneMoment(poolOf(this.database), (moment) =>
        this.look(moment, id, run),
      );
      // The files lie elsewhere, and may take long: no moment of the log is held for them.
      const archives = await this.archives.check(files, isWhole, run.signal);
      await this.pass(id, run, { ...looked, ...archives });
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      await this.alarm(id, error);
    }
  }

  private async look(moment: LogMoment, id: string, run: TaskRun): Promise<LookedInLog> {
    let toldAt = performance.now();
    const trust = await this.trust.load(moment.others);
    const covered = await verifyLogIn(moment, trust, async (soFar) => {
      if (run.signal.aborted) throw run.signal.reason;
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      await this.note(id, soFar, run);
    });
    const [row] = await moment.others.query<{ by: string }>(
      'SELECT requested_by AS by FROM audit_verifications WHERE id = $1',
      [id],
    );
    const files = await this.archives.list(moment.others);
    const { origin } = this.keys;
    const found = await guardsIn(moment.others, { origin, isStated: trust.isStated });
    const stated = { ...found, run: id, at: this.clock.now().toISOString() };
    const guards = signGuards(origin, stated, this.keys.all);
    return { ...covered, ...comparedWith(trust), guards, files, isWhole: row?.by !== this.actor.id };
  }

  private async note(id: string, { segments, events }: Covered, run: TaskRun): Promise<void> {
    await this.runs.step(verificationRun, id, run, {
      set: 'segments = $2, events = $3',
      values: [segments, events],
      told: 'AuditVerificationProgressed',
    });
  }

  private async pass(id: string, run: TaskRun, looked: Looked): Promise<void> {
    const { doubt, archivesDoubt } = looked;
    const doubts = { doubt: doubt?.says ?? null, archivesDoubt: archivesDoubt?.says ?? null };
    const event: AuditEvent = {
      action: 'audit.verification',
      target: verificationTarget(id),
      facts: { ...looked, ...doubts },
    };
    await this.runs.end(verificationRun, id, run, 'AuditVerificationPassed', () =>
      this.ends.passed(id, event, reasonsJson({ doubt, archivesDoubt })),
    );
  }

  private async alarm(id: string, found: Found): Promise<void> {
    const { flaw } = found;
    this.logger.error(`THE CHANGE LOG IS DAMAGED at ${found.message}`);
    const damage = await damageOf((sql, values) => this.database.query(sql, values), found);
    await this.runs.alarm(verificationRun, id, {
      set: `state = 'damaged', finished_at = clock_timestamp(), place = $2, says = $3, reasons = $4, damage = $5`,
      values: [flaw.place, flaw.says, reasonsJson({ says: reasonOfFlaw(flaw) }), JSON.stringify(damage)],
      told: 'AuditVerificationAlarmed',
      also: (tx) => this.alarms.tell(tx, { kind: 'damage', ...damage }),
      event: {
        action: 'audit.verification_alarm',
        target: verificationTarget(id),
        facts: { place: flaw.place, says: found.told },
      },
    });
  }
}
