import type { Wrong } from '../flaw-sentences.contract.ts';
import type { ReasonCode, ReasonView } from './reason.contract.ts';

/** A reason in English (`says`), with the code and parameters to translate it by. */
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

/**
 * The codes and parameters of reasons as JSON, kept beside their sentences.
 *
 * @param given reasons, by the field that has the sentence
 */
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

/** Why a run ended whose task is gone: it failed for good, or its worker was killed. */
export const abandoned = reason('run_abandoned', 'it could not be run to its end');
