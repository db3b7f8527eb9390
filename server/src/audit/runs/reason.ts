import type { Wrong } from '../flaw-sentences.contract.ts';
import type { ReasonCode, ReasonView } from './reason.contract.ts';

/** Why, in English, and as what others may translate. */
export type Reason = ReasonView & { says: string };

export const reason = (code: ReasonCode, says: string, params: ReasonView['params'] = {}): Reason => ({
  code,
  params,
  says,
});

export const reasonOfFlaw = ({ code, params }: Wrong) => ({
  code: `flaw.${code}` as const,
  params: { ...params },
});

/** What is kept of reasons beside their sentences. @param given by the names of the fields that have the sentences */
export const reasonsJson = (
  given: Readonly<Record<string, Partial<ReasonView> | null | undefined>>,
): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(given).flatMap(([field, each]) =>
        each?.code === undefined ? [] : [[field, { code: each.code, params: each.params ?? {} }]],
      ),
    ),
  );

/** Its task has ended without a word: it failed for good, or its worker was killed. */
export const abandoned = reason('run_abandoned', 'it could not be run to its end');
