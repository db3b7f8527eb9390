import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Isolated } from '../../components/Isolated.tsx';
import { useText } from '../../i18n/useText.ts';
import { eventIdIn, type Flaw } from './flawOf.ts';
import { placeWords } from './verificationWords.ts';
import styles from './VerificationPage.module.css';

/** A bad place in words, with the way to the event there, as far as it can be opened. */
export const BadPlace = ({
  place,
  eventId = eventIdIn(place),
}: {
  place: string;
  eventId?: string | null;
}) => {
  const text = useText();
  const locale = useLocale();
  return (
    <span className={styles.bad}>
      <Isolated value={placeWords(place, text, locale)} />
      {eventId !== null && <Link to={`/change-log/${eventId}`}>{text('logVerification.openEvent')}</Link>}
    </span>
  );
};

/** The other bad places, one below the other. */
export const OtherPlaces = ({ flaw: { others, unnamed } }: { flaw: Flaw }) => {
  const text = useText();
  return (
    <ul className={styles.others}>
      {others.map((place) => (
        <li key={place}>
          <BadPlace place={place} />
        </li>
      ))}
      {unnamed > 0 && <li>{text('logVerification.morePlaces', { count: unnamed })}</li>}
    </ul>
  );
};
