import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import type { Actor } from '../../platform/access/actor.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';
import { answerNotFound } from '../ena.errors.ts';
import type { AnswerMeaning, Asked } from './answers.contract.ts';
import { EnaAttempts } from './attempts.service.ts';
import { DocumentReads } from './document-reads.ts';
import { documentKey, sha256Of } from './documents.ts';
import { type KeptAnswer, KeptAnswers } from './kept-answers.ts';
import { credentialForms, withoutSecrets } from './secrets.ts';

/** The bytes that came, as they came. */
export type Answer = {
  bytes: Uint8Array;
  contentType: string | null;
  /** Null for what did not come by HTTP. */
  httpStatus: number | null;
};

/** With what was asked. */
export type StoredAnswer = KeptAnswer & { asked: Asked };

/** Everything ENA said, kept for good: rows are only ever added, bytes lie in the object store under their hash. */
@Injectable()
export class EnaAnswers {
  private readonly secrets: readonly string[];
  private readonly kept: KeptAnswers<Asked>;

  constructor(
    @Inject(CONFIG) config: Config,
    database: DataSource,
    lists: Lists,
    private readonly store: ObjectStore,
    private readonly attempts: EnaAttempts,
    private readonly reads: DocumentReads,
  ) {
    this.kept = new KeptAnswers(database, lists, store, {
      table: 'ena_answers',
      owner: 'attempt_id',
      owners: 'ena_attempts',
      notFound: answerNotFound,
    });
    this.secrets = credentialForms(config.ENA_USERNAME, config.ENA_PASSWORD);
  }

  /** @param answer null when nothing came */
  async keep(
    asked: Asked,
    timing: { askedAt: Date; durationMs: number },
    answer: Answer | null,
  ): Promise<StoredAnswer> {
    const id = uuidv7({ msecs: timing.askedAt.getTime() });
    if (!answer)
      return { id, asked, ...timing, httpStatus: null, contentType: null, sha256: null, bytes: null };
    const bytes = withoutSecrets(answer.bytes, this.secrets);
    const sha256 = sha256Of(bytes);
    await this.store.put(documentKey(sha256), bytes, answer.contentType ?? 'application/octet-stream');
    const { httpStatus, contentType } = answer;
    return { id, asked, ...timing, httpStatus, contentType, sha256, bytes: bytes.byteLength };
  }

  /** Writes the row of a kept answer. */
  record(
    tx: Tx,
    attemptId: string,
    kept: StoredAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    return this.kept.record(tx, attemptId, kept.asked, kept, meaning, message);
  }

  /** How many answers in a row, up to the last, were of this kind. */
  inARow(attemptId: string, meaning: AnswerMeaning, asked?: Asked): Promise<number> {
    return this.kept.inARow(attemptId, (answer) => answer.meaning === meaning, asked);
  }

  /** How often in a row, up to the last answer, the account was turned away (HTTP 401, 403). */
  turnedAway(attemptId: string): Promise<number> {
    return this.kept.inARow(
      attemptId,
      ({ meaning, httpStatus }) => meaning === 'failed' && (httpStatus === 401 || httpStatus === 403),
    );
  }

  /** The last answer to a submit, where nothing could be made of it. */
  async unclearSubmit(attemptId: string): Promise<{ id: string; message: string | null } | undefined> {
    const last = await this.kept.last(attemptId, 'submit');
    return last?.meaning === 'unclear' ? last : undefined;
  }

  /** @returns the page as JSON text */
  list(actor: Actor, attemptId: string, query: ListQuery): Promise<string> {
    return this.kept.page(actor, attemptId, query);
  }

  /** What was answered, as it was. */
  document(actor: Actor, id: string): Promise<Readable> {
    return this.kept.document(id, async (attemptId, sha256) => {
      const { submissionAlias: label, ...attempt } = await this.attempts.get(this.attempts.reader, attemptId);
      await this.reads.note(actor, { of: 'EnaAttempt', label, ...attempt }, 'answer', sha256);
    });
  }
}
