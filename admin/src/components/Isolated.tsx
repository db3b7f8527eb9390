import { plainText } from './hiddenCharacters.ts';
import { VisibleText } from './VisibleText.tsx';

type Props = {
  value: string;
  className?: string | undefined;
  /** Whether all of it is told on hover, where it may be cut. */
  isTitled?: boolean;
};

/** What somebody wrote, as a value that stands by itself: in its own direction, whatever stands around it. */
export const Isolated = ({ value, className, isTitled = false }: Props) => (
  <bdi className={className} {...(isTitled && { title: plainText(value) })}>
    <VisibleText value={value} />
  </bdi>
);
