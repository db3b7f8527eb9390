import { readFileSync } from 'node:fs';

/**
 * The values of the named variables: `NAME` itself, else the content of the file `NAME_FILE` names. The literal
 * `None` and the empty string mean unset. Problems (an unreadable file, both forms given) are returned, not thrown,
 * so that all of them can be reported together.
 */
export function readVariables(
  env: NodeJS.ProcessEnv,
  names: readonly string[],
): { values: Record<string, string | undefined>; problems: string[] } {
  const values: Record<string, string | undefined> = {};
  const problems: string[] = [];
  for (const name of names) {
    const direct = given(env[name]);
    const file = given(env[`${name}_FILE`]);
    if (direct !== undefined && file !== undefined) {
      problems.push(`${name}: is given twice, as ${name} and as ${name}_FILE`);
    }
    values[name] = direct;
    if (direct !== undefined || file === undefined) continue;
    try {
      values[name] = given(readFileSync(file, 'utf8').trim());
    } catch (error) {
      problems.push(
        `${name}_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      );
    }
  }
  return { values, problems };
}

const given = (value: string | undefined) =>
  value === undefined || value === '' || value === 'None' ? undefined : value;
