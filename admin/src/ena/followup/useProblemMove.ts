import type { ProblemView } from '@contract/ena/processing/problems.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';

export type ProblemVerb = 'take' | 'give-back' | 'resolve';

/** Does something with a problem; the list is fetched again, also when it was changed by somebody else meanwhile. */
export const useProblemMove = () => {
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  return async ({ id, version }: ProblemView, verb: ProblemVerb, reason: string): Promise<void> => {
    try {
      await provider.commandProblem({ id, version, verb, reason });
    } finally {
      void client.invalidateQueries({ queryKey: ['ena-problems'] });
    }
  };
};
