import { useQuery } from '@tanstack/react-query';
import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { NavLink, useLocation } from 'react-router-dom';
import { classes } from '../components/classes.ts';
import { Icon } from '../components/Icon.tsx';
import { AlarmMark } from '../health/AlarmMark.tsx';
import { HealthMark } from '../health/HealthMark.tsx';
import { useText } from '../i18n/useText.ts';
import { recordKey } from '../providers/useRecord.ts';
import { useSession } from '../providers/useSession.ts';
import { placeOf, type Destination } from './destinations.ts';
import styles from './Navigation.module.css';
import { useOpenPlaces } from './useOpenPlaces.ts';
import { useWaiting } from './useWaiting.ts';

type PlaceProps = { place: Destination; isHere: boolean; waiting: number; onGo: (() => void) | undefined };

/** The places at which something can wait. */
const isCounted = (key: Destination['key']) => key === 'queue' || key === 'mine' || key === 'batches';

const Place = ({ place, isHere, waiting, onGo }: PlaceProps) => {
  const text = useText();
  const counted = isCounted(place.key) ? text(`shell.nav.waits.${place.key}`, { count: waiting }) : '';
  return (
    <li>
      <NavLink
        to={place.to}
        end
        className={classes(styles.place, isHere && styles.here)}
        aria-current={isHere ? 'page' : undefined}
        onClick={() => onGo?.()}
      >
        <Icon name={place.icon} />
        {text(`shell.nav.${place.key}`)}
        {place.key === 'health' && <HealthMark />}
        {place.key === 'logVerification' && <AlarmMark isOfRetention={false} />}
        {place.key === 'logRetention' && <AlarmMark isOfRetention />}
        {waiting > 0 && (
          <span className={styles.count} title={counted}>
            <span aria-hidden>{waiting > 999 ? '999+' : waiting}</span>
            <span className="visually-hidden">{counted}</span>
          </span>
        )}
      </NavLink>
    </li>
  );
};

/** Whether a path is the page of somebody else's submission: that belongs to the queue, one's own to one's submissions. */
const useIsReview = (pathname: string): boolean => {
  const id = /^\/submissions\/([\da-f-]{36})/.exec(pathname)?.[1];
  const myId = useSession()?.me.id;
  const { data } = useQuery<SubmissionView>({ queryKey: recordKey('submissions', id ?? ''), enabled: false });
  return id !== undefined && data !== undefined && data.owner.id !== myId;
};

/** The places this person may go to, grouped by what people come to do. */
export const Navigation = ({ onGo }: { onGo?: () => void }) => {
  const text = useText();
  const waiting = useWaiting();
  const places = useOpenPlaces();
  const { pathname } = useLocation();
  const isReview = useIsReview(pathname);
  const here = places.find(({ to }) => isReview && to === '/queue') ?? placeOf(pathname, places);
  const groups = [...new Set(places.map(({ group }) => group))];
  return (
    <nav className={styles.navigation} aria-label={text('shell.nav.label')}>
      <NavLink to="/" className={styles.brand ?? ''} onClick={() => onGo?.()}>
        <img src="/mark.svg" alt="" />
        {text('shell.name')}
      </NavLink>
      {groups.map((group) => (
        <section key={group} aria-labelledby={`nav-${group}`}>
          <h2 id={`nav-${group}`} className={styles.heading}>
            {text(`shell.nav.group.${group}`)}
          </h2>
          <ul>
            {places
              .filter((place) => place.group === group)
              .map((place) => (
                <Place
                  key={place.key}
                  place={place}
                  isHere={place === here}
                  waiting={waiting[place.key] ?? 0}
                  onGo={onGo}
                />
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
};
