import { Injectable } from '@nestjs/common';
import { invalid } from '../../platform/errors/app.error.ts';
import type { AuditFilter, ResolvedFilter } from '../audit.queries.ts';
import { AuditActors } from '../audit-actors.ts';
import type { TakenName } from '../audit.contract.ts';
import { KnownActions } from './known-actions.ts';
import { isPersons, RecordNames } from './record-names.ts';
import { reasonWords, shortestWord } from './search-line.contract.ts';

/** Looks up what a filter names: people, records, groups of actions. */
@Injectable()
export class FilterNames {
  constructor(
    private readonly actors: AuditActors,
    private readonly records: RecordNames,
    private readonly actions: KnownActions,
  ) {}

  /**
   * @throws AppError `audit.actor_too_vague`, `audit.unknown_record`, `audit.reason_too_short`,
   *   `audit.root_type_alone`
   */
  async resolve(filter: AuditFilter): Promise<ResolvedFilter> {
    const { actor, notActor, onBehalfOf, action, notAction, record, notRecord, ...rest } = filter;
    const { type, notType, source, notSource, ...plain } = rest;
    assertReadable(filter);
    const [meant, actorIds, notActorIds, onBehalfOfIds, actions, notActions, records, notRecords] =
      await Promise.all([
        this.meant(filter),
        actor === undefined ? undefined : this.actors.idsOf(actor),
        notActor === undefined ? undefined : this.actors.idsOf(notActor),
        onBehalfOf === undefined ? undefined : this.actors.idsOf(onBehalfOf),
        action && this.actions.meantBy(action),
        notAction && this.actions.meantBy(notAction),
        record && this.records.idsOf(record, 'record'),
        notRecord && this.records.idsOf(notRecord, 'notRecord'),
      ]);
    return {
      ...plain,
      ...(meant.size > 0 && { meant }),
      ...(actorIds && { actorIds }),
      ...(onBehalfOfIds && { onBehalfOfIds }),
      ...(actions && { actions }),
      ...(records && { records }),
      ...(type && { types: type }),
      ...(source && { sources: source }),
      without: {
        ...(notActorIds && { actorIds: notActorIds }),
        ...(notActions && { actions: notActions }),
        ...(notRecords && { records: notRecords }),
        ...(notType && { types: notType }),
        ...(notSource && { sources: notSource }),
      },
    };
  }

  /**
   * @returns by text of the filter, the id of the person it means; texts that mean nobody in particular are left out
   */
  meant(filter: AuditFilter) {
    return this.actors.meantBy([...new Set([...actorsIn(filter), ...recordsIn(filter)])]);
  }

  /** @returns by name in the filter, everybody whom it matches */
  taken(filter: AuditFilter): Promise<TakenName[]> {
    const people = recordsIn(filter).filter(isPersons);
    return this.actors.takenBy([...new Set([...actorsIn(filter), ...people])]);
  }
}

const actorsIn = ({ actor, notActor, onBehalfOf }: AuditFilter): string[] =>
  [actor, notActor, onBehalfOf].filter((text) => text !== undefined);
const recordsIn = ({ record = [], notRecord = [] }: AuditFilter): string[] => [...record, ...notRecord];

/** Refuses filters that no index serves, which would take minutes to answer. */
function assertReadable({ reason, rootType, rootId }: AuditFilter): void {
  if (reason !== undefined && reasonWords(reason).every(({ length }) => length < shortestWord)) {
    throw invalid('audit.reason_too_short', `A word of a reason needs ${shortestWord} letters.`, [
      { path: 'reason', message: `one word must have ${shortestWord} letters` },
    ]);
  }
  if (rootType !== undefined && rootId === undefined) {
    throw invalid('audit.root_type_alone', 'The type of what events belong to needs its id.', [
      { path: 'rootId', message: 'is missing beside rootType' },
    ]);
  }
}
