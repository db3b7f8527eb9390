import { useAbility } from '@casl/react';
import { Link } from 'react-router-dom';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { Maker } from '../Maker.tsx';
import { useBatch } from '../useBatch.ts';

const when = (moment: string | null) => moment && <RelativeTime value={moment} />;

/** Where it goes, who put it together and approved it, and when it went. */
export const BatchAside = () => {
  const text = useText();
  const canReadLog = useAbility<ConsoleAbility>().can('read', 'AuditEvent');
  const batch = useBatch();
  const { id, environment, approvedBy } = batch;
  return (
    <Section title={text('ena.about')}>
      <Facts
        facts={[
          { label: text('ena.column.environment'), value: text(`words.environment.${environment}`) },
          { label: text('ena.column.by'), value: <Maker batch={batch} /> },
          { label: text('ena.column.created'), value: when(batch.createdAt) },
          { label: text('ena.date.checked'), value: when(batch.checkedAt) },
          { label: text('ena.date.approvedBy'), value: approvedBy && <bdi>{approvedBy.name}</bdi> },
          { label: text('ena.date.approved'), value: when(batch.approvedAt) },
          { label: text('ena.date.paused'), value: when(batch.pausedAt) },
          { label: text('ena.date.sent'), value: when(batch.sentAt) },
          { label: text('ena.date.finished'), value: when(batch.finishedAt) },
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
