import { expect, it } from 'vitest';
import type { Text } from '../../i18n/useText.ts';
import { ApiProblem } from '../../providers/problem.ts';
import { takingWords } from './takingWords.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');
const refused = (code: string, detail = 'in general', facts = {}) =>
  takingWords(new ApiProblem({ status: 410, code, detail, facts }), text);

it('says of a file of the archive what is wrong with it, and where', () => {
  const facts = { month: '2026-04', bucket: 'cold', key: 'log/2026-04.jsonl.gz' };
  expect(refused('audit.archive_gone', '', facts)).toBe(
    'retention.refused.archive_gone cold log/2026-04.jsonl.gz',
  );
  expect(refused('audit.archive_altered', '', facts)).toMatch(/^retention\.refused\.archive_altered/);
  expect(refused('audit.archive_unproven', '', facts)).toMatch(/^retention\.refused\.archive_unproven/);
});

it('leaves other refusals in the words of the server', () => {
  expect(refused('audit.export_expired')).toBe('in general');
  expect(refused('http.unexpected_answer', '')).toBe('parts.error.other');
  expect(refused('network.unreachable', '')).toBe('parts.error.network');
  expect(takingWords(new Error('broken'), text)).toBe('broken');
});
