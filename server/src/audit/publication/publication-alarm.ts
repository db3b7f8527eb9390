import { Injectable, Logger } from '@nestjs/common';
import { systemActor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { LogAlarms } from '../alarm/log-alarms.service.ts';
import { AuditLog } from '../audit-log.ts';
import { SealerDatabase } from '../sealing/sealer.database.ts';
import { HeadContradicted, type HeadPlace } from './head-place.ts';

/**
 * The alarm that a head outside the database is not the one that was signed. It stands, whatever is published later,
 * until the right head lies there.
 */
@Injectable()
export class PublicationAlarm {
  private readonly logger = new Logger(PublicationAlarm.name);
  /** Place and segment of the alarms that this process has written to the log. */
  private readonly told = new Set<string>();

  constructor(
    private readonly database: SealerDatabase,
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly alarms: LogAlarms,
  ) {}

  /**
   * Raises the alarm. The event is written first: if the process is killed in between, the event is written once more
   * later, but there is never an alarm that the log does not know of. While an alarm stands for one segment, a
   * contradiction in another is logged as well, once for each process; the alarm stays with the first segment, which is
   * the one that is looked at again.
   */
  async raise(place: string, segment: number): Promise<void> {
    const key = `${place} ${segment}`;
    const standing = await this.standing(place);
    if (standing === segment || (standing !== undefined && this.told.has(key))) return;
    this.logger.error(
      `ANOTHER HEAD LIES IN THE ${place} for segment ${segment} than the one that was signed`,
    );
    await this.tell('audit.publication_alarm', place, segment);
    this.told.add(key);
    await this.database.query(
      `INSERT INTO audit_publications (place, contradicted_segment) VALUES ($1, $2)
       ON CONFLICT (place) DO UPDATE SET contradicted_segment = coalesce(audit_publications.contradicted_segment, excluded.contradicted_segment)`,
      [place, segment],
    );
  }

  private tell(
    action: 'audit.publication_alarm' | 'audit.publication_alarm_end',
    place: string,
    segment: number,
  ): Promise<unknown> {
    const target = { type: 'AuditCheckpoint', id: String(segment), label: `segment ${segment}` };
    return this.uow.run(async (tx) => {
      await this.audit.record(tx, systemActor('audit'), { action, target, facts: { place } });
      if (action === 'audit.publication_alarm') await this.alarms.tell(tx, { kind: 'head', place, segment });
    });
  }

  /** The segment of the standing alarm. */
  private async standing(place: string): Promise<number | undefined> {
    const [row] = await this.database.query<{ segment: string | null }>(
      'SELECT contradicted_segment AS segment FROM audit_publications WHERE place = $1',
      [place],
    );
    return row?.segment == null ? undefined : Number(row.segment);
  }

  /**
   * Ends the alarm once the head that was signed lies there again. Here, too, the event comes first: several workers
   * that see it at once may each write one.
   *
   * @throws what the place throws otherwise
   */
  async lookAgain(place: HeadPlace): Promise<void> {
    if (!place.holds) return;
    const [found] = await this.database.query<{ number: string; closed_at: Date; head: string }>(
      `SELECT s.number, s.closed_at, s.head FROM audit_publications p JOIN audit_segments s ON s.number = p.contradicted_segment
        WHERE p.place = $1`,
      [place.name],
    );
    if (!found) return;
    const head = { number: Number(found.number), closedAt: found.closed_at, note: found.head };
    const holds = await place.holds(head).catch((error: unknown) => {
      if (error instanceof HeadContradicted) return false;
      throw error;
    });
    if (!holds) return;
    await this.tell('audit.publication_alarm_end', place.name, head.number);
    await this.database.query('UPDATE audit_publications SET contradicted_segment = NULL WHERE place = $1', [
      place.name,
    ]);
  }
}
