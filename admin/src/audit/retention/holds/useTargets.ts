import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import type { AuditHoldKind } from '@contract/audit/retention/hold.contract.ts';
import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import type { UserView } from '@contract/users/user.contract.ts';
import { keepPreviousData } from '@tanstack/react-query';
import { useGetList, type RaRecord, type SortPayload } from 'react-admin';

/** Something that can be held: its name for the request, and what identifies it on the page. */
export type Target = { name: string; label: string; note: string };

type Source = { resource: string; sort: SortPayload; targetOf: (row: RaRecord) => Target };

const source = <Row>(resource: string, sort: SortPayload, targetOf: (row: Row) => Target): Source => ({
  resource,
  sort,
  targetOf: (row) => targetOf(row as Row),
});

const sources: Record<Exclude<AuditHoldKind, 'period'>, Source> = {
  submission: source<SubmissionSummary>(
    'submissions',
    { field: 'updatedAt', order: 'DESC' },
    ({ reference, title }) => ({ name: reference, label: title, note: reference }),
  ),
  record: source<AccessionView>(
    'accessions',
    { field: 'mintedAt', order: 'DESC' },
    ({ accession, title }) => ({ name: accession, label: title, note: accession }),
  ),
  person: source<UserView>('users', { field: 'name', order: 'ASC' }, ({ id, name, email, erasedAt }) => ({
    name: id,
    label: name,
    note: erasedAt === null ? email : id,
  })),
};

/** In characters. Shorter words would find nearly everything. */
const least = 2;

/** Targets that match the words, among those that the user may see; none while the words are too short. */
export const useTargets = (kind: Exclude<AuditHoldKind, 'period'>, words: string) => {
  const { resource, sort, targetOf } = sources[kind];
  const isAsked = words.trim().length >= least;
  const { data, isFetching } = useGetList(
    resource,
    { filter: { q: words.trim() }, pagination: { page: 1, perPage: 6 }, sort },
    { enabled: isAsked, placeholderData: keepPreviousData, retry: false },
  );
  return { targets: isAsked ? (data ?? []).map(targetOf) : [], isSearched: isAsked && !isFetching };
};
