import { describe, expect, it } from 'vitest';
import { suggestionsAt } from './search-suggestions.contract.ts';

describe('suggestionsAt', () => {
  const values = (key: string) => (key === 'action' ? ['submission.approve', 'submission.reject'] : ['user']);
  const namesAt = (line: string, caret = line.length) =>
    suggestionsAt(line, caret, values).items.map(({ name }) => name);
  const taken = (line: string, at = 0) => {
    const { from, to, items } = suggestionsAt(line, line.length, values);
    return line.slice(0, from) + (items[at]?.insert ?? '') + line.slice(to);
  };

  it('names the keys that fit what is begun', () => {
    expect(namesAt('typo ac')).toEqual(['actor', 'action']);
    expect(namesAt('')).toContain('since');
    expect(namesAt('-')).not.toContain('since');
    expect(taken('typo rec')).toBe('typo record:');
    expect(taken('-ty')).toBe('-type:');
  });
  it('names the values of a key, also behind a comma', () => {
    expect(namesAt('action:rej')).toEqual(['submission.reject']);
    expect(taken('action:rej')).toBe('action:submission.reject ');
    expect(taken('action:submission.reject,app')).toBe('action:submission.reject,submission.approve ');
    expect(namesAt('foo:b')).toEqual([]);
  });
  it('looks at the part where the caret stands', () => {
    expect(namesAt('source: typo', 7)).toEqual(['user']);
    expect(namesAt('action:x source:', 1)).toEqual([]);
  });
});
