import { useLocale } from 'react-admin';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { absoluteTime } from '../components/relativeTime.ts';
import { shortMoment } from './logTime.ts';

/** When something was done, with its time zone, since a page of evidence may be printed and read later. */
export const Moment = ({ value }: { value: string | null }) => {
  const locale = useLocale();
  if (value === null) return <RelativeTime value={null} />;
  const then = new Date(value);
  return (
    <time dateTime={value} title={absoluteTime(then, locale)}>
      {shortMoment(then, locale)}
    </time>
  );
};
