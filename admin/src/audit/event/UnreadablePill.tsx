import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';

type Props = { isUnreadable: true | undefined; quiet?: boolean };

/** Beside an event whose text is none that SeqDB writes: that it is so. Nothing beside any other. */
export const UnreadablePill = ({ isUnreadable, quiet = false }: Props) => {
  const text = useText();
  if (!isUnreadable) return null;
  return (
    <StatusPill sense="bad" quiet={quiet}>
      {text('audit.unreadable.pill')}
    </StatusPill>
  );
};
