import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { audit } from '../i18n/en/audit.ts';
import type { Text } from '../i18n/useText.ts';
import { types, typeWords } from './typeWords.ts';

const server = new URL('../../../server/src', import.meta.url).pathname;
const sources = globSync('**/*.ts', { cwd: server })
  .filter((name) => !name.endsWith('.spec.ts'))
  .map((name) => readFileSync(`${server}/${name}`, 'utf8'));
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, type]) => type ?? '');
const known = new Set<string>(types);

describe('types of the log', () => {
  it('have words for everything that the server writes events about', () => {
    const written = new Set(
      sources.flatMap((text) => found(text, /(?<!subject: \{ )\btype: '([A-Z][A-Za-z]+)',\s*id\b/g)),
    );
    expect(written.size).toBeGreaterThan(15);
    expect([...written].filter((type) => !known.has(type))).toEqual([]);
  });

  it('have words for everything that somebody may be refused', () => {
    const subjects = new Set([
      ...found(readFileSync(`${server}/auth/abilities.ts`, 'utf8'), /'([A-Z][A-Za-z]+)'/g),
      ...sources.flatMap((text) => found(text, /@Can\('[a-z-]+', '([A-Z][A-Za-z]+)'/g)),
    ]);
    expect(subjects.size).toBeGreaterThan(15);
    expect([...subjects].filter((type) => !known.has(type))).toEqual([]);
  });

  it('are all in the catalogue, and nothing else is', () => {
    expect(Object.keys(audit.type).sort()).toEqual([...types].sort());
    const text: Text = (key) => key;
    expect(typeWords('AuditExport', text)).toBe('audit.type.AuditExport');
    expect(typeWords('Tape', text)).toBe('Tape');
  });
});
