import { describe, expect, it } from 'vitest';
import { inOrder, rolesBetween, toggled } from './roles.ts';

describe('choosing roles', () => {
  it('adds and takes away, in one order', () => {
    expect(toggled(['depositor'], 'admin')).toEqual(['admin', 'depositor']);
    expect(toggled(['admin', 'depositor'], 'admin')).toEqual(['depositor']);
    expect(toggled(['depositor'], 'depositor')).toEqual([]);
  });

  it('lets auditor stand alone, whichever is chosen first', () => {
    expect(toggled(['curator', 'depositor'], 'auditor')).toEqual(['auditor']);
    expect(toggled(['auditor'], 'support')).toEqual(['support']);
    expect(toggled(['auditor'], 'auditor')).toEqual([]);
  });
});

describe('roles', () => {
  it('are shown in one order and the given list is left alone', () => {
    const held = ['service', 'depositor', 'curator', 'admin'] as const;
    expect(inOrder(held)).toEqual(['admin', 'curator', 'depositor', 'service']);
    expect(held[0]).toBe('service');
  });

  it('are compared by what is gained and lost', () => {
    expect(rolesBetween(['depositor', 'support'], ['depositor', 'curator', 'admin'])).toEqual({
      gained: ['admin', 'curator'],
      lost: ['support'],
    });
    expect(rolesBetween(['curator', 'admin'], ['admin', 'curator'])).toEqual({ gained: [], lost: [] });
  });
});
