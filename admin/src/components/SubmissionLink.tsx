import type { SubmissionSummary } from '@contract/submissions/submission.contract.ts';
import { useGetManyAggregate } from 'react-admin';
import { Link } from 'react-router-dom';

type Props = { id: string; isTitled?: boolean };

/** Leads to a submission by its reference; all links of a page ask for their references together. */
export const SubmissionLink = ({ id, isTitled = false }: Props) => {
  const { data } = useGetManyAggregate<SubmissionSummary>('submissions', { ids: [id] });
  const submission = data?.[0];
  if (submission === undefined) return null;
  const { reference, title } = submission;
  return (
    <Link to={`/submissions/${id}`} title={title}>
      <bdi className="mono">{reference}</bdi>
      {isTitled && <bdi> {title}</bdi>}
    </Link>
  );
};
