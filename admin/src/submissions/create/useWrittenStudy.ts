import { useEffect, useRef, useState } from 'react';
import { useNotify } from 'react-admin';
import { useText } from '../../i18n/useText.ts';
import { forgetForm, keepForm, keptForm } from '../../providers/keptForms.ts';
import { useSession } from '../../providers/useSession.ts';
import { newStudy, type Study } from '../study.ts';

const form = 'new-submission';
const isWritten = (study: Study) =>
  Object.entries(newStudy).some(([name, value]) => study[name as keyof Study] !== value);

/** The study as it was left in this tab before a draft was made of it. */
export const useKeptStudy = (): Study => {
  const personId = useSession()?.me.id ?? '';
  return useState(() => keptForm(form, personId, newStudy))[0];
};

/**
 * Keeps what is being written until `forget` is called. Who goes to another page is told that it is kept; who closes the tab,
 * where it would be lost, is asked first.
 */
export const useKeepStudy = (study: Study) => {
  const text = useText();
  const notify = useNotify();
  const personId = useSession()?.me.id ?? '';
  const isUnsaved = useRef(false);
  useEffect(() => {
    isUnsaved.current = isWritten(study);
    if (isUnsaved.current) keepForm(form, personId, study);
    else forgetForm(form, personId);
  }, [study, personId]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => isUnsaved.current && event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);

  const tell = useRef(() => {});
  useEffect(() => {
    tell.current = () => notify(text('submission.create.kept'), { type: 'info' });
  });
  useEffect(
    () => () => {
      if (isUnsaved.current) tell.current();
    },
    [],
  );
  return () => {
    isUnsaved.current = false;
    forgetForm(form, personId);
  };
};
