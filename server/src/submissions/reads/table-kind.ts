import { isBlank } from '../sheet/preamble.ts';
import type { SheetRecord } from '../sheet/records.ts';

/**
 * - `samples`: ENA's portal sample sheet, or the samples table of ena-upload-cli
 * - `reads`: ENA's portal sheet of read files: a row is an experiment and its run
 * - `studies`, `experiments`, `runs`: the other tables of ena-upload-cli
 * - `analyses`: a row is an analysis, its columns named as ENA names what an analysis has
 */
export type TableKind = 'samples' | 'reads' | 'studies' | 'experiments' | 'runs' | 'analyses';

/** Rows that may stand above the header. */
const mostRowsAbove = 50;

/** `Library Strategy` and `library_strategy` are one name. */
export const foldedName = (cell: string): string =>
  cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s\u00a0_-]+/g, '_');

/** What a table holds, from its first rows; undefined for one that is nothing of the kind. */
export function kindOf(records: Iterable<SheetRecord>): TableKind | undefined {
  let seen = 0;
  for (const { cells } of records) {
    if (isBlank(cells)) continue;
    const names = cells.map(foldedName);
    if (names[0] === 'filetype' || names[0] === 'file_type:') return 'reads';
    if (names[0] === 'analysistype') return 'analyses';
    if (/^#?checklist(?:_accession)?:?$/.test(names[0] ?? '')) return 'samples';
    const kind = kindOfHeader(new Set(names));
    if (kind) return kind;
    if (!(cells[0] ?? '').startsWith('#') || ++seen > mostRowsAbove) return undefined;
  }
  return undefined;
}

function kindOfHeader(names: ReadonlySet<string>): TableKind | undefined {
  const hasAny = (...some: string[]) => some.some((name) => names.has(name));
  // First, since these have samples and files, too.
  if (hasAny('analysis_type', 'analysis_alias')) return 'analyses';
  const isLibrary = hasAny('library_strategy', 'library_source', 'library_layout', 'instrument_model');
  const hasFiles = hasAny('forward_file_name', 'file_name');
  if (hasFiles && (isLibrary || names.has('sample'))) return 'reads';
  if (hasFiles && hasAny('experiment_alias', 'alias')) return 'runs';
  if (isLibrary && names.has('alias')) return 'experiments';
  if (names.has('alias') && hasAny('study_type', 'study_abstract')) return 'studies';
  return hasAny('sample_alias', 'alias') ? 'samples' : undefined;
}
