import { describe, expect, it } from 'vitest';
import { keysAt, meantKeys } from './meantKeys.ts';
import { nearestOf } from './nearest.ts';
import { remarksOn } from './remarks.ts';

const told = (filters: Record<string, string>) =>
  remarksOn(filters).map(({ what, written, meant }) => [what, written, meant.map(({ name }) => name)]);

describe('remarksOn', () => {
  it('takes the name of a record for one, though it was looked for in reasons', () => {
    expect(remarksOn({ reason: 'SUB-000003 "as asked"', record: 'ENA-7' })).toEqual([
      {
        what: 'record',
        written: 'SUB-000003',
        meant: [{ name: 'record:SUB-000003', filters: { reason: '"as asked"', record: 'ENA-7,SUB-000003' } }],
      },
    ]);
    expect(told({ reason: '019a9c5e-1234-7abc-8def-0123456789ab' })).toHaveLength(1);
    expect(told({ reason: 'typo in ERC000011' })).toEqual([['record', 'ERC000011', ['record:ERC000011']]]);
    expect(told({ reason: 'typo 2026 covid-19 x1y' })).toEqual([]);
  });

  it('names the action or type that was probably meant', () => {
    expect(told({ action: 'aprove' })).toEqual([['action', 'aprove', ['action:approve']]]);
    expect(told({ action: 'submission.aprove,user.open' })).toEqual([
      ['action', 'submission.aprove', ['action:submission.approve']],
    ]);
    expect(remarksOn({ action: 'submission.aprove,user.open' })[0]?.meant[0]?.filters).toEqual({
      action: 'submission.approve,user.open',
    });
    expect(told({ type: 'Submision' })).toEqual([['type', 'Submision', ['type:Submission']]]);
    expect(told({ type: 'submission' })).toEqual([['type', 'submission', ['type:Submission']]]);
    expect(told({ action: 'weather' })).toEqual([['action', 'weather', []]]);
  });

  it('says nothing of what is known, or of patterns', () => {
    expect(
      told({ action: 'approve,submission,submission.approve,submission.*,*prove', type: 'User' }),
    ).toEqual([]);
    expect(told({ notAction: 'aprove', actor: 'SUB-1', reason: '' })).toEqual([]);
  });
});

it('finds the key that was meant, by its spelling or its sense', () => {
  expect(meantKeys('acton')).toEqual(['actor', 'action']);
  expect(meantKeys('who')).toEqual(['actor']);
  expect(meantKeys('weather')).toEqual([]);
  expect(meantKeys('constructor')).toEqual([]);
});

it('offers it in place of what was written, with the value kept', () => {
  const line = 'typo -acton:approve x';
  const found = keysAt(line, 10);
  expect(found?.items.map(({ insert }) => line.slice(0, found.from) + insert + line.slice(found.to))).toEqual(
    ['typo -actor:approve x', 'typo -action:approve x'],
  );
  expect(keysAt('actor:ada', 3)).toBeNull();
  expect(keysAt(line, 2)).toBeNull();
});

it('forgives swapped letters, and nothing in short words', () => {
  expect(nearestOf('recrod', ['record', 'reason'])).toEqual(['record']);
  expect(nearestOf('fie', ['file'])).toEqual([]);
});
