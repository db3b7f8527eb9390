import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SheetError } from '../sheet/sheet.error.ts';
import { ReadsRecords } from './reads-records.ts';
import { readTables } from './tables.ts';

const shared = join(process.env.SEQDB_SHARED ?? '../shared', 'ena', 'tables');
const read = (name: string) => readTables(readFileSync(join(shared, name)));

async function recordsOf(name: string) {
  const { reads } = await read(name);
  const made = new ReadsRecords(new Set());
  const records = reads.flatMap((table) => [...made.of(table)]);
  const of = (type: string) => records.filter((record) => record.type === type);
  return { table: reads[0]!, experiments: of('experiment'), runs: of('run') };
}

describe.skipIf(!existsSync(shared))(
  `real tables of reads in ${shared} (skipped when they are not there)`,
  () => {
    it('the potato sheet: an experiment and a run for each row', async () => {
      const { table, experiments, runs } = await recordsOf('reads__fastq2_potato.tsv');
      expect(table).toMatchObject({ kind: 'reads', fileType: 'fastq', headerRow: 2, notes: [] });
      expect(experiments).toHaveLength(table.rowCount);
      expect(runs).toHaveLength(table.rowCount);
      expect(experiments[0]).toMatchObject({
        row: 3,
        alias: 'experiment-BjCoR1-1_S9_L002_R1_001.fastq.gz',
        details: {
          study: { accession: 'PRJEB63328' },
          sample: { accession: 'ERS15897340' },
          library: { strategy: 'RNA-Seq', layout: 'PAIRED', insertSize: 150 },
          platform: 'ILLUMINA',
          instrumentModel: 'Illumina NovaSeq 6000',
        },
      });
      expect(runs[0]?.details).toMatchObject({
        experiment: { alias: 'experiment-BjCoR1-1_S9_L002_R1_001.fastq.gz' },
        files: [
          {
            name: 'BjCoR1-1_S9_L002_R1_001.fastq.gz',
            type: 'fastq',
            md5: '2c7ede13bcda627730659c92a48c4639',
          },
          {
            name: 'BjCoR1-1_S9_L002_R2_001.fastq.gz',
            type: 'fastq',
            md5: 'e0d37ddc795ddf20e6897edb7ba12b0e',
          },
        ],
      });
    });

    it('the beetle sheet: other columns in another order, blank ones behind them', async () => {
      const { experiments } = await recordsOf('reads__PRJEB69220_beetle.tsv');
      expect(experiments[0]?.details).toMatchObject({
        sample: { alias: 'AobtHiC' },
        library: { strategy: 'Hi-C', selection: 'other' },
      });
    });

    it('the flax sheet: BAM files of one library in two rows, named from the upload area’s root', async () => {
      const { experiments, runs } = await recordsOf('reads__linum_hifi_bam.tsv');
      expect(runs.map(({ alias }) => alias)).toEqual([
        'run-m64204e_211019_123116.hifi_reads.bam',
        'run-m64204e_211026_131823.hifi_reads.bam',
      ]);
      expect(
        experiments.map(({ details }) => (details as { library: { name: string } }).library.name),
      ).toEqual(['LEO-2-29-2_HiFi', 'LEO-2-29-2_HiFi']);
      expect(runs[0]?.details).toMatchObject({
        files: [{ name: 'm64204e_211019_123116.hifi_reads.bam', type: 'bam' }],
      });
    });

    it('the empty template is told to be empty', async () => {
      await expect(read('reads__fastq2_empty_template.tsv')).rejects.toThrow(/no rows below row 2/);
    });

    it('the tables of ena-upload-cli are told apart', async () => {
      const { experiments } = await recordsOf('ena-upload-cli/ENA_template_experiments.tsv');
      expect(experiments.map(({ alias }) => alias)).toEqual(
        ['7a', '8b', '9c'].map((end) => `experiment_alias_${end}`),
      );
      expect(experiments[1]?.details).toMatchObject({
        study: { alias: 'study_alias_5' },
        library: { layout: 'single', insertSize: 'None' },
        platform: 'illumina',
      });
      const { runs } = await recordsOf('ena-upload-cli/ENA_template_runs.tsv');
      expect(runs.map(({ alias, row, place }) => [alias, row, place])).toEqual([
        ['run_alias_1a', 2, { sheet: null, fileRows: [2, 3] }],
        ['run_alias_3c', 4, null],
      ]);
      const { samples } = await read('ena-upload-cli/ENA_template_samples_vir.tsv');
      expect(samples?.rowCount).toBe(2);
      await expect(read('ena-upload-cli/ENA_template_studies.tsv')).rejects.toThrow(SheetError);
    });
  },
);
