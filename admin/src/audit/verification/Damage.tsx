import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { Isolated } from '../../components/Isolated.tsx';
import { VisibleText } from '../../components/VisibleText.tsx';
import { useText } from '../../i18n/useText.ts';
import { reasonWords } from '../reasonWords.ts';
import type { Flaw, Flaws, Place } from './flawsOf.ts';
import { placeWords } from './verificationWords.ts';
import styles from './VerificationPage.module.css';

/** A bad place in words, with the way to the event there, as far as it can be opened. */
export const BadPlace = ({ place }: { place: Place }) => {
  const text = useText();
  const locale = useLocale();
  const name = placeWords(place, text, locale);
  return (
    <span className={styles.bad}>
      <Isolated value={name} />
      {place.isThere && place.id !== null && (
        <Link
          to={`/change-log/${place.id}`}
          aria-label={text('logVerification.openEventAt', { place: name })}
        >
          {text('logVerification.openEvent')}
        </Link>
      )}
    </span>
  );
};

/** What is wrong with a place; nothing where no more is known than that. */
export const WhatIsWrong = ({ flaw: { says, reason } }: { flaw: Flaw }) => {
  const text = useText();
  const locale = useLocale();
  return says === null ? null : <VisibleText value={reasonWords(says, reason, text, locale)} />;
};

/** The other bad places, one below the other, each with what is wrong there. */
export const OtherPlaces = ({ flaws, unnamed }: Flaws) => {
  const text = useText();
  return (
    <ul className={styles.others}>
      {flaws.map((flaw) => (
        <li key={`${flaw.kind} ${flaw.number} ${flaw.id}`}>
          <BadPlace place={flaw} />
          <span className="faint">
            <WhatIsWrong flaw={flaw} />
          </span>
        </li>
      ))}
      {unnamed > 0 && <li>{text('logVerification.morePlaces', { count: unnamed })}</li>}
    </ul>
  );
};
