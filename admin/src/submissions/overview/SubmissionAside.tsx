import { useAbility } from '@casl/react';
import type { RecordView } from '@contract/submissions/record.contract.ts';
import { useGetList, useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { ExternalIdentifiers } from '../../components/ExternalIdentifiers.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { senseOfBatch } from '../../components/meaning.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { calendarDay } from '../../components/relativeTime.ts';
import { Facts, Section } from '../../components/Section.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleAbility } from '../../providers/ability.ts';
import { useBatches } from '../useBatches.ts';
import { useSubmission } from '../useSubmission.ts';
import { SubmissionTimeline } from './SubmissionTimeline.tsx';

/** The project's own identifiers, here and at ENA. */
const ProjectIdentifiers = () => {
  const text = useText();
  const { id, accession } = useSubmission();
  const { data } = useGetList<RecordView>('records', {
    meta: { submissionId: id },
    filter: { type: 'project' },
    pagination: { page: 1, perPage: 1 },
  });
  if (accession === null) return null;
  const external = data?.find(({ type }) => type === 'project')?.external ?? [];
  const archives = [...new Set(external.map(({ authority }) => authority))];
  return (
    <Section title={text('submission.identifiers.title')}>
      <Facts
        facts={[
          { label: text('submission.identifiers.seqdb'), value: <Identifier value={accession} /> },
          ...archives.map((archive) => ({
            label: archive,
            value: (
              <ExternalIdentifiers identifiers={external.filter(({ authority }) => authority === archive)} />
            ),
          })),
          {
            label: text('submission.identifiers.public'),
            value: <a href={`/a/${accession}`}>{text('submission.identifiers.landing')}</a>,
          },
        ]}
      />
    </Section>
  );
};

/** The ENA batches it travels in. */
const Batches = () => {
  const text = useText();
  const batches = useBatches();
  if (batches === undefined || batches.length === 0) return null;
  return (
    <Section title={text('submission.batches')}>
      <Facts
        facts={batches.map((batch) => ({
          label: batch.reference,
          value: (
            <Link to={`/batches/${batch.id}`}>
              <StatusPill sense={senseOfBatch[batch.status]} quiet>
                {text(`words.batch.${batch.status}`)}
              </StatusPill>
            </Link>
          ),
        }))}
      />
    </Section>
  );
};

/** People, dates, identifiers, and what happened so far. */
export const SubmissionAside = () => {
  const text = useText();
  const locale = useLocale();
  const ability = useAbility<ConsoleAbility>();
  const { owner, curator, createdAt, submittedAt, updatedAt, holdDate, accession } = useSubmission();
  return (
    <>
      <Section title={text('submission.people')}>
        <Facts
          facts={[
            { label: text('submission.column.owner'), value: <bdi>{owner.name}</bdi> },
            {
              label: text('submission.column.curator'),
              value:
                curator === null ? (
                  <span className="faint">{text('words.nobody')}</span>
                ) : (
                  <bdi>{curator.name}</bdi>
                ),
            },
          ]}
        />
      </Section>
      <Section title={text('submission.dates')}>
        <Facts
          facts={[
            { label: text('submission.date.created'), value: <RelativeTime value={createdAt} /> },
            {
              label: text('submission.date.submitted'),
              value: submittedAt && <RelativeTime value={submittedAt} />,
            },
            { label: text('submission.date.changed'), value: <RelativeTime value={updatedAt} /> },
            { label: text('submission.date.hold'), value: holdDate && calendarDay(holdDate, locale) },
          ]}
        />
      </Section>
      {accession !== null && ability.can('read', 'Record') && <ProjectIdentifiers />}
      <Batches />
      <Section title={text('submission.timeline.title')}>
        <SubmissionTimeline />
      </Section>
    </>
  );
};
