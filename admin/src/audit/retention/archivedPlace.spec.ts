import { expect, it } from 'vitest';
import { ApiProblem } from '../../providers/problem.ts';
import { archivedPlace } from './archivedPlace.ts';

const facts = { month: '2024-10', bucket: 'seqdb-exports', key: 'archive/2024-10.jsonl.gz', sha256: 'ab' };

it('tells where an archived event lies', () => {
  expect(archivedPlace(new ApiProblem({ status: 410, code: 'audit.archived', detail: '', facts }))).toEqual(
    facts,
  );
});

it('believes nothing of the facts that is no text', () => {
  const odd = new ApiProblem({ status: 410, code: 'audit.archived', detail: '', facts: { month: 7 } });
  expect(archivedPlace(odd)).toEqual({ month: null, bucket: null, key: null, sha256: null });
});

it('leaves every other problem alone', () => {
  expect(archivedPlace(new ApiProblem({ status: 404, code: 'audit.not_found', detail: '' }))).toBeNull();
  expect(archivedPlace(new Error('audit.archived'))).toBeNull();
});
