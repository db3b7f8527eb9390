import type { AuditEventView } from './audit.contract.ts';

/**
 * Whether every part of an event that is shown has the form in which the log writes it: somebody with power over the
 * tables can put anything there. Written by hand rather than with zod, since it runs for each event of each page; it
 * accepts nothing that the contract does not.
 *
 * @param value with the personal values filled in
 */
export function isEvent(value: unknown): value is AuditEventView {
  if (!isObject(value)) return false;
  const { id, occurredAt, action, actor, onBehalfOf, target, root, changes, facts } = value;
  return (
    isText(id) &&
    uuid.test(id) &&
    isText(occurredAt) &&
    isMoment(occurredAt) &&
    isText(action) &&
    isActor(actor) &&
    (onBehalfOf === null || hasTexts(onBehalfOf, 'id', 'name')) &&
    hasTexts(target, 'type', 'id', 'label') &&
    hasTexts(root, 'type', 'id') &&
    Array.isArray(changes) &&
    changes.every((change) => hasTexts(change, 'field')) &&
    isObject(facts) &&
    !('isUnreadable' in value) &&
    outside.every((name) => value[name] === null || isText(value[name]))
  );
}

const outside = ['reason', 'requestId', 'address', 'client'] as const;
/** As the database writes ids. */
const uuid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function isMoment(text: string): boolean {
  const ms = iso.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasTexts = (value: unknown, ...names: readonly string[]): boolean =>
  isObject(value) && names.every((name) => isText(value[name]));

const isActor = (value: unknown): boolean =>
  isObject(value) &&
  (value['type'] === 'user' || value['type'] === 'service' || value['type'] === 'system') &&
  (value['id'] === null || isText(value['id'])) &&
  isText(value['name']) &&
  Array.isArray(value['roles']) &&
  value['roles'].every(isText);
