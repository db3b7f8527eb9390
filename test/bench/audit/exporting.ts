// An export over HTTP beside the same COPY into a file, and what the server takes for it.
import { createWriteStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { completeSql, inOrder } from '../../../server/src/audit/exporting/export.sql.ts';
import { Snapshot } from '../../../server/src/audit/exporting/snapshot.ts';
import { ApiProcess } from './api-process.ts';
import { ratio, say, secondsOf } from './measure.ts';
import type { AuditRig } from './rig.ts';

export async function exporting(rig: AuditRig): Promise<void> {
  const api = await ApiProcess.start(rig);
  const path = join(rig.folder, 'export.csv');
  try {
    const before = await api.memory('begin');
    const http = await secondsOf(() => api.download('audit/export?format=csv', path));
    const peak = await api.memory('end');
    const size = statSync(path).size / 1e6;
    rmSync(path); // ten million events take 16 GB: not two files at once
    const copy = await secondsOf(() => copied(rig, completeSql('csv')));
    say(
      'export',
      `CSV over HTTP ${http.toFixed(1)} s (${Math.round(size)} MB), the same COPY to a file ${copy.toFixed(1)} s; ${ratio(http / copy, '≤', 1.25)}; memory ${Math.round(peak / 1e6)} MB, before it ${Math.round(before / 1e6)} MB (goal ≤ 160 MB)`,
    );
  } finally {
    api.stop();
  }
}

/** As `\copy` would: one statement after the other, into a file. */
async function copied(rig: AuditRig, statements: readonly string[]): Promise<void> {
  const snapshot = await Snapshot.open(rig.pool, inOrder);
  for (const statement of statements)
    await pipeline(await snapshot.copy(statement), createWriteStream(join(rig.folder, 'copy')));
  rmSync(join(rig.folder, 'copy'));
  await snapshot.close();
}
