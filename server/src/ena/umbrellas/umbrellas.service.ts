import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { changesBetween } from '../../audit/audit-event.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { may } from '../../platform/access/authorize.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { orCurrent } from '../../platform/database/or-current.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type FieldError, stale } from '../../platform/errors/app.error.ts';
import type { ListQuery } from '../../platform/lists/list.contract.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { ChangeUmbrella, CreateUmbrella, UmbrellaView } from './umbrella.contract.ts';
import { badComponents, holdDateTold, umbrellaNotFound, umbrellaUnderWay } from './umbrella.errors.ts';
import {
  componentsOf,
  lockUmbrella,
  umbrellaReference,
  type UmbrellaRow,
} from '../lifecycle/umbrella/umbrella-rows.ts';
import { openRequestOf } from './umbrella-requests.ts';
import { umbrellaRequestList } from './umbrella-requests.queries.ts';
import { umbrellaList, type UmbrellaListQuery } from './umbrellas.queries.ts';

type Content = Pick<UmbrellaRow, 'title' | 'description' | 'name' | 'components' | 'holdDate'>;

/** Umbrella projects: what they say and what they group, before ENA is told. */
@Injectable()
export class EnaUmbrellas {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly lists: Lists,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: UmbrellaListQuery): Promise<string> {
    return this.lists.page(umbrellaList, actor, query);
  }

  /** @throws AppError `ena_umbrella.not_found` */
  async get(actor: Actor, id: string): Promise<UmbrellaView> {
    const json = await this.lists.one(umbrellaList, actor, id, { limit: 1 });
    if (json === undefined) throw umbrellaNotFound(id);
    return JSON.parse(json) as UmbrellaView;
  }

  /**
   * All that was asked of ENA for one, the last first.
   *
   * @returns the page as JSON text
   * @throws AppError `ena_umbrella.not_found`
   */
  async requests(actor: Actor, id: string, query: ListQuery): Promise<string> {
    await this.get(actor, id);
    return this.lists.page(umbrellaRequestList, actor, query, (p) => [`q.umbrella_id = ${p.add(id)}`]);
  }

  /** @throws AppError `ena_umbrella.bad_component` */
  async create(actor: Actor, given: CreateUmbrella): Promise<UmbrellaView> {
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    const { ENA_ENVIRONMENT: environment } = this.config;
    await this.uow.run(async (tx) => {
      await assertComponents(tx, actor, given.components, environment);
      const { title, description, name, components, holdDate } = given;
      const [{ number = '' } = {}] = await tx.query<{ number: string }>(
        `INSERT INTO ena_umbrellas (id, environment, title, description, name, components, hold_date, created_by, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING number`,
        [id, environment, title, description, name, components, holdDate, actor.id, now],
      );
      await this.audit.record(tx, actor, {
        action: 'ena_umbrella.create',
        target: { type: 'EnaUmbrella', id, label: umbrellaReference(number) },
        changes: changesBetween(null, { title, description, name, components, holdDate }),
        facts: { environment },
      });
      await announce(tx, id);
    });
    return this.get(actor, id);
  }

  /**
   * Changes what it says or groups; ENA is told when it is sent. Its hold date can be changed as long as ENA has not got it.
   *
   * @throws AppError `ena_umbrella.not_found`, `record.stale`, `ena_umbrella.under_way`, `ena_umbrella.bad_component`,
   *   `ena_umbrella.hold_date_told`
   */
  async change(actor: Actor, id: string, version: number, given: ChangeUmbrella): Promise<UmbrellaView> {
    await orCurrent(
      () =>
        this.uow.run(async (tx) => {
          const before = await lockUmbrella(tx, id);
          if (!before) throw umbrellaNotFound(id);
          if (before.version !== version) throw stale(undefined);
          const open = await openRequestOf(tx, id);
          if (open) throw umbrellaUnderWay(open.reference);
          if (before.isAtEna && given.holdDate !== undefined && given.holdDate !== before.holdDate)
            throw holdDateTold();
          if (given.components) await assertComponents(tx, actor, given.components, before.environment);
          await this.save(tx, actor, before, { ...before, ...withoutUndefined(given) });
        }),
      () => this.get(actor, id),
    );
    return this.get(actor, id);
  }

  private async save(tx: Tx, actor: Actor, before: UmbrellaRow, after: Content): Promise<void> {
    const { title, description, name, components, holdDate } = after;
    const changes = changesBetween(before, { title, description, name, components, holdDate });
    if (changes.length === 0) return;
    await tx.query(
      `UPDATE ena_umbrellas SET title = $2, description = $3, name = $4, components = $5, hold_date = $6, updated_at = $7,
              content_version = content_version + $8, version = version + 1 WHERE id = $1`,
      [
        before.id,
        title,
        description,
        name,
        components,
        holdDate,
        this.clock.now(),
        // ENA is told of the day with the first sending only.
        changes.some(({ field }) => field !== 'holdDate') ? 1 : 0,
      ],
    );
    await this.audit.record(tx, actor, {
      action: 'ena_umbrella.change',
      target: { type: 'EnaUmbrella', id: before.id, label: umbrellaReference(before.number) },
      changes,
    });
    await announce(tx, before.id);
  }
}

/** Open pages hear of it. */
export const announce = (tx: Tx, id: string): Promise<void> =>
  tx.publish({ type: 'EnaUmbrellaChanged', subject: { type: 'EnaRequest', id }, access: {} });

const withoutUndefined = (given: ChangeUmbrella): Partial<Content> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** ENA names a component by the accession of a project only; one of ours has to be a project that stands. */
async function assertComponents(
  tx: Tx,
  actor: Actor,
  given: readonly string[],
  environment: string,
): Promise<void> {
  const found = await componentsOf(tx, given, environment);
  const seen = new Set<string>();
  const errors = found.flatMap(({ accession, kind, status, ownerId }, at): FieldError[] => {
    const path = `components.${at}`;
    if (seen.has(accession)) return [{ path, message: `${accession} is given twice.` }];
    seen.add(accession);
    if (kind === null)
      return /^PRJ[EDN][A-Z]\d+$/.test(accession)
        ? []
        : [{ path, message: `${accession} is no project: give ours, or ENA’s that begins with PRJ.` }];
    if (!may(actor, 'read', 'Accession', { id: accession, ownerId, status }))
      return [{ path, message: `${accession} is no project: give ours, or ENA’s that begins with PRJ.` }];
    if (kind !== 'project') return [{ path, message: `${accession} is a ${kind}, not a project.` }];
    return status === 'withdrawn' ? [{ path, message: `${accession} is withdrawn.` }] : [];
  });
  if (errors.length > 0) throw badComponents(errors.slice(0, 100));
}
