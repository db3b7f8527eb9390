// The verifier of exports as one file that needs nothing but Node.js, and as a package for npx: the same source gives
// the same bytes, so that an auditor can compare what is served with what they build.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../runtime.mjs';
import { tarball } from './tarball.mjs';

const name = 'seqdb-audit-verify';
const oldestNode = '20.12.0'; // crypto.hash

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const opening = `// ${name} ${version}: checks exports of SeqDB Console's change log, without a database or network.
// Made from server/src/commands/audit-verify.ts and what it imports by "npm run build:server" in a clone of SeqDB
// Console: the same source gives the same bytes. Needs Node.js ${oldestNode} or newer and nothing else.`;

const aboutPackage = {
  name,
  version,
  description: "Checks exports of SeqDB Console's change log, without a database or network.",
  type: 'module',
  bin: { [name]: `${name}.mjs` },
  engines: { node: `>=${oldestNode}` },
  license: 'UNLICENSED',
};

export async function makeVerifier() {
  const built = await build({
    configFile: false,
    envDir: false,
    root,
    logLevel: 'warn',
    define: { SEQDB_VERIFIER_VERSION: JSON.stringify(version) },
    ssr: { noExternal: true, target: 'node' },
    build: {
      write: false,
      ssr: 'server/src/commands/audit-verify.ts',
      target: 'node20',
      minify: false,
      rolldownOptions: {
        cwd: root, // else the names in its comments would depend on where it is built
        output: { format: 'es', codeSplitting: false, entryFileNames: `${name}.mjs`, postBanner: opening },
      },
    },
  });
  const [file, ...others] = [built].flat().flatMap(({ output }) => output);
  const foreign = file.imports.filter((each) => !isBuiltin(each));
  if (others.length > 0 || foreign.length > 0)
    throw new Error(
      `the verifier is to be one file without packages, not with ${[...foreign, ...others.map(({ fileName }) => fileName)].join(', ')}`,
    );
  const program = Buffer.from(file.code);
  const pack = tarball({
    'package.json': { content: `${JSON.stringify(aboutPackage, null, 2)}\n` },
    [`${name}.mjs`]: { content: program, isProgram: true },
  });
  return { program, pack };
}

/** Whole files only: a server may be reading them. */
export async function buildVerifier(folder = join(root, 'dist', 'server', 'verifier')) {
  const { program, pack } = await makeVerifier();
  mkdirSync(folder, { recursive: true });
  for (const [ending, bytes] of [
    ['mjs', program],
    ['tgz', pack],
  ]) {
    const path = join(folder, `${name}.${ending}`);
    writeFileSync(`${path}.${process.pid}`, bytes, { mode: 0o755 });
    renameSync(`${path}.${process.pid}`, path);
  }
}
