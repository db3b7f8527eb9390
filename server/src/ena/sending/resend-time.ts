import type { Config } from '../../platform/config/config.ts';

/** ENA cuts a queued request after ten minutes (its documentation, Webin v2); a minute more for the way there. */
const untilEnaIsDone = 660;
/** The sandbox has done with a document in less than a second. */
const untilSandboxIsDone = 2;

/**
 * Seconds after the beginning of a request whose answer was lost until "ENA does not know it" can be believed: before,
 * it may only not know it yet.
 */
export function resendAfterSeconds(
  config: Pick<Config, 'ENA_ENVIRONMENT' | 'ENA_RESEND_AFTER_SECONDS'>,
): number {
  const usual = config.ENA_ENVIRONMENT === 'sandbox' ? untilSandboxIsDone : untilEnaIsDone;
  return config.ENA_RESEND_AFTER_SECONDS ?? usual;
}

/** Seconds until the next look at a request in doubt: sooner at first, and once more at the very end. */
export function nextLook(sinceSent: number, resendAfter: number): number {
  const left = resendAfter - sinceSent;
  return Math.min(left, Math.max(0.2, sinceSent / 2));
}
