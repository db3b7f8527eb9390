// node scripts/verifier.mjs: builds the verifier of exports (dist/server/verifier), and says its SHA-256, to be compared
// with that of a program that was taken elsewhere.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';
import { buildVerifier } from './lib/verifier.mjs';

const folder = join(root, 'dist', 'server', 'verifier');
await buildVerifier(folder);
for (const file of readdirSync(folder))
  console.log(`${hash('sha256', readFileSync(join(folder, file)))}  ${file}`);
