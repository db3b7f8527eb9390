import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import { Link } from 'react-router-dom';
import { useText } from '../../i18n/useText.ts';
import type { EligibleReasons } from '../../providers/batches.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import styles from './WhyNotHere.module.css';

type Other = EligibleReasons['others'][number];

/** A few of those that a reason keeps away, each leading to the batch that holds it, or else to itself. */
const Examples = ({ examples, count }: Pick<Other, 'examples' | 'count'>) => {
  const text = useText();
  return (
    <span className={styles.examples}>
      {examples.map(({ id, reference, batchId }) => (
        <Link key={id} to={batchId === null ? `/submissions/${id}` : `/batches/${batchId}`} className="mono">
          <bdi>{reference}</bdi>
        </Link>
      ))}
      {count > examples.length && (
        <span className="faint">{text('ena.create.andMore', { count: count - examples.length })}</span>
      )}
    </span>
  );
};

/** Submissions that a curator has to decide about first. */
const useInReview = (): number => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const { data } = useQuery({
    queryKey: ['submissions', 'counts', {}],
    queryFn: () => provider.submissionCounts({}),
  });
  const { submitted = 0, in_review: inReview = 0 } = data?.counts ?? {};
  return submitted + inReview;
};

/** Answers why a submission that one looks for is not in the list, with how many there are of each sort. */
export const WhyNotHere = () => {
  const text = useText();
  const provider = useDataProvider<ConsoleDataProvider>();
  const inReview = useInReview();
  const { data } = useQuery({
    queryKey: ['eligible', 'reasons'],
    queryFn: () => provider.eligibleReasons(),
  });
  if (data === undefined) return null;
  return (
    <section className={styles.why} aria-labelledby="why-not-here">
      <h2 id="why-not-here">{text('ena.create.why')}</h2>
      <ul>
        {data.others.map(({ reason, count, examples }) => (
          <li key={reason}>
            {text(`ena.create.reason.${reason}`, { count })} <Examples count={count} examples={examples} />
          </li>
        ))}
        {data.reopened > 0 && <li>{text('ena.create.reopened', { count: data.reopened })}</li>}
        {inReview > 0 && (
          <li>
            {text('ena.create.whyReview', { count: inReview })}{' '}
            <Link to="/queue">{text('ena.create.toQueue')}</Link>
          </li>
        )}
        <li>{text('ena.create.whyRefused')}</li>
      </ul>
    </section>
  );
};
