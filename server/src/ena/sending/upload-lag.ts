import type { Config } from '../../platform/config/config.ts';

/** ENA's documentation and users speak of up to a day until a file in the upload area is seen. */
const atEna = 24 * 3_600;
const inSandbox = 20;

/** Seconds after a file was brought to the upload area until "does not exist" there is believed. */
export function uploadLagSeconds(config: Pick<Config, 'ENA_ENVIRONMENT' | 'ENA_UPLOAD_LAG_SECONDS'>): number {
  return config.ENA_UPLOAD_LAG_SECONDS ?? (config.ENA_ENVIRONMENT === 'sandbox' ? inSandbox : atEna);
}
