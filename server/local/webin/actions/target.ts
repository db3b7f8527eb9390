import type { StoredObject } from '../objects.store.ts';
import type { SubmittedAction } from '../submitted.ts';
import type { Order } from './order.ts';

/**
 * The object an action is about, by its accession.
 * @returns the refusal where the account has no such object; how ENA words it is not known
 */
export function targetOf(
  { sandbox }: Order,
  { target = '' }: SubmittedAction,
): { readonly object: StoredObject } | { readonly error: string } {
  const object = sandbox.store.objects.byAccession(target);
  return object
    ? { object }
    : { error: `Failed to find an object with accession "${target}" in the submission account.` };
}

/** In messages a project that was found by its study's accession goes by the accession that was given. */
export function nameOf({ type, accession }: StoredObject, isUpperCase = false): string {
  return `${isUpperCase ? type.toUpperCase() : type} accession "${accession}"`;
}
