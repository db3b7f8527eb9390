import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectReport, ProcessReport, ReportRow } from '../webin/report.ts';
import type { WebinClient } from '../webin/webin.client.ts';
import { WebinError } from '../webin/webin.error.ts';
import { hasFiles, type Sighting } from './followed.rule.ts';
import type { ObjectAt } from './object-rows.ts';

/** Rows asked for at once: ENA's reports have no pages, only so many of the newest. */
export const mostRows = 20_000;
/** Objects asked for one by one in one poll and report, beyond what the list has. */
const mostSingles = 50;
/** For fewer than these a list is not worth its rows. */
const fewestForList = 5;
/** Between two requests unless told, in milliseconds: ENA's services ask for fewer than fifty a second. */
const usualPauseMs = 100;

const reports: Readonly<Record<ObjectAt['type'], ObjectReport | null>> = {
  project: 'projects',
  sample: 'samples',
  // ENA has no report of experiments: they follow their study.
  experiment: null,
  run: 'runs',
  analysis: 'analyses',
};

export type Sightings = {
  /** By the object's id; one that could not be asked for has none. */
  seen: Map<string, Sighting>;
  /** Why not all could be asked for. */
  outage: WebinError | null;
};

type Options = {
  signal: AbortSignal;
  pauseMs?: number;
  /** How many objects of the type came after the oldest of these: so many rows of the list stand before it. */
  newer(objects: readonly ObjectAt[]): Promise<number>;
};

/** Asks ENA's reports for objects: a list for many, one by one for few and for what the list is too short for. */
export async function sightings(
  client: WebinClient,
  objects: readonly ObjectAt[],
  options: Options,
): Promise<Sightings> {
  const seen = new Map<string, Sighting>();
  try {
    for (const type of ['project', 'sample', 'run', 'analysis'] as const) {
      const ofType = objects.filter((object) => object.type === type);
      const kind = reports[type];
      if (ofType.length === 0 || kind === null) continue;
      for (const [id, object] of await found(client, kind, ofType, options)) merge(seen, id, { object });
      const open = ofType.filter((object) => hasFiles(object) && !object.processedAt);
      if (open.length === 0) continue;
      const processKind = `${type as 'run' | 'analysis'}-process` as const;
      for (const [id, process] of await found(client, processKind, open, options))
        merge(seen, id, { process });
    }
  } catch (error) {
    if (!(error instanceof WebinError)) throw error;
    return { seen, outage: error };
  }
  return { seen, outage: null };
}

const merge = (seen: Map<string, Sighting>, id: string, sighting: Sighting): void => {
  seen.set(id, { ...seen.get(id), ...sighting });
};

/** @throws WebinError when the service is out of order; nothing is concluded from that */
async function found<K extends ObjectReport | ProcessReport>(
  client: WebinClient,
  kind: K,
  objects: readonly ObjectAt[],
  { signal, newer, pauseMs = usualPauseMs }: Options,
): Promise<Map<string, ReportRow<K> | 'absent'>> {
  const known = new Map<string, ReportRow<K> | 'absent'>();
  let left = objects;
  if (objects.length >= fewestForList) {
    const maxResults = Math.min(mostRows, Math.ceil((await newer(objects)) * 1.2) + 100);
    const rows = await client.report(kind, { maxResults }, { signal });
    await sleep(pauseMs, undefined, { signal });
    const byAccession = new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, row])));
    // The list ended before its limit: it has all there is.
    const isComplete = rows.length < maxResults;
    for (const object of objects) {
      const row = byAccession.get(object.enaAccession);
      if (row || isComplete) known.set(object.id, row ?? 'absent');
    }
    left = objects.filter(({ id }) => !known.has(id));
  }
  for (const object of left.slice(0, mostSingles)) {
    const rows = await client.report(kind, { id: object.enaAccession }, { signal });
    await sleep(pauseMs, undefined, { signal });
    known.set(object.id, rows.find((row) => namesOf(row).includes(object.enaAccession)) ?? 'absent');
  }
  return known;
}

/** Its accession, and the other one of a project or a sample. */
const namesOf = (row: { id: string; secondaryId?: string | null }): string[] =>
  row.secondaryId ? [row.id, row.secondaryId] : [row.id];
