import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectReport, ProcessReport, ReportKind, ReportQuery, ReportRow } from '../webin/report.ts';
import type { WebinClient } from '../webin/webin.client.ts';
import { WebinError } from '../webin/webin.error.ts';
import { hasFiles, type Sighting } from './followed.rule.ts';
import type { ObjectAt } from './object-rows.ts';

/** Rows asked for at once: ENA's reports have no pages, only so many of the newest. */
export const mostRows = 20_000;
/** The same where many lie behind these. Its answer is some 20 MB, a third of what the client takes. */
export const mostRowsWide = 50_000;
/**
 * Objects asked for one by one in one poll and report, beyond what the lists have: with the pause a minute's work, so
 * some 18,000 in an hour. Each report has its own, and what was not asked for stays due, the longest due first: all have
 * their turn.
 */
export const mostSingles = 600;
/** For fewer than these a list is not worth its rows. */
const fewestForList = 5;
const fewestForWide = 200;
/** Between two requests unless told, in milliseconds: ENA's services ask for fewer than fifty a second. */
const usualPauseMs = 100;
/** Between our note of an acceptance and ENA's own, in milliseconds: clocks, and a receipt that came late. */
const slackMs = 3_600_000;

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
  /** How many objects of the type came with this one or after it: so many rows of the list stand before it. */
  newer(object: ObjectAt): Promise<number>;
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
): Promise<Found<K>> {
  const known: Found<K> = new Map();
  const left = () => objects.filter(({ id }) => !known.has(id));
  const ask = async (query: ReportQuery) => {
    const rows = await client.report(kind, query, { signal });
    await sleep(pauseMs, undefined, { signal });
    return rows;
  };
  const maxResults = objects.length < fewestForList ? 0 : await rowsFor(objects, newer);
  if (maxResults > 0) learn(known, objects, await ask({ maxResults }), { maxResults });
  for (const query of wideQueries(kind, left())) learn(known, left(), await ask(query), query);
  for (const object of left().slice(0, mostSingles)) {
    const rows = await ask({ id: object.enaAccession });
    known.set(object.id, rows.find((row) => namesOf(row).includes(object.enaAccession)) ?? 'absent');
  }
  return known;
}

type Found<K extends ObjectReport | ProcessReport> = Map<string, ReportRow<K> | 'absent'>;

/** How long the list of the newest has to be for all of these, or as many as it may have; 0 where it would have none. */
async function rowsFor(objects: readonly ObjectAt[], newer: Options['newer']): Promise<number> {
  const inOrder = objects.toSorted((one, other) => one.acceptedAt.getTime() - other.acceptedAt.getTime());
  const [oldest, newest] = [inOrder[0], inOrder.at(-1)];
  if (!oldest || !newest || (await newer(newest)) >= mostRows) return 0;
  return Math.min(mostRows, Math.ceil((await newer(oldest)) * 1.2) + 100);
}

/** Longer lists for what the newest did not have, where it is many: of those with the state that they last had. */
function wideQueries(kind: ReportKind, objects: readonly ObjectAt[]): ReportQuery[] {
  const isProcess = kind.endsWith('-process');
  const groups = [...Map.groupBy(objects, ({ status }) => (isProcess ? null : status))];
  return groups.flatMap(([status, { length }]) =>
    length < fewestForWide
      ? []
      : [{ maxResults: mostRowsWide, ...(status !== null && { status: status.toLowerCase() }) }],
  );
}

/**
 * Takes from a list what it says of the objects. That one is not listed says something only where the list is of all
 * states, has not ended at its limit and reaches back to when the object came: ENA may give fewer rows than it was asked
 * for.
 */
function learn<K extends ObjectReport | ProcessReport>(
  known: Found<K>,
  objects: readonly ObjectAt[],
  rows: readonly ReportRow<K>[],
  { maxResults = 0, status }: ReportQuery,
): void {
  const byAccession = new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, row])));
  const isWhole = rows.length < maxResults && status === undefined;
  const oldest = Math.min(
    ...rows.slice(-1).flatMap((row) => ('created' in row && row.created?.getTime()) || []),
  );
  for (const object of objects) {
    const row = byAccession.get(object.enaAccession);
    const isCovered =
      rows.length === 0 || oldest === Infinity || object.acceptedAt.getTime() >= oldest - slackMs;
    if (row || (isWhole && isCovered)) known.set(object.id, row ?? 'absent');
  }
}

/** Its accession, and the other one of a project or a sample. */
const namesOf = (row: { id: string; secondaryId?: string | null }): string[] =>
  row.secondaryId ? [row.id, row.secondaryId] : [row.id];
