import { useLocale } from 'react-admin';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { absoluteTime } from '../../components/relativeTime.ts';

/**
 * The full time in the reader's zone, with how long ago it was; on hover and on paper, to the millisecond in UTC, as
 * the log has it.
 */
export const WhenExactly = ({ value }: { value: string }) => {
  const locale = useLocale();
  return (
    <>
      <time dateTime={value} title={value}>
        {absoluteTime(new Date(value), locale)}
      </time>
      <span className="print-only"> ({value})</span>
      <span className="faint screen-only">
        {' '}
        <RelativeTime value={value} />
      </span>
    </>
  );
};
