import { type ChangeEvent, type KeyboardEvent, useDeferredValue, useState } from 'react';
import type { HoldForm } from './holdForm.ts';
import { type Target, useTargets } from './useTargets.ts';

export type TargetForm = HoldForm & { kind: 'submission' | 'record' | 'person' };
/** `name` is null until something was chosen. */
export type ChosenTarget = Pick<HoldForm, 'typed' | 'name'>;

/** Finds what the typed words may mean, and lets the arrows and Enter choose one of it. */
export const useTargetChoice = (
  { kind, typed, name }: TargetForm,
  onChange: (changed: ChosenTarget) => void,
) => {
  const [at, setAt] = useState(-1);
  const [isShut, setShut] = useState(false);
  const asked = useDeferredValue(typed);
  const { targets, isSearchable, isSearched } = useTargets(kind, name === null ? asked : '');
  const shown = name === null && !isShut ? targets : [];
  const take = (target: Target) => {
    onChange({ typed: target.label, name: target.name });
    setAt(-1);
  };
  const move = (by: 1 | -1) => setAt((now) => ((now + by + 1 + shown.length + 1) % (shown.length + 1)) - 1);
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => setShut(true),
    ...(shown[at] && { Enter: () => shown[at] && take(shown[at]) }),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = shown.length > 0 && !event.ctrlKey && !event.metaKey ? keys[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    // Escape shuts what was found, not the dialog around it.
    event.stopPropagation();
    act();
  };
  const onInput = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    onChange({ typed: event.target.value, name: null });
    setShut(false);
    setAt(-1);
  };
  return {
    shown,
    at,
    take,
    isSearchable,
    isNotFound: name === null && isSearched && asked === typed && targets.length === 0,
    handlers: {
      onBlur: () => setShut(true),
      onFocus: () => setShut(false),
      onChange: onInput,
      onKeyDown,
    },
  };
};
