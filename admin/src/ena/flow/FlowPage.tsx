import type { FlowView } from '@contract/ena/flow/flow.contract.ts';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { Link, useSearchParams } from 'react-router-dom';
import { classes } from '../../components/classes.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import list from '../../components/list/list.module.css';
import { PageTitle } from '../../components/PageTitle.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { useText } from '../../i18n/useText.ts';
import { RequireAccess } from '../../layout/RequireAccess.tsx';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { FlowPicture, series } from './FlowPicture.tsx';
import { FlowTable } from './FlowTable.tsx';
import { flowTable } from './flowTable.ts';
import styles from './flow.module.css';

const spans = ['day', 'week'] as const;

const Spans = ({ by }: { by: FlowView['by'] }) => {
  const text = useText();
  return (
    <nav aria-label={text('flow.spans')} className={list.tabs}>
      {spans.map((each) => (
        <Link
          key={each}
          to={{ search: each === 'day' ? '' : `?by=${each}` }}
          className={classes(list.tab, each === by && list.currentTab)}
          aria-current={each === by ? 'page' : undefined}
        >
          {text(`flow.by.${each}`)}
        </Link>
      ))}
    </nav>
  );
};

const save = (flow: FlowView) =>
  saveFile(new Blob([flowTable(flow)], { type: 'text/csv' }), `ena-flow-by-${flow.by}.csv`);

const Flow = () => {
  const text = useText();
  const by = useSearchParams()[0].get('by') === 'week' ? 'week' : 'day';
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['batches', 'flow', by],
    queryFn: () => provider.flow(by),
  });
  const isEmpty = data?.items.every((item) => series.every(({ key }) => item[key] === 0)) ?? false;
  return (
    <>
      <PageTitle
        title={text('flow.title')}
        actions={
          data !== undefined &&
          !isEmpty && (
            <Button startIcon={<Icon name="download" />} onClick={() => save(data)}>
              {text('flow.download')}
            </Button>
          )
        }
      />
      <Spans by={by} />
      <div className={styles.page}>
        {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <RowsSkeleton />}
        {data !== undefined && isEmpty && (
          <EmptyState title={text('flow.empty')}>{text('flow.emptyDetail')}</EmptyState>
        )}
        {data !== undefined && !isEmpty && (
          <>
            <FlowPicture flow={data} />
            <FlowTable flow={data} />
          </>
        )}
      </div>
    </>
  );
};

export default function FlowPage() {
  return (
    <RequireAccess action="read" subject="EnaBatch">
      <Flow />
    </RequireAccess>
  );
}
