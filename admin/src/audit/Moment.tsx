import { useLocale } from 'react-admin';
import { absoluteTime } from '../components/relativeTime.ts';

/** A moment to the second in the reader's zone: in a log, "yesterday" would not do. The zone is said on hover. */
export const Moment = ({ value }: { value: string }) => {
  const locale = useLocale();
  const then = new Date(value);
  const shown = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(then);
  return (
    <time dateTime={value} title={absoluteTime(then, locale)}>
      {shown}
    </time>
  );
};
