import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../platform/errors/app.error.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { itemsInRequest, type ItemRow } from '../batches/batch-rows.ts';
import { badAccessions, mostChecked, notChecked, tooManyToCheck } from '../ena.errors.ts';
import { WebinError } from '../webin/webin.error.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { type GivenAccession, problemsOf } from './given-accessions.ts';
import { EnaReadBacks } from './read-back/read-backs.service.ts';
import { SentObjects } from './read-back/sent-objects.ts';

/** Looked up at ENA at a time, and for how long altogether while a person waits. */
const atOnce = 4;
const patienceMs = 120_000;

/** Holds accessions that a person gives for the records of a request against what ENA has under them. */
@Injectable()
export class EnaResolutionChecks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly attempts: EnaAttempts,
    private readonly readBacks: EnaReadBacks,
  ) {}

  /**
   * ENA has to have each of them, with the alias and the contents that were sent. What it says is kept with the request.
   *
   * @throws AppError `ena.bad_accessions` naming the lines; `ena.not_checked` when ENA does not answer;
   *   `ena.too_many_to_check`
   */
  async check(attempt: Attempt, given: readonly GivenAccession[]): Promise<void> {
    const items = await this.uow.run((tx) => itemsInRequest(tx, attempt.id, 'attention'));
    const problems = problemsOf(given, items);
    if (problems.length > 0) throw badAccessions(problems.slice(0, 100));
    if (given.length > mostChecked) throw tooManyToCheck(given.length);
    const byAlias = new Map(items.map((item) => [item.enaAlias, item]));
    const sent = new SentObjects(await this.attempts.payload(attempt));
    const signal = AbortSignal.timeout(patienceMs);
    const wrong: FieldError[] = [];
    const left = [...given.entries()];
    const look = async () => {
      for (let next = left.shift(); next && wrong.length < 100; next = left.shift()) {
        const [at, one] = next;
        const item = byAlias.get(one.alias);
        const message = item && (await this.objection(attempt, item, one, sent, signal));
        if (message) wrong.push({ path: `accessions.${at}`, message });
      }
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, look));
    } catch (error) {
      if (error instanceof WebinError) throw notChecked(error.message);
      throw error;
    }
    if (wrong.length > 0) throw badAccessions(wrong);
  }

  private async objection(
    attempt: Attempt,
    item: ItemRow,
    { accession, biosample }: GivenAccession,
    sent: SentObjects,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    // Webin-CLI names an assembly in its own way, and what it sends is not kept as XML.
    const isCli = attempt.via === 'webin_cli';
    const object = { type: item.type, alias: isCli ? attempt.submissionAlias : item.enaAlias };
    const element = isCli ? null : sent.find(item.type, item.enaAlias);
    const run = { signal, fence: () => Promise.resolve() };
    const found = await this.readBacks.look(object, accession, element, { attemptId: attempt.id, run });
    if (found.is !== 'same') return found.why;
    if (item.type !== 'sample' || found.biosample === biosample) return undefined;
    return `the BioSample of ${accession} is ${found.biosample ?? 'unknown'} at ENA, not ${biosample ?? 'none'}`;
  }
}
