import { describe, expect, it } from 'vitest';
import { neighboursOf } from './neighbours.ts';

const rows = [{ id: 'c' }, { id: 'b' }, { id: 'a' }];

describe('neighboursOf', () => {
  it('leads up and down the list and stops at its ends', () => {
    expect(neighboursOf(rows, 'b')).toEqual({ later: 'c', earlier: 'a' });
    expect(neighboursOf(rows, 'c')).toEqual({ later: null, earlier: 'b' });
    expect(neighboursOf(rows, 'a')).toEqual({ later: 'b', earlier: null });
  });

  it('leads nowhere from an event that is not in the list', () => {
    expect(neighboursOf(rows, 'x')).toEqual({ later: null, earlier: null });
    expect(neighboursOf([], null)).toEqual({ later: null, earlier: null });
  });
});
