import type { Config } from '../platform/config/config.ts';

/**
 * When nobody is expected to come back to an upload: never while an address that was given out may still be used.
 *
 * @param asked when its addresses were last asked for
 */
export function expiryOf(
  asked: Date,
  config: Pick<Config, 'UPLOAD_ABANDONED_AFTER_HOURS' | 'UPLOAD_URL_SECONDS'>,
): Date {
  const { UPLOAD_ABANDONED_AFTER_HOURS: hours, UPLOAD_URL_SECONDS: seconds } = config;
  return new Date(asked.getTime() + hours * 3_600_000 + seconds * 1_000);
}
