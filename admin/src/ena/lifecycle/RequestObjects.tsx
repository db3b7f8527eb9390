import type { requestObjectPage } from '@contract/ena/lifecycle/request.contract.ts';
import { useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import type { z } from 'zod';
import { AccessionStatusPill } from '../../accessions/AccessionStatusPill.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './lifecycle.module.css';

type RequestObject = z.infer<typeof requestObjectPage>['items'][number];
const shown = 200;

/** The records that the request covers, each as it stands now. */
export const RequestObjects = ({ id, total }: { id: string; total: number }) => {
  const text = useText();
  const { data, error, refetch } = useGetList<RequestObject>('ena-request-objects', {
    pagination: { page: 1, perPage: shown },
    meta: { requestId: id },
  });
  return (
    <Section title={text('lifecycle.covers', { count: total })}>
      {error !== null && <ErrorState error={error} isInline onRetry={() => void refetch()} />}
      <ul className={styles.list}>
        {data?.map(({ id: key, accession, kind, alias, title, status, role, enaAccession, message }) => (
          <li key={key}>
            <Link to={`/accessions/${accession}`} className="mono">
              <bdi>{enaAccession ?? accession}</bdi>
            </Link>
            <span>
              {text(`words.kind.${kind}`)} <bdi>{kind === 'project' ? title : alias}</bdi>{' '}
              {role === 'follower' && <span className="faint">{text('lifecycle.follower')}</span>}{' '}
              {message !== null && <bdi className={styles.said}>{message}</bdi>}
            </span>
            <AccessionStatusPill status={status} />
          </li>
        ))}
      </ul>
      {total > shown && <p className="faint">{text('lifecycle.moreCovered', { count: total - shown })}</p>}
    </Section>
  );
};
