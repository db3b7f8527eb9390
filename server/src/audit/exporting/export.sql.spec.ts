import { expect, it } from 'vitest';
import { filteredSql, literal } from './export.sql.ts';

it('writes values as literals that cannot end early', () => {
  expect(literal("o'neill")).toBe("'o''neill'");
  expect(literal('a\\b')).toBe(" E'a\\\\b'");
  expect(literal(['a', "b'"])).toBe("ARRAY['a', 'b''']");
  expect(literal(new Date('2026-11-20T10:00:00.123Z'))).toBe('to_timestamp(1795168800.123)');
  expect(literal(new Date('0000-01-01'))).toBe('to_timestamp(-62167219200)');
  expect(() => literal(7)).toThrow(TypeError);
  expect(() => literal(undefined)).toThrow(TypeError);
});

it('does not read a value again for the place of another', () => {
  const conditions = ['e.actor_id = $1', 'e.action = $2'];
  const narrowing = { beside: null, branches: [], conditions };
  const sql = filteredSql('jsonl', narrowing, ["$2'", 'a.b']);
  expect(sql).toContain("e.actor_id = '$2''' AND e.action = 'a.b'");
});
