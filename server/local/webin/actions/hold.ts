import { holdOf } from '../hold.ts';
import type { StoredObject } from '../objects.store.ts';
import type { SubmittedAction } from '../submitted.ts';
import type { Order, Outcome } from './order.ts';
import { nameOf, targetOf } from './target.ts';

/** Gives private objects another date, at most two years ahead. What the receipt says is told after that of RELEASE. */
export function hold(order: Order, actions: readonly SubmittedAction[]): Outcome {
  const asked = actions.map((action) => ({
    target: targetOf(order, action),
    until: holdOf([action], order.now),
  }));
  const errors = asked.flatMap(({ target, until }) => [
    ...('error' in target ? [target.error] : refusal(target.object)),
    ...('error' in until ? [until.error] : []),
  ]);
  if (errors.length > 0) return { errors };
  const infos = asked.flatMap(({ target, until }) => {
    if (!('object' in target) || !('until' in until)) return [];
    order.sandbox.store.objects.setHold(target.object.accession, until.until);
    return [`${nameOf(target.object)} is set to private status.`];
  });
  return { errors: [], infos };
}

/** How ENA words these is not known. */
function refusal(object: StoredObject): string[] {
  if (object.status !== 'PRIVATE')
    return [`${nameOf(object)} has ${object.status.toLowerCase()} status and cannot be held.`];
  return object.root === null ? [] : [`${nameOf(object)} has the hold date of its study.`];
}
