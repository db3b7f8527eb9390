import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Text } from '../i18n/useText.ts';
import { actionFilterWords, actionGroups, actionWords, groupValue, passingValue } from './actions.ts';

const text: Text = (key) => key;

describe('actions of the log', () => {
  it('have words for every action that the server writes down by name', () => {
    const server = new URL('../../../server/src', import.meta.url).pathname;
    const written = globSync('**/*.ts', { cwd: server })
      .filter((name) => !name.endsWith('.spec.ts'))
      .flatMap((name) => [
        ...readFileSync(`${server}/${name}`, 'utf8').matchAll(/\baction: '([a-z]+(?:_[a-z]+)*\.[a-z_]+)'/g),
      ])
      .map(([, action]) => action ?? '');
    const known = new Set<string>(Object.values(actionGroups).flat());
    // `ena.send` and the like are tasks, not actions; every action of the log has a module we list.
    expect(written.length).toBeGreaterThan(15);
    expect(written.filter((action) => !known.has(action))).toEqual([]);
  });

  it('are told by their code where there are no words yet', () => {
    expect(actionWords('submission.approve', text)).toBe('audit.action.submission.approve');
    expect(actionWords('archive.restore', text)).toBe('archive.restore');
  });
});

describe('a filter by action', () => {
  it('leaves out what changes nothing, each of which the log knows', () => {
    const all = new Set<string>(Object.values(actionGroups).flat());
    const passing = passingValue.split(',');
    expect(passing.filter((action) => !all.has(action))).toEqual([]);
    expect(passing).toContain('auth.sign_in');
    expect(passing).not.toContain('submission.approve');
  });

  it('is told as the group where it is the whole group', () => {
    expect(actionFilterWords(groupValue('ena'), text)).toBe('audit.group.ena');
    expect(actionFilterWords('auth.sign_in,auth.sign_out', text)).toBe(
      'audit.action.auth.sign_in, audit.action.auth.sign_out',
    );
    expect(actionFilterWords(groupValue('checklist'), text)).toBe('audit.action.checklist.import');
  });
});
