import type { FindingGroup } from './GroupLine.tsx';

/** What one rule has to say, about one field or about many. */
export type Family = { rule: string; groups: FindingGroup[] };

/** Groups of the same rule together, in the order in which the first of each came. */
export const familiesOf = (groups: readonly FindingGroup[]): Family[] =>
  [...Map.groupBy(groups, ({ rule }) => rule)].map(([rule, members]) => ({ rule, groups: members }));
