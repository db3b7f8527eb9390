import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutUncopied } from './uncopied.ts';

const item = (name: string) => ({ accession: name, enaAlias: `${name}.t1` });
const names = (items: readonly { accession: string }[]) => items.map(({ accession }) => accession);

describe('what the test service can try', () => {
  it('is all but what refers to records it does not have, however far', () => {
    const items = ['S2', 'X1', 'X2', 'R1', 'R2'].map(item);
    const references = new Map([
      ['X1.t1', ['P1', 'S1']],
      ['X2.t1', ['P1', 'S2', 'ERS1']],
      ['R1.t1', ['X1']],
      ['R2.t1', ['X2']],
    ]);
    const left = (...uncopied: string[]) => names(withoutUncopied(items, references, new Set(uncopied)).left);
    expect(left()).toEqual([]);
    expect(left('S1')).toEqual(['X1', 'R1']);
    expect(left('ERS1')).toEqual(['X2', 'R2']);
    expect(left('P1')).toEqual(['X1', 'X2', 'R1', 'R2']);
    // It is in the request itself.
    expect(left('R2')).toEqual([]);
  });

  it('refers to nothing that was left out', () => {
    const graph = fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { maxLength: 30 });
    fc.assert(
      fc.property(graph, fc.array(fc.nat(30), { maxLength: 5 }), (edges, fresh) => {
        const items = edges.map((_, at) => item(`N${at}`));
        const references = new Map(
          edges.map((to, at) => [`N${at}.t1`, to.map((n) => (n < at ? `N${n}` : `OLD${n}`))]),
        );
        const uncopied = new Set(fresh.map((n) => `OLD${n}`));
        const { tried, left } = withoutUncopied(items, references, uncopied);
        expect([...names(tried), ...names(left)].sort()).toEqual(names(items).sort());
        const gone = new Set([...uncopied, ...names(left)]);
        for (const { enaAlias } of tried)
          for (const name of references.get(enaAlias) ?? []) expect(gone.has(name)).toBe(false);
        for (const { enaAlias } of left)
          expect((references.get(enaAlias) ?? []).some((name) => gone.has(name))).toBe(true);
      }),
    );
  });
});
