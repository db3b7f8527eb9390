import { passingValue } from '../actions.ts';

const inOneOrder = (actions: string) => actions.split(',').sort().join(',');
const passing = inOneOrder(passingValue);

/** Whether a value of a filter is what the view of changes leaves out, in whatever order. */
export const isChangesView = (name: string, value: string): boolean =>
  name === 'notAction' && inOneOrder(value) === passing;

/** The same filter without what the view of changes leaves out. */
export const beyondChanges = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !isChangesView(name, value)));
