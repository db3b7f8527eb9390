// What a script tells the person in front of it: short lines, each with the seconds since the start.
const began = performance.now();

// A closed terminal (SIGHUP) must not end us before everything is stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

export const seconds = (since = began) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** @param {string} line what is being done, or what was done */
export function say(line) {
  const [first, ...rest] = line.split('\n');
  console.log([`${seconds().padStart(8)}  ${first}`, ...rest.map((more) => `          ${more}`)].join('\n'));
}

/** A failure that is explained in its message: printed without a stack trace. */
export class Problem extends Error {}

/** Runs a script's main function; what it throws ends it with 1, a {@link Problem} as a plain sentence. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    console.error(`\n${error instanceof Problem ? error.message : error.stack}`);
    process.exitCode = 1;
  }
  process.exit(); // with what is still waited for (a health check that nobody needs any more)
}
