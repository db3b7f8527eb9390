import { expect, it } from 'vitest';
import type { Text } from '../i18n/useText.ts';
import { nameInLog } from './erasedName.ts';

const text: Text = (key) => key;

it('has one wording for somebody who was erased', () => {
  for (const name of ['[erased]', '[erased on 2026-11-21]', 'Erased person', 'a person who was erased'])
    for (const type of ['user', 'User', 'Session'])
      expect(nameInLog(type, name, text)).toBe('audit.erasedPerson');
});

it('leaves every other name as the log has it', () => {
  expect(nameInLog('user', 'Ada Lovelace', text)).toBe('Ada Lovelace');
  expect(nameInLog('user', 'Not [erased] at all', text)).toBe('Not [erased] at all');
  expect(nameInLog('File', '[erased on 2026-11-21]', text)).toBe('[erased on 2026-11-21]');
});
