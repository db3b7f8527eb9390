import { useAbility } from '@casl/react';
import { Link } from 'react-router-dom';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useBatch } from '../useBatch.ts';

/** Where it goes, who put it together, and when it went. */
export const BatchAside = () => {
  const text = useText();
  const canReadLog = useAbility<ConsoleAbility>().can('read', 'AuditEvent');
  const { id, environment, createdBy, createdAt, sentAt, finishedAt } = useBatch();
  return (
    <Section title={text('ena.about')}>
      <Facts
        facts={[
          { label: text('ena.column.environment'), value: text(`words.environment.${environment}`) },
          { label: text('ena.column.by'), value: <bdi>{createdBy?.name ?? 'SeqDB'}</bdi> },
          { label: text('ena.column.created'), value: <RelativeTime value={createdAt} /> },
          { label: text('ena.date.sent'), value: sentAt && <RelativeTime value={sentAt} /> },
          { label: text('ena.date.finished'), value: finishedAt && <RelativeTime value={finishedAt} /> },
        ]}
      />
      {environment !== 'production' && <p className="faint">{text(`ena.consequence.${environment}`)}</p>}
      {canReadLog && (
        <p>
          <Link to={`/change-log?view=all&rootId=${id}`}>{text('ena.inLog')}</Link>
        </p>
      )}
    </Section>
  );
};
