import { describe, expect, it } from 'vitest';
import { placeOfProblem } from './placeOfProblem.ts';

const sample = { submissionId: 's', type: 'sample', recordId: 'r', field: 'collection date' };

describe('placeOfProblem', () => {
  it('leads to the cell', () =>
    expect(placeOfProblem(sample)).toBe('/submissions/s/records?at=r&field=collection+date'));

  it('leads to the record where no field is named', () =>
    expect(placeOfProblem({ ...sample, field: null })).toBe('/submissions/s/records?at=r'));

  it('leads to the cell of experiments, runs and analyses as well', () =>
    expect(placeOfProblem({ ...sample, type: 'run', field: 'forward_file_md5' })).toBe(
      '/submissions/s/records?type=run&at=r&field=forward_file_md5',
    ));

  it('leads to the study for the project, and to the findings for what has no row', () => {
    expect(placeOfProblem({ ...sample, type: 'project' })).toBe('/submissions/s');
    expect(placeOfProblem({ ...sample, recordId: null })).toBe('/submissions/s/findings');
  });
});
