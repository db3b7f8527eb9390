import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { useLocale } from 'react-admin';
import { useText } from '../i18n/useText.ts';
import { lengthAdvice } from './study.ts';
import { StudyField } from './StudyField.tsx';

type Props = {
  field: 'title' | 'description';
  value: string;
  /** What the server or the form says about it; comes before what is said about its length. */
  problem: string | undefined;
  isTried: boolean;
  input: Pick<OutlinedInputProps, 'multiline' | 'minRows' | 'maxRows' | 'inputProps'>;
  onChange: (value: string) => void;
};

/**
 * A text whose length ENA prescribes: counts while it is written, and says what is missing. It turns red only once the field
 * was left: nobody who has just begun has made a mistake.
 */
export const LengthField = ({ field, value, problem, isTried, input, onChange }: Props) => {
  const text = useText();
  const locale = useLocale();
  const [wasLeft, setLeft] = useState(false);
  const { key, length, off, min, max } = lengthAdvice(field, value);
  const limits = { min: min.toLocaleString(locale), max: max.toLocaleString(locale) };
  const isOff = key !== 'good' && (wasLeft || isTried);
  const words =
    key === 'short' || key === 'long'
      ? text(`submission.length.${key}`, { count: off, ...limits })
      : text(`submission.length.${field}`, limits);
  const wrong = isOff
    ? `${key === 'none' ? text('submission.length.none', limits) : words} ${text('submission.length.later')}`
    : undefined;
  return (
    <StudyField
      label={text(`submission.field.${field}`)}
      problem={problem ?? wrong}
      help={words}
      aside={text('submission.length.count', { length: length.toLocaleString(locale), max: limits.max })}
    >
      {({ id, ...described }) => (
        <OutlinedInput
          {...input}
          id={id}
          error={described['aria-invalid']}
          inputProps={{ ...input.inputProps, ...described, dir: 'auto' }}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setLeft(true)}
        />
      )}
    </StudyField>
  );
};
