import { useAbility } from '@casl/react';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { SenseMark } from '../components/SenseMark.tsx';
import { VisibleText } from '../components/VisibleText.tsx';
import { useText } from '../i18n/useText.ts';
import type { ConsoleAbility } from '../providers/ability.ts';
import styles from './AlarmBanner.module.css';
import { alarmsOf } from './alarms.ts';
import { lookAfter, toldWords } from './healthWords.ts';
import { askedSeldom, useHealth } from './useHealth.ts';

const Alarms = () => {
  const text = useText();
  const locale = useLocale();
  const { data } = useHealth(askedSeldom, askedSeldom / 2);
  const alarms = alarmsOf(data);
  if (alarms.length === 0) return null;
  return (
    <ul className={styles.banner} aria-label={text('health.alarms')}>
      {alarms.map((told) => {
        const look = lookAfter(told);
        return (
          <li key={`${told.code} ${told.params['place'] ?? ''}`}>
            <SenseMark sense="bad" />
            <VisibleText value={toldWords(told, text, locale)} />
            {look !== undefined && <Link to={look.to}>{text(look.label)}</Link>}
          </li>
        );
      })}
    </ul>
  );
};

/** Where those begin who answer for the change log: whether somebody may have altered it. Nothing for anybody else. */
export const AlarmBanner = () => {
  const ability = useAbility<ConsoleAbility>();
  return ability.can('read', 'AuditVerification') && ability.can('read', 'SystemHealth') ? <Alarms /> : null;
};
