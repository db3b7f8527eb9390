import { firstPosition } from '../record-positions.ts';
import type { ExperimentDraft, RunDraft, RunFile } from '../record-details.contract.ts';
import type { RecordRow } from '../record-rows.ts';
import type { ReadsTable } from './reads.reader.ts';
import { analysisRecords } from './analysis-records.ts';
import { ReadsAliases } from './reads-aliases.ts';
import { blankRecord, rowsOf } from './table-rows.ts';
import { type Cells, experimentOf, fileOf, readTypesOf } from './written-details.ts';
import { refOf } from './written-refs.ts';

/** Makes experiments, runs and analyses of the rows of tables, with positions of their own. */
export class ReadsRecords {
  private experiments = 0;
  private runs = 0;

  /** @param ownStudies aliases that mean the submission's own project */
  constructor(private readonly ownStudies: ReadonlySet<string>) {}

  *of(table: ReadsTable): Generator<RecordRow> {
    if (table.kind === 'experiments') yield* this.experimentsOf(table);
    else if (table.kind === 'runs') yield* this.runsOf(table);
    else if (table.kind === 'reads') yield* this.readsOf(table);
    else if (table.kind === 'analyses') yield* analysisRecords(table, this.ownStudies);
  }

  private *experimentsOf(table: ReadsTable): Generator<RecordRow> {
    for (const { row, cells } of rowsOf(table))
      yield this.experiment(table, row, cells('experiment/alias'), cells);
  }

  /** A row is a file; rows of one alias and experiment are one run, wherever they stand. */
  private *runsOf(table: ReadsTable): Generator<RecordRow> {
    const runs = new Map<string, { row: number; cells: Cells; files: RunFile[]; fileRows: number[] }>();
    for (const { row, cells } of rowsOf(table)) {
      const alias = cells('run/alias');
      const key = alias.trim() === '' ? `\0${row}` : `${alias}\0${cells('run/experiment')}`;
      const run = runs.get(key) ?? { row, cells, files: [], fileRows: [] };
      runs.set(key, run);
      const [type, md5, readTypes] = ['file_type', 'file_md5', 'read_type'].map((field) =>
        cells(`run/${field}`),
      );
      const file = fileOf(cells('run/file_name'), type ?? '', md5 ?? '', readTypes ?? '');
      if (isFile(file)) {
        run.files.push(file);
        run.fileRows.push(row);
      }
    }
    for (const { row, cells, files, fileRows } of runs.values())
      yield this.run(table, row, cells('run/alias'), cells, cells('run/experiment'), files, fileRows);
  }

  /**
   * A row is an experiment and its run. In sheets of our own export, aliases say which rows share an experiment, and a
   * row may hold only one of the two.
   */
  private *readsOf(table: ReadsTable): Generator<RecordRow> {
    const names = new ReadsAliases();
    const has = (place: string) => table.columns.some(({ places }) => places.includes(place));
    const isNamed = has('experiment/alias');
    const isRunNamed = has('run/alias');
    const seen = new Map<string, string>();
    for (const { row, cells } of rowsOf(table)) {
      const files = filesOf(cells, table.fileType);
      const made = isNamed && isRunNamed ? undefined : names.next(files[0]?.name ?? '', row);
      const experiment = (isNamed && cells('experiment/alias')) || made?.experiment || '';
      const run = (isRunNamed && cells('run/alias')) || made?.run || '';
      if (!isNamed || experimentPlaces.some((place) => cells(place).trim() !== '')) {
        const record = this.experiment(table, row, experiment, cells);
        const content = JSON.stringify([record.title, record.details]);
        if (seen.get(experiment) !== content || experiment.trim() === '') yield record;
        else this.experiments--;
        seen.set(experiment, content);
      }
      if (!isRunNamed || run.trim() !== '' || files.length > 0)
        yield this.run(table, row, run, cells, experiment, files, []);
    }
  }

  private experiment(table: ReadsTable, row: number, alias: string, cells: Cells): RecordRow {
    const details: ExperimentDraft = experimentOf(cells, this.ownStudies);
    return {
      ...blankRecord(table, row, alias, cells('experiment/title')),
      type: 'experiment',
      position: firstPosition.experiment + this.experiments++,
      details,
    };
  }

  private run(
    table: ReadsTable,
    row: number,
    alias: string,
    cells: Cells,
    experiment: string,
    files: RunFile[],
    fileRows: number[],
  ): RecordRow {
    const ref = refOf(experiment);
    const isOwnName = experiment.trim() !== '' && table.kind === 'reads' && !hasAccession(ref);
    const details: RunDraft = { experiment: isOwnName ? { alias: experiment } : ref, files };
    const { place, ...rest } = blankRecord(table, row, alias, cells('run/title'));
    const isSpread = fileRows.some((fileRow) => fileRow !== row);
    return {
      ...rest,
      type: 'run',
      position: firstPosition.run + this.runs++,
      place: isSpread ? { sheet: place?.sheet ?? null, fileRows } : place,
      details,
    };
  }
}

const hasAccession = (ref: ReturnType<typeof refOf>) => ref !== null && 'accession' in ref;

/** Fields of a portal row that only an experiment has. */
const experimentPlaces = [
  'study',
  'sample',
  'title',
  'design_description',
  'platform',
  'instrument_model',
  'insert_size',
  ...['name', 'strategy', 'source', 'selection', 'layout', 'construction_protocol'].map(
    (part) => `library_${part}`,
  ),
].map((field) => `experiment/${field}`);

const isFile = ({ name, md5 }: RunFile) => name.trim() !== '' || md5 !== null;

/** The files of a portal row; types and read types are given for each, separated by `;`, a type also once for all. */
function filesOf(cells: Cells, fileType: string | null): RunFile[] {
  const types = cells('run/file_type').split(';');
  const readTypes = cells('run/read_type').split(';');
  return names
    .map(([name, md5]) => fileOf(cells(`run/${name}`), '', cells(`run/${md5}`), ''))
    .filter(isFile)
    .map((file, index) => ({
      ...file,
      type: (types.length > 1 ? types[index] : types[0])?.trim() || fileType || typeByName(file.name),
      readTypes: readTypesOf(readTypes[index] ?? ''),
    }));
}

/** Forward or only file, reverse file, and those that our own export adds. A sheet has one of the first two columns. */
const names: readonly (readonly [string, string])[] = [
  ['forward_file_name', 'forward_file_md5'],
  ['file_name', 'file_md5'],
  ['reverse_file_name', 'reverse_file_md5'],
  ...Array.from({ length: 8 }, (_, index) => [`file_${index + 3}_name`, `file_${index + 3}_md5`] as const),
];

/** Where neither the sheet nor the row says what the files are. */
const typeByName = (name: string): string =>
  /\.(bam|cram)$/i.exec(name)?.[1]?.toLowerCase() ??
  (/\.f(?:ast)?q(?:\.gz|\.bz2)?$/i.test(name) ? 'fastq' : '');
