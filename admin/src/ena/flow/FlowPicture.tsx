import type { FlowView } from '@contract/ena/flow/flow.contract.ts';
import { useLocale } from 'react-admin';
import type { Sense } from '../../components/meaning.ts';
import { calendarDay } from '../../components/relativeTime.ts';
import { SenseMark } from '../../components/SenseMark.tsx';
import { useText } from '../../i18n/useText.ts';
import { barsOf } from './bars.ts';
import styles from './flow.module.css';

type Key = 'waiting' | 'sent' | 'accepted' | 'processed' | 'public' | 'failed';
/** In the order of a record's way. `waiting` is a level at the end of each time, all else counts what came about in it. */
export const series: readonly { key: Key; sense: Sense }[] = [
  { key: 'waiting', sense: 'waiting' },
  { key: 'sent', sense: 'theirs' },
  { key: 'accepted', sense: 'good' },
  { key: 'processed', sense: 'ours' },
  { key: 'public', sense: 'good' },
  { key: 'failed', sense: 'bad' },
];

const size = { width: 300, height: 64 };

/** What the number beside the name says: of a level how it is now, of what came about how often. */
export const totalOf = (flow: FlowView, key: Key): number =>
  key === 'waiting'
    ? (flow.items.at(-1)?.waiting ?? 0)
    : flow.items.reduce((sum, item) => sum + item[key], 0);

/** Where the picture begins and ends: `Oct 23`. */
const shortDay = (day: string | undefined, locale: string): string =>
  day === undefined
    ? ''
    : new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      });

const Chart = ({ flow, name, sense }: { flow: FlowView; name: Key; sense: Sense }) => {
  const text = useText();
  const locale = useLocale();
  const values = flow.items.map((item) => item[name]);
  const total = totalOf(flow, name);
  const most = Math.max(0, ...values);
  const words = text(`flow.sums.${name}`, { count: total });
  return (
    <figure className={styles.chart} data-sense={sense}>
      <figcaption>
        <SenseMark sense={sense} />
        {text(`flow.series.${name}`)}
        <strong>{total.toLocaleString(locale)}</strong>
        {most > 0 && (
          <span className="faint">
            {text(`flow.${name === 'waiting' ? 'mostLeft' : 'most'}.${flow.by}`, {
              most: most.toLocaleString(locale),
            })}
          </span>
        )}
      </figcaption>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <line x1="0" x2={size.width} y1={size.height} y2={size.height} />
        {barsOf(values, size).map((bar, at) => {
          const item = flow.items[at];
          return (
            <rect key={item?.start ?? at} {...bar}>
              <title>
                {`${calendarDay(item?.start ?? '', locale)}: ${(values[at] ?? 0).toLocaleString(locale)}`}
              </title>
            </rect>
          );
        })}
      </svg>
      <p className={styles.span} aria-hidden>
        <span>{shortDay(flow.items[0]?.start, locale)}</span>
        <span>{shortDay(flow.items.at(-1)?.start, locale)}</span>
      </p>
    </figure>
  );
};

/** Where records stand on their way to ENA over time, a small picture for each step, exact on hover and in the table. */
export const FlowPicture = ({ flow }: { flow: FlowView }) => (
  <div className={styles.charts}>
    {series.map(({ key, sense }) => (
      <Chart key={key} flow={flow} name={key} sense={sense} />
    ))}
  </div>
);
