import { useState } from 'react';
import { useText } from '../i18n/useText.ts';
import { ApiProblem } from '../providers/problem.ts';
import { problemsFrom, problemsOf, type Study, type StudyProblems } from './study.ts';

/** The state of a form about a study: its values, what is wrong with them, whether it is being sent. */
export const useStudyForm = (first: Study) => {
  const text = useText();
  const [study, setStudy] = useState(first);
  const [today] = useState(() => new Date());
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const own = Object.entries(problemsOf(study, today)).map(([field, key]) => [
    field,
    text(`submission.problem.${key}`),
  ]);
  const problems: StudyProblems = {
    ...(error instanceof ApiProblem ? problemsFrom(error) : {}),
    ...(isTried ? Object.fromEntries(own) : {}),
  };
  const send = async (work: (study: Study) => Promise<void>) => {
    setTried(true);
    if (own.length > 0 || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await work(study);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return { study, setStudy, problems, isTried, isBusy, error, send };
};
