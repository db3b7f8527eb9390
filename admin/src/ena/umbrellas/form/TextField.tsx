import OutlinedInput, { type OutlinedInputProps } from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { useLocale } from 'react-admin';
import { useText } from '../../../i18n/useText.ts';
import { lengthAdvice } from '../../../submissions/study.ts';
import { StudyField } from '../../../submissions/StudyField.tsx';

type Props = {
  field: 'title' | 'description';
  value: string;
  /** What the server says about it; comes before what is said about its length. */
  problem: string | undefined;
  isTried: boolean;
  input: Pick<OutlinedInputProps, 'multiline' | 'minRows' | 'maxRows'>;
  onChange: (value: string) => void;
};

/** A text whose length ENA prescribes, counted while it is written; wrong once it was left, not before. */
export const TextField = ({ field, value, problem, isTried, input, onChange }: Props) => {
  const text = useText();
  const locale = useLocale();
  const [wasLeft, setLeft] = useState(false);
  const { key, length, off, min, max } = lengthAdvice(field, value);
  const limits = { min: min.toLocaleString(locale), max: max.toLocaleString(locale) };
  const wrong =
    key === 'short' || key === 'long'
      ? text(`submission.length.${key}`, { count: off, ...limits })
      : text('submission.length.none', limits);
  const isOff = key !== 'good' && (isTried || (wasLeft && key !== 'none'));
  return (
    <StudyField
      label={text(`umbrella.field.${field}`)}
      problem={problem ?? (isOff ? wrong : undefined)}
      help={text(`umbrella.help.${field}`, limits)}
      aside={text('submission.length.count', { length: length.toLocaleString(locale), max: limits.max })}
    >
      {({ id, ...described }) => (
        <OutlinedInput
          {...input}
          id={id}
          error={described['aria-invalid']}
          inputProps={{ ...described, maxLength: 2 * max, dir: 'auto' }}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setLeft(true)}
        />
      )}
    </StudyField>
  );
};
