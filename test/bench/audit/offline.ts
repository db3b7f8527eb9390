// The verifier on an export of the whole log, beside a plain loop that hashes each line, and beside openssl.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ExportKeys } from '../../../server/src/audit/sealing/export-keys.ts';
import { verifierKey } from '../../../server/src/audit/sealing/signing-key.ts';
import { verifyExport } from '../../../server/src/audit/verifier/verify-export.ts';
import { makeVerifier } from '../../../scripts/lib/verifier.mjs';
import { ApiProcess } from './api-process.ts';
import { ratio, say, secondsOf } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function offline(rig: AuditRig): Promise<void> {
  const path = await exported(rig);
  const keys = join(rig.folder, 'keys');
  writeFileSync(keys, [rig.key, rig.app.get(ExportKeys).current].map(verifierKey).join('\n'));
  const loop = await secondsOf(async () => {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
      createHash('sha256').update(line).digest('hex');
  });
  const program = join(rig.folder, 'verifier.mjs');
  writeFileSync(program, (await makeVerifier()).program);
  globalThis.gc?.();
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const verify = await secondsOf(async () => {
    const { flaw } = await verifyExport(path, { keys, threads: { program: pathToFileURL(program) } });
    if (flaw) throw new Error(`${flaw.place}: ${flaw.says}`);
  });
  clearInterval(watch);
  const openssl = await secondsOf(() =>
    promisify(execFile)('openssl', ['dgst', '-sha256', path]).then(() => undefined),
  ).catch(() => undefined);
  const beside = openssl === undefined ? '' : `; ${(verify / openssl).toFixed(1)} times openssl dgst`;
  say(
    'offline',
    `${Math.round(statSync(path).size / 1e6)} MB verified in ${verify.toFixed(1)} s, hashing each line ${loop.toFixed(1)} s; ${ratio(verify / loop, '≤', 2.5)}${beside}; memory ${Math.round(peak / 1e6)} MB`,
  );
}

async function exported(rig: AuditRig): Promise<string> {
  const path = join(rig.folder, 'export.jsonl');
  const api = await ApiProcess.start(rig);
  try {
    await api.download('audit/export?format=jsonl', path);
  } finally {
    api.stop();
  }
  return path;
}
