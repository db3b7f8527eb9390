import type { StoredObject } from '../objects.store.ts';
import type { WebinStore } from '../store.ts';
import type { SubmittedAction } from '../submitted.ts';
import type { Order, Outcome } from './order.ts';
import { nameOf, targetOf } from './target.ts';

/**
 * Takes private objects back, and with a study its experiments and analyses, with an experiment its runs. The receipt
 * has an empty action.
 */
export function cancel(order: Order, actions: readonly SubmittedAction[]): Outcome {
  const targets = actions.map((action) => targetOf(order, action));
  const errors = targets.flatMap((target) => ('error' in target ? [target.error] : refusal(target.object)));
  if (errors.length > 0) return { errors, actions: [''] };
  const { store } = order.sandbox;
  const objects = targets.flatMap((target) =>
    'object' in target ? withDescendants(store, target.object) : [],
  );
  const cancelled = new Map(objects.map((object) => [object.accession, object]));
  for (const accession of cancelled.keys()) store.objects.setStatus(accession, 'CANCELLED');
  const infos = [...cancelled.values()].map(
    (object) => `${nameOf(object, true)} is set to cancelled status.`,
  );
  return { errors: [], infos, actions: [''] };
}

/** How ENA words these is not known. */
function refusal(object: StoredObject): string[] {
  if (object.status === 'PRIVATE') return [];
  return [`${nameOf(object, true)} has ${object.status.toLowerCase()} status and cannot be cancelled.`];
}

function withDescendants(store: WebinStore, object: StoredObject): StoredObject[] {
  const { accession, type } = object;
  const below =
    type === 'project' || type === 'study'
      ? [...store.references.to(accession, 'experiment'), ...store.references.to(accession, 'analysis')]
      : type === 'experiment'
        ? store.references.to(accession, 'run')
        : [];
  const open = below.filter(({ status }) => status !== 'CANCELLED');
  return [object, ...open.flatMap((one) => withDescendants(store, one))];
}
