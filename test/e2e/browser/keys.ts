// The console without a pointer: what has the focus, and the way of Tab.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

type Focus = { name: string; isSeen: boolean; html: string };

/** What has the focus, and whether it (or the row that it opens) is in sight and marked. */
export const focus = (page: Page): Promise<Focus> =>
  page.evaluate<Focus>(`(async () => {
    // With reduced motion, too, a change takes its millisecond: until then it looks as before.
    const changes = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(changes.map(({ finished }) => finished));
    const held = document.activeElement;
    const marks = [held, held.closest('tr'), held.closest('.MuiOutlinedInput-root'), held.closest('label'), held.closest('form[role=search]')];
    // The frame around a line to search by.
    const line = held.closest('form[role=search]');
    for (let each = held; line !== null && each !== line; each = each.parentElement) marks.push(each);
    const isMarked = marks.filter(Boolean).some((each) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
      const border = each.querySelector(':scope > fieldset');
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' ||
        (border !== null && parseFloat(getComputedStyle(border).borderTopWidth) >= 2);
    });
    const { top, bottom, width } = held.getBoundingClientRect();
    const isInSight = width > 0 && bottom > 0 && top < innerHeight;
    const name = held.getAttribute('aria-label') ?? held.innerText ?? '';
    return { name: name.trim(), isSeen: isMarked && isInSight, html: held.outerHTML.slice(0, 160) };
  })()`);

/** Presses Tab until something of this name has the focus; everything passed on the way could be seen. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press('Tab');
    const held = await focus(page);
    expect(held.isSeen, `the focus cannot be seen on ${held.html}`).toBe(true);
    if (held.name.match(name)) return;
    passed.push(held.name);
  }
  throw new Error(`Tab does not lead to ${String(name)}, but through ${passed.join(' | ')}`);
}

export const hasFocus = (page: Page, selector: string) =>
  page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`);
