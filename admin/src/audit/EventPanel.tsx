import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ErrorState } from '../components/ErrorState.tsx';
import { Icon } from '../components/Icon.tsx';
import { RowsSkeleton } from '../components/Skeletons.tsx';
import { useText } from '../i18n/useText.ts';
import { useRecord } from '../providers/useRecord.ts';
import { actionWords } from './actions.ts';
import { EventDetail } from './event/EventDetail.tsx';
import { EventSeal } from './event/EventSeal.tsx';
import { neighboursOf } from './neighbours.ts';
import styles from './EventPanel.module.css';
import { ArchivedEvent } from './retention/ArchivedEvent.tsx';
import { archivedPlace } from './retention/archivedPlace.ts';
import { PermalinkButton } from './PermalinkButton.tsx';
import { Printed } from './Printed.tsx';

const Detail = ({ event }: { event: AuditEventView }) => (
  <>
    <EventDetail event={event}>
      <EventSeal id={event.id} />
    </EventDetail>
    <Printed address={`/change-log/${event.id}`} />
  </>
);

const Fetched = ({ id }: { id: string }) => {
  const { data, error, isPending, refetch } = useRecord<AuditEventView>('change-log', id);
  if (isPending) return <RowsSkeleton />;
  const place = archivedPlace(error);
  if (data === undefined && place !== null) return <ArchivedEvent place={place} />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return <Detail event={data} />;
};

type NeighbourProps = {
  label: string;
  icon: 'up' | 'down';
  /** Null where the list ends. */
  id: string | null;
  onShow: (id: string | null) => void;
};

const NeighbourButton = ({ label, icon, id, onShow }: NeighbourProps) => (
  <Tooltip title={label}>
    <span>
      <IconButton aria-label={label} disabled={id === null} onClick={() => onShow(id)}>
        <Icon name={icon} />
      </IconButton>
    </span>
  </Tooltip>
);

type Props = { rows: readonly AuditEventView[] };

/** The event that the address names, beside the list it came from; arrows lead to its neighbours in that list. */
export const EventPanel = ({ rows }: Props) => {
  const text = useText();
  const titleId = useId();
  const [query, setQuery] = useSearchParams();
  const id = query.get('event');
  const event = rows.find((row) => row.id === id);
  const { later, earlier } = neighboursOf(rows, id);
  const show = (next: string | null) => {
    const changed = new URLSearchParams(query);
    if (next === null) changed.delete('event');
    else changed.set('event', next);
    setQuery(changed, { replace: true });
  };
  return (
    <Drawer
      anchor="right"
      open={id !== null}
      onClose={() => show(null)}
      slotProps={{ paper: { className: styles.panel ?? '', role: 'dialog', 'aria-labelledby': titleId } }}
    >
      {id !== null && (
        <>
          <header className={styles.head}>
            <h2 id={titleId}>
              {event === undefined ? text('audit.event') : actionWords(event.action, text)}{' '}
              {event !== undefined && <code className="faint">{event.action}</code>}
            </h2>
            <NeighbourButton label={text('audit.above')} icon="up" id={later} onShow={show} />
            <NeighbourButton label={text('audit.below')} icon="down" id={earlier} onShow={show} />
            <PermalinkButton id={id} />
            <IconButton aria-label={text('audit.close')} onClick={() => show(null)}>
              <Icon name="close" />
            </IconButton>
          </header>
          <div className={styles.body} key={id}>
            {event === undefined ? <Fetched id={id} /> : <Detail event={event} />}
          </div>
        </>
      )}
    </Drawer>
  );
};
