import type { FlowView } from '@contract/ena/flow/flow.contract.ts';
import { useLocale } from 'react-admin';
import { calendarDay } from '../../components/relativeTime.ts';
import { useText } from '../../i18n/useText.ts';
import { series } from './FlowPicture.tsx';
import styles from './flow.module.css';

/** The same in numbers, the latest first; times in which nothing happened are left out. */
export const FlowTable = ({ flow }: { flow: FlowView }) => {
  const text = useText();
  const locale = useLocale();
  const rows = flow.items.filter((item) => series.some(({ key }) => item[key] > 0)).toReversed();
  return (
    <>
      {/* Scrolled to the side on narrow screens, and so in reach of the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={text('flow.table')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text(`flow.start.${flow.by}`)}</th>
              {series.map(({ key }) => (
                <th key={key} scope="col">
                  {text(`flow.series.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => (
              <tr key={item.start}>
                <th scope="row">{calendarDay(item.start, locale)}</th>
                {series.map(({ key }) => (
                  <td key={key} className={item[key] === 0 ? styles.none : undefined}>
                    {item[key].toLocaleString(locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};
