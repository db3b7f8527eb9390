import { useState } from 'react';
import type { RaRecord } from 'react-admin';

/** The chosen rows of a list; they stay chosen while the list is paged or searched. */
export const useSelection = <Row extends RaRecord>(rows: readonly Row[]) => {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const change = (work: (next: Map<string, Row>) => void) => {
    const next = new Map(chosen);
    work(next);
    setChosen(next);
  };
  return {
    ids: new Set(chosen.keys()) as ReadonlySet<string>,
    chosen: [...chosen.values()],
    clear: () => setChosen(new Map()),
    toggle: (id: string) =>
      change((next) => {
        const row = rows.find((each) => String(each.id) === id);
        if (!next.delete(id) && row !== undefined) next.set(id, row);
      }),
    toggleAll: () =>
      change((next) => {
        const areAllIn = rows.every((row) => next.has(String(row.id)));
        for (const row of rows) {
          if (areAllIn) next.delete(String(row.id));
          else next.set(String(row.id), row);
        }
      }),
  };
};
