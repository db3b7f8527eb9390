import { useLocale } from 'react-admin';
import { absoluteTime, relativeTime } from '../components/relativeTime.ts';
import { useNow } from '../components/useNow.ts';
import { logTime } from './logTime.ts';

/** When something was done, to the second: in a log that counts more than how long ago it was, which is told on hover. */
export const LogTime = ({ value }: { value: string }) => {
  const locale = useLocale();
  const now = useNow();
  const then = new Date(value);
  return (
    <time dateTime={value} title={`${absoluteTime(then, locale)} (${relativeTime(then, now, locale)})`}>
      {logTime(then, now, locale)}
    </time>
  );
};
