import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../../platform/queue/task-handlers.ts';
import { Clock } from '../../../platform/time/clock.ts';
import { isEnaAccession } from '../../webin/ena-accession.ts';
import type { RequestedObject } from '../../webin/judgement.ts';
import { WITHDRAWN } from '../../webin/registration.judge.ts';
import type { ObjectReport } from '../../webin/report.ts';
import type { CallOptions } from '../../webin/webin.client.ts';
import { WebinError } from '../../webin/webin.error.ts';
import type { ReadObject, WebinObjectType } from '../../webin/webin-object.ts';
import { Webin } from '../../webin.provider.ts';
import type { AnswerMeaning } from '../answers.contract.ts';
import { type Answer, EnaAnswers, type StoredAnswer } from '../answers.service.ts';
import { differencesBetween } from './compare-objects.ts';

/** What ENA has under an accession, measured by what was sent. */
export type Found =
  | { is: 'same'; accession: string; biosample: string | null; study: string | null }
  | { is: 'other' | 'unknown' | 'unclear'; why: string };

/** Where an answer is written down, and on whose behalf: a task fences what it writes. */
export type Keeper = { attemptId: string; run: Pick<TaskRun, 'signal' | 'fence'> };

/** ENA reports all objects but experiments. */
const reports: Partial<Record<WebinObjectType, ObjectReport>> = {
  project: 'projects',
  sample: 'samples',
  run: 'runs',
  analysis: 'analyses',
};

/** Reads objects back by their accessions and compares them with what was sent. Each answer is kept. */
@Injectable()
export class EnaReadBacks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly webin: Webin,
    private readonly answers: EnaAnswers,
    private readonly clock: Clock,
  ) {}

  /**
   * @param sent the object's element as it was sent; null when its document is not known: then the alias alone counts
   * @throws WebinError when ENA does not answer
   */
  async look(
    { type, alias }: RequestedObject,
    accession: string,
    sent: string | null,
    keeper: Keeper,
  ): Promise<Found> {
    const name = `${type} ${alias}`;
    const read = await this.read(type, accession, keeper);
    if ('why' in read) return { is: read.is, why: `${name}: ${read.why}` };
    const found = await foundIn(read.object, { type, alias, accession, sent });
    const isGone = found.is === 'same' ? await this.goneAs(type, accession, keeper) : null;
    const all: Found =
      isGone === null ? found : { is: 'other', why: `${accession} is ${isGone.toLowerCase()} at ENA` };
    const why = 'why' in all ? `${name}: ${all.why}` : null;
    await this.record(keeper, read.kept, meanings[all.is], why);
    return why === null || all.is === 'same' ? all : { is: all.is, why };
  }

  private async read(
    type: WebinObjectType,
    accession: string,
    keeper: Keeper,
  ): Promise<{ object: ReadObject; kept: StoredAnswer } | { is: 'unknown' | 'unclear'; why: string }> {
    const asked = await this.ask(keeper, (options) =>
      this.webin.client().readObject(type, accession, options),
    );
    if (asked.result !== undefined) {
      const answer = { bytes: asked.result.bytes, contentType: 'application/xml', httpStatus: 200 };
      return { object: asked.result, kept: await this.keep(asked.timing, answer) };
    }
    const { error } = asked;
    const isUnknown = error.failure === 'not_found';
    const isBody = error.failure === 'unknown' && error.answer !== null && error.answer.httpStatus < 300;
    const isUnclear = isBody || error.failure === 'refused';
    const why = isUnknown ? `ENA has no ${type} ${accession}` : error.message;
    const kept = await this.keep(asked.timing, error.answer);
    const meaning = isUnknown ? 'unknown' : isUnclear ? 'unclear' : 'failed';
    await this.record(keeper, kept, meaning, why);
    if (meaning === 'failed') throw error;
    return { is: meaning, why };
  }

  /** @returns the state that says that it is at ENA no more; null while it is, or while the reports do not know it */
  private async goneAs(type: WebinObjectType, accession: string, keeper: Keeper): Promise<string | null> {
    const kind = reports[type];
    if (!kind) return null;
    const asked = await this.ask(keeper, (options) =>
      this.webin.client().report(kind, { id: accession }, options),
    );
    if (asked.result === undefined) {
      const { error } = asked;
      await this.record(keeper, await this.keep(asked.timing, error.answer), 'failed', error.message);
      throw error;
    }
    const row = asked.result.find(({ id, secondaryId }) => id === accession || secondaryId === accession);
    const bytes = Buffer.from(JSON.stringify(asked.result));
    const kept = await this.keep(asked.timing, { bytes, contentType: 'application/json', httpStatus: 200 });
    const status = row?.status ?? null;
    await this.record(
      keeper,
      kept,
      row ? 'accepted' : 'unknown',
      `In the report ${accession} is ${status ?? 'unknown'}.`,
    );
    return status !== null && WITHDRAWN.test(status) ? status : null;
  }

  private async ask<T>(
    { run }: Keeper,
    call: (options: CallOptions) => Promise<T>,
  ): Promise<
    { timing: Timing } & ({ result: T; error?: undefined } | { result?: undefined; error: WebinError })
  > {
    const askedAt = this.clock.now();
    const began = performance.now();
    try {
      const result = await call({ signal: run.signal });
      return { result, timing: { askedAt, durationMs: performance.now() - began } };
    } catch (error) {
      if (!(error instanceof WebinError)) throw error;
      return { error, timing: { askedAt, durationMs: performance.now() - began } };
    }
  }

  private keep(timing: Timing, answer: Answer | null): Promise<StoredAnswer> {
    return this.answers.keep('read_back', timing, answer);
  }

  private record(
    { attemptId, run }: Keeper,
    kept: StoredAnswer,
    meaning: AnswerMeaning,
    message: string | null,
  ): Promise<void> {
    return this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.answers.record(tx, attemptId, kept, meaning, message?.slice(0, 2_000) ?? null);
    });
  }
}

type Timing = { askedAt: Date; durationMs: number };

const meanings = { same: 'accepted', other: 'refused', unknown: 'unknown', unclear: 'unclear' } as const;

/** The XML library is loaded with the first object that is read: the API seldom reads one. */
async function foundIn(
  object: ReadObject,
  asked: { type: WebinObjectType; alias: string; accession: string; sent: string | null },
): Promise<Found> {
  const { type, alias, sent } = asked;
  const { objectFacts } = await import('./object-facts.ts');
  const element = type.toUpperCase();
  const got = objectFacts(object.bytes, element);
  const accession = got?.accession;
  if (!got || !accession || !isEnaAccession(type, accession))
    return { is: 'unclear', why: `what ENA gives back under ${asked.accession} cannot be read` };
  if (accession !== asked.accession)
    return { is: 'other', why: `ENA gives back ${accession} under ${asked.accession}` };
  if (got.alias !== alias) return { is: 'other', why: `${accession} has the alias “${got.alias}” at ENA` };
  const ours = sent === null ? null : objectFacts(sent, element);
  const differences = ours ? differencesBetween(ours, got, element) : [];
  if (differences.length > 0)
    return { is: 'other', why: `ENA has it as ${accession}, with other contents: ${differences.join('; ')}` };
  if (type === 'sample' && (got.biosample === null || !isEnaAccession('biosample', got.biosample)))
    return { is: 'unclear', why: `ENA names no BioSample of ${accession}` };
  const biosample = type === 'sample' ? got.biosample : null;
  return { is: 'same', accession, biosample, study: type === 'project' ? got.study : null };
}
