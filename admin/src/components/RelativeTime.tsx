import { useLocale } from 'react-admin';
import { useText } from '../i18n/useText.ts';
import { absoluteTime, relativeTime } from './relativeTime.ts';
import { useNow } from './useNow.ts';

type Props = { value: string | null; style?: Intl.RelativeTimeFormatStyle };

/** How long ago something was; the exact time, in the reader's zone, on hover. */
export const RelativeTime = ({ value, style = 'long' }: Props) => {
  const locale = useLocale();
  const text = useText();
  const now = useNow();
  if (value === null) return <>{text('parts.time.never')}</>;
  const then = new Date(value);
  // The shared clock ticks every half minute: what happened since its last tick is not in the future.
  const lead = then.getTime() - now.getTime();
  const shown = relativeTime(then, lead > 0 && lead < 60_000 ? then : now, locale, style);
  return (
    <time dateTime={value} title={absoluteTime(then, locale)}>
      {shown}
    </time>
  );
};
