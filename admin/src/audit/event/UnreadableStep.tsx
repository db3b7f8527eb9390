import { UnreadablePill } from './UnreadablePill.tsx';

/**
 * In a history, in place of a sentence, for an event whose text cannot be read: its code, and the mark that it is
 * unreadable.
 */
export const UnreadableStep = ({ action }: { action: string }) => (
  <>
    <code>{action}</code> <UnreadablePill quiet isUnreadable />
  </>
);
