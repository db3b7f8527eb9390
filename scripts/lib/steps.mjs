// What `npm test` does, step by step. A step answers with the tests it counted; one that is a single command is one test.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../runtime.mjs';
import { ensureBuilt } from './build.mjs';
import { Children } from './children.mjs';

const LIMIT_MS = 30 * 60_000;
const PASSED = { passed: 1, failed: 0, skipped: 0 };
const FAILED = { passed: 0, failed: 1, skipped: 0 };

/** Runs a tool of node_modules/.bin in the foreground; @returns {Promise<boolean>} whether it ended with 0 */
function runTool(env, tool, args) {
  return new Promise((resolve) => {
    const child = spawn(tool, args, { cwd: root, env, stdio: 'inherit' });
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const forward = (signal) => child.kill(signal);
    process.on('SIGTERM', forward);
    const done = (ok) => {
      clearTimeout(limit);
      process.off('SIGTERM', forward);
      resolve(ok);
    };
    child.once('error', (error) => {
      console.error(`${tool}: ${error.message}`);
      done(false);
    });
    child.once('exit', (code) => done(code === 0));
  });
}

const command =
  (tool, ...args) =>
  async (env) =>
    (await runTool(env, tool, args)) ? PASSED : FAILED;

/** A production build, from nothing. */
const build = (part) => async () => {
  try {
    await ensureBuilt(part, new Children(join(root, '.test')), { force: true });
    return PASSED;
  } catch (error) {
    console.error(error.message);
    return FAILED;
  }
};

/** Tests as vitest's own JSON report counts them; a file that did not get as far as its tests is a failure too. */
const vitest =
  (...projects) =>
  async (env) => {
    const report = join(root, '.test', `${projects.join('-')}.json`);
    mkdirSync(join(root, '.test'), { recursive: true });
    rmSync(report, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const ok = await runTool(env, 'vitest', [
      'run',
      ...projects.map((name) => `--project=${name}`),
      ...reporters,
    ]);
    return counted(report, ok);
  };

function counted(report, ok) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return FAILED; // it ended before it could report; what it said stands above
  }
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = result.numFailedTests + broken.length;
  return {
    passed: result.numPassedTests,
    failed: ok ? failed : Math.max(failed, 1), // an error outside any test
    skipped: result.numPendingTests + result.numTodoTests,
    failures: [...result.testResults.flatMap(failedTests), ...broken.map(brokenFile)],
  };
}

const inRoot = (path) => relative(root, path);
const firstLine = (text) => stripVTControlCharacters(text ?? '').split('\n', 1)[0];

const failedTests = ({ name, assertionResults }) =>
  assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => `${inRoot(name)} › ${test.fullName}: ${firstLine(test.failureMessages[0])}`);

const brokenFile = ({ name, message }) => `${inRoot(name)}: ${firstLine(message)}`;

/** name → what it does, given the environment */
export const steps = {
  format: command('prettier', '--check', '.'),
  lint: command('oxlint', '--deny-warnings'),
  'types-server': command('tsc', '-p', 'tsconfig.json', '--noEmit'),
  'types-console': command('tsc', '-p', 'admin/tsconfig.json', '--noEmit'),
  'build-server': build('server'),
  'build-console': build('admin'),
  unit: vitest('unit', 'console'),
  medium: vitest('medium'),
  e2e: vitest('e2e'),
  faults: vitest('faults'),
};

/** The long steps, in rows that run at the same time: each step has databases and services of its own. */
export const lanes = [['medium', 'faults'], ['e2e']];
