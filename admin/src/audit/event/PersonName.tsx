import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { usePersonName } from './usePersonName.ts';
import { Isolated } from '../../components/Isolated.tsx';

type Props = {
  id: string;
  /** What is said to those who may not look people up, instead of the id. */
  unknown?: string;
};

/** Somebody who stands in the log by their id: their present name, for those who may look people up. */
export const PersonName = ({ id, unknown }: Props) => {
  const name = usePersonName(id);
  if (name === undefined) return unknown ?? <Identifier value={id} short={13} />;
  return (
    <Link to={`/users/${id}`} title={id}>
      <Isolated value={name} />
    </Link>
  );
};
