import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';

type Props = { isUnreadable: true | undefined; quiet?: boolean };

/** Marks an event whose text SeqDB did not write; nothing for any other event. */
export const UnreadablePill = ({ isUnreadable, quiet = false }: Props) => {
  const text = useText();
  if (!isUnreadable) return null;
  return (
    <StatusPill sense="bad" quiet={quiet}>
      {text('audit.unreadable.pill')}
    </StatusPill>
  );
};
