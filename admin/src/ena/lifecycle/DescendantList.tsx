import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import type { Descendants } from '../../providers/ena.ts';
import styles from './lifecycle.module.css';

/** The dialog is no list page; what is beyond is counted. */
const shown = 100;

/** What a request would cover: the record itself, and everything that goes with it by ENA's rules. */
export const DescendantList = ({
  descendants: { items, total, objection },
}: {
  descendants: Descendants;
}) => {
  const text = useText();
  const named = items.slice(0, shown);
  const covers = text('lifecycle.covers', { count: total });
  return (
    <>
      {objection !== null && (
        <p role="alert" className={styles.objection}>
          <SenseMark sense="bad" /> <bdi>{objection}</bdi>
        </p>
      )}
      {total > 1 && (
        <>
          <p className={styles.covers}>{covers}</p>
          {/* Scrolled by itself, and so in reach of the keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className={styles.descendants} tabIndex={0} role="region" aria-label={covers}>
            <ul>
              {named.map(({ accession, kind, alias, title, role, enaAccession }) => (
                <li key={accession}>
                  <bdi className="mono">{enaAccession ?? accession}</bdi>
                  <span>
                    {text(`words.kind.${kind}`)} <bdi>{kind === 'project' ? title : alias}</bdi>
                  </span>
                  {role === 'follower' && <span className="faint">{text('lifecycle.follower')}</span>}
                </li>
              ))}
            </ul>
          </div>
          {total > named.length && (
            <p className="faint">{text('lifecycle.moreCovered', { count: total - named.length })}</p>
          )}
        </>
      )}
    </>
  );
};
