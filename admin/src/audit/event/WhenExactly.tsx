import { useLocale } from 'react-admin';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { absoluteTime } from '../../components/relativeTime.ts';

/** The moment in full, in the reader's zone; how long ago beside it; to the millisecond in UTC, as the log has it, on hover and on paper. */
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
