import type { Config } from './config.ts';

/** What only the worker needs: whoever takes over the process that answers requests shall not find it there. */
const ofWorker = [
  'DATABASE_SEALER_URL',
  'AUDIT_SIGNING_KEY',
  'AUDIT_PREVIOUS_SIGNING_KEY',
] as const satisfies readonly (keyof Config)[];

/**
 * Takes the worker's secrets out of the environment of the API, which would otherwise hold them for as long as it runs.
 *
 * @param env changed in place
 * @returns the names of those that were there: the operator is told to take them away
 */
export function withholdFromApi(env: NodeJS.ProcessEnv = process.env): string[] {
  const given = ofWorker.flatMap((name) => [name, `${name}_FILE`]).filter((name) => isGiven(env[name]));
  for (const name of given) delete env[name];
  return given;
}

const isGiven = (value: string | undefined): boolean => !['', 'None', undefined].includes(value);
