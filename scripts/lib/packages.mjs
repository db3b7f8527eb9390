// Programs from the system's own packages, unpacked into .local/packages without touching the system: the same for
// root and for an ordinary user, nothing is installed or started. apt resolves what is missing and checks the
// signatures; its state, lists and cache lie in our folder (Debian and Ubuntu).
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @returns {string | undefined} absolute path of the first of these programs that the PATH has */
export function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const file = join(folder, name);
      if (folder && isExecutable(file)) return file;
    }
  }
  return undefined;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function aptOptions(dir) {
  const settings = {
    'Dir::State': join(dir, 'state'),
    'Dir::State::lists': join(dir, 'lists'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(dir, 'cache'),
    'APT::Sandbox::User': 'root', // apt's own user could not write here
    'Debug::NoLocking': '1', // the locks are the system's; this state is ours alone
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

async function download(packages, apt) {
  for (const folder of ['state', 'lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  const options = {
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 1 << 26,
  };
  await run('apt-get', ['-q', ...aptOptions(apt), 'update'], options);
  const install = ['install', '-y', '--no-install-recommends', '--download-only', ...packages];
  await run('apt-get', ['-q', ...aptOptions(apt), ...install], options);
  const archives = join(apt, 'cache', 'archives');
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

/** Whether this machine's system packages can be fetched at all. */
export const hasApt = () =>
  Boolean(onPath('apt-get') && onPath('dpkg-deb') && existsSync('/var/lib/dpkg/status'));

/**
 * Fetches packages with everything they need that the system lacks, and unpacks them.
 * @param dir where the unpacked tree goes (`<dir>/usr/bin/…`); made whole or not at all, kept for later calls
 * @param packages names, all of which must be available
 * @returns {Promise<void>} rejects with apt's own words when a package cannot be had
 */
export async function unpackPackages(dir, packages) {
  if (existsSync(dir)) return;
  const work = `${dir}.${process.pid}`;
  try {
    const archives = await download(packages, join(work, 'apt'));
    for (const archive of archives) await run('dpkg-deb', ['-x', archive, join(work, 'tree')]);
    if (!existsSync(dir)) renameSync(join(work, 'tree'), dir);
  } catch (error) {
    throw new Error(
      `apt-get could not fetch ${packages.join(', ')}: ${lastLines(error.stderr || error.message)}`,
      {
        cause: error,
      },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const lastLines = (text) => text.trim().split('\n').slice(-3).join(' ');

function holdsLibraries(folder) {
  return readdirSync(folder).some((name) => /\.so(\.|$)/.test(name));
}

/** @returns {string} LD_LIBRARY_PATH for programs of an unpacked tree */
export function libraryPath(dir) {
  const roots = ['usr/lib', 'lib'].map((lib) => join(dir, lib)).filter((folder) => existsSync(folder));
  const multiarch = roots
    .flatMap((lib) => childFolders(lib))
    .filter((folder) => folder.includes('-linux-gnu'));
  const folders = multiarch.flatMap((folder) => [folder, ...childFolders(folder)]).filter(holdsLibraries);
  return [...folders, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
}

function childFolders(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}
