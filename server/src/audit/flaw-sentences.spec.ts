import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flawCodes, flawsOfLog, saidOf, wrong } from './flaw-sentences.contract.ts';

const folder = new URL('.', import.meta.url).pathname;
/** Texts of the sources that find flaws. */
const sourcesOf = (...patterns: string[]) =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: folder }))
    .filter((name) => !name.endsWith('.spec.ts') && !name.startsWith('flaw-sentences'))
    .map((name) => readFileSync(`${folder}${name}`, 'utf8'));
/** Texts in quotes that are codes. */
const codesIn = (texts: readonly string[]): Set<string> => {
  const known = new Set<string>(flawCodes);
  const words = texts.flatMap((text) =>
    [...text.matchAll(/'([a-z]+(?:_[a-z]+)+)'/g)].map(([, word]) => word ?? ''),
  );
  return new Set(words.filter((word) => known.has(word)));
};

describe('flaws', () => {
  it('are all found somewhere', () => {
    const found = codesIn(sourcesOf('**/*.ts'));
    expect(flawCodes.length).toBeGreaterThan(100);
    expect(flawCodes.filter((code) => !found.has(code))).toEqual([]);
  });

  it('that only the verification of the log finds are told as flaws of the log', () => {
    const found = codesIn(sourcesOf('verification/*.ts'));
    expect(found.size).toBeGreaterThan(40);
    expect([...found].filter((code) => !(code in flawsOfLog))).toEqual([]);
  });

  it('say what they say with their parameters, whatever these are', () => {
    expect(saidOf(wrong('event_gone'))).toBe('was sealed and is no longer there');
    expect(saidOf(wrong('event_segment', { said: 3, segment: 4 }))).toBe(
      'is said to lie in segment 3, and lies in segment 4',
    );
    expect(saidOf(wrong('heads_foreign', { name: '$& %{name}' }))).toBe(
      '$& %{name} in the bucket is no head of a log',
    );
  });
});
