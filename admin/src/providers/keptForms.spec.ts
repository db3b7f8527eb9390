import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetForm, forgetForms, keepForm, keptForm } from './keptForms.ts';

const empty = { title: '', checklist: 'ERC000011' };

describe('what was written', () => {
  let storage: Record<string, string> & { [key: string]: unknown };
  beforeEach(() => {
    const made = {};
    const hidden = { enumerable: false };
    Object.defineProperties(made, {
      getItem: { ...hidden, value: (key: string) => (made as Record<string, string>)[key] ?? null },
      setItem: { ...hidden, value: (key: string, value: string) => Object.assign(made, { [key]: value }) },
      removeItem: { ...hidden, value: (key: string) => Reflect.deleteProperty(made, key) },
    });
    storage = made;
    vi.stubGlobal('sessionStorage', storage);
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is kept for the one who wrote it', () => {
    keepForm('study', 'u1', { title: 'Potato', checklist: 'ERC000024' });
    expect(keptForm('study', 'u1', empty)).toEqual({ title: 'Potato', checklist: 'ERC000024' });
    expect(keptForm('study', 'u2', empty)).toEqual(empty);
    expect(keptForm('other', 'u1', empty)).toEqual(empty);
  });

  it('is gone once it was sent, and all of it after signing out', () => {
    keepForm('study', 'u1', { title: 'Potato' });
    forgetForm('study', 'u1');
    expect(keptForm('study', 'u1', empty)).toEqual(empty);
    keepForm('study', 'u1', { title: 'Potato' });
    storage['seqdb-mode'] = 'dark';
    forgetForms();
    expect(Object.keys(storage)).toEqual(['seqdb-mode']);
  });

  it.each(['nonsense', 'null', '[1]', '{"title":7,"other":"x"}'])(
    'that makes no sense is left: %s',
    (kept) => {
      storage['seqdb-form:study:u1'] = kept;
      expect(keptForm('study', 'u1', empty)).toEqual(empty);
    },
  );

  it('may not be kept where the browser keeps nothing', () => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
    keepForm('study', 'u1', { title: 'Potato' });
    forgetForm('study', 'u1');
    expect(keptForm('study', 'u1', empty)).toEqual(empty);
  });
});
