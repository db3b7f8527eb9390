// npm test [-- STEP…]: everything that has to hold, or the steps whose names begin so (`npm test -- types unit`).
// Installs what is missing, a Chromium for the browser tests included. Goes on after a step that fails; closes with a
// line "N passed, N failed" (", N skipped"), and ends with 1 if anything failed.
import { join } from 'node:path';
import { root, runtimeEnv } from './runtime.mjs';
import { Children } from './lib/children.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { removeAbandoned } from './lib/local-data.mjs';
import { Problem, runScript, say, seconds } from './lib/say.mjs';
import { lanes, steps } from './lib/steps.mjs';

const folder = join(root, '.test');
let interrupted = false;

function chosenSteps() {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !Object.keys(steps).some((step) => step.startsWith(name)));
  if (unknown) throw new Problem(`There is no step "${unknown}". Steps: ${Object.keys(steps).join(', ')}`);
  return Object.entries(steps).filter(
    ([step]) => names.length === 0 || names.some((name) => step.startsWith(name)),
  );
}

async function runInTurn(chosen, env) {
  const results = [];
  for (const [name, step] of chosen) {
    if (interrupted) break;
    say(`${name} …`);
    const began = performance.now();
    results.push({ name, ...(await step(env)), time: seconds(began) });
  }
  return results;
}

/** What comes before the long steps in turn; then those, some beside each other: they wait more than they compute. */
async function runSteps(chosen, env) {
  const long = (names) => chosen.filter(([name]) => names.includes(name));
  const short = chosen.filter(([name]) => !lanes.flat().includes(name));
  const results = await runInTurn(short, env);
  const beside = await Promise.all(lanes.map((names) => runInTurn(long(names), env)));
  return [...results, ...beside.flat()];
}

function report(results) {
  console.log('');
  for (const { name, passed, failed, skipped, time, failures = [] } of results) {
    const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    console.log(`${failed ? 'FAIL' : 'ok  '}  ${name.padEnd(14)} ${time.padStart(8)}  ${counts}`);
    for (const failure of failures) console.log(`      ${failure}`); // far above, and in another lane's output
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped') ? `, ${sum('skipped')} skipped` : '';
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
  return sum('failed');
}

/** The terminal stops the step that runs; we only see to it that no other is begun. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));

await runScript(async () => {
  const chosen = chosenSteps();
  await ensureInstalled(new Children(folder));
  const env = runtimeEnv();
  if (chosen.some(([name]) => name === 'e2e')) env.CHROMIUM_PATH = await ensureChromium();
  const results = await runSteps(chosen, env);
  await removeAbandoned(folder);
  process.exitCode = report(results) > 0 || interrupted ? 1 : 0;
});
