import type { WebinObjectType } from '../webin/webin-object.ts';

/**
 * What of a submission goes to ENA together. A later stage refers to what the ones before it registered, so it waits for
 * them: a project and its samples need no files, runs and analyses wait for theirs.
 */
const stages: readonly (readonly WebinObjectType[])[] = [
  ['project', 'sample'],
  ['experiment', 'run'],
  ['analysis'],
];

/** @returns the items of the first stage that has any, in their order */
export function nextStage<I extends { type: WebinObjectType }>(items: readonly I[]): I[] {
  const stage = stages.find((types) => items.some(({ type }) => types.includes(type)));
  return items.filter(({ type }) => stage?.includes(type));
}
