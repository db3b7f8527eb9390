import { useEffect } from 'react';

/** Taken from the page, or hidden, as a part is while what comes in its place is being loaded. */
const isGone = (place: Element): boolean => !place.isConnected || !place.checkVisibility();

/** Whether nothing that is there has the focus although something had it. */
const isLost = (last: Element | null): boolean => {
  const { activeElement, body } = document;
  // A browser takes the focus from what was hidden a moment later only.
  return last !== null && isGone(last) && (activeElement === body || activeElement === last);
};

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
