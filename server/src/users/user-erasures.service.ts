import { Injectable } from '@nestjs/common';
import type { ErasureHoldsView, ErasureView } from '../audit/erasure/erasure.contract.ts';
import { ErasureDuties } from '../audit/erasure/erasure-duties.ts';
import { ErasuresService } from '../audit/erasure/erasures.service.ts';
import { ReadsLog } from '../audit/reads/reads-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { AppError, notFound } from '../platform/errors/app.error.ts';
import { UsersService } from './users.service.ts';

/**
 * Erases a person who has a right to it. What goes: name, address and password of the account, sessions with their
 * addresses, mails to them, kept answers, and what opens their values in the change log. What stays is what others
 * rely on: the id, by which deposits, decisions and events belong together; submitted revisions, accessions and files
 * as the scientific record, whose texts their curators answer for; and what other people wrote.
 */
@Injectable()
export class UserErasures {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersService,
    private readonly erasures: ErasuresService,
    private readonly reads: ReadsLog,
    duties: ErasureDuties,
  ) {
    duties.add('kept answers', 'DELETE FROM idempotency_keys WHERE user_id = $1');
    duties.add('kept answers to others', lostAnswersSql);
    duties.add('errors of tasks', forgottenErrorsSql);
    duties.add(
      'mails',
      'DELETE FROM mails WHERE lower(recipient) = (SELECT lower(email) FROM users WHERE id = $1::text::uuid)',
    );
  }

  /** @throws AppError `user.own_account`, `user.erased`, `erasure.held`, `record.stale` */
  async request(actor: Actor, id: string, version: number, reason: string): Promise<ErasureView> {
    return this.users.openingStale(actor, () =>
      this.uow.run(async (tx) => {
        const user = await this.users.erasable(tx, actor, id, version);
        const erasure = await this.erasures.request(tx, actor, user, reason);
        await this.users.empty(tx, user);
        return erasure;
      }),
    );
  }

  /** For the command line, where nobody has seen a version. @throws AppError `user.not_found`, and as `request` */
  async requestByAddress(actor: Actor, email: string, reason: string): Promise<ErasureView> {
    const user = await this.users.findByAddress(email);
    if (!user) throw notFound('user', email);
    return this.request(actor, user.id, user.version, reason).catch(async (error: unknown) => {
      // No answer leaves that the filter could note.
      if (error instanceof AppError && error.refused)
        await this.reads.note(actor, { ...error.refused, code: error.code, isHidden: false });
      throw error;
    });
  }

  /** The legal holds for which a person would not be erased if the actor asked for it now. */
  async holdsOn(actor: Actor, id: string): Promise<ErasureHoldsView> {
    return { holds: await this.uow.run((tx) => this.erasures.holdsOn(tx, actor, id)) };
  }

  /** @throws AppError `erasure.not_found` */
  async get(id: string): Promise<ErasureView> {
    const erasure = await this.erasures.of(id);
    if (!erasure) throw notFound('erasure', id);
    return erasure;
  }
}

/** What the person is and was called, in lower case. */
const wordsSql = `
  words AS MATERIALIZED (
    SELECT lower(name) AS word FROM users WHERE id = $1::text::uuid
     UNION SELECT lower(email) FROM users WHERE id = $1::text::uuid
     UNION SELECT lower(name) FROM audit_people WHERE person_id = $1)`;

/**
 * Answers to other people in which the person occurs; a name of one or two letters counts only as a whole text. The row
 * stays without its answer, so that nobody who asks once more with the same key has the work done twice: they are told
 * that the answer was lost.
 */
const lostAnswersSql = `
  WITH ${wordsSql},
       forms AS MATERIALIZED (
         SELECT CASE WHEN length(word) > 2 THEN substr(j.text, 2, length(j.text) - 2) ELSE j.text END AS form
           FROM words CROSS JOIN LATERAL (SELECT to_jsonb(word)::text AS text) j
          UNION SELECT $1)
  UPDATE idempotency_keys SET status = NULL, body = NULL, worked_at = coalesce(worked_at, created_at)
   WHERE user_id <> $1 AND body IS NOT NULL
     AND EXISTS (SELECT FROM forms WHERE position(form IN lower(body::text)) > 0)`;

/** Errors that repeat what was sent. A task that is locked is at work, and writes another one when it ends. */
const forgottenErrorsSql = `
  WITH ${wordsSql}
  UPDATE tasks SET last_error = '[erased]' WHERE id IN (
    SELECT t.id FROM tasks t
     WHERE t.last_error IS NOT NULL
       AND EXISTS (SELECT FROM words WHERE length(word) > 2 AND position(word IN lower(t.last_error)) > 0)
       FOR UPDATE SKIP LOCKED)`;
