// Where exports lie. The application's database role can write the rows of exports, so a key is worked out from what an
// export is, and the one that a row notes only has to agree.
import type { ExportRow } from './export-rows.ts';
import { fileNameOf } from './file-name.ts';

type Place = Pick<ExportRow, 'origin' | 'id' | 'cadence' | 'period' | 'fileName' | 'format' | 'compression'>;

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ofPeriod = { daily: /^\d{4}-\d{2}-\d{2}$/, monthly: /^\d{4}-\d{2}$/ } as const;

/** The only keys at which exports lie; each has its manifest beside it. */
const own = {
  job: new RegExp(`^audit-exports/${uuid}/\\w[\\w.-]*$`),
  schedule: /^(?:daily|monthly)\/\d{4}\/seqdb-change-log-\w[\w.-]*$/,
} as const;

/** Thrown for a key, or for a row, of which no export can be. Whoever put it there wants another object to be touched. */
export class NoExport extends Error {
  override name = 'NoExport';
}

/**
 * People's exports are kept under their id, since two may have the same file name; scheduled ones under the period they
 * cover.
 *
 * @throws NoExport
 */
export function keyOf({ origin, id, cadence, period, fileName, format, compression }: Place): string {
  if (origin === 'stream') throw new NoExport(`export ${id} is kept nowhere`);
  if (origin === 'job') return asserted('job', `audit-exports/${id}/${fileName}`);
  if (cadence === null || period === null || !ofPeriod[cadence].test(period))
    throw new NoExport(`export ${id} covers no period of the schedule`);
  return asserted('schedule', `${cadence}/${period.slice(0, 4)}/${fileNameOf(period, format, compression)}`);
}

/**
 * Where the file of an export lies; null while none is noted.
 *
 * @throws NoExport when the row notes another object
 */
export function notedKey(row: Place & Pick<ExportRow, 'objectKey'>): string | null {
  if (row.objectKey === null) return null;
  const key = keyOf(row);
  if (key !== row.objectKey)
    throw new NoExport(
      `export ${row.id} names ${row.objectKey}, which is left alone: its own file is ${key}`,
    );
  return key;
}

/** Of the manifest beside an export. */
export const manifestKey = (key: string): string => `${key}.manifest.json`;

/** @throws NoExport */
export function asserted(origin: ExportRow['origin'], key: string): string {
  if (origin !== 'stream' && own[origin].test(key)) return key;
  throw new NoExport(`${key} is no place of an export`);
}
