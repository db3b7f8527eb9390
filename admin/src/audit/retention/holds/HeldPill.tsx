import { Link } from 'react-router-dom';
import { StatusPill } from '../../../components/StatusPill.tsx';
import { useText } from '../../../i18n/useText.ts';
import { sameHold, type HoldForm } from './holdForm.ts';
import { holdsAddress } from './holdsAddress.ts';
import { useStandingHolds } from './useStandingHolds.ts';

/** Marks what is held, with the reason on hover and a link to the hold. */
export const HeldPill = ({ on }: { on: HoldForm }) => {
  const text = useText();
  const hold = useStandingHolds(on.kind).find((each) => sameHold(on, each));
  if (hold === undefined) return null;
  return (
    <Link to={holdsAddress([hold.id])} title={hold.reason}>
      <StatusPill sense="theirs">{text('retention.hold.held')}</StatusPill>
    </Link>
  );
};
