/** What a sheet seems to hold, before the server has read it. */
export type Peeked = 'samples' | 'reads' | 'analyses' | 'unknown';

const folded = (cell: string) =>
  cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s\u00a0_-]+/g, '_');

const kindOf = (names: ReadonlySet<string>): Peeked => {
  const hasAny = (...some: string[]) => some.some((name) => names.has(name));
  if (hasAny('analysis_type', 'analysis_alias')) return 'analyses';
  const isLibrary = hasAny('library_strategy', 'library_source', 'library_layout', 'instrument_model');
  const hasFiles = hasAny('forward_file_name', 'file_name');
  if (hasFiles && (isLibrary || hasAny('sample', 'experiment_alias', 'alias'))) return 'reads';
  if (isLibrary && names.has('alias')) return 'reads';
  return hasAny('sample_alias') ? 'samples' : 'unknown';
};

/**
 * Guesses from the first rows of a text what it holds, so that nobody is asked about records that stay. What it is in truth, the
 * server tells; where this is not sure, people are asked.
 */
export const peekTables = (start: string): Peeked => {
  for (const line of start
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .slice(0, 60)) {
    const names = line.split('\t').map(folded);
    if (names[0] === 'filetype') return 'reads';
    if (names[0] === 'analysistype') return 'analyses';
    if (/^#?checklist(?:_accession)?:?$/.test(names[0] ?? '')) return 'samples';
    const kind = kindOf(new Set(names));
    if (kind !== 'unknown') return kind;
  }
  return 'unknown';
};

const enough = 64 * 1024;

export const peekFile = async (file: File): Promise<Peeked> => peekTables(await file.slice(0, enough).text());
