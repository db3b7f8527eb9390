import type { EnaEnvironment } from './environments.ts';

/**
 * What stands behind a record's accession in the alias that ENA gets for it. In production nothing: there the accession
 * is the alias, for ever. An alias may be used once in an account, and nobody outside knows for sure what the test
 * service remembers beyond its nightly copy of production: so what is registered or tried there carries the number of its
 * batch, and another batch, the day after, brings other aliases.
 */
export const aliasSuffix = (environment: EnaEnvironment, batchNumber: string): string =>
  environment === 'test' ? `.t${batchNumber}` : '';

/** @param accession ours. @param environment of the service that gets it */
export const objectAlias = (accession: string, environment: EnaEnvironment, batchNumber: string): string =>
  `${accession}${aliasSuffix(environment, batchNumber)}`;
