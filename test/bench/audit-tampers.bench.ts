// 10,000 random tampers with exports (seeded): every one must be found, and its place named. `--tampers`, `--seed`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifierKey } from '../../server/src/audit/sealing/signing-key.ts';
import { verifyExport } from '../../server/src/audit/verifier/verify-export.ts';
import { below, makeLog, newKey, randomFrom } from '../factories/audit-export.ts';
import { isLocated, tamper, tamperKinds } from '../factories/audit-tampers.ts';
import { isAsked } from './audit/parts.ts';
import type { BenchContext } from './context.ts';

export const needs = [] as const;

export default async function bench({ options }: BenchContext): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    strict: false,
    options: {
      tampers: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '20261121' },
      only: { type: 'string' },
    },
  });
  if (!isAsked('tampers', values.only)) return;
  const [wanted, seed] = [Number(values.tampers), Number(values.seed)];
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'seqdb-tampers-'));
  const key = newKey();
  const keys = join(folder, 'keys');
  writeFileSync(keys, verifierKey(key));
  let log = makeLog(random, 60, key);
  let [done, detected, located] = [0, 0, 0];
  const began = performance.now();
  while (done < wanted) {
    if (done % 50 === 0) log = makeLog(random, 1 + below(random, 80), key);
    const kind = tamperKinds[below(random, tamperKinds.length)] ?? '';
    const format = random() < 0.5 ? 'csv' : 'jsonl';
    const chosen =
      random() < 0.4 ? log.rows.filter(() => random() < 0.4).map(({ seq }) => seq as number) : undefined;
    if (chosen?.length === 0) continue;
    const tampered = tamper(kind, { log, key, format, chosen, random });
    if (!tampered) continue;
    done += 1;
    const path = join(folder, 'export');
    writeFileSync(path, Buffer.from(tampered.file, tampered.name === 'a changed byte' ? 'latin1' : 'utf8'));
    const { flaw } = await verifyExport(path, { keys });
    if (flaw) detected += 1;
    if (flaw && isLocated(flaw, tampered)) located += 1;
    else
      console.log(
        `audit tampers: NOT FOUND OR LOCATED: ${JSON.stringify({ kind, format, chosen: chosen?.length, flaw, rows: tampered.rows, segments: tampered.segments })}`,
      );
  }
  rmSync(folder, { recursive: true });
  const percent = (count: number) => `${((100 * count) / done).toFixed(2)} %`;
  console.log(
    `audit tampers: ${done} (seed ${seed}) in ${((performance.now() - began) / 1000).toFixed(0)} s: ${percent(detected)} detected, ${percent(located)} located (goal 100 %)`,
  );
}
