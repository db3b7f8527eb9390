import type { StoredObject } from '../objects.store.ts';
import type { SubmittedAction } from '../submitted.ts';
import type { Order, Outcome } from './order.ts';
import { nameOf, targetOf } from './target.ts';

/** Makes objects public at once, and with a study all that belongs to it. The receipt says so and lists nothing. */
export function release(order: Order, actions: readonly SubmittedAction[]): Outcome {
  const targets = actions.map((action) => targetOf(order, action));
  const errors = targets.flatMap((target) => ('error' in target ? [target.error] : refusal(target.object)));
  if (errors.length > 0) return { errors };
  const { objects, publicity } = order.sandbox.store;
  const infos = targets.flatMap((target) => {
    if (!('object' in target)) return [];
    const { accession } = target.object;
    objects.setStatus(accession, 'PUBLIC');
    if (target.object.root === null) objects.setHold(accession, order.today);
    return [`${nameOf(target.object)} is set to public status.`];
  });
  publicity.spread();
  return { errors: [], infos };
}

/** How ENA words this one is not known. */
function refusal(object: StoredObject): string[] {
  if (object.status !== 'CANCELLED') return [];
  return [`${nameOf(object)} has cancelled status and cannot be released.`];
}
