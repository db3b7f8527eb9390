import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accessionsIn,
  blank,
  changesOf,
  problemsOf,
  refusalsOf,
  requestOf,
  withAdded,
} from './umbrellaForm.ts';

const good = {
  ...blank,
  title: 'Potato cultivars of the Andes',
  description: 'All that was sequenced of them in ten years.',
};
const refusal = (errors: { path: string; message: string }[], code = 'ena_umbrella.bad_component') => ({
  code,
  message: 'Not each of them is a project that can be grouped.',
  errors,
});

describe('components', () => {
  it('are found however they are separated, each once and in their order', () => {
    expect(accessionsIn(' prjeb1,PRJNA22;\tSQDB1\n\n"PRJEB3" ')).toEqual([
      'PRJEB1',
      'PRJNA22',
      'SQDB1',
      'PRJEB3',
    ]);
    expect(accessionsIn(' \n ')).toEqual([]);
    expect(withAdded(['PRJEB3', 'PRJEB1'], 'PRJEB1 prjeb2')).toEqual(['PRJEB3', 'PRJEB1', 'PRJEB2']);
  });

  it('are never there twice, and added twice they stay the same', () => {
    const words = fc.array(fc.constantFrom('a1', 'A1', 'b2', ' ', ',', 'c3\n')).map((all) => all.join(' '));
    fc.assert(
      fc.property(words, words, (one, other) => {
        const once = withAdded(withAdded([], one), other);
        expect(new Set(once).size).toBe(once.length);
        expect(withAdded(once, other)).toEqual(once);
      }),
    );
  });
});

describe('what is sent', () => {
  it('is without blanks around, and empty fields are none', () => {
    expect(requestOf({ ...good, title: ` ${good.title} `, name: ' ' })).toEqual({
      title: good.title,
      description: good.description,
      name: null,
      components: [],
      holdDate: null,
    });
  });

  it('is of a change only what was changed', () => {
    expect(changesOf(good, { ...good, title: `${good.title} ` })).toEqual({});
    const changed = { ...good, name: 'Andes', components: ['PRJEB1'] };
    expect(changesOf(good, changed)).toEqual({ name: 'Andes', components: ['PRJEB1'] });
    expect(changesOf(changed, good)).toEqual({ name: null, components: [] });
  });

  it('has the lengths that ENA takes', () => {
    expect(problemsOf(good)).toEqual({});
    expect(problemsOf(blank)).toEqual({ title: 'length', description: 'length' });
    const components = Array.from({ length: 2_001 }, (_, n) => `PRJEB${n}`);
    expect(problemsOf({ ...good, components })).toEqual({ components: 'many' });
  });
});

describe('a refusal', () => {
  it('goes to the line of its accession', () => {
    const sent = ['PRJEB1', 'ERS1', 'SQDB1'];
    const errors = [
      { path: 'components.1', message: 'ERS1 is a sample, not a project.' },
      { path: 'components.2', message: 'SQDB1 is withdrawn.' },
    ];
    expect(refusalsOf(refusal(errors), sent)).toEqual({
      components: 'Not each of them is a project that can be grouped.',
      lines: { ERS1: 'ERS1 is a sample, not a project.', SQDB1: 'SQDB1 is withdrawn.' },
    });
  });

  it('goes to its field, and nowhere where it names none', () => {
    const title = [{ path: 'title', message: 'ENA takes 20 to 250 characters.' }];
    expect(refusalsOf(refusal(title, 'request.invalid'), [])).toEqual({
      title: 'ENA takes 20 to 250 characters.',
      lines: {},
    });
    expect(refusalsOf(refusal([], 'ena_umbrella.under_way'), ['PRJEB1'])).toBeNull();
    expect(refusalsOf(refusal([{ path: 'components.9', message: '' }], 'other'), ['PRJEB1'])).toBeNull();
  });
});
