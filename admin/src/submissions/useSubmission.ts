import type { SubmissionCommand, SubmissionView } from '@contract/submissions/submission.contract.ts';
import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback } from 'react';
import { useDataProvider } from 'react-admin';
import { affectedBy } from '../providers/affected.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import type { ConsoleDataProvider } from '../providers/dataProvider.ts';
import { isStale } from '../providers/problem.ts';
import { recordKey } from '../providers/useRecord.ts';
import { useSession } from '../providers/useSession.ts';
import { ownEdits } from './OwnEdits.ts';

export const SubmissionContext = createContext<SubmissionView | null>(null);

/** The submission whose page this is. */
export const useSubmission = (): SubmissionView => {
  const submission = use(SubmissionContext);
  if (submission === null) throw new Error('useSubmission is for the parts of a submission’s page');
  return submission;
};

/** Where the depositor may change content; the server refuses otherwise, whatever is shown. */
const editable = new Set(['draft', 'changes_requested']);

export const useIsEditable = (): boolean => {
  const { owner, status } = useSubmission();
  const ability = useAbility<ConsoleAbility>();
  return (
    editable.has(status) &&
    ability.can('update', subject('Submission', { ownerId: owner.id, status }) as never)
  );
};

/** The other curator who has it, or had it before it was submitted again: claiming it takes it over from them. */
export const useOtherCurator = () => {
  const { curator } = useSubmission();
  const me = useSession()?.me;
  return curator === null || curator.id === me?.id ? null : curator;
};

/** Takes a submission as the server answered it and has everything that depends on it fetched again. */
export const useTakeSubmission = () => {
  const client = useQueryClient();
  return useCallback(
    (next: SubmissionView | null) => {
      if (next !== null) client.setQueryData(recordKey('submissions', next.id), next);
      const touched = affectedBy([{ id: '', type: '', subject: { type: 'Submission', id: '' }, at: '' }]);
      return client.invalidateQueries({ predicate: ({ queryKey }) => touched.has(String(queryKey[0])) });
    },
    [client],
  );
};

/**
 * Gives a command on the version that is shown and what the person's own edits have made of it; when that is not the latest,
 * the latest is loaded before the refusal is shown.
 */
export const useSubmissionCommand = () => {
  const { id, version: shown } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeSubmission();
  return async (command: SubmissionCommand, reason: string): Promise<SubmissionView> => {
    try {
      const version = await ownEdits.versionAfter(id, shown);
      const next = await provider.commandSubmission({ id, command, version, reason });
      void take(next);
      return next;
    } catch (error) {
      if (isStale(error)) await take(null);
      throw error;
    }
  };
};

const usePart = <T>(part: string, read: (provider: ConsoleDataProvider, id: string) => Promise<T>) => {
  const { id } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({ queryKey: ['submissions', 'part', part, id], queryFn: () => read(provider, id) });
};

export const useValidation = () => usePart('validation', (provider, id) => provider.validation(id));
export const useTimeline = () => usePart('timeline', (provider, id) => provider.timeline(id));
export const useRevisions = () => usePart('revisions', (provider, id) => provider.revisions(id));
