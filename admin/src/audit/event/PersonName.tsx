import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import { usePersonName } from './usePersonName.ts';
import { Isolated } from '../../components/Isolated.tsx';

type Props = {
  id: string;
  /** Shown instead of the id to those who may not look people up. */
  unknown?: string;
};

/** A person whom the log has by id: shown by their present name to those who may look people up. */
export const PersonName = ({ id, unknown }: Props) => {
  const name = usePersonName(id);
  if (name === undefined) return unknown ?? <Identifier value={id} short={13} />;
  return (
    <Link to={`/users/${id}`} title={id}>
      <Isolated value={name} />
    </Link>
  );
};
