import { createMongoAbility } from '@casl/ability';
import { describe, expect, it } from 'vitest';
import type { ConsoleAbility } from '../providers/ability.ts';
import { destinations, openTo, placeOf } from './destinations.ts';

const curator = createMongoAbility<ConsoleAbility>([
  { action: ['read', 'claim'], subject: 'Submission' },
  { action: 'read', subject: ['Accession', 'EnaBatch'] },
]);
const depositor = createMongoAbility<ConsoleAbility>([
  { action: ['create', 'read'], subject: 'Submission', conditions: { ownerId: 'me' } },
  { action: 'read', subject: 'User', conditions: { id: 'me' } },
]);
const auditor = createMongoAbility<ConsoleAbility>([
  { action: 'read', subject: ['Submission', 'User', 'AuditEvent'] },
]);

describe('navigation', () => {
  it('shows what the rules open and nothing else', () => {
    expect(openTo(curator).map(({ key }) => key)).toEqual(['queue', 'accessions', 'batches', 'flow']);
    expect(openTo(auditor).map(({ key }) => key)).toEqual(['all', 'users', 'changeLog']);
    expect(openTo(createMongoAbility<ConsoleAbility>([]))).toEqual([]);
  });

  it('has no place for what somebody may read of themselves only', () => {
    expect(openTo(depositor).map(({ key }) => key)).toEqual(['mine', 'create']);
  });

  it('marks the most exact place of a path', () => {
    expect(placeOf('/submissions/create', destinations)?.key).toBe('create');
    expect(placeOf('/submissions/0192/records', destinations)?.key).toBe('mine');
    expect(placeOf('/submissionsx', destinations)).toBeUndefined();
  });
});
