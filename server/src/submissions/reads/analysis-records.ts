import { firstPosition } from '../record-positions.ts';
import type { RecordRow } from '../record-rows.ts';
import { analysisOf } from './analysis-details.ts';
import type { ReadsTable } from './reads.reader.ts';
import { blankRecord, rowsOf } from './table-rows.ts';

/**
 * The analyses of a table, one for each row, in its order.
 *
 * @param ownStudies aliases that mean the submission's own project
 */
export function* analysisRecords(table: ReadsTable, ownStudies: ReadonlySet<string>): Generator<RecordRow> {
  let position = firstPosition.analysis;
  for (const { row, cells } of rowsOf(table)) {
    const typed = (place: string) =>
      place === 'analysis/analysis_type' && cells(place).trim() === ''
        ? (table.analysisType ?? '')
        : cells(place);
    yield {
      ...blankRecord(table, row, cells('analysis/alias'), cells('analysis/title')),
      type: 'analysis',
      position: position++,
      details: analysisOf(typed, ownStudies),
    };
  }
}
