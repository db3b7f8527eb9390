import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '../../platform/access/actor.ts';
import { Clock } from '../../platform/time/clock.ts';
import { bodyOf } from '../audit-body.ts';
import type { AuditEvent } from '../audit-event.ts';
import { SealerDatabase } from '../sealing/sealer.database.ts';

/**
 * Ends runs that went well. Only the sealer's role can: whoever has no more than the application's credentials cannot
 * have the log read as verified, nor a run as done.
 */
@Injectable()
export class RunEnds {
  private readonly actor = systemActor('audit');

  constructor(
    private readonly sealer: SealerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends a verification as passed, together with the event, whose facts become what the run shows.
   *
   * @param reasons as `reasonsJson` gives them @returns false if the run has ended already
   * @throws Error where this worker has no connection of the sealer's; pg's errors
   */
  async passed(id: string, event: AuditEvent, reasons: string): Promise<boolean> {
    const occurredAt = this.clock.now();
    const eventId = uuidv7({ msecs: occurredAt.getTime() });
    const { body } = bodyOf(eventId, occurredAt, this.actor, event);
    return this.end('audit_pass_verification($1, $2, $3, $4, $5)', [id, reasons, eventId, occurredAt, body]);
  }

  /** Ends a retention, likewise. Its months have events of their own. @param says why it was postponed */
  retained(id: string, state: 'done' | 'postponed', says: string | null, reasons: string): Promise<boolean> {
    return this.end('audit_end_retention($1, $2, $3, $4)', [id, state, says, reasons]);
  }

  private async end(call: string, values: unknown[]): Promise<boolean> {
    const [row] = await this.sealer.query<{ ended: boolean }>(`SELECT ${call} AS ended`, values);
    return row?.ended ?? false;
  }
}
