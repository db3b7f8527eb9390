// A cluster of databases: making it, once.
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Place } from './place.ts';

export const SUPERUSER = 'seqdb_local';

/**
 * Makes the cluster when there is none: UTF-8, PostgreSQL's built-in C.UTF-8 collation (the same order on every
 * machine), passwords over TCP. Made beside its place and moved there, so that a kill leaves none rather than half.
 */
export async function ensureCluster(place: Place, password: string): Promise<void> {
  if (existsSync(join(place.data, 'PG_VERSION'))) return checkVersion(place.data);
  const fresh = `${place.data}.new`;
  const passwordFile = `${place.data}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(place.data, '..'), { recursive: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
  try {
    await promisify(execFile)(
      join(place.programs, 'bin', 'initdb'),
      [`--pgdata=${fresh}`, ...access, ...locale, '--no-sync'],
      { ...place.user, cwd: '/', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } },
    );
    renameSync(fresh, place.data);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function checkVersion(data: string): void {
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version === '18') return;
  const advice = '"npm start -- --reset" begins anew.';
  throw new Error(`The local database in ${data} was made by PostgreSQL ${version}, this is 18. ${advice}`);
}
