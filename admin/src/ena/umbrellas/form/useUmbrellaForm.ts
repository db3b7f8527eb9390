import { useState } from 'react';
import { useText } from '../../../i18n/useText.ts';
import { ApiProblem } from '../../../providers/problem.ts';
import {
  mostComponents,
  problemsOf,
  refusalsOf,
  withAdded,
  type UmbrellaForm,
  type UmbrellaProblems,
} from './umbrellaForm.ts';

/** The state of the form: its values, what is wrong with them, whether it is being sent. */
export const useUmbrellaForm = (first: UmbrellaForm) => {
  const text = useText();
  const [form, setForm] = useState(first);
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [sent, setSent] = useState<readonly string[]>([]);

  /** What was typed counts, also where nobody has pressed Add. */
  const whole = { ...form, components: withAdded(form.components, typed) };
  const refused = error instanceof ApiProblem ? refusalsOf(error, sent) : null;
  const isTooMany = whole.components.length > mostComponents;
  const problems: UmbrellaProblems = {
    ...refused,
    ...(isTooMany ? { components: text('umbrella.problem.many', { count: mostComponents }) } : {}),
    lines: refused?.lines ?? {},
  };

  /** @returns whether it was done; what is wrong is marked then */
  const send = async (work: (whole: UmbrellaForm) => Promise<void>): Promise<boolean> => {
    setTried(true);
    setForm(whole);
    setTyped('');
    if (Object.keys(problemsOf(whole)).length > 0 || isBusy) return false;
    setBusy(true);
    setError(null);
    setSent(whole.components);
    try {
      await work(whole);
      return true;
    } catch (cause) {
      setError(cause);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const change = (changed: Partial<UmbrellaForm>) => setForm({ ...form, ...changed });
  return {
    form,
    whole,
    change,
    typed,
    setTyped,
    problems,
    isTried,
    isBusy,
    error: refused === null ? error : null,
    send,
  };
};
