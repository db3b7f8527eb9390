import { Fragment, type ReactNode } from 'react';
import styles from './ChangedWords.module.css';
import type { DiffPart } from './wordDiff.ts';
import { VisibleText } from './VisibleText.tsx';

type Props<Part extends DiffPart> = {
  parts: readonly Part[];
  /** How a stretch that is alike is shown; whole, where nothing else is said. */
  renderSame?: (part: Part) => ReactNode;
};

const whole = ({ text }: DiffPart): ReactNode => <VisibleText value={text} />;

/** Before and after in one text: what went is struck out, what came is underlined; read out as well as coloured. */
export const ChangedWords = <Part extends DiffPart>({ parts, renderSame = whole }: Props<Part>) => (
  <span className={styles.words} dir="auto">
    {parts.map((part, at) => {
      const key = `${at} ${part.change}`;
      if (part.change === 'same') return <Fragment key={key}>{renderSame(part)}</Fragment>;
      const Mark = part.change === 'removed' ? 'del' : 'ins';
      return (
        <Mark key={key} className={styles[part.change]}>
          <VisibleText value={part.text} />
        </Mark>
      );
    })}
  </span>
);
