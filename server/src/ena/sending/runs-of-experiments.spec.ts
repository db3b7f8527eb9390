import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besideTheirRuns, leftWithoutRun, type RunOf } from './runs-of-experiments.ts';

type Item = { type: 'experiment' | 'run'; enaAlias: string };

const experiments: fc.Arbitrary<string[]> = fc.uniqueArray(fc.constantFrom('X1', 'X2', 'X3', 'X4'));
const runs = fc.uniqueArray(
  fc.record({
    run: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5', 'R6'),
    status: fc.constantFrom('waiting', 'failed', 'accepted', 'sent'),
    experiment: fc.option(fc.constantFrom('X1', 'X2', 'X3', 'X4', 'elsewhere')),
  }),
  { selector: ({ run }) => run },
);
const itemsOf = (given: readonly string[], of: readonly RunOf[]): Item[] => [
  ...given.map((enaAlias) => ({ type: 'experiment' as const, enaAlias })),
  ...of
    .filter(({ status }) => status === 'waiting')
    .map(({ run }) => ({ type: 'run' as const, enaAlias: run })),
];

describe('an experiment', () => {
  it('stays here exactly when it has runs and all of them have failed', () => {
    fc.assert(
      fc.property(experiments, runs, (given, of) => {
        const left = new Set(leftWithoutRun(itemsOf(given, of), of).map(({ enaAlias }) => enaAlias));
        for (const one of given) {
          const own = of.filter(({ experiment }) => experiment === one);
          const isLeft = own.length > 0 && own.every(({ status }) => status === 'failed');
          expect(left.has(one)).toBe(isLeft);
        }
      }),
    );
  });

  it('goes right before its runs, nothing is lost or doubled, and whatever else there is keeps its order', () => {
    fc.assert(
      fc.property(experiments, runs, (given, of) => {
        const items = itemsOf(given, of);
        const ordered = besideTheirRuns(items, of);
        expect([...ordered].sort(byAlias)).toEqual([...items].sort(byAlias));
        expect(ordered.filter(({ type }) => type === 'experiment')).toEqual(
          items.filter(({ type }) => type === 'experiment'),
        );
        let last: string | undefined;
        for (const { type, enaAlias } of ordered) {
          if (type === 'experiment') last = enaAlias;
          else {
            const experiment = of.find(({ run }) => run === enaAlias)?.experiment ?? null;
            if (experiment !== null && given.includes(experiment)) expect(experiment).toBe(last);
          }
        }
      }),
    );
  });
});

const byAlias = (one: Item, other: Item) => one.enaAlias.localeCompare(other.enaAlias);
