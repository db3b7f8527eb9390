import type { BatchStatus } from '@contract/ena/batches/batches.contract.ts';
import { describe, expect, it } from 'vitest';
import { enaStanding } from './enaStanding.ts';

const decision = { reason: 'fine', by: { id: 'c', name: 'Miriam' }, at: '2026-11-20T10:00:00Z' };
const batch = (status: BatchStatus, finishedAt: string | null = null) => ({
  reference: 'ENA-000007',
  status,
  finishedAt,
});
const after = '2026-11-20T11:00:00Z';
const keyOf = (atEna: 'none' | 'some' | 'all', latest: Parameters<typeof enaStanding>[1]) =>
  enaStanding({ atEna, decision }, latest).key;

describe('enaStanding', () => {
  it('says that ENA has all, whatever its batches say and whoever reads it', () => {
    for (const latest of [undefined, null, batch('partial', after), batch('accepted', after)])
      expect(keyOf('all', latest)).toBe('enaAll');
  });

  it('waits for a batch while none holds it', () => {
    expect(keyOf('none', null)).toBe('approved');
    expect(keyOf('some', null)).toBe('enaRest');
    expect(keyOf('none', batch('cancelled', after))).toBe('approved');
  });

  it.each(['assembling', 'checking', 'checked', 'approved', 'sending', 'attention'] as const)(
    'names the batch that is %s',
    (status) => {
      expect(enaStanding({ atEna: 'none', decision }, batch(status))).toEqual({
        key: 'enaBatch',
        batch: 'ENA-000007',
      });
      expect(keyOf('some', batch(status))).toBe('enaBatchRest');
    },
  );

  it.each(['partial', 'refused'] as const)('names the batch that ended %s', (status) => {
    expect(keyOf('none', batch(status, after))).toBe('enaRefused');
    expect(keyOf('some', batch(status, after))).toBe('enaRefused');
  });

  it('holds nothing of an earlier approval against what was approved since', () => {
    expect(keyOf('some', batch('partial', '2026-11-20T09:00:00Z'))).toBe('enaRest');
    expect(keyOf('some', batch('accepted', '2026-11-20T09:00:00Z'))).toBe('enaRest');
  });

  it('names no batch to those who may not see batches', () => {
    expect(enaStanding({ atEna: 'some', decision }, undefined)).toEqual({ key: 'enaNotAll', batch: '' });
  });
});
