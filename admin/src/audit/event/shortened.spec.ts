import { expect, it } from 'vitest';
import { shortened } from './shortened.ts';

const same = (text: string) => ({ text, change: 'same' as const });
const added = { text: 'new', change: 'added' as const };

it('leaves short texts whole', () => {
  const parts = [same('a'.repeat(200)), added, same('b'.repeat(200))];
  expect(shortened(parts)).toEqual(parts);
});

it('keeps what stands beside a change, and counts the rest', () => {
  const [before, , after] = shortened([same('a'.repeat(1_000)), added, same('b'.repeat(1_000))]);
  expect(before?.cut).toEqual({ start: '', end: 'a'.repeat(120), left: 880 });
  expect(after?.cut).toEqual({ start: 'b'.repeat(120), end: '', left: 880 });
});

it('cuts no letter in two', () => {
  const [part] = shortened([same('🧬'.repeat(500)), added]);
  expect(part?.cut?.end).toBe('🧬'.repeat(120));
});

it('cuts between words where there are any', () => {
  const text = 'Sentence of some length about strains. '.repeat(60).trim();
  const [, part] = shortened([added, same(text), added]);
  expect(part?.cut?.start).toMatch(/^Sentence .*[a-z.]$/);
  expect(text[part?.cut?.start.length ?? 0]).toBe(' ');
  expect(text.at(-(part?.cut?.end.length ?? 0) - 1)).toBe(' ');
  const shown = (part?.cut?.start.length ?? 0) + (part?.cut?.end.length ?? 0);
  expect(part?.cut?.left).toBe(text.length - shown);
  expect(shown).toBeGreaterThan(160);
});
