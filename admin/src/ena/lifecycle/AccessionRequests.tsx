import { useAbility } from '@casl/react';
import type { RequestView } from '@contract/ena/lifecycle/request.contract.ts';
import { useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useLiveChange } from '../../providers/LiveUpdates.tsx';
import styles from './lifecycle.module.css';
import { RequestStatusPill } from './requestColumns.tsx';

/** The requests that cover an accession, the newest first; nothing where there are none. */
export const AccessionRequests = ({ accession }: { accession: string }) => {
  const text = useText();
  const mayRead = useAbility<ConsoleAbility>().can('read', 'EnaRequest');
  const { data = [], refetch } = useGetList<RequestView>(
    'ena-requests',
    { pagination: { page: 1, perPage: 5 }, filter: { accession } },
    { enabled: mayRead },
  );
  useLiveChange('ena-requests', () => mayRead && void refetch());
  if (data.length === 0) return null;
  return (
    <Section
      title={text('lifecycle.title')}
      actions={<Link to={`/ena-requests?accession=${accession}`}>{text('lifecycle.all')}</Link>}
    >
      <ul className={styles.list}>
        {data.map(({ id, kind, status, createdAt, reference }) => (
          <li key={id}>
            <Link to={`/ena-requests/${id}`} className="mono">
              {reference}
            </Link>
            <span>
              {text(`lifecycle.kind.${kind}`)}{' '}
              <span className="faint">
                <RelativeTime value={createdAt} />
              </span>
            </span>
            <RequestStatusPill status={status} />
          </li>
        ))}
      </ul>
    </Section>
  );
};
