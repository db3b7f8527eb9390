import { describe, expect, it } from 'vitest';
import { peekTables } from './peekTables.ts';

describe('what a sheet seems to hold', () => {
  it.each([
    ['samples', 'Checklist\tERC000011\tENA default\ntax_id\tsample_alias\n'],
    ['samples', '\uFEFF#checklist_accession\tERC000011\r\ntax_id\tsample_alias\r\n'],
    ['samples', 'tax_id\tscientific_name\tsample_alias\tlibrary_name\n'],
    ['reads', 'FileType\tfastq\tRead submission file type\nsample\tstudy\n'],
    ['reads', '# a comment\nsample\tstudy\tlibrary_strategy\tforward_file_name\n'],
    ['reads', 'alias\ttitle\tstudy_alias\tsample_alias\tlibrary_strategy\tinstrument_model\n'],
    ['reads', 'alias\texperiment_alias\tfile_name\tfile_type\n'],
    ['analyses', 'AnalysisType\tPROCESSED_READS\tAnalysis submission type\nalias\tsamples\n'],
    ['analyses', 'analysis_type\talias\tsample\tfile_name\n'],
    ['unknown', 'alias\ttitle\tstudy_type\tstudy_abstract\n'],
    ['unknown', 'PK\u0003\u0004 a workbook'],
    ['unknown', ''],
  ])('is %s', (kind, text) => expect(peekTables(text)).toBe(kind));
});
