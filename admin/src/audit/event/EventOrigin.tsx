import type { AuditEventView } from '@contract/audit/audit.contract.ts';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { Isolated } from '../../components/Isolated.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';

/** Which request an event came with, from where, and by which program. */
export const EventOrigin = ({ event }: { event: AuditEventView }) => {
  const text = useText();
  const { id, actor, onBehalfOf, requestId, address, client, isUnreadable } = event;
  return (
    <Section title={text('audit.request')}>
      <Facts
        facts={[
          { label: text('audit.event'), value: <Identifier value={id} /> },
          {
            label: text('audit.requestId'),
            value: requestId && (
              <span className={styles.beside}>
                <Identifier value={requestId} />
                <Link to={`/change-log?view=all&requestId=${encodeURIComponent(requestId)}`}>
                  {text('finding.sameRequest')}
                </Link>
              </span>
            ),
          },
          {
            label: text('audit.address'),
            value: address && (
              <Link to={`/change-log?view=all&address=${encodeURIComponent(address)}`}>
                <Isolated value={address} />
              </Link>
            ),
          },
          { label: text('audit.client'), value: client && <Isolated value={client} /> },
        ]}
      />
      {requestId === null && actor.type === 'system' && onBehalfOf === null && !isUnreadable && (
        <p className="faint">{text('audit.noRequest')}</p>
      )}
    </Section>
  );
};
