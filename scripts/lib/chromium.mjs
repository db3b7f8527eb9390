// A Chromium for the browser tests: CHROMIUM_PATH, else one on this machine, else the system's package, unpacked into
// .local/packages with the libraries and fonts it needs and this machine lacks.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';
import { hasApt, libraryPath, onPath, unpackPackages } from './packages.mjs';
import { Problem, say } from './say.mjs';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const ADVICE = 'Install Chromium or Google Chrome, or set CHROMIUM_PATH to one.';

/** Tried rather than believed: Ubuntu's `chromium-browser` is a note that says to install a snap. */
function works(file) {
  return spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 30_000 }).status === 0;
}

/** @returns {Promise<string>} absolute path of a program that can be driven. @throws Problem saying what to do */
export async function ensureChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (works(chosen)) return chosen;
    throw new Problem(`CHROMIUM_PATH names ${chosen}, which does not run.`);
  }
  const installed = [...NAMES.map((name) => onPath(name)), MAC].find(
    (file) => file && existsSync(file) && works(file),
  );
  return installed ?? unpacked();
}

async function unpacked() {
  const dir = join(root, '.local', 'packages', 'chromium');
  if (!existsSync(dir)) {
    if (!hasApt())
      throw new Problem(`There is no Chromium on this machine, and no apt to fetch one with. ${ADVICE}`);
    say('Fetching Chromium from the system packages …');
    await unpackPackages(dir, ['chromium', 'fonts-dejavu-core']).catch((error) => {
      throw new Problem(
        `There is no Chromium on this machine and it could not be fetched. ${ADVICE}\n${error.message}`,
      );
    });
  }
  const program = writeStarter(dir);
  if (works(program)) return program;
  throw new Problem(`The Chromium unpacked into ${dir} does not run. ${ADVICE}`);
}

/** A script that runs the unpacked program with the libraries and fonts unpacked beside it. */
function writeStarter(dir) {
  const starter = join(dir, 'start-chromium');
  const fonts = join(dir, 'fonts.conf');
  const folders = [join(dir, 'usr', 'share', 'fonts'), '/usr/share/fonts'].map(
    (folder) => `<dir>${folder}</dir>`,
  );
  writeFileSync(
    fonts,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>${folders.join('')}` +
      '<include ignore_missing="yes">/etc/fonts/fonts.conf</include><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>\n',
  );
  const lines = [
    '#!/bin/sh',
    `export LD_LIBRARY_PATH='${libraryPath(dir)}' FONTCONFIG_FILE='${fonts}'`,
    `exec '${join(dir, 'usr', 'lib', 'chromium', 'chromium')}' "$@"`,
  ];
  writeFileSync(starter, `${lines.join('\n')}\n`, { mode: 0o755 });
  return starter;
}
