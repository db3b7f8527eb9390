import { describe, expect, it } from 'vitest';
import { affectedBy } from './affected.ts';
import { resources } from './resources.ts';

const event = (type: string) => ({
  id: '1',
  type: 'changed',
  subject: { type, id: 'x' },
  at: '2026-11-21T12:00:00Z',
});

describe('affectedBy', () => {
  it('names each resource once', () => {
    const touched = affectedBy([event('Submission'), event('Record')]);
    expect([...touched].sort()).toEqual(['change-log', 'eligible', 'findings', 'records', 'submissions']);
  });

  it('knows a subject however its name is written', () => {
    expect(affectedBy([event('ena_batch')])).toEqual(affectedBy([event('EnaBatch')]));
  });

  it('names only resources that exist', () => {
    const all = [
      'Submission',
      'Record',
      'File',
      'Accession',
      'EnaBatch',
      'EnaSchedule',
      'EnaProblem',
      'EnaRequest',
      'AuditRetention',
      'AuditHold',
      'User',
      'Checklist',
    ].map(event);
    for (const name of affectedBy(all)) expect(Object.keys(resources)).toContain(name);
  });

  it('asks how the system does where a verification has ended, and not at each of its steps', () => {
    const told = (type: string) => affectedBy([{ ...event('AuditVerification'), type }]).has('health');
    expect(['AuditVerificationAlarmed', 'AuditVerificationPassed'].map(told)).toEqual([true, true]);
    expect(told('AuditVerificationProgressed')).toBe(false);
  });

  it('touches every resource after a reset', () => {
    expect([...affectedBy([event('*')])].sort()).toEqual(Object.keys(resources).sort());
  });

  it('leaves everything alone on a subject nobody shows', () => {
    expect(affectedBy([event('Weather')]).size).toBe(0);
  });
});
