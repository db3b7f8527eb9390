import type { FindingView } from '@contract/submissions/findings.contract.ts';
import Button from '@mui/material/Button';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useDataProvider } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useIsEditable, useSubmission } from '../useSubmission.ts';
import { ApplyToAll } from './ApplyToAll.tsx';
import styles from './FindingGroupPanel.module.css';
import { FindingRow } from './FindingRow.tsx';
import { GroupLine, type FindingGroup } from './GroupLine.tsx';

type Slice = { data: FindingView[]; meta: { next: string | null } };

const useGroupFindings = ({ severity, rule, field }: FindingGroup) => {
  const { id } = useSubmission();
  const provider = useDataProvider<ConsoleDataProvider>();
  return useInfiniteQuery({
    queryKey: ['findings', 'group', id, severity, rule, field],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      provider.getList('findings', {
        filter: { severity, rule, ...(field === null ? {} : { field }) },
        pagination: { page: 1, perPage: 50 },
        meta: { submissionId: id, ...(pageParam === null ? {} : { after: pageParam }) },
        signal,
      }) as Promise<Slice>,
    getNextPageParam: ({ meta }) => meta.next,
  });
};

const Places = ({ group }: { group: FindingGroup }) => {
  const text = useText();
  const isEditable = useIsEditable();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useGroupFindings(group);
  // A group without a field holds only findings without one; the same rule on a field is a group of its own.
  const findings = (data?.pages ?? [])
    .flatMap((page) => page.data)
    .filter(({ field }) => field === group.field);
  return (
    <div className={styles.places}>
      {error !== null && data === undefined && (
        <ErrorState error={error} isInline onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <RowsSkeleton rows={3} />}
      {isEditable && group.suggestion !== null && group.count > 1 && <ApplyToAll group={group} />}
      <ul>
        {findings.map((finding) => (
          <FindingRow key={finding.id} finding={finding} hidesMessage={finding.message === group.example} />
        ))}
      </ul>
      {hasNextPage && (
        <Button size="small" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text('submission.findings.more')}
        </Button>
      )}
    </div>
  );
};

type Props = { group: FindingGroup; isOpen: boolean; onToggle: () => void };

/** Findings of one kind; opened, their places in the sheet. */
export const FindingGroupPanel = ({ group, isOpen, onToggle }: Props) => {
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    // Reached by a link from a cell: the group may stand far below.
    if (wasOpen.current) button.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <li className={styles.group}>
      <button ref={button} type="button" className={styles.head} aria-expanded={isOpen} onClick={onToggle}>
        <GroupLine group={group} />
        <span className={styles.turn} data-open={isOpen || undefined}>
          <Icon name="down" size={14} />
        </span>
      </button>
      {isOpen && <Places group={group} />}
    </li>
  );
};
