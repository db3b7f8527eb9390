import { describe, expect, it } from 'vitest';
import { recordName } from './recordNames.ts';

const id = '01a1f3bc-d5d1-711c-8da5-deeec032828a';

describe('recordName', () => {
  it.each([
    [` ${id.toUpperCase()} `, { kind: 'id', id }],
    ['erc000011', { kind: 'id', id: 'ERC000011' }],
    ['sub-42', { kind: 'reference', resource: 'submissions', reference: 'SUB-000042' }],
    ['SUB000042', { kind: 'reference', resource: 'submissions', reference: 'SUB-000042' }],
    ['ENA-000007', { kind: 'reference', resource: 'batches', reference: 'ENA-000007' }],
    ['ENA-1234567', { kind: 'reference', resource: 'batches', reference: 'ENA-1234567' }],
    ['sqdbs0000013268', { kind: 'accession', accession: 'SQDBS0000013268' }],
    ['SAMEA990000088', { kind: 'accession', accession: 'SAMEA990000088' }],
    ['potato', { kind: 'unknown' }],
    ['', { kind: 'unknown' }],
  ])('reads %j', (typed, read) => expect(recordName(typed)).toEqual(read));
});
