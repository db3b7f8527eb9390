import { isChangesView } from '@contract/audit/finding/changes-view.contract.ts';

/** The same filter without what the view of changes leaves out. */
export const beyondChanges = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !isChangesView(name, value)));
