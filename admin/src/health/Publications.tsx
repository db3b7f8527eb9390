import type { HealthPublication, HealthReport } from '@contract/health/health-report.contract.ts';
import { WhenExactly } from '../audit/event/WhenExactly.tsx';
import { Isolated } from '../components/Isolated.tsx';
import { Facts, Section } from '../components/Section.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { StatusPill } from '../components/StatusPill.tsx';
import { VisibleText } from '../components/VisibleText.tsx';
import { type Text, useText } from '../i18n/useText.ts';
import styles from './HealthPage.module.css';
import { headState, senseOfHead } from './healthWords.ts';

type Newest = NonNullable<HealthReport['changeLog']>['newest'];
type Props = { head: HealthPublication; newest: Newest };

/** Which head came there last, when, and how far that is behind; a mail is behind by what it rests. */
const LastHead = ({ head: { segment, publishedAt, place }, newest }: Props) => {
  const text = useText();
  const behind = (newest?.segment ?? 0) - (segment ?? 0);
  if (segment === null) return <span className="faint">{text('health.heads.noSegment')}</span>;
  return (
    <>
      {text('health.heads.segment', { segment })}, {publishedAt && <WhenExactly value={publishedAt} />}
      {behind > 0 && place !== 'mail' && (
        <span className="faint"> ({text('health.heads.behind', { count: behind })})</span>
      )}
    </>
  );
};

const lockWords = ({ isLocked }: HealthPublication, text: Text): string | null =>
  isLocked === null ? null : text(isLocked ? 'health.heads.locked' : 'health.heads.unlocked');

/** Only of what does not arrive: the rest is tried as soon as there is a head. */
const NextTry = ({ head: { failingSince, restsUntil, retrySeconds } }: Pick<Props, 'head'>) => {
  const text = useText();
  if (failingSince === null) return null;
  if (restsUntil === null) return text('health.heads.every', { count: retrySeconds });
  return (
    <>
      {text('health.heads.notBefore')} <RelativeTime value={restsUntil} />
    </>
  );
};

const Publication = ({ head, newest }: Props) => {
  const text = useText();
  const { place, address, failingSince, lastError, contradictedSegment, segment } = head;
  const state = headState(head);
  return (
    <li className={styles.place}>
      <p className={styles.line}>
        <strong>{text(`health.heads.place.${place}`, { _: place })}</strong>
        <StatusPill sense={senseOfHead[state]} quiet>
          {text(`health.heads.state.${state}`)}
        </StatusPill>
      </p>
      {state === 'off' && <p className="faint">{text(`health.heads.off.${place}`)}</p>}
      <Facts
        facts={[
          {
            label: text('health.heads.fact.address'),
            value: address && <Isolated className="mono" value={address} />,
          },
          {
            label: text('health.heads.fact.contradicted'),
            value:
              contradictedSegment !== null && text('health.heads.segment', { segment: contradictedSegment }),
          },
          {
            label: text('health.heads.fact.segment'),
            value: (state !== 'off' || segment !== null) && <LastHead head={head} newest={newest} />,
          },
          { label: text('health.heads.fact.locked'), value: lockWords(head, text) },
          {
            label: text('health.heads.fact.failing'),
            value: failingSince && <WhenExactly value={failingSince} />,
          },
          {
            label: text('health.heads.fact.error'),
            value: lastError && (
              <bdi>
                <VisibleText value={lastError} />
              </bdi>
            ),
          },
          {
            label: text('health.heads.fact.next'),
            value: failingSince !== null && <NextTry head={head} />,
          },
        ]}
      />
    </li>
  );
};

/** Where signed heads are kept outside the database, and how far they have come there. */
export const Publications = ({ log }: { log: NonNullable<HealthReport['changeLog']> }) => {
  const text = useText();
  const { newest, publications } = log;
  return (
    <Section title={text('health.heads.title')}>
      <p className="faint">
        {newest === null
          ? text('health.heads.none')
          : text('health.heads.intro', { segment: newest.segment })}
      </p>
      <ul className={styles.rows}>
        {publications.map((head) => (
          <Publication key={head.place} head={head} newest={newest} />
        ))}
      </ul>
    </Section>
  );
};
