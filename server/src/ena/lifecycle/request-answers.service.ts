import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/database/tx.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { ObjectStore } from '../../platform/storage/object-store.ts';
import type { AnswerMeaning } from '../sending/answers.contract.ts';
import { DocumentReads } from '../sending/document-reads.ts';
import { documentKey } from '../sending/documents.ts';
import { type KeptAnswer, KeptAnswers } from '../sending/kept-answers.ts';
import { requestAnswerNotFound, requestNotFound } from './lifecycle.errors.ts';
import { requestOf, requestReference } from './request-rows.ts';

/** What was asked; `report`: the state of the records, as ENA's report service has it. */
export type RequestAsked = 'submit' | 'poll' | 'receipt' | 'report';

/** Everything ENA said to requests, kept for good; and the documents that were sent. */
@Injectable()
export class EnaRequestAnswers {
  private readonly kept: KeptAnswers<RequestAsked>;

  constructor(
    private readonly database: DataSource,
    lists: Lists,
    private readonly store: ObjectStore,
    private readonly reads: DocumentReads,
  ) {
    this.kept = new KeptAnswers(database, lists, store, {
      table: 'ena_request_answers',
      owner: 'request_id',
      owners: 'ena_requests',
      notFound: requestAnswerNotFound,
    });
  }

  record(
    tx: Tx,
    requestId: string,
    asked: RequestAsked,
    kept: KeptAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    return this.kept.record(tx, requestId, asked, kept, meaning, message);
  }

  /** How many answers up to the last were none, in a row. */
  outages(requestId: string): Promise<number> {
    return this.kept.inARow(requestId, ({ meaning }) => meaning === 'failed');
  }

  /**
   * @param requestId of whatever kind
   * @returns the page as JSON text
   * @throws AppError `ena_request.not_found`
   */
  async list(actor: Actor, requestId: string, query: ListQuery): Promise<string> {
    const [request] = await this.database.query<unknown[]>('SELECT 1 FROM ena_requests WHERE id = $1', [
      requestId,
    ]);
    if (request === undefined) throw requestNotFound(requestId);
    return this.kept.page(actor, requestId, query);
  }

  /** What was answered, as it was. */
  document(actor: Actor, id: string): Promise<Readable> {
    return this.kept.document(id, (requestId, sha256) => this.note(actor, requestId, 'answer', sha256));
  }

  /** What was sent, as it was. */
  async payload(actor: Actor, requestId: string): Promise<Readable> {
    const [row]: { sha256: string | null }[] = await this.database.query(
      'SELECT payload_sha256 AS sha256 FROM ena_requests WHERE id = $1',
      [requestId],
    );
    if (!row?.sha256) throw requestNotFound(requestId);
    await this.note(actor, requestId, 'payload', row.sha256);
    return this.store.open(documentKey(row.sha256));
  }

  /** Not under the submission: who read it is no step of it. */
  private async note(actor: Actor, id: string, which: 'payload' | 'answer', sha256: string): Promise<void> {
    const request = await requestOf(this.database, id);
    if (!request) throw requestNotFound(id);
    const label = requestReference(request.number);
    const { submissionId } = request;
    await this.reads.note(actor, { of: 'EnaRequest', id, label, submissionId }, which, sha256);
  }

  async storePayload(bytes: Uint8Array, sha256: string): Promise<void> {
    await this.store.put(documentKey(sha256), bytes, 'text/xml');
  }

  payloadBytes(sha256: string): Promise<Buffer> {
    return this.store.get(documentKey(sha256));
  }
}
