import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import { useGetManyAggregate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useText } from '../../i18n/useText.ts';
import { FilterWords, filterTexts } from '../export/FilterWords.tsx';
import { BadPlace } from '../verification/Damage.tsx';
import { placeIn } from '../verification/flawsOf.ts';
import { FactValue } from './FactValue.tsx';
import { isStructure } from './fieldDifference.ts';
import styles from './event.module.css';
import { valueWords } from './valueWords.ts';

/**
 * A submission that a fact names by id: shown by its reference to those who may read submissions, by the id to others.
 */
const SubmissionName = ({ id }: { id: string }) => {
  const canRead = useAbility<ConsoleAbility>().can(
    'read',
    subject('Submission', { ownerId: '', status: 'approved' }) as never,
  );
  const { data } = useGetManyAggregate<SubmissionSummary>('submissions', { ids: [id] }, { enabled: canRead });
  const submission = data?.[0];
  if (submission === undefined) return <Identifier value={id} short={13} />;
  return (
    <Link to={`/submissions/${id}`} title={submission.title} className="mono">
      <bdi>{submission.reference}</bdi>
    </Link>
  );
};

/** If there are more submissions than this, they are shown by their ids. */
const most = 50;

/**
 * One fact of an event. Submissions are shown by reference rather than id, and a filter in the words of the filter bar.
 */
export const Fact = ({ name, value }: { name: string; value: unknown }) => {
  const text = useText();
  if (name === 'submissionId' && typeof value === 'string') return <SubmissionName id={value} />;
  if (name === 'submissions' && Array.isArray(value) && value.length > 0 && value.length <= most) {
    return (
      <span className={styles.items}>
        {value.map((id) => (
          <SubmissionName key={String(id)} id={String(id)} />
        ))}
      </span>
    );
  }
  if (name === 'filter' && isStructure(value))
    return <FilterWords values={filterTexts(value)} everything={text('logExports.whole')} />;
  const place = name === 'place' && typeof value === 'string' ? placeIn(value) : undefined;
  if (place && place.kind !== 'guard') return <BadPlace place={place} />;
  const words = valueWords(name, value, text);
  return words === undefined ? <FactValue value={value} /> : <span title={String(value)}>{words}</span>;
};
