// Where the cluster lies and who runs it. PostgreSQL refuses to run as root, so for root it runs as user `postgres`
// (made when missing). A clone in root's home is closed to that user: then data and programs lie under
// /var/lib/seqdb-console instead, in a folder named after the clone's, and `location` in our folder says so.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../../../scripts/lib/packages.mjs';
import { writeWhole } from '../kept.ts';
import { bundledPostgres, copyPostgres } from './binaries.ts';
import { freeCluster } from './server-lock.ts';

const SHARED = '/var/lib/seqdb-console';

export interface Place {
  /** The cluster's folder (`base`, `postmaster.pid`, …). */
  data: string;
  /** Folder of `bin`, `lib`, `share`. */
  programs: string;
  /** The user that runs it, or undefined: ourselves. */
  user: { uid: number; gid: number } | undefined;
}

/** @param dir the service's folder; made when missing */
export async function placeFor(dir: string): Promise<Place> {
  mkdirSync(dir, { recursive: true });
  const programs = bundledPostgres();
  if (process.getuid?.() !== 0) return { data: join(dir, 'data'), programs, user: undefined };
  const user = postgresUser();
  if (existsSync(join(dir, 'location'))) return elsewhere(dir, programs, user);
  const own = join(dir, 'cluster');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  chownSync(own, user.uid, user.gid);
  if (canUse(user, own, programs)) return { data: join(own, 'data'), programs, user };
  rmdirSync(own); // refuses when a cluster lies there: it must not be lost by a changed permission
  return elsewhere(dir, programs, user);
}

async function elsewhere(dir: string, programs: string, user: { uid: number; gid: number }): Promise<Place> {
  const key = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  const folder = join(SHARED, key);
  const data = join(folder, 'data');
  if (!existsSync(join(dir, 'location'))) await removeStale(folder, data);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chownSync(folder, user.uid, user.gid);
  writeWhole(join(dir, 'location'), folder);
  const copy = join(SHARED, `postgresql-${versionOf(programs)}`);
  copyPostgres(programs, copy);
  return { data, programs: copy, user };
}

/** What a clone that lay in the same place, and was deleted, left behind: nobody has its passwords any more. */
async function removeStale(folder: string, data: string): Promise<void> {
  await freeCluster(data);
  rmSync(folder, { recursive: true, force: true });
}

function versionOf(programs: string): string {
  const { version } = JSON.parse(readFileSync(join(programs, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Tries it out, as that user: every folder above counts, and mount options and access lists do too. */
function canUse(user: { uid: number; gid: number }, data: string, programs: string): boolean {
  const script = '[ -w "$1" ] && [ -x "$2" ] && [ -r "$3" ]';
  const files = [
    data,
    join(programs, 'bin', 'postgres'),
    join(programs, 'share', 'postgresql', 'postgres.bki'),
  ];
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...files], { ...user, cwd: '/' }).status === 0;
}

function postgresUser(): { uid: number; gid: number } {
  if (spawnSync('id', ['-u', 'postgres']).status !== 0) makeUser();
  return { uid: postgresId('-u'), gid: postgresId('-g') };
}

const postgresId = (flag: string): number =>
  Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

function makeUser(): void {
  const tool = onPath('useradd', 'adduser') ?? '/usr/sbin/useradd';
  const args = tool.endsWith('useradd')
    ? ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']
    : ['-S', '-D', '-H', 'postgres']; // BusyBox
  const made = spawnSync(tool, args, { encoding: 'utf8' });
  if (made.status === 0) return;
  const why = made.error?.message ?? made.stderr.trim();
  throw new Error(
    `PostgreSQL does not run as root and the user "postgres" could not be made (${why}). ` +
      'Start as an ordinary user, or make that user yourself.',
  );
}
