import { Injectable } from '@nestjs/common';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import type { JudgedObject, Judgement, RequestedObject } from '../webin/judgement.ts';
import { type Attempt, EnaAttempts } from './attempts.service.ts';
import { EnaEnquiries } from './enquiries.service.ts';
import { nextSteps } from './next-steps.ts';
import { EnaOutcomes } from './outcomes.service.ts';
import { EnaReadBacks, type Found } from './read-back/read-backs.service.ts';
import { SentObjects } from './read-back/sent-objects.ts';

type Refusal = { judged: Judgement; answerId: string };
type Looked = { object: RequestedObject; found: Found };

const keyOf = ({ type, alias }: { type: string; alias: string | null }): string => `${type}:${alias}`;

/**
 * Settles a request that ENA refuses because it has records of it already, though it knows no receipt of this request.
 * The accessions come from the refusal itself and from the receipts of earlier requests; each record is then read back
 * and compared. What is the same as what was sent is ours: nobody else names records by our accessions. What differs, or
 * cannot be read, goes to a person with the difference.
 */
@Injectable()
export class EnaTaken {
  constructor(
    private readonly attempts: EnaAttempts,
    private readonly enquiries: EnaEnquiries,
    private readonly readBacks: EnaReadBacks,
    private readonly outcomes: EnaOutcomes,
  ) {}

  /** @throws WebinError when ENA does not answer */
  async settle(attempt: Attempt, refusal: Refusal, run: TaskRun): Promise<void> {
    const objects = await this.outcomes.objectsOf(attempt);
    const known = await this.known(attempt, objects, refusal.judged, run);
    const looked = await this.look(attempt, objects, known, run);
    const claimed = refusal.judged.objects.filter(({ errors }) => errors.some(({ text }) => saysTaken(text)));
    const silent = claimed.filter((object) => !known.has(keyOf(object)));
    const isClear =
      looked.length > 0 && silent.length === 0 && looked.every(({ found }) => found.is === 'same');
    if (!isClear) return this.leaveToPerson(attempt, refusal, looked, run);
    const judged = { ...refusal.judged, ...accepted, objects: asAccepted(refusal.judged.objects, looked) };
    const isWhole = looked.length === objects.length;
    const again = isWhole ? null : 'ENA has other records of its request already: it is sent without them.';
    await this.outcomes.settle(attempt, judged, refusal.answerId, run, again);
  }

  /** Accessions of the records, by type and alias. */
  private async known(
    attempt: Attempt,
    objects: readonly RequestedObject[],
    judged: Judgement,
    run: TaskRun,
  ): Promise<Map<string, string>> {
    const known = new Map<string, string>();
    const asked = new Set(objects.map(keyOf));
    for (const alias of await this.attempts.earlierAliases(attempt))
      for (const object of await this.enquiries.earlierReceipt(attempt, alias, run))
        if (asked.has(keyOf(object)) && object.accession) known.set(keyOf(object), object.accession);
    for (const object of judged.objects)
      if (object.existingAccession !== null) known.set(keyOf(object), object.existingAccession);
    return known;
  }

  private async look(
    attempt: Attempt,
    objects: readonly RequestedObject[],
    known: ReadonlyMap<string, string>,
    run: TaskRun,
  ): Promise<Looked[]> {
    if (known.size === 0) return [];
    const sent = new SentObjects(await this.attempts.payload(attempt));
    const keeper = { attemptId: attempt.id, run };
    const looked: Looked[] = [];
    for (const object of objects) {
      const accession = known.get(keyOf(object));
      if (accession === undefined) continue;
      const element = sent.find(object.type, object.alias);
      const found: Found =
        element === null
          ? { is: 'unclear', why: `${object.type} ${object.alias} is not found in what was sent` }
          : await this.readBacks.look(object, accession, element, keeper);
      looked.push({ object, found });
    }
    return looked;
  }

  private async leaveToPerson(
    attempt: Attempt,
    { judged, answerId }: Refusal,
    looked: readonly Looked[],
    run: TaskRun,
  ): Promise<void> {
    const whys = new Map(
      looked.flatMap(({ object, found }) =>
        found.is === 'same' ? [] : [[keyOf(object), found.why] as const],
      ),
    );
    const why = `ENA has records of this request already, and not from this request. ${nextSteps.taken}`;
    const unclear = await this.outcomes.unclear(attempt, [why, ...whys.values(), ...judged.reasons]);
    const said = new Map(judged.objects.map((object) => [keyOf(object), object.errors]));
    const objects = unclear.objects.map((object): JudgedObject => {
      const difference = whys.get(keyOf(object));
      const errors = said.get(keyOf(object)) ?? [];
      return {
        ...object,
        errors: difference === undefined ? errors : [...errors, { text: difference, attribute: null }],
      };
    });
    await this.outcomes.settle(attempt, { ...unclear, objects }, answerId, run);
  }
}

const accepted = { outcome: 'accepted', reasons: [], submissionAccession: null } as const;

export const saysTaken = (text: string): boolean => /already exists in the submission account/.test(text);

function asAccepted(objects: readonly JudgedObject[], looked: readonly Looked[]): JudgedObject[] {
  const found = new Map(looked.map(({ object, found: one }) => [keyOf(object), one]));
  return objects.map((object) => {
    const one = found.get(keyOf(object));
    if (one?.is !== 'same') return { ...object, accession: null };
    const { accession, biosample, study } = one;
    const externalAccessions = [
      ...(biosample === null ? [] : [{ type: 'biosample', accession: biosample }]),
      ...(study === null ? [] : [{ type: 'study', accession: study }]),
    ];
    return { ...object, accession, externalAccessions, errors: [] };
  });
}
