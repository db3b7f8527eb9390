import { setAuditHold } from '@contract/audit/retention/hold.contract.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  holdKinds,
  isComplete,
  isTurned,
  monthsLeftOf,
  newHold,
  ofKind,
  requestOf,
  sameHold,
  type HoldForm,
} from './holdForm.ts';

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const words = fc.constantFrom('', ' ', 'SUB-000042', 'ada@example.org', 'SQDBS0000000001', ' SUB-000042 ');
const forms: fc.Arbitrary<HoldForm> = fc.record({
  kind: fc.constantFrom(...holdKinds),
  typed: words,
  name: fc.option(fc.constantFrom('SUB-000007', '01a16572-399a-7763-99c8-608ef73118c6')),
  since: fc.oneof(fc.constant(''), day),
  until: fc.oneof(fc.constant(''), day),
});

describe('the form of a hold', () => {
  it('asks for nothing that the API refuses to read', () => {
    fc.assert(
      fc.property(forms, (form) => {
        if (isComplete(form)) expect(setAuditHold.safeParse(requestOf(form, 'Case 7')).success).toBe(true);
      }),
    );
  });

  it('is not complete where the API would miss something', () => {
    fc.assert(
      fc.property(forms, (form) => {
        const request = requestOf(form, 'Case 7');
        const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== ''));
        expect(isComplete(form)).toBe(setAuditHold.safeParse(given).success);
      }),
    );
  });

  it('sends what was chosen, and what was typed where nothing was', () => {
    const typed = { ...newHold, typed: ' Root microbiome ' };
    expect(requestOf(typed, 'Case 7')).toEqual({
      kind: 'submission',
      name: 'Root microbiome',
      reason: 'Case 7',
    });
    expect(requestOf({ ...typed, name: 'SUB-000042' }, 'Case 7')).toMatchObject({ name: 'SUB-000042' });
  });

  it('begins anew with another kind, and stays as it is with the same', () => {
    const chosen = { ...newHold, typed: 'Ada', name: 'x' };
    expect(ofKind(chosen, 'submission')).toBe(chosen);
    expect(ofKind(chosen, 'person')).toEqual({ ...newHold, kind: 'person' });
  });

  it('knows the hold that stands already, by name or id, of the same kind', () => {
    const hold = {
      id: '01a16572-399a-7763-99c8-608ef73118c6',
      kind: 'submission' as const,
      targetId: '01a16572-0000-7763-99c8-608ef73118c6',
      name: 'SUB-000042',
      since: null,
      until: null,
      reason: 'Case 7',
      setBy: 'x',
      setAt: '2026-11-01T00:00:00.000Z',
      liftedBy: null,
      liftedAt: null,
      liftReason: null,
      version: 1,
    };
    const form = { ...newHold, typed: 'Root microbiome', name: 'SUB-000042' };
    expect(sameHold(form, hold)).toBe(true);
    expect(sameHold({ ...form, name: hold.targetId }, hold)).toBe(true);
    expect(sameHold({ ...form, name: null, typed: ' sub-000042 ' }, hold)).toBe(true);
    expect(sameHold({ ...form, name: 'SUB-000043' }, hold)).toBe(false);
    expect(sameHold({ ...form, kind: 'record' }, hold)).toBe(false);
    expect(sameHold(newHold, hold)).toBe(false);
    const days = { ...hold, kind: 'period' as const, targetId: null, name: null };
    const period = { ...newHold, kind: 'period' as const, since: '2026-07-01', until: '2026-07-31' };
    expect(sameHold(period, { ...days, since: '2026-07-01', until: '2026-07-31' })).toBe(true);
    expect(sameHold(period, { ...days, since: '2026-07-01', until: '2026-07-30' })).toBe(false);
  });

  it('knows which months of a period have left the log', () => {
    const archived = [
      { month: '2026-08', droppedAt: null },
      { month: '2026-07', droppedAt: '2026-10-01T00:00:00.000Z' },
      { month: '2026-06', droppedAt: '2026-09-01T00:00:00.000Z' },
    ];
    const period = { ...newHold, kind: 'period' as const, since: '2026-06-30', until: '2026-08-02' };
    expect(monthsLeftOf(period, archived)).toEqual(['2026-06', '2026-07']);
    expect(monthsLeftOf({ ...period, since: '2026-07-01' }, archived)).toEqual(['2026-07']);
    expect(monthsLeftOf({ ...period, since: '2026-08-01' }, archived)).toEqual([]);
    expect(monthsLeftOf({ ...period, kind: 'person' }, archived)).toEqual([]);
  });

  it('knows days that are the wrong way round', () => {
    expect(isTurned({ since: '2026-11-02', until: '2026-11-01' })).toBe(true);
    expect(isTurned({ since: '2026-11-01', until: '2026-11-01' })).toBe(false);
    expect(isTurned({ since: '2026-11-02', until: '' })).toBe(false);
  });
});
