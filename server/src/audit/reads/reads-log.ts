import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type Actor, type Origin, systemActor } from '../../platform/access/actor.ts';
import type { Refusal, RefusalWitness } from '../../platform/access/refusals.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { AuditEvent, AuditValue } from '../audit-event.ts';
import { personal } from '../audit-event.ts';
import { AuditLog } from '../audit-log.ts';
import { BoundedNotes, type Due } from './bounded-notes.ts';

const windowMs = 60_000;
/** How many different refusals and openings of one person within a minute get an event each. */
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

/** A sign-in that was not even tried, since there were too many before it. */
export type RefusedSignIn = {
  because: 'too many with this mail address' | 'too many from this network address';
  /** What was given as the mail address, if that was read, and whose it is. */
  account?: { email: string; userId: string | null };
};

/**
 * Logs what changes nothing: refusals, and the opening of another person's data. Each event is written in a transaction
 * of its own before the answer leaves. Data is not shown if its event cannot be written; a refusal remains a refusal.
 * The same again within a minute is counted, and the count is written when the minute is over. A process that is killed
 * loses the counts of that minute, but never a first event.
 */
@Injectable()
export class ReadsLog implements RefusalWitness, BeforeApplicationShutdown {
  private readonly logger = new Logger(ReadsLog.name);
  private readonly notes = new BoundedNotes<Note>(windowMs, mostKinds);
  /** First events that are being written: later ones of their kind are counted, but also wait for them. */
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
   * Somebody opens another person's data. Opening one's own writes no event. The limit of different events is for
   * openings alone, and every account has its name in one: among many nobody can hide the one that matters.
   *
   * @throws what keeps the event from being written; then nothing may be shown
   */
  async opened(actor: Actor, person: { id: string; name: string }): Promise<void> {
    if (actor.type === 'system' || actor.id === person.id) return;
    const target = { type: 'User', id: person.id, label: personal(person.name, person.id) };
    const kind = JSON.stringify(['open', person.id]);
    await this.take(actor, kind, { action: 'user.open', target }, `opened by ${actor.id}`, person.id);
  }

  /**
   * Somebody came with an invalid token. Requests with made-up tokens can come from anywhere, so together they have one
   * limit of events a minute. A known session has a limit of its own, which nobody else can use up. Never rejects:
   * nothing was given away, and the answer is a refusal in any case.
   */
  async tokenRefused(origin: Origin, refused: RefusedToken): Promise<void> {
    const { token, because, session } = refused;
    const kind = JSON.stringify([token, because, session?.sessionId, origin.address]);
    const whose = session ? `session of ${session.userId}` : stranger.id;
    await this.take({ ...stranger, origin }, kind, tokenEvent(refused), whose).catch((error: Error) =>
      this.logger.error(`a refused token (${token}, ${because}) is not in the change log: ${error.message}`),
    );
  }

  /**
   * A sign-in was refused unread. One event a minute for an account, or for the address that it came from; of those that
   * concern no account, all together have one limit of events. Never rejects: the answer is a refusal in any case.
   */
  async signInRefused(origin: Origin, { because, account }: RefusedSignIn): Promise<void> {
    const [id, label] = account
      ? [account.userId ?? 'unknown', personal(account.email, account.userId)]
      : ['unknown', 'unknown'];
    const event = { action: 'auth.sign_in_refused', target: { type: 'User', id, label }, facts: { because } };
    const kind = JSON.stringify([because, account ? account.email.toLowerCase() : origin.address]);
    await this.take({ ...stranger, origin }, kind, event, `sign-in of ${id}`).catch((error: Error) =>
      this.logger.error(`a refused sign-in (${because}) is not in the change log: ${error.message}`),
    );
  }

  /**
   * A page of another site was refused what it tried in the name of somebody who is signed in.
   *
   * @param route method and path, without ids
   * @throws what keeps the event from being written
   */
  async crossSiteRefused(
    origin: Origin,
    { sessionId, userId }: { sessionId: string; userId: string },
    route: string,
  ): Promise<void> {
    const event = {
      action: 'access.refuse',
      target: { type: 'Session', id: sessionId, label: 'session' },
      root: { type: 'User', id: userId },
      sender: userId,
      facts: { action: route, code: 'another site', saidNotFound: false },
    };
    const kind = JSON.stringify(['another site', sessionId, route]);
    await this.take({ ...stranger, origin }, kind, event, `session of ${userId}`);
  }

  /** Writes the counts of the minutes that are over. Never rejects. @param all also those of the current minute */
  async flush(all = false): Promise<void> {
    for (const due of this.notes.close(this.clock.now(), all)) {
      const { actor, event } = due.subject;
      await this.writeCount(due).catch((error: Error) =>
        this.logger.error(
          `${due.times} more of ${event.action} by ${actor.id} are not in the log: ${error.message}`,
        ),
      );
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.writing;
    clearTimeout(this.timer);
    await this.flush(true);
  }

  /**
   * @param whose the limit it counts towards: that of whoever acts, or whose token it was
   * @param account that is named even in the event that stands for many
   */
  private async take(
    actor: Actor,
    kind: string,
    event: AuditEvent,
    whose = actor.id,
    account?: string,
  ): Promise<void> {
    const note = { actor, event };
    const rest = { actor, event: beyondEvent(actor, event, account) };
    const { key, due, full } = this.notes.take(whose, kind, note, rest, this.clock.now(), account);
    this.timer ??= setTimeout(() => this.closeWindows(), windowMs).unref();
    if (due) this.writeFirst(key, due);
    await this.pending.get(key);
    if (full) await this.writeCount(full);
  }

  private async writeCount({ subject, times, since, until, names }: Due<Note>): Promise<void> {
    const { actor, event } = subject;
    const facts = {
      ...event.facts,
      ...(names.length > 0 && { accounts: names }),
      again: times,
      since: since.toISOString(),
      until: until.toISOString(),
    };
    await this.write(actor, { ...event, facts });
  }

  /** A first event that cannot be written is forgotten, so that the next of its kind is written and not counted. */
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

/**
 * The event's root is the person who was refused, not the record: a record's history is shown to people who need not
 * know who tried what.
 */
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

/** The event that stands for everything beyond the limit. @param account the first of those that it names */
function beyondEvent(actor: Actor, { action, root, sender }: AuditEvent, account?: string): AuditEvent {
  const facts: Record<string, AuditValue> = { several: true, ...(account && { accounts: [account] }) };
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
