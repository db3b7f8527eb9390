import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { may, refusal } from '../../platform/access/authorize.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { forbidden, notFound } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { type Coverage, coverageOf, dayObjection, objectionTo } from './coverage.ts';
import { familyOf, type FamilyMember, memberOf, type Reader } from './family.queries.ts';
import { alreadyAsked, badHoldDate, badSuccessor, requestObjection } from './lifecycle.errors.ts';
import type { AccessionRequestKind, RequestGiven } from './request.contract.ts';
import { requestReference } from './request-rows.ts';

export type Covered = { record: FamilyMember; coverage: Coverage<FamilyMember> };

/** What a request would cover, and what stands against it. */
@Injectable()
export class EnaRequestChecks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `accession.not_found`, also for one the reader may not see */
  async covered(
    reader: Reader,
    actor: Actor,
    accession: string,
    kind: AccessionRequestKind,
  ): Promise<Covered> {
    const { ENA_ENVIRONMENT: environment } = this.config;
    const record = await memberOf(reader, accession.toUpperCase(), environment);
    if (!record || !may(actor, 'read', 'Accession', fieldsOf(record))) throw notFound('accession', accession);
    const family = await familyOf(reader, record, environment);
    return { record, coverage: coverageOf(kind, record, family) };
  }

  /**
   * @throws AppError `access.denied` for what would touch the actor's own deposit, `ena_request.…` for all that ENA
   *   would refuse
   */
  async assertPossible(
    reader: Reader,
    actor: Actor,
    kind: AccessionRequestKind,
    { record, coverage }: Covered,
    given: RequestGiven,
  ): Promise<void> {
    const all = [...coverage.targets, ...coverage.followers];
    const because = refusalOf(actor, kind, all);
    if (because) throw forbidden('access.denied', because, { action: verbs[kind] });
    const objection = objectionTo(kind, record, coverage);
    if (objection) throw requestObjection(objection.code, objection.message, objection.accessions);
    if (given.holdDate !== undefined) {
      const wrongDay = dayObjection(given.holdDate, this.clock.today());
      if (wrongDay) throw badHoldDate(wrongDay);
    }
    if (given.supersededBy !== undefined) await this.assertSuccessor(reader, record, given.supersededBy);
    await this.assertFree(
      reader,
      all.map(({ accession }) => accession),
    );
  }

  /** @throws AppError `ena_request.under_way`, `ena_request.in_batch` */
  async assertFree(reader: Reader, accessions: readonly string[]): Promise<void> {
    await this.assertNotAsked(reader, accessions);
    await this.assertInNoBatch(reader, accessions);
    await this.assertNotReal(reader, accessions);
  }

  /** An installation that has been set to a test must not change here what ENA has for real and would keep there. */
  private async assertNotReal(reader: Reader, accessions: readonly string[]): Promise<void> {
    const { ENA_ENVIRONMENT: environment } = this.config;
    const [real] = await reader.query<{ accession: string; identifier: string }>(
      `SELECT accession, identifier FROM external_identifiers
        WHERE accession = ANY($1) AND authority = 'ENA' AND environment = 'production' AND $2 <> 'production'
        ORDER BY accession LIMIT 1`,
      [accessions, environment],
    );
    if (!real) return;
    throw requestObjection(
      'other_environment',
      `${real.accession} is ${real.identifier} at ENA production, and this installation sends to ENA ${environment}.`,
      [real.accession],
    );
  }

  /** Why the whole cannot be done, in one sentence; null when nothing stands against it. */
  async objection(
    reader: Reader,
    actor: Actor,
    kind: AccessionRequestKind,
    covered: Covered,
  ): Promise<string | null> {
    try {
      await this.assertPossible(reader, actor, kind, covered, { reason: '' });
      return null;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return error.message;
      throw error;
    }
  }

  private async assertSuccessor(reader: Reader, record: FamilyMember, by: string): Promise<void> {
    const [successor] = await reader.query<{ kind: string; status: string; supersededBy: string | null }>(
      `SELECT kind, status, superseded_by AS "supersededBy" FROM accessions WHERE accession = $1`,
      [by],
    );
    if (!successor) throw badSuccessor(`${by} is no accession of this archive.`);
    if (by === record.accession) throw badSuccessor('A record cannot take its own place.');
    if (successor.kind !== record.kind)
      throw badSuccessor(`${by} is a ${successor.kind}, not a ${record.kind}.`);
    if (successor.status === 'withdrawn' || successor.supersededBy !== null)
      throw badSuccessor(`${by} is withdrawn or was replaced itself.`);
  }

  private async assertNotAsked(reader: Reader, accessions: readonly string[]): Promise<void> {
    const [open] = await reader.query<{ number: string }>(
      `SELECT q.number FROM ena_request_objects o JOIN ena_requests q ON q.id = o.request_id
        WHERE o.accession = ANY($1) AND o.environment = $2 AND o.is_open ORDER BY q.number LIMIT 1`,
      [accessions, this.config.ENA_ENVIRONMENT],
    );
    if (open) throw alreadyAsked(requestReference(open.number));
  }

  /** What is on its way to ENA has to arrive first, or be taken out of its batch. */
  private async assertInNoBatch(reader: Reader, accessions: readonly string[]): Promise<void> {
    const rows = await reader.query<{ accession: string; number: string }>(
      `SELECT i.accession, b.number FROM ena_batch_items i JOIN ena_batches b ON b.id = i.batch_id
        WHERE i.accession = ANY($1) AND i.environment = $2 AND i.status IN ('waiting', 'sent', 'attention')
        ORDER BY b.number, i.accession LIMIT 100`,
      [accessions, this.config.ENA_ENVIRONMENT],
    );
    const [first] = rows;
    if (!first) return;
    const batch = `ENA-${first.number.padStart(6, '0')}`;
    throw requestObjection(
      'in_batch',
      `${first.accession} is in ${batch}, which is not answered yet: wait until it is, or cancel the batch.`,
      rows.map(({ accession }) => accession),
    );
  }
}

const verbs: Record<AccessionRequestKind, string> = {
  hold: 'hold',
  release: 'release',
  cancel: 'withdraw',
  suppress: 'suppress',
};

const fieldsOf = ({ accession: id, ownerId, status }: FamilyMember) => ({ id, ownerId, status });

/** Also of what goes with it: a curator does not decide about their own by way of somebody else's project. */
function refusalOf(actor: Actor, kind: AccessionRequestKind, all: readonly FamilyMember[]): string | null {
  const byOwner = new Map(all.map((one) => [one.ownerId, one]));
  for (const one of byOwner.values()) {
    const because = refusal(actor, verbs[kind], 'Accession', fieldsOf(one));
    if (because !== null) return because;
  }
  return null;
}
