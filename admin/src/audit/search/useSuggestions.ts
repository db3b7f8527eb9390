import { type SearchKey, searchSources } from '@contract/audit/finding/search-line.contract.ts';
import {
  type Suggestion,
  type Suggestions,
  suggestionsAt,
} from '@contract/audit/finding/search-suggestions.contract.ts';
import { useState } from 'react';
import { actionGroups } from '../actions.ts';
import { types } from '../typeWords.ts';
import { lastDays } from './lastDays.ts';
import { keysAt } from './meantKeys.ts';

const actions: readonly string[] = Object.values(actionGroups).flat();

const valuesOf = (key: SearchKey): readonly string[] => {
  if (key === 'action') return actions;
  if (key === 'type') return types;
  if (key === 'source') return searchSources;
  return key === 'since' || key === 'until' ? lastDays(new Date()) : [];
};

const most = 9;

/** The suggestions for what stands at the caret, and which one the arrow keys have reached. */
export const useSuggestions = () => {
  const [found, setFound] = useState<Suggestions | null>(null);
  const [at, setAt] = useState(-1);
  const items: readonly Suggestion[] = found?.items.slice(0, most) ?? [];
  return {
    items,
    at,
    chosen: items[at],
    /** The line with a suggestion inserted, and the place of the caret after it. */
    taken: (line: string, { insert }: Suggestion) => ({
      line: found ? line.slice(0, found.from) + insert + line.slice(found.to).trimStart() : line,
      caret: (found?.from ?? 0) + insert.length,
    }),
    look: (line: string, caret: number) => {
      setFound(keysAt(line, caret) ?? suggestionsAt(line, caret, valuesOf));
      setAt(-1);
    },
    move: (by: 1 | -1) => setAt((now) => ((now + by + 1 + items.length + 1) % (items.length + 1)) - 1),
    close: () => {
      setFound(null);
      setAt(-1);
    },
  };
};
