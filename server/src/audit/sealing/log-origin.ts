import type { Config } from '../../platform/config/config.ts';

/** Name of this log in its heads, keys and exports, as C2SP wants it: an address without a scheme. */
export const originOfLog = (config: Pick<Config, 'AUDIT_ORIGIN' | 'PUBLIC_URL'>): string =>
  config.AUDIT_ORIGIN ?? `${new URL(config.PUBLIC_URL).host}/audit`;
