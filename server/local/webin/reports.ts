import type { Answer } from './answer.ts';
import { jsonAnswer } from './answer.ts';
import type { StoredObject } from './objects.store.ts';
import type { SandboxObjectType } from './object-types.ts';
import { typeOfPlural } from './object-types.ts';
import type { Report } from './report-rows.ts';
import { fileRows, objectRow, processRow, unsubmittedRow } from './report-rows.ts';
import type { SandboxStatus } from './receipt.ts';
import type { Sandbox } from './sandbox.ts';

type Query = URLSearchParams;

/**
 * The report service: what the account has, newest first. `status` narrows it, `max-results` is 100 without being
 * given, `format` json or csv.
 * @param id accession or alias of one object; empty for all
 * @returns null for a report that ENA does not have; it has none of experiments
 */
export function reportAnswer(sandbox: Sandbox, name: string, id: string, query: Query): Answer | null {
  const limit = Number(query.get('max-results') ?? 100);
  if (!Number.isSafeInteger(limit) || limit < 1)
    return jsonAnswer(400, { status: 400, error: 'Bad Request', message: 'Invalid max-results.' });
  const rows = rowsOf(sandbox, name, id, query, limit);
  if (!rows) return null;
  const some = rows.slice(0, limit);
  if (query.get('format') === 'csv')
    return { status: 200, headers: { 'Content-Type': 'text/csv' }, body: csvOf(some) };
  return jsonAnswer(
    200,
    some.map((report) => ({ report, links: [] })),
  );
}

function rowsOf(sandbox: Sandbox, name: string, id: string, query: Query, limit: number): Report[] | null {
  if (name === 'unsubmitted-files') return id === '' ? unsubmitted(sandbox) : [];
  const [, of, kind] = /^(run|analysis)-(files|process)$/.exec(name) ?? [];
  if (of === 'run' || of === 'analysis') {
    const objects = objectsOf(sandbox, [of], id, query, Number.MAX_SAFE_INTEGER);
    return kind === 'files'
      ? objects.flatMap((object) => fileRows(sandbox, object)).filter(matching(query))
      : objects
          .map((object) => processRow(sandbox, object))
          .filter((row) => row !== null)
          .filter(matching(query));
  }
  const type = typeOfPlural(name);
  if (!type || type === 'experiment') return null;
  // A project and its study are one thing.
  const types: SandboxObjectType[] = type === 'project' || type === 'study' ? ['project', 'study'] : [type];
  return objectsOf(sandbox, types, id, query, limit)
    .map((object) => objectRow(sandbox, object, type))
    .filter(matching(query));
}

function objectsOf(
  { store, settings }: Sandbox,
  types: readonly SandboxObjectType[],
  id: string,
  query: Query,
  limit: number,
): StoredObject[] {
  const status = statusOf(query.get('status'));
  const before = new Date(settings.now.getTime() - settings.current.reportDelayMs).toISOString();
  if (id === '') return types.flatMap((type) => store.objects.ofType(type, limit, status, before));
  const byAccession = store.objects.byAccession(id);
  const found = byAccession ? [byAccession] : types.flatMap((type) => store.objects.byAlias(type, id) ?? []);
  return found.filter(
    (object) =>
      types.includes(object.type) &&
      object.firstCreated <= before &&
      (status === null || object.status === status),
  );
}

function statusOf(text: string | null): SandboxStatus | null {
  return text === null || /^(?:all)?$/i.test(text) ? null : (text.toUpperCase() as SandboxStatus);
}

function matching(query: Query): (report: Report) => boolean {
  const wanted = [
    ['processingStatus', query.get('process-status')],
    ['archiveStatus', query.get('archive-status')],
    ['analysisType', query.get('analysis-type')],
  ] as const;
  return (report) =>
    wanted.every(
      ([field, value]) => !value || value.toLowerCase() === 'all' || report[field] === value.toUpperCase(),
    );
}

function unsubmitted({ area, store }: Sandbox): Report[] {
  const files = area.list().filter(({ name }) => !store.files.isSubmitted(name));
  return files.toSorted((one, other) => other.modified - one.modified).map(unsubmittedRow);
}

function csvOf(reports: readonly Report[]): string {
  const [first] = reports;
  if (!first) return '';
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
  const lines = reports.map((report) => Object.values(report).map(cell).join(','));
  return `${[Object.keys(first).join(','), ...lines].join('\n')}\n`;
}
