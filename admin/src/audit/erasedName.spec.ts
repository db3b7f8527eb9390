import { expect, it } from 'vitest';
import type { Text } from '../i18n/useText.ts';
import { nameInLog, valueInLog } from './erasedName.ts';

const text: Text = (key, values) => [key, ...Object.values(values ?? {})].join(' ');

it('has one wording for somebody who was erased, with the day where the log has it', () => {
  for (const type of ['user', 'User', 'Session']) {
    for (const name of ['[erased]', 'Erased person', 'a person who was erased'])
      expect(nameInLog(type, name, text)).toBe('audit.erased');
    expect(nameInLog(type, '[erased on 2026-11-21]', text)).toBe('audit.erasedOn 2026-11-21');
  }
});

it('says of erased values what it says of names', () => {
  expect(valueInLog('[erased]', text)).toBe('audit.erased');
  expect(valueInLog('[erased on 2026-11-21]', text)).toBe('audit.erasedOn 2026-11-21');
  expect(valueInLog('Erased person', text)).toBe('Erased person');
});

it('leaves every other name as the log has it', () => {
  expect(nameInLog('user', 'Ada Lovelace', text)).toBe('Ada Lovelace');
  expect(nameInLog('user', 'Not [erased] at all', text)).toBe('Not [erased] at all');
  expect(nameInLog('File', '[erased on 2026-11-21]', text)).toBe('[erased on 2026-11-21]');
});

it('names all of a kind in words', () => {
  expect(nameInLog('AuditRetention', 'AuditRetention', text)).toBe('audit.type.AuditRetention');
  expect(nameInLog('User', 'User', text)).toBe('User');
});
