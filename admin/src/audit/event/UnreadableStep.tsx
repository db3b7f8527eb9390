import { UnreadablePill } from './UnreadablePill.tsx';

/** Of an event whose text cannot be read no sentence can be made: what it says it was by its code, and that it is so. */
export const UnreadableStep = ({ action }: { action: string }) => (
  <>
    <code>{action}</code> <UnreadablePill quiet isUnreadable />
  </>
);
