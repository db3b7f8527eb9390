import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import type { UserView } from '@contract/users/user.contract.ts';
import { useAbility } from '@casl/react';
import { keepPreviousData } from '@tanstack/react-query';
import { useGetList, type RaRecord, type SortPayload } from 'react-admin';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import { canLookUp, targetResources, type TargetKind } from './targetResources.ts';

/** Something that can be held: its name for the request, and what identifies it on the page. */
export type Target = { name: string; label: string; note: string };

type Source = { sort: SortPayload; targetOf: (row: RaRecord) => Target };

const source = <Row>(sort: SortPayload, targetOf: (row: Row) => Target): Source => ({
  sort,
  targetOf: (row) => targetOf(row as Row),
});

const sources: Record<TargetKind, Source> = {
  submission: source<SubmissionSummary>({ field: 'updatedAt', order: 'DESC' }, ({ reference, title }) => ({
    name: reference,
    label: title,
    note: reference,
  })),
  record: source<AccessionView>({ field: 'mintedAt', order: 'DESC' }, ({ accession, title }) => ({
    name: accession,
    label: title,
    note: accession,
  })),
  person: source<UserView>({ field: 'name', order: 'ASC' }, ({ id, name, email, erasedAt }) => ({
    name: id,
    label: name,
    note: erasedAt === null ? email : id,
  })),
};

/** In characters. Shorter words would find nearly everything. */
const least = 2;

/**
 * Targets that match the words; none while the words are too short. What the user may not read is not asked for: every
 * refusal would be an event of the log.
 */
export const useTargets = (kind: TargetKind, words: string) => {
  const { sort, targetOf } = sources[kind];
  const isSearchable = canLookUp(useAbility<ConsoleAbility>(), kind);
  const isAsked = isSearchable && words.trim().length >= least;
  const { data, isFetching, error } = useGetList(
    targetResources[kind],
    { filter: { q: words.trim() }, pagination: { page: 1, perPage: 6 }, sort },
    { enabled: isAsked, placeholderData: keepPreviousData, retry: false },
  );
  return {
    targets: isAsked ? (data ?? []).map(targetOf) : [],
    isSearchable,
    isSearched: isAsked && !isFetching && error === null,
  };
};
