import { describe, expect, it } from 'vitest';
import { fileStatus } from './file.contract.ts';
import { counted, current, transitions } from './file.state.ts';

describe('the states of a file', () => {
  it('are all reached from the first, and lead to known ones', () => {
    const reached = new Set<string>(['pending']);
    for (const status of reached) for (const next of transitions[fileStatus.parse(status)]) reached.add(next);
    expect([...reached].sort()).toEqual([...fileStatus.options].sort());
  });

  it('end where nothing is kept', () => {
    const ends = fileStatus.options.filter((status) => transitions[status].length === 0);
    expect(ends).toEqual(['aborted', 'removed']);
    expect(fileStatus.options.filter((status) => !counted.includes(status))).toEqual(ends);
  });

  it('hold a name from the moment the bytes are complete', () => {
    expect(counted.filter((status) => !current.includes(status))).toEqual(['pending']);
    for (const status of current) expect(transitions[status]).toContain('removed');
  });
});
