import type { Config } from '../../platform/config/config.ts';

/** So often a look-up may be turned away in a row before the account is taken to be wrong. */
const mostTries = 6;
/** The first pause; each one after it is twice as long: half an hour in all, where it counts. */
const firstSeconds = { sandbox: 0.2, test: 2, production: 60 };

/**
 * How long to wait with a look-up that ENA has turned away for the account, as it does while its own service of
 * accounts is down.
 *
 * @param turnedAway how often in a row, this time among them
 * @returns seconds; undefined when it has been so often that a person looks. After that person's retry it begins anew.
 */
export function authPause(turnedAway: number, environment: Config['ENA_ENVIRONMENT']): number | undefined {
  const round = turnedAway % mostTries;
  return round === 0 ? undefined : firstSeconds[environment] * 2 ** (round - 1);
}
