import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { useIsNamedBad } from './useIsNamedBad.ts';

/** Marks an event that the last verification named as bad, for those who may see verifications. */
export const DamagedPill = ({ id, className }: { id: string; className?: string | undefined }) => {
  const text = useText();
  if (!useIsNamedBad(id)) return null;
  return (
    <span className={className}>
      <StatusPill sense="bad" quiet>
        {text('finding.proof.pill')}
      </StatusPill>
    </span>
  );
};
