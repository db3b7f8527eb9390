import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type Actor, type Origin, systemActor } from '../../platform/access/actor.ts';
import type { Refusal, RefusalWitness } from '../../platform/access/refusals.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent, AuditValue } from '../audit-event.ts';
import { personal } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { BoundedNotes } from './bounded-notes.ts';

const windowMs = 60_000;
/** Different refusals, and people opened, of one person within a minute that get an event each. */
const mostKinds = 30;
/** Longer ones are no id of ours. */
const longestId = 80;

type Note = { actor: Actor; event: AuditEvent };

/** What somebody came with instead of signing in, and why it was no good. */
export type RefusedToken = {
  token: 'access' | 'refresh' | 'download link';
  because: 'not one of ours' | 'session is over' | 'account is disabled' | 'unknown or over';
  /** Whose it was, where that is certain. */
  session?: { sessionId: string; userId: string };
};

/**
 * What changes nothing and is in the log all the same: refusals, and another person's data that somebody opens. Each
 * is written in a transaction of its own before the answer leaves. For data that is opened, no event means no answer;
 * a refusal stays one when it cannot be written. The same again within a minute is counted, and the count written when
 * the minute is over; a process that is killed takes the counts of that minute with it, never the first.
 */
@Injectable()
export class ReadsLog implements RefusalWitness, BeforeApplicationShutdown {
  private readonly logger = new Logger(ReadsLog.name);
  private readonly notes = new BoundedNotes<Note>(windowMs, mostKinds);
  /** First ones on their way into the log: who comes after them is counted, and waits for them all the same. */
  private readonly pending = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws what keeps the event from being written */
  async note(actor: Actor, refusal: Refusal): Promise<void> {
    const { action, subject, id, code } = refusal;
    await this.take(actor, JSON.stringify([action, subject, id, code]), refusalEvent(actor, refusal));
  }

  /**
   * Somebody opens another person's data. One's own is nobody's concern.
   *
   * @throws what keeps the event from being written; then nothing may be shown
   */
  async opened(actor: Actor, person: { id: string; name: string }): Promise<void> {
    if (actor.type === 'system' || actor.id === person.id) return;
    const target = { type: 'User', id: person.id, label: personal(person.name, person.id) };
    await this.take(actor, JSON.stringify(['open', person.id]), { action: 'user.open', target });
  }

  /**
   * Somebody came with a token that is no good. All who made theirs up share the events of one minute: they can come
   * from anywhere. Whose session is known has a minute of their own, which nobody else can fill. Never rejects: nothing was given away, and the answer stays what it is.
   */
  async tokenRefused(origin: Origin, refused: RefusedToken): Promise<void> {
    const { token, because, session } = refused;
    const kind = JSON.stringify([token, because, session?.sessionId, origin.address]);
    const whose = session ? `session of ${session.userId}` : stranger.id;
    await this.take({ ...stranger, origin }, kind, tokenEvent(refused), whose).catch((error: Error) =>
      this.logger.error(`a refused token (${token}, ${because}) is not in the change log: ${error.message}`),
    );
  }

  /** Writes the counts of the minutes that are over. @param all also of the one that is not. Never rejects */
  async flush(all = false): Promise<void> {
    for (const { subject, times, since, until } of this.notes.close(this.clock.now(), all)) {
      const { actor, event } = subject;
      const facts = { ...event.facts, again: times, since: since.toISOString(), until: until.toISOString() };
      await this.write(actor, { ...event, facts }).catch((error: Error) =>
        this.logger.error(
          `${times} more of ${event.action} by ${actor.id} are not in the log: ${error.message}`,
        ),
      );
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.writing;
    clearTimeout(this.timer);
    await this.flush(true);
  }

  /** @param whose has a limit of kinds: who acts, or whose token it was */
  private async take(actor: Actor, kind: string, event: AuditEvent, whose = actor.id): Promise<void> {
    const note = { actor, event };
    const rest = { actor, event: beyondEvent(actor, event) };
    const { key, due } = this.notes.take(whose, kind, note, rest, this.clock.now());
    this.timer ??= setTimeout(() => this.closeWindows(), windowMs).unref();
    if (due) this.writeFirst(key, due);
    await this.pending.get(key);
  }

  /** What cannot be written is forgotten, so that the next of its kind is not counted with an event that is not there. */
  private writeFirst(key: string, { actor, event }: Note): void {
    const written: Promise<void> = this.write(actor, event)
      .catch((error: unknown) => {
        if (this.pending.get(key) === written) this.notes.forget(key);
        throw error;
      })
      .finally(() => {
        if (this.pending.get(key) === written) this.pending.delete(key);
      });
    this.pending.set(key, written);
  }

  private closeWindows(): void {
    this.timer = undefined;
    this.writing = this.closeOver();
  }

  private async closeOver(): Promise<void> {
    await this.flush();
    if (!this.notes.isEmpty) this.timer ??= setTimeout(() => this.closeWindows(), windowMs).unref();
  }

  private async write(actor: Actor, event: AuditEvent): Promise<void> {
    await this.uow.run((tx) => this.audit.record(tx, actor, event));
  }
}

/** It belongs to who was refused: the history of a record is shown to people who need not know who tried what. */
function refusalEvent(actor: Actor, { action, subject, id, code, isHidden }: Refusal): AuditEvent {
  return {
    action: 'access.refuse',
    target: { type: subject, id: (id ?? 'any').slice(0, longestId), label: subject },
    root: { type: 'User', id: actor.id },
    facts: { action, code, saidNotFound: isHidden },
  };
}

const stranger = systemActor('sign-in');

const tokenEvent = ({ token, because, session }: RefusedToken): AuditEvent => ({
  action: 'auth.token_refused',
  ...(session
    ? {
        target: { type: 'Session', id: session.sessionId, label: 'session' },
        root: { type: 'User', id: session.userId },
        sender: session.userId,
      }
    : { target: { type: 'User', id: 'unknown', label: 'unknown' } }),
  facts: { token, because },
});

/** In place of what is beyond the limit. */
function beyondEvent(actor: Actor, { action, root, sender }: AuditEvent): AuditEvent {
  const facts: Record<string, AuditValue> = { several: true };
  if (actor.type === 'system' && root && sender !== undefined)
    return { action, target: { ...root, label: root.type }, facts, sender };
  if (actor.type === 'system')
    return { action, target: { type: 'User', id: 'unknown', label: 'unknown' }, facts };
  return {
    action,
    target: { type: 'User', id: actor.id, label: personal(actor.name, actor.id) },
    facts,
  };
}
