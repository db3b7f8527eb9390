import { useEffect } from 'react';

/** Whether nothing has the focus although something had it: what had it is gone from the page. */
const isLost = (last: Element | null): boolean =>
  last !== null && !last.isConnected && document.activeElement === document.body;

/**
 * Gives the focus to the page's content when what had it has gone: the button of a command that is no longer possible, the form
 * that signed somebody in. Otherwise the keyboard and a screen reader would begin again at the browser's own bar. A dialog that
 * closes gives the focus back to what opened it, where that is still there.
 */
export const KeptFocus = () => {
  useEffect(() => {
    let last: Element | null = null;
    const remember = (event: FocusEvent) => {
      last = event.target instanceof Element ? event.target : null;
    };
    const mend = () => {
      if (!isLost(last) || document.querySelector('[role=dialog]') !== null) return;
      document.getElementById('content')?.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(mend);
    document.addEventListener('focusin', remember);
    changes.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      changes.disconnect();
    };
  }, []);
  return null;
};
