import { useEffect, type RefObject } from 'react';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/**
 * J and K move the focus from row to row of the table (its `[data-row-link]`); Enter opens, as on every link. Nothing happens
 * while somebody types or a dialog is open.
 */
export const useRowKeys = (table: RefObject<HTMLElement | null>) =>
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      const links = [...(table.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
      const here = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
      const next = links[here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [table]);
